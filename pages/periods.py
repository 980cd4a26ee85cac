"""The periods: opening the next, how far everybody has come, and the way to closing."""

from datetime import datetime

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.period_names import period_name
from kpi.assessment.period_views import (
    NOT_BEGUN,
    PeriodLine,
    derived_to_open,
    next_period,
    period_lines,
    unit_lines,
)
from kpi.assessment.periods import OpenPeriod
from kpi.assessment.states import RATING, SHUT, STATE_NAMES, State
from kpi.language.message import N_
from kpi.language.numbers import HANOI
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.leading_on import lead_on
from kpi.ui.period_states import show_state
from kpi.ui.words import _, amount, day, named, told

SIZE = 6
COUNTED: dict[str, str] = {NOT_BEGUN: N_("not begun"), **{str(state): name for state, name in STATE_NAMES.items()}}


def open_next() -> None:
    """The next month or quarter with its usual deadlines, which may be changed."""
    with reading(engine()) as session:
        code, usual = next_period(session, datetime.now(HANOI).date())
        derived = derived_to_open(session)
    title = told(period_name(code))
    with st.expander(_("Open the next period: {period}", period=title), icon=":material/add_circle:"):
        st.caption(
            _("The days below are 3, 6 and 9 working days after the period and the last one before the 25th; public "
              "holidays are left out.")
        )  # fmt: skip
        with st.form(f"open_{code}", border=False):
            boxes = st.columns(4)
            labels = (_("Hand in by"), _("Review by"), _("Approve by"), _("Report by"))
            values = (usual.submit_by, usual.review_by, usual.approve_by, usual.report_by)
            days = [
                box.date_input(label, value=value, format="DD/MM/YYYY")
                for box, label, value in zip(boxes, labels, values, strict=True)
            ]
            sent = st.form_submit_button(_("Open the period"), type="primary")
        if sent and do(OpenPeriod(code, *days), _("The period is open.")):
            st.rerun()
        if derived:
            open_derived(derived)


def open_derived(codes: list[str]) -> None:
    """Quarters and years nobody records in: they are only put together from closed months."""
    st.caption(_("These follow from closed periods; nobody records work in them:"))
    with st.container(horizontal=True):
        for code in codes:
            title = told(period_name(code))
            if st.button(_("Prepare {period}", period=title), key=f"derive_{code}", icon=":material/functions:") and do(
                OpenPeriod(code), _("{period} can be closed now.", period=title)
            ):
                st.rerun()


def show(line: PeriodLine, who: Actor) -> None:
    """One period: its deadlines, how far people have come, and what comes next."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            with st.container(horizontal=True, vertical_alignment="center", width="content"):
                st.subheader(told(period_name(line.code)), width="content")
                show_state(line.state)
            label = _("Results, publishing, opening again") if line.state in SHUT else _("To the closing")
            lead_on("closing", label, key=f"to_closing_{line.code}", period=line.code)
        if line.reopened_because:
            st.caption(_("Opened again: {reason}", reason=line.reopened_because))
        if line.derived:
            st.caption(_("Follows from the closed periods within it · report by {report}", report=day(line.report_by)))
            return
        st.caption(
            _("Hand in by {submit} · review by {review} · approve by {approve} · report by {report}",
              submit=day(line.submit_by), review=day(line.review_by), approve=day(line.approve_by),
              report=day(line.report_by))
        )  # fmt: skip
        show_counts(line)
        if line.state in RATING:
            show_units(line, who)


def show_counts(line: PeriodLine) -> None:
    """How many people stand where."""
    if not line.people:
        st.caption(_("Nobody has a month in this period."))
        return
    done = line.counts.get(State.APPROVED, 0)
    counted = _("{done} of {people} approved", done=amount(done), people=amount(line.people))
    st.progress(done / line.people, text=counted)
    parts = [f"{named(COUNTED, state)} {amount(line.counts[state])}" for state in COUNTED if line.counts.get(state)]
    st.caption(" · ".join(parts))


def show_units(line: PeriodLine, who: Actor) -> None:
    """Units with somebody unfinished, the most first; read when opened."""
    shut = st.expander(_("Who has not finished"), icon=":material/pending_actions:", key=f"close_{line.code}",
                       on_change="rerun")  # fmt: skip
    if not shut.open:
        return
    with reading(engine()) as session:
        units = [unit for unit in unit_lines(session, who, line.code) if unit.unfinished]
    if not units:
        shut.success(_("Everybody is approved."), icon=":material/check_circle:")
        return
    states = [state for state in COUNTED if any(unit.counts.get(state) for unit in units)]
    rows = [
        {
            _("Unit"): unit.unit,
            _("Unfinished"): unit.unfinished,
            **{named(COUNTED, state).capitalize(): unit.counts.get(state, 0) for state in states},
        }
        for unit in units
    ]
    shut.dataframe(rows, hide_index=True, column_config={_("Unit"): st.column_config.Column(width=190)})


def main(who: Actor) -> None:
    """The periods, newest first."""
    open_next()
    page = st.session_state.get("periods_page", 1)
    with reading(engine()) as session:
        lines, total = period_lines(session, who, start=(page - 1) * SIZE, size=SIZE)
    if not lines:
        st.info(_("No period has been opened yet."), icon=":material/event_busy:")
    for line in lines:
        show(line, who)
    if total > SIZE:
        st.pagination(-(-total // SIZE), key="periods_page")


person = signed_in.actor()
st.title(_("Periods"))
if person.may(Action.MANAGE_PERIODS):
    main(person)
else:
    st.error(_("This page is for Home Affairs, who open and close the periods."))
