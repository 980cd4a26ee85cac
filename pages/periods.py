"""The months: opening the next, seeing who has not finished, closing, and opening again with a reason."""

from datetime import datetime

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.period_views import NOT_BEGUN, PeriodLine, next_month, period_lines, unit_lines
from kpi.assessment.closing.close import ClosePeriod
from kpi.assessment.periods import BeginClosing, OpenPeriod, ReopenPeriod
from kpi.assessment.states import STATE_NAMES, State
from kpi.language.message import N_
from kpi.language.numbers import HANOI
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.words import _, amount, day, named

SIZE = 6
COUNTED: dict[str, str] = {NOT_BEGUN: N_("not begun"), **{str(state): name for state, name in STATE_NAMES.items()}}


def month_title(line: PeriodLine) -> str:
    """The month as it is spoken of."""
    return _("Month {month}", month=f"{line.starts:%m/%Y}")


def open_next() -> None:
    """The next month with its usual deadlines, which may be changed."""
    with reading(engine()) as session:
        code, usual = next_month(session, datetime.now(HANOI).date())
    with st.expander(_("Open month {month}", month=f"{code[5:]}/{code[:4]}"), icon=":material/add_circle:"):
        st.caption(_("The days below are 3, 6 and 9 working days after the month; public holidays are left out."))
        with st.form(f"open_{code}", border=False):
            boxes = st.columns(3)
            days = [
                box.date_input(label, value=value, format="DD/MM/YYYY")
                for box, label, value in zip(
                    boxes,
                    (_("Hand in by"), _("Review by"), _("Approve by")),
                    (usual.submit_by, usual.review_by, usual.approve_by),
                    strict=True,
                )
            ]
            sent = st.form_submit_button(_("Open the month"), type="primary")
        if sent and do(OpenPeriod(code, *days), _("The month is open.")):
            st.rerun()


def show(line: PeriodLine, who: Actor) -> None:
    """One month: its deadlines, how far people have come, and what can be done with it."""
    is_open = line.state == "open"
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(month_title(line), width="content")
            st.badge(_("open") if is_open else _("closed"), color="green" if is_open else "gray")
        st.caption(
            _("Hand in by {submit} · review by {review} · approve by {approve}", submit=day(line.submit_by),
              review=day(line.review_by), approve=day(line.approve_by))
        )  # fmt: skip
        show_counts(line)
        if is_open:
            close(line, who)
        else:
            reopen(line)


def show_counts(line: PeriodLine) -> None:
    """How many people stand where."""
    if not line.people:
        st.caption(_("Nobody has a month in this period."))
        return
    done = line.counts.get(State.APPROVED, 0)
    told = _("{done} of {people} approved", done=amount(done), people=amount(line.people))
    st.progress(done / line.people, text=told)
    parts = [f"{named(COUNTED, state)} {amount(line.counts[state])}" for state in COUNTED if line.counts.get(state)]
    st.caption(" · ".join(parts))


def close(line: PeriodLine, who: Actor) -> None:
    """Who has not finished comes before the button."""
    shut = st.expander(_("Who has not finished, and closing"), icon=":material/lock:", key=f"close_{line.code}",
                       on_change="rerun")  # fmt: skip
    if not shut.open:
        return
    with shut:
        show_units(line.code, who)
        if line.unfinished:
            st.warning(
                _("{count} people are not approved. After closing, their months are read-only and have no result.",
                  count=amount(line.unfinished)), icon=":material/warning:",
            )  # fmt: skip
        with st.form(f"closing_{line.code}", border=False):
            reason = st.text_input(_("Note (optional)"), max_chars=300)
            sure = st.checkbox(_("I have seen who has not finished"), value=not line.unfinished)
            sent = st.form_submit_button(_("Close {month}", month=month_title(line)), type="primary")
        if sent and not sure:
            st.error(_("Look at who has not finished, then tick the box."), icon=":material/block:")
        elif sent and do(ClosePeriod(line.code, reason or None), _("The month is closed.")):
            st.rerun()


def show_units(code: str, who: Actor) -> None:
    """Units with somebody unfinished, the most first."""
    with reading(engine()) as session:
        units = [unit for unit in unit_lines(session, who, code) if unit.unfinished]
    if not units:
        st.success(_("Everybody is approved."), icon=":material/check_circle:")
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
    st.dataframe(rows, hide_index=True, column_config={_("Unit"): st.column_config.Column(width=190)})


def reopen(line: PeriodLine) -> None:
    """Only with a reason, which everybody reads."""
    with st.expander(_("Open again"), icon=":material/lock_open:"):
        with st.form(f"reopen_{line.code}", border=False, clear_on_submit=True):
            reason = st.text_input(_("Reason"), max_chars=300)
            sent = st.form_submit_button(_("Open {month} again", month=month_title(line)))
        if sent and do(ReopenPeriod(line.code, reason), _("The month is open again.")):
            st.rerun()


def main(who: Actor) -> None:
    """The months, newest first."""
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
    st.error(_("This page is for Home Affairs, who open and close the months."))
