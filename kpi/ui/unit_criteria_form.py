"""The province's own criteria for rating units: the tree in force, and entering another from a date."""

from datetime import date

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.unit_rating.criteria import CriterionGiven, DecideUnitCriteria, criteria_on
from kpi.language.numbers import today
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.words import _, language

COLUMNS = ("code", "group", "text", "maximum")


def show_unit_criteria(actor: Actor, on: date) -> None:
    """Home Affairs edits the tree; it holds from the date and decision given, and only if it adds up to 30."""
    if not actor.may(Action.MANAGE_RULES):
        return
    with st.expander(_("Criteria for rating units (local decision)"), icon=":material/account_tree:"):
        with reading(engine()) as session:
            leaves, decision = criteria_on(session, on)
        st.caption(_("In force: {decision}. The points have to add up to 30.",
                     decision=decision or _("the default stored with the tool")))  # fmt: skip
        rows = [(leaf.code, leaf.group[language()], leaf.text[language()], leaf.maximum) for leaf in leaves]
        with st.form("unit-criteria", border=False):
            edited = st.data_editor(
                pd.DataFrame(rows, columns=list(COLUMNS)), num_rows="dynamic", hide_index=True, width="stretch",
                column_config={
                    "code": st.column_config.TextColumn(_("Code"), width=70),
                    "group": st.column_config.TextColumn(_("Group"), width=220),
                    "text": st.column_config.TextColumn(_("Criterion"), width=380),
                    "maximum": st.column_config.NumberColumn(_("Most"), width=80),
                },
            )  # fmt: skip
            since = st.date_input(_("Valid from"), value=today(), format="DD/MM/YYYY")
            number = st.text_input(_("Number and date of the decision"), max_chars=200)
            sent = st.form_submit_button(_("Enter the decision"))
        if sent and do(DecideUnitCriteria(since, _given(edited), number), _("The decision is entered.")):
            st.rerun()


def _given(edited: pd.DataFrame) -> tuple[CriterionGiven, ...]:
    texts = edited[["code", "group", "text"]].fillna("").astype(str)
    points = pd.to_numeric(edited["maximum"], errors="coerce").fillna(0.0)
    return tuple(
        CriterionGiven(code.strip(), group.strip(), text.strip(), float(most))
        for (code, group, text), most in zip(texts.to_numpy(), points, strict=True)
    )
