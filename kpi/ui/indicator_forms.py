"""What Home Affairs keeps about indicators: targets, published figures, definitions of one's own."""

from datetime import date

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.access.organisation_views import unit_names
from kpi.language.message import N_
from kpi.language.numbers import today
from kpi.reform.indicators.keeping import DefineIndicator, RecordFigure, SetTarget
from kpi.reform.words import FIELD_NAMES
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.indicator_words import spoken
from kpi.ui.words import _, named

REPORTER_NAMES = {
    "communes": N_("communes, wards and special zones"),
    "agencies": N_("provincial agencies"),
    "both": N_("communes and agencies"),
    "province": N_("the province itself"),
}
FORMULA_NAMES = {"ratio": N_("one quantity out of another"), "count": N_("a count")}


def choose_indicator(definitions: pd.DataFrame, key: str) -> str:
    """One of the indicators, by its name."""
    names = {code: spoken((row["name_vi"], row["name_en"])) for code, row in definitions.iterrows()}
    return str(st.selectbox(_("Indicator"), list(names), format_func=names.__getitem__, key=key))


def target_form(actor: Actor, definitions: pd.DataFrame) -> None:
    """A target of a unit (and those below it) in a period."""
    with st.expander(_("Set a target"), icon=":material/flag:"):
        with reading(engine()) as session:
            units = unit_names(session, actor, today())
        code = choose_indicator(definitions, "target_indicator")
        percent = definitions.loc[code, "measure"] == "percent"
        with st.form("target", border=False):
            first, second, third = st.columns(3)
            unit = first.selectbox(_("Unit (and those below it)"), list(units), format_func=units.__getitem__)
            period = second.text_input(_("Period (2026, 2026-Q1, 2026-03)"), value=str(today().year), max_chars=10)
            value = third.number_input(_("Target (%)") if percent else _("Target"), min_value=0.0, format="%g")
            decision = st.text_input(_("Number and date of the decision"), max_chars=200)
            sent = st.form_submit_button(_("Set the target"), type="primary")
        share = round(value / 100, 8) if percent else value
        if sent and do(SetTarget(code, unit, period.strip(), share, decision), _("The target is set.")):
            st.rerun()


def figure_form(definitions: pd.DataFrame) -> None:
    """A figure published elsewhere: quantities where they were published, else the rate or the value alone."""
    with st.expander(_("Record a published figure"), icon=":material/newspaper:"):
        code = choose_indicator(definitions, "figure_indicator")
        percent = definitions.loc[code, "measure"] == "percent"
        with st.form("figure", border=False):
            boxes = st.columns(3)
            period = boxes[0].text_input(_("Period (2025, 2025-H1, 2025-Q3)"), max_chars=10)
            numerator = boxes[1].number_input(_("First quantity"), min_value=0.0, value=None, format="%g")
            denominator = boxes[2].number_input(_("Out of"), min_value=0.0, value=None, format="%g")
            rate = boxes[0].number_input(_("Published rate (%)") if percent else _("Published value"), min_value=0.0,
                                         value=None, format="%g")  # fmt: skip
            rank = boxes[1].number_input(_("Ranking"), 1, 1000, None)
            of = boxes[2].number_input(_("of how many"), 1, 1000, None)
            source = st.text_input(_("Source"), max_chars=200)
            url = st.text_input(_("Address of the source"), max_chars=500)
            sent = st.form_submit_button(_("Record"), type="primary")
        index = definitions.loc[code, "formula"] == "index"
        share = None if rate is None else rate / 100 if percent else rate
        command = RecordFigure(
            code, period.strip(), source, numerator, denominator, share if percent and not index else None,
            share if index or not percent else None, rank, of, url.strip() or None,
        )  # fmt: skip
        if sent and do(command, _("The figure is recorded.")):
            st.rerun()


def definition_form(definitions: pd.DataFrame) -> None:
    """An indicator of the province's own, or a changed definition from a day on."""
    with st.expander(_("Define an indicator"), icon=":material/add_chart:"):
        st.caption(_("A code already in use changes that indicator from the day given; what held before stays."))
        with st.form("definition", border=False):
            one, two = st.columns(2)
            code = one.text_input(_("Code"), max_chars=40)
            field = two.selectbox(
                _("Field of reform"), list(FIELD_NAMES), format_func=lambda key: named(FIELD_NAMES, key)
            )
            texts = [
                box.text_input(label, max_chars=200)
                for label_vi, label_en in (
                    (_("Name in Vietnamese"), _("Name in English")),
                    (_("First quantity in Vietnamese"), _("First quantity in English")),
                    (_("Out of, in Vietnamese"), _("Out of, in English")),
                )
                for box, label in ((one, label_vi), (two, label_en))
            ]
            formula = one.selectbox(_("Counted as"), list(FORMULA_NAMES), format_func=lambda k: named(FORMULA_NAMES, k))
            reporters = two.selectbox(_("Reported by"), list(REPORTER_NAMES),
                                      format_func=lambda key: named(REPORTER_NAMES, key))  # fmt: skip
            higher = one.checkbox(_("Higher is better"), value=True)
            share = two.checkbox(_("The first quantity is part of the second"), value=True)
            source = one.text_input(_("Data source"), max_chars=200)
            reference = two.text_input(_("Reference"), max_chars=200)
            since = one.date_input(_("From"), value=today(), format="DD/MM/YYYY")
            sent = st.form_submit_button(_("Define"), type="primary")
        if sent and isinstance(since, date):
            name_vi, name_en, first_vi, first_en, out_vi, out_en = texts
            command = DefineIndicator(
                code, name_vi, name_en, field, formula, first_vi, first_en, out_vi, out_en, higher, share, reporters,
                source, reference, since,
            )  # fmt: skip
            if do(command, _("The indicator is defined.")):
                st.rerun()
