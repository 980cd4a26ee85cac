"""The rater's decision: pass on, approve, return with a reason, take an approval back."""

import streamlit as st

from kpi.assessment.review import ApproveMonths, ReturnMonth, ReviewMonth, Seen, UndoApproval
from kpi.assessment.states import State, Step
from kpi.assessment.views import MonthView
from kpi.ui.acting import do
from kpi.ui.navigation import APPROVALS, REVIEW
from kpi.ui.review_neighbours import next_waiting
from kpi.ui.words import _


def show_decisions(view: MonthView) -> None:
    """Only the steps open to this person now."""
    if not view.steps & {Step.REVIEW, Step.APPROVE, Step.RETURN, Step.UNDO}:
        return
    st.divider()
    opinion = None
    if Step.REVIEW in view.steps:
        opinion = st.text_area(
            _("Opinion for the form (optional)"),
            value=view.opinion or "",
            height=80,
            max_chars=2000,
            key=f"opinion-{view.id}",
        )
    with st.container(horizontal=True):
        if Step.APPROVE in view.steps:
            _approve(view, opinion)
        if Step.REVIEW in view.steps and Step.APPROVE not in view.steps and view.state == State.SUBMITTED:
            _review(view, opinion)
        if Step.RETURN in view.steps:
            _return(view)
        if Step.UNDO in view.steps:
            _undo(view)


def _approve(view: MonthView, opinion: str | None) -> None:
    pressed = st.button(_("Approve"), type="primary", icon=":material/verified:", key=f"approve-{view.id}")
    command = ApproveMonths((Seen(view.id, view.revision),), opinion)
    if pressed and do(command, done=_("{person}: approved.", person=view.person)):
        _onward(view)


def _review(view: MonthView, opinion: str | None) -> None:
    pressed = st.button(
        _("Reviewed, pass on to {person}", person=view.approver or "–"),
        type="primary",
        icon=":material/rule:",
        key=f"review-{view.id}",
    )
    if pressed and do(ReviewMonth(view.id, view.revision, opinion), done=_("{person}: reviewed.", person=view.person)):
        _onward(view)


def _return(view: MonthView) -> None:
    with st.popover(_("Return"), icon=":material/undo:"):
        reason = st.text_area(
            _("Why? {person} reads this, and it stays in the history.", person=view.person),
            key=f"return-why-{view.id}",
            max_chars=2000,
        )
        pressed = st.button(_("Return to {person}", person=view.person), type="primary", key=f"return-{view.id}")
    if pressed and do(ReturnMonth(view.id, view.revision, reason), done=_("{person}: returned.", person=view.person)):
        _onward(view)


def _undo(view: MonthView) -> None:
    with st.popover(_("Take the approval back"), icon=":material/settings_backup_restore:"):
        reason = st.text_area(
            _("Why? {person} reads this, and it stays in the history.", person=view.person),
            key=f"undo-why-{view.id}",
            max_chars=2000,
        )
        pressed = st.button(_("Take back"), type="primary", key=f"undo-{view.id}")
    if pressed and do(UndoApproval(view.id, reason), done=_("The approval was taken back.")):
        st.rerun(scope="fragment")


def _onward(view: MonthView) -> None:
    """On to the next who waits, or back to the queue."""
    following = next_waiting(view)
    if following is None:
        st.switch_page(str(APPROVALS.location), query_params={"period": view.period})
    st.switch_page(str(REVIEW.location), query_params={"month": str(following)})
