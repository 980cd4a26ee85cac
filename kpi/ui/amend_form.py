"""Changing what was assigned to one person: quantity, due date, or taking it away, always with a reason."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.amend import AmendAssignment
from kpi.assessment.states import Step
from kpi.assessment.views import MonthView, month_of
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.words import _, amount, day


def show_amend(actor: Actor, period: dict[str, Any], people: Sequence[dict[str, Any]]) -> None:
    """Choose the person, then the line."""
    with_work = {row["id"]: row for row in people if row["lines"]}
    person = st.selectbox(
        _("Person"),
        list(with_work),
        index=None,
        placeholder=_("choose a person"),
        format_func=lambda key: f"{with_work[key]['person']} · {with_work[key]['unit']}",
    )
    if person is None:
        return
    with reading(engine()) as session:
        view = month_of(session, actor, person, period["code"])
    if view is None or Step.ASSIGN not in view.steps:
        st.info(_("The month has been handed in or decided; return it first to change an assignment."))
        return
    lines = {line["id"]: line for line in view.lines if line["state"] == "accepted"}
    chosen = st.selectbox(_("Line of work"), list(lines), format_func=lambda key: _title(lines[key]))
    if chosen is not None:
        _form(view, lines[chosen])


def _title(line: dict[str, Any]) -> str:
    return f"{line['title']} · {amount(line['assigned'])} · {day(line['due'])}"


def _form(view: MonthView, line: dict[str, Any]) -> None:
    with st.form(f"amend-{line['id']}"):
        first, second = st.columns(2)
        quantity = first.number_input(
            _("Quantity (0 takes the work away)"), min_value=0.0, value=float(line["assigned"]), step=1.0, format="%g"
        )
        due = second.date_input(_("Due"), value=line["due"], format="DD/MM/YYYY")
        reason = st.text_input(
            _("Why? {person} reads this, and it stays in the history.", person=view.person), max_chars=2000
        )
        sent = st.form_submit_button(_("Change"), type="primary")
    command = AmendAssignment(view.id, line["id"], quantity, cast(date | None, due), reason)
    if sent and do(command, done=_("The assignment was changed.")):
        st.rerun(scope="fragment")
