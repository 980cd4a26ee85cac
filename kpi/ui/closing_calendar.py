"""A period's deadlines in a row, the next one standing out."""

from datetime import date

import streamlit as st

from kpi.assessment.period_views import PeriodLine
from kpi.assessment.states import PERIOD_STATE_NAMES, PeriodState
from kpi.language.message import N_
from kpi.language.numbers import today
from kpi.ui.words import _, amount, day, named

WIDTH = 165  # pixels
COURSE = (PeriodState.OPEN, PeriodState.CLOSING, PeriodState.CLOSED, PeriodState.PUBLISHED)
DEADLINES = {
    "submit_by": N_("Hand in by"),
    "review_by": N_("Review by"),
    "approve_by": N_("Approve by"),
    "report_by": N_("Report by"),
}


def show_course(line: PeriodLine) -> None:
    """Open, being closed, closed, published: where the period stands in bold."""
    here = PeriodState.OPEN if line.state == PeriodState.REOPENED else line.state
    parts = []
    for state in COURSE[1:] if line.derived else COURSE:
        name = named(PERIOD_STATE_NAMES, line.state if state == here else state)
        parts.append(f":blue-background[**{name}**]" if state == here else f":gray[{name}]")
    st.markdown(" :material/chevron_right: ".join(parts))
    if line.reopened_because:
        st.info(_("Opened again: {reason}", reason=line.reopened_because), icon=":material/lock_open:")


def show_calendar(line: PeriodLine) -> None:
    """The days that matter; for a period made from others only the report."""
    names = ["report_by"] if line.derived else list(DEADLINES)
    day_here = today()
    upcoming = next((name for name in names if getattr(line, name) and getattr(line, name) >= day_here), None)
    with st.container(horizontal=True):  # two in a row on a phone
        for name in names:
            due: date | None = getattr(line, name)
            with st.container(border=True, width=WIDTH, gap="xsmall"):
                st.caption(named(DEADLINES, name))
                st.markdown(f"**{day(due)}**")
                st.caption(_until(due, day_here, is_next=name == upcoming))


def _until(due: date | None, on: date, *, is_next: bool) -> str:
    if due is None:
        return _("no day set")
    left = (due - on).days
    if left < 0:
        return _("{days} days ago", days=amount(-left))
    text = _("today") if left == 0 else _("in {days} days", days=amount(left))
    return f":orange[**{text}**]" if is_next else text
