"""Handing in: what is still missing, the words of Form 01, and the one button that matters."""

import streamlit as st

from kpi.assessment.marks import WriteWords
from kpi.assessment.states import State, Step
from kpi.assessment.submit import SubmitMonth, WithdrawMonth, still_missing
from kpi.assessment.views import MonthView
from kpi.ui.acting import do
from kpi.ui.words import _, told


def show_submit(view: MonthView) -> None:
    """Checklist, strengths and shortcomings, answer to a return, hand in or take back."""
    if Step.SUBMIT in view.steps:
        _hand_in(view)
    elif Step.WITHDRAW in view.steps:
        st.success(
            _("The month has been handed in and waits for {person}.", person=view.reviewer or view.approver or "–")
        )
        if st.button(_("Take it back to correct it"), icon=":material/undo:") and do(
            WithdrawMonth(view.id), done=_("Taken back. Nothing you typed is lost.")
        ):
            st.rerun()
    elif view.state == State.APPROVED:
        st.success(_("The month is approved."), icon=":material/verified:")
    else:
        st.info(_("The month is with your head now; nothing is left to do for you."), icon=":material/hourglass:")


def _hand_in(view: MonthView) -> None:
    missing = list(still_missing(view.lines, view.marks, view.rules.since))
    for message in missing:
        st.markdown(f":material/radio_button_unchecked: {told(message)}")
    if not missing:
        st.markdown(f":material/check_circle: {_('Everything needed is there.')}")
    _words(view)
    answer = None
    if view.state == State.RETURNED:
        answer = st.text_area(
            _("What did you correct, or why not? Your head reads this."), key=f"answer-{view.id}", max_chars=2000
        )
    if st.button(
        _("Hand in to {person}", person=view.reviewer or _("your head")),
        type="primary",
        disabled=bool(missing),
        icon=":material/outbox:",
    ) and do(SubmitMonth(view.id, view.revision, answer), done=_("Handed in.")):
        st.rerun()


def _words(view: MonthView) -> None:
    strengths, shortcomings = f"strengths-{view.id}", f"shortcomings-{view.id}"

    def save() -> None:
        do(WriteWords(view.id, st.session_state[strengths], st.session_state[shortcomings]))

    st.text_area(_("Strengths"), value=view.strengths or "", key=strengths, max_chars=2000, height=80, on_change=save)
    st.text_area(
        _("Shortcomings"), value=view.shortcomings or "", key=shortcomings, max_chars=2000, height=80, on_change=save
    )
