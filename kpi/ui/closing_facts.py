"""What a closing wrote, and the proof that it comes out again."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.closing.recompute import recompute
from kpi.assessment.closing.recompute_told import sentences
from kpi.assessment.closing.views import ClosingFacts, closing_changes
from kpi.assessment.period_names import period_name
from kpi.storage.unit_of_work import reading
from kpi.ui.closing_preview import show_differences, show_ranks
from kpi.ui.database import engine
from kpi.ui.period_states import RESULT_STATUS
from kpi.ui.words import _, amount, moment, named, told


def show_facts(closing: ClosingFacts, code: str, who: Actor, *, latest: bool) -> None:
    """The closing in a few lines; counts as last corrected."""
    st.markdown(
        _("**Closing {number}**, {moment}, by {person}: {people} people.", number=closing.number,
          moment=moment(closing.at), person=closing.closed_by, people=amount(closing.people))
    )  # fmt: skip
    if closing.reason:
        st.caption(_("Note: {reason}", reason=closing.reason))
    if latest:
        show_ranks(closing.ranks)
        show_others(closing)
    with st.expander(_("Rules and proof"), icon=":material/verified_user:"):
        st.caption(_("Rules used: {versions}", versions=" · ".join(closing.versions)))
        if closing.behind:
            names = ", ".join(
                _("{period} (closing {number})", period=told(period_name(entry["period"])), number=entry["closing"])
                for entry in closing.behind
            )
            st.caption(_("Put together from: {periods}.", periods=names))
        st.caption(_("Digest of all results (SHA-256):"))
        st.code(closing.digest, language=None)
        if latest and st.button(_("Compute again and compare"), icon=":material/replay:", key=f"prove_{code}"):
            prove(code)
    if closing.number > 1:
        changes = st.expander(
            _("Changes since closing {before}", before=closing.number - 1), icon=":material/difference:",
            key=f"changes_{code}_{closing.number}", on_change="rerun",
        )  # fmt: skip
        if changes.open:
            with changes, reading(engine()) as session:
                show_differences(closing_changes(session, who, code, closing.number))


def show_others(closing: ClosingFacts) -> None:
    """How many have no rank, and why."""
    others = [f"{named(RESULT_STATUS, key)}: {amount(n)}" for key, n in closing.statuses.items() if key != "scored"]
    if others:
        st.caption(" · ".join(others))


def prove(code: str) -> None:
    """From the stored work, with the rules kept: every figure must come out again."""
    with st.spinner(_("Computing everything again from the stored work …")), reading(engine()) as session:
        found = recompute(session, code)
    if found is None:
        return
    show = st.success if found.equal else st.error
    show("\n\n".join(told(message) for message in sentences(found)))
