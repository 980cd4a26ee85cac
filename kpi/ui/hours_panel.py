"""The checks of declared hours on one month: calm, with their reasons and a place to answer. They change no score."""

import streamlit as st

from kpi.assessment.hours.answering import AnswerFlag, ApproveOvertime, RemarkOnFlag
from kpi.assessment.hours.reasons import FLAG_NAMES
from kpi.assessment.hours.views import Flag, MonthHours
from kpi.assessment.views import MonthView
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.month_reading import hours_now
from kpi.ui.words import _, amount, named, told

MOST_OVERTIME = 300.0


def show_hours(view: MonthView, *, rater: bool) -> None:
    """The checks of this month for the person, or for a rater; nothing where no hours are declared."""
    actor = signed_in.actor()
    found = hours_now(actor, view.id)
    if found is None:
        return
    may_answer = view.period_state not in ("closed", "published")
    with st.container(border=True, key=f"hours-{view.id}"):
        st.markdown(f":material/timer: **{_('Declared hours')}** · {summary(found)}")
        if not found.flags:
            st.caption(_("Nothing to ask about."))
        else:
            st.caption(
                _("These are questions, not deductions: no check changes a score or a post. Write why it is so; your "
                  "head reads it beside the hours.") if not rater else
                _("These are questions, not deductions: no check changes a score or a post.")
            )  # fmt: skip
        for flag in found.flags:
            show_flag(flag, rater=rater, may_answer=may_answer and (not rater or actor.person_id in flag.raters))
        if rater and may_answer:
            _overtime(view.id, found)


def summary(found: MonthHours) -> str:
    """Declared beside available, in one line."""
    if found.available is None:
        return _("{declared} hours declared; the working time is not known", declared=amount(found.declared))
    words = _("{declared} hours declared of {available} working hours", declared=amount(round(found.declared, 1)),
              available=amount(found.available))  # fmt: skip
    if found.overtime:
        words += _(" and {hours} hours of approved overtime ({decision})", hours=amount(found.overtime),
                   decision=found.overtime_decision or "–")  # fmt: skip
    return words


def show_flag(flag: Flag, *, rater: bool, may_answer: bool) -> None:
    """One check: what it found, what was answered, and a place to answer (a rater's opens on demand)."""
    what = f" {flag.product}" if flag.product else ""
    st.markdown(f":orange-badge[{named(FLAG_NAMES, flag.flag)}]{what}  \n{told(flag.reason)}")
    if flag.answer:
        st.markdown(f"> {_('The person')}: {flag.answer}")
    if flag.remark:
        st.markdown(f"> {flag.remarked_by}: {flag.remark}")
    if not may_answer:
        return
    if not rater:
        _answer(flag, rater=False)
        return
    key = f"remark-{flag.month_id}-{flag.flag}-{flag.line_id}"
    with st.popover(_("Remark"), icon=":material/edit_note:", key=key, on_change="rerun", type="tertiary") as place:
        if place.open:
            _answer(flag, rater=True)


def _answer(flag: Flag, *, rater: bool) -> None:
    key = f"flag-{flag.month_id}-{flag.flag}-{flag.line_id}-{rater}"
    known = flag.remark if rater else flag.answer
    label = _("Your remark") if rater else _("Your answer")
    with st.form(key, border=False):
        words = st.text_area(label, value=known or "", max_chars=2000, height=80, key=f"{key}-text")
        sent = st.form_submit_button(_("Keep"), icon=":material/check:")
    if not sent:
        return
    command = (RemarkOnFlag if rater else AnswerFlag)(flag.month_id, flag.flag, flag.line_id, words)
    if do(command, _("Kept.")):
        st.rerun()


def _overtime(month_id: int, found: MonthHours) -> None:
    with (
        st.expander(_("Approved overtime"), icon=":material/more_time:"),
        st.form(f"overtime-{month_id}", border=False),
    ):
        hours = st.number_input(_("Hours"), min_value=0.0, max_value=MOST_OVERTIME, value=found.overtime, step=1.0)
        decision = st.text_input(_("Number and date of the decision"), value=found.overtime_decision or "",
                                 max_chars=200)  # fmt: skip
        if st.form_submit_button(_("Keep")) and do(ApproveOvertime(month_id, hours, decision), _("Kept.")):
            st.rerun()
