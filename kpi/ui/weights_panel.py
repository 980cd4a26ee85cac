"""How units divide the 70 points of public employees: what was decided, and deciding it."""

from datetime import date

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.standing.views import units_for, weights_decided
from kpi.assessment.standing.weighing import SetTaskWeights
from kpi.language.numbers import today
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.words import _, amount, day

FIRST = date(2026, 7, 1)


def show(who: Actor) -> None:
    """For those who may decide: the decisions in reach and the form."""
    if not who.may(Action.MANAGE_UNIT_CATALOGUE):
        return
    with st.expander(_("Weights decided by the units"), icon=":material/balance:"):
        with reading(engine()) as session:
            kept = weights_decided(session, who)
            units = units_for(session, who, Action.MANAGE_UNIT_CATALOGUE, today())
        if kept:
            st.dataframe(
                [
                    {
                        _("Unit"): row["unit"],
                        _("From day"): day(row["valid_from"]),
                        _("Quantity"): amount(row["quantity"]),
                        _("Quality"): amount(row["quality"]),
                        _("Progress"): amount(row["progress"]),
                        _("Decision"): row["decision"],
                    }
                    for row in kept
                ],
                hide_index=True,
            )
        else:
            st.caption(_("No unit has decided yet. Until one does, its public employees have no score: the weights are "
                         "never assumed equal."))  # fmt: skip
        _form(units)


def _form(units: dict[int, str]) -> None:
    with st.form("task_weights", border=False):
        unit = st.selectbox(_("Unit"), list(units), format_func=units.__getitem__)
        boxes = st.columns(4)
        parts = [
            box.number_input(label, min_value=0.0, max_value=70.0, value=None, step=1.0)
            for box, label in zip(boxes, (_("Quantity"), _("Quality"), _("Progress")), strict=False)
        ]
        since = boxes[3].date_input(_("From day"), value=max(today().replace(day=1), FIRST), format="DD/MM/YYYY")
        decision = st.text_input(_("Number and date of the decision"), max_chars=200)
        sent = st.form_submit_button(_("Enter the weights"), type="primary")
    if not sent or unit is None:
        return
    if any(part is None for part in parts):
        st.error(_("Enter all three weights; together they make 70 points."), icon=":material/block:")
        return
    quantity, quality, progress = (float(part or 0) for part in parts)
    command = SetTaskWeights(unit, since, quantity, quality, progress, decision)
    if do(command, _("The weights are entered.")):
        st.rerun()
