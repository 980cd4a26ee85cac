"""Figures the province decides, with their reasons, for everybody; a decision on one for Home Affairs."""

from datetime import date

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.local_figures import ChooseFigure, FigureLine, figures_on
from kpi.language.numbers import today
from kpi.law.rulepage import CERTAINTY
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.words import _, amount, language


def show_figures(actor: Actor, name: str, on: date, title: str) -> None:
    """The figures of a set in an expander; who may manage rules can decide on an open one."""
    with st.expander(title, icon=":material/tune:"):
        with reading(engine()) as session:
            lines = figures_on(session, name, on)
        st.dataframe(pd.DataFrame([_row(line) for line in lines]), hide_index=True, width="stretch")
        st.caption(
            _("What no law settles is a local decision, dated and with its number; the default stands until then.")
        )
        if actor.may(Action.MANAGE_RULES):
            _decide(name, [line for line in lines if line.parameter.range or line.parameter.choices])


def _row(line: FigureLine) -> dict[str, str]:
    value = line.value
    shown = amount(float(value)) if isinstance(value, int | float) else _choice(line, value)
    local = CERTAINTY["open"][language()]
    return {
        _("Figure"): line.parameter.description[language()],
        _("Value"): shown,
        _("Certainty"): local if line.local else CERTAINTY[line.parameter.certainty][language()],
        _("Decision"): line.decision or _("default"),
        _("Why"): line.parameter.why[language()] if line.parameter.why else "–",
    }


def _choice(line: FigureLine, value: str) -> str:
    words = (line.parameter.choice_text or {}).get(value)
    return words[language()] if words else str(value)


def _decide(name: str, lines: list[FigureLine]) -> None:
    with st.form(f"figure-{name}", border=True, clear_on_submit=True):
        line = st.selectbox(_("Figure"), lines, format_func=lambda one: one.parameter.description[language()])
        value = st.text_input(_("New value"), max_chars=40)
        since = st.date_input(_("Valid from"), value=today(), format="DD/MM/YYYY")
        decision = st.text_input(_("Number and date of the decision"), max_chars=200)
        sent = st.form_submit_button(_("Enter the decision"))
    command = ChooseFigure(name, line.parameter.name, value.replace(",", ".").strip(), since, decision)
    if sent and do(command, _("The decision is entered.")):
        st.rerun()
