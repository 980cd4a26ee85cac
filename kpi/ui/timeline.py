"""The month's history: who did what, when, and the words that went with it."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from kpi.ui.rank_words import step_name
from kpi.ui.words import _, moment

STEP_COLOURS = {"returned": "orange", "approved": "green", "undone": "orange", "cause_refused": "orange"}


def show_events(events: Sequence[dict[str, Any]]) -> None:
    """Newest first."""
    if not events:
        st.caption(_("Nothing has happened yet."))
    for event in reversed(events):
        colour = STEP_COLOURS.get(event["step"], "gray")
        st.markdown(f":{colour}-badge[{step_name(event['step'])}] **{event['actor_name']}** · {moment(event['at'])}")
        if event["reason"]:
            st.text(event["reason"])


def last_return(events: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The newest return, with its reason."""
    return next((event for event in reversed(events) if event["step"] == "returned"), None)
