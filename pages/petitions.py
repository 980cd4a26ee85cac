"""Petitions: those waiting for one's answer first, then every one within reach, each opened below."""

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor, NotPermitted
from kpi.assessment.period_names import period_name
from kpi.assessment.petitions.views import PAGE, PetitionView, petitions, waiting_for_answer
from kpi.assessment.petitions.words import CONTESTED, STATES
from kpi.assessment.publishing.views import day_of
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.database import engine
from kpi.ui.petition_detail import show_petition
from kpi.ui.words import _, amount, day, named, told


def main() -> None:
    """The list, and the petition chosen in it or named by the address."""
    signed_in.actor()
    st.title(_("Petitions"))
    everything()


@signed_in.fragment
def everything() -> None:
    """What waits, the list, one in full."""
    actor = signed_in.actor()
    waits(actor)
    state, page = filters()
    with reading(engine()) as session:
        found, total = petitions(session, actor, state=state, page=page)
    if not found:
        st.info(_("There is no petition here."), icon=":material/inbox:")
    chosen = table(found) if found else None
    if total > PAGE:
        st.pagination(-(-total // PAGE), key="petitions_page")
    asked = st.query_params.get("petition", "")
    opened = chosen or (int(asked) if asked.isdigit() else None)
    if opened is None:
        return
    st.divider()
    try:
        show_petition(actor, opened)
    except NotPermitted as refused:
        st.info(told(refused.message), icon=":material/block:")


def waits(actor: Actor) -> None:
    """How many wait for this person, and until when the first."""
    with reading(engine()) as session:
        mine = waiting_for_answer(session, actor)
    if mine:
        st.warning(
            _("Waiting for you: {number}, the first until {day}.", number=amount(len(mine)),
              day=day(min(view.answer_by for view in mine))), icon=":material/pending_actions:",
        )  # fmt: skip


def filters() -> tuple[str | None, int]:
    """State and page."""
    state = st.selectbox(
        _("State"), tuple(STATES), index=None, placeholder=_("all states"), key="petitions_state", width=260,
        format_func=lambda name: named(STATES, name),
    )  # fmt: skip
    return state, int(st.session_state.get("petitions_page") or 1) - 1


def table(found: tuple[PetitionView, ...]) -> int | None:
    """One row each; the id of the row chosen."""
    rows = pd.DataFrame([_row(view) for view in found])
    event = st.dataframe(
        rows, hide_index=True, width="stretch", on_select="rerun", selection_mode="single-row", key="petitions_table"
    )
    places = event["selection"]["rows"]
    return found[places[0]].id if places and places[0] < len(found) else None


def _row(view: PetitionView) -> dict[str, str]:
    late = _("{days} days late", days=view.late_days) if view.late_days else ""
    state = _("to be corrected") if view.waits_for_correction else named(STATES, view.state)
    return {
        _("Person"): view.person,
        _("Unit"): view.unit,
        _("Period"): told(period_name(view.period)),
        _("Contested"): ", ".join(named(CONTESTED, name) for name in view.contested),
        _("Sent"): day(day_of(view.filed_at)),
        _("Answer by"): day(view.answer_by),
        _("State"): f"{state} · {late}" if late else state,
        _("Addressed to"): view.addressee or "–",
    }


main()
