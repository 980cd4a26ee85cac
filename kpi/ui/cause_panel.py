"""Objective causes claimed and proposals made: confirm or refuse, each with its words."""

from typing import Any

import streamlit as st

from kpi.assessment.proposals import DecideProposal
from kpi.assessment.review import DecideCause
from kpi.assessment.states import Step
from kpi.assessment.views import MonthView
from kpi.ui.acting import do
from kpi.ui.words import _, amount

DECIDED = {"confirmed": ":material/check_circle:", "refused": ":material/cancel:"}


def show_causes(view: MonthView) -> None:
    """Every claim of the month; those not decided come with the two buttons."""
    for line in view.lines:
        if line["cause"]:
            _claim(view, line)
        if line["state"] == "proposed":
            _proposal(view, line)


def _claim(view: MonthView, line: dict[str, Any]) -> None:
    with st.container(border=True):
        icon = DECIDED.get(line["cause_decision"] or "", ":material/help:")
        st.markdown(f"{icon} **{_('Objective cause claimed')}** · {line['title']}")
        st.text(line["cause"])
        failed, late = _counted(line, "failed"), _counted(line, "late")
        if line["cause_decision"] == "confirmed":
            st.caption(
                _(
                    "Confirmed: {failed} failures and {late} late times take nothing away.",
                    failed=amount(line["failed_excused"] or 0),
                    late=amount(line["late_excused"] or 0),
                )
            )
        if line["cause_decision"] == "refused":
            st.caption(_("Refused: {reason}", reason=line["review_reason"] or "–"))
        if Step.REVIEW not in view.steps:
            return
        if line["cause_decision"] is None:
            _decide(view, line, failed, late)
            return
        with st.popover(_("Change the decision"), icon=":material/edit:"):
            _decide(view, line, failed, late)


def _counted(line: dict[str, Any], name: str) -> float:
    reviewed = line[f"reviewed_{name}"]
    return float((line[name] if reviewed is None else reviewed) or 0)


def _decide(view: MonthView, line: dict[str, Any], failed: float, late: float) -> None:
    key = f"cause-{line['id']}"
    first, second, third = st.columns([1, 1, 2], vertical_alignment="bottom")
    excused_failed = first.number_input(
        _("Failures excused"), 0.0, failed, failed, 1.0, key=f"{key}-f", format="%g", disabled=failed == 0
    )
    excused_late = second.number_input(
        _("Times late excused"), 0.0, late, late, 1.0, key=f"{key}-l", format="%g", disabled=late == 0
    )
    reason = third.text_input(_("Reason (needed to refuse)"), key=f"{key}-why", max_chars=2000)
    with st.container(horizontal=True):
        if st.button(_("Confirm the cause"), key=f"{key}-yes", icon=":material/check:"):
            _send(DecideCause(view.id, line["id"], True, excused_failed, excused_late, reason or None))
        if st.button(_("Refuse the cause"), key=f"{key}-no", icon=":material/close:"):
            _send(DecideCause(view.id, line["id"], False, reason=reason))


def _proposal(view: MonthView, line: dict[str, Any]) -> None:
    with st.container(border=True):
        st.markdown(
            f":material/add_task: **{_('Work proposed')}** · {line['title']} · {amount(line['assigned'])} × K "
            f"{amount(line['coefficient'])}"
        )
        if Step.DECIDE not in view.steps:
            return
        key = f"proposal-{line['id']}"
        reason = st.text_input(_("Reason (needed to refuse)"), key=f"{key}-why", max_chars=2000)
        with st.container(horizontal=True):
            if st.button(_("Accept the work"), key=f"{key}-yes", icon=":material/check:"):
                _send(DecideProposal(view.id, line["id"], True))
            if st.button(_("Refuse the work"), key=f"{key}-no", icon=":material/close:"):
                _send(DecideProposal(view.id, line["id"], False, reason=reason))


def _send(command: object) -> None:
    if do(command):
        st.rerun(scope="fragment")
