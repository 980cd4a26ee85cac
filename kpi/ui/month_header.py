"""The top of a month: whose it is, where it stands, by when, who decides."""

import streamlit as st

from kpi.assessment.states import RATING, SHUT, PeriodState, State
from kpi.assessment.views import MonthView
from kpi.ui.corrected_notice import show_correction
from kpi.ui.rank_words import state_badge
from kpi.ui.timeline import last_return
from kpi.ui.words import _, day, moment


def show_header(view: MonthView) -> None:
    """Person, unit, state, deadline and raters in two lines; a return's reason stands out until answered."""
    due = {
        State.DRAFT: view.submit_by,
        State.RETURNED: view.submit_by,
        State.SUBMITTED: view.review_by,
        State.REVIEWED: view.approve_by,
    }.get(State(view.state))
    deadline = f" · {_('deadline')} **{day(due)}**" if due and view.period_state in RATING else ""
    st.markdown(f"{state_badge(view.state)} **{view.person}** · {view.title} · {view.unit}{deadline}")
    st.caption(
        _(
            "Reviewed by {reviewer}, approved by {approver}.",
            reviewer=view.reviewer or "–",
            approver=view.approver or "–",
        )
    )
    if view.period_state in SHUT:
        st.info(_("The period is closed: the month is read-only."), icon=":material/lock:")
    elif view.period_state == PeriodState.CLOSING:
        told = _("Home Affairs is closing the period: only its raters may still finish.")
        st.info(told, icon=":material/lock_clock:")
    show_correction(view)
    returned = last_return(view.events)
    if view.state == State.RETURNED and returned:
        st.warning(
            _("Returned by {person}, {moment}:", person=returned["actor_name"], moment=moment(returned["at"]))
            + f"\n\n**{returned['reason']}**",
            icon=":material/undo:",
        )
