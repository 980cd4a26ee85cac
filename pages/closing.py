"""Closing a period: deadlines, beginning, preview, closing, what was closed, publishing, opening again."""

import streamlit as st

from kpi.access.actor import Actor, Refused
from kpi.access.permissions import Action
from kpi.assessment.closing.close import ClosePeriod
from kpi.assessment.closing.lateness import waiting_in
from kpi.assessment.closing.preview import Preview, preview
from kpi.assessment.closing.views import closing_facts
from kpi.assessment.period_names import period_name
from kpi.assessment.period_views import PeriodLine, period_line
from kpi.assessment.periods import BeginClosing, ReopenPeriod
from kpi.assessment.publishing.publish import PublishResults
from kpi.assessment.states import RECORDING, PeriodState
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.closing_calendar import show_calendar, show_course
from kpi.ui.closing_facts import show_facts
from kpi.ui.closing_preview import over_quota_of, show_preview
from kpi.ui.database import engine
from kpi.ui.late_list import show_waiting
from kpi.ui.leading_on import lead_on
from kpi.ui.period_choice import choose_period
from kpi.ui.period_states import show_state
from kpi.ui.words import _, amount, day, told

PREVIEW = "closing_preview"


def main(who: Actor) -> None:
    """Choose the period; what is shown follows from where it stands."""
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_("Close a period"))
    with choice:
        period = choose_period(derived=True)
    if period is None:
        return
    with reading(engine()) as session:
        line = period_line(session, who, str(period["code"]))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(told(period_name(line.code)), width="content")
        show_state(line.state)
    show_course(line)
    show_calendar(line)
    if line.state in RECORDING:
        begin(line, who)
    elif line.state == PeriodState.CLOSING:
        close(line, who)
    else:
        publish(line)
    show_closings(line, who)
    if line.state not in RECORDING and not (line.derived and line.state == PeriodState.CLOSING):
        reopen(line)


def begin(line: PeriodLine, who: Actor) -> None:
    """Who is still expected; then nobody hands in any more."""
    st.subheader(_("Begin closing"))
    with reading(engine()) as session:
        waiting = waiting_in(session, who, line.code)
    st.write(
        _("From then on nobody hands in; heads still review, approve and decide on ranks. Results are computed and "
          "written only when you close.")
    )  # fmt: skip
    show_waiting(waiting, key=f"waiting_{line.code}")
    if st.button(_("Begin closing"), type="primary", icon=":material/lock_clock:") and do(
        BeginClosing(line.code), _("Closing has begun.")
    ):
        st.session_state.pop(PREVIEW, None)
        st.rerun()


def previewed(line: PeriodLine, who: Actor) -> Preview | None:
    """The preview, computed once for this visit until something here changes or it is asked for anew."""
    kept = st.session_state.get(PREVIEW)
    if kept and kept[0] == line.code:
        found: Preview = kept[1]
        return found
    with st.spinner(_("Computing everybody's result …")), reading(engine()) as session:
        try:
            found = preview(session, who, line.code)
        except Refused as refused:
            st.warning(told(refused.message), icon=":material/hourglass_top:")
            return None
    st.session_state[PREVIEW] = (line.code, found)
    return found


def close(line: PeriodLine, who: Actor) -> None:
    """The preview, then the one button that writes."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(_("Before closing"), width="content")
        if st.button(_("Compute again"), icon=":material/refresh:", type="tertiary"):
            st.session_state.pop(PREVIEW, None)
    found = previewed(line, who)
    if found is None:
        return
    show_preview(found, line.code)
    with st.form(f"closing_{line.code}"):
        if found.over:
            st.warning(over_quota_of(found), icon=":material/leaderboard:")
        reason = st.text_input(_("Note (optional)"), max_chars=300)
        lacking = len(found.lacking)
        sure = not lacking or st.checkbox(
            _("I have seen the {count} people without a complete result; they are closed as such",
              count=amount(lacking))
        )  # fmt: skip
        sent = st.form_submit_button(
            _("Close {period}", period=told(period_name(line.code))), type="primary", icon=":material/task_alt:",
            disabled=bool(found.over),
            help=_("The quota has to be decided first.") if found.over else None,
        )  # fmt: skip
    if not sent:
        return
    with st.status(_("Computing, testing the quota, writing …"), expanded=False) as status:
        done = do(ClosePeriod(line.code, reason or None, acknowledged=bool(sure)), _("The period is closed."))
        status.update(state="complete" if done else "error")
    if done:
        st.session_state.pop(PREVIEW, None)
        st.rerun()


def publish(line: PeriodLine) -> None:
    """Closed results are told to nobody until they are published."""
    if line.state == PeriodState.PUBLISHED:
        st.success(
            _("Published. Petitions are taken until {day}.", day=day(line.petition_by)), icon=":material/campaign:"
        )
        lead_on("reports", _("Forms and reports"), key="to_reports", period=line.code)
        return
    with st.container(border=True):
        st.markdown(_("**Next: publish.** Everybody then sees their result and may petition against it."))
        if st.button(_("Publish the results"), type="primary", icon=":material/campaign:") and do(
            PublishResults(line.code), _("The results are published.")
        ):
            st.rerun()


def show_closings(line: PeriodLine, who: Actor) -> None:
    """The latest closing open, earlier ones below."""
    with reading(engine()) as session:
        closings = closing_facts(session, who, line.code)
    if not closings:
        return
    st.subheader(_("What was closed"))
    for place, closing in enumerate(closings):
        with st.container(border=True):
            show_facts(closing, line.code, who, latest=place == 0)


def reopen(line: PeriodLine) -> None:
    """Only with a reason, which everybody reads."""
    title = told(period_name(line.code))
    with st.expander(_("Open {period} again", period=title), icon=":material/lock_open:"):
        st.caption(_("Closings already made stay on record; the next one shows every difference."))
        with st.form(f"reopen_{line.code}", border=False, clear_on_submit=True):
            reason = st.text_input(_("Reason"), max_chars=300)
            sent = st.form_submit_button(_("Open {period} again", period=title))
        if sent and do(ReopenPeriod(line.code, reason), _("The period is open again.")):
            st.session_state.pop(PREVIEW, None)
            st.rerun()


person = signed_in.actor()
if person.may(Action.MANAGE_PERIODS):
    main(person)
else:
    st.title(_("Close a period"))
    st.error(_("This page is for Home Affairs, who open and close the periods."))
