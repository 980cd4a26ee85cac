"""The people one leads, to choose one or many."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from kpi.assessment.states import STATE_NAMES, State
from kpi.ui.words import _, named


def choose_people(people: Sequence[dict[str, Any]], key: str = "people") -> list[dict[str, Any]]:
    """A table with a box before each person; returns those ticked."""
    text = st.text_input(_("Name, post or unit contains"), key=f"{key}-text").strip().casefold()
    shown = [row for row in people if text in f"{row['person']} {row['title']} {row['unit']}".casefold()]
    frame = pd.DataFrame(
        [
            {
                _("Person"): row["person"],
                _("Post"): row["title"],
                _("Unit"): row["unit"],
                _("Lines"): row["lines"],
                _("State"): named(STATE_NAMES, State(row["state"])) if row["state"] else _("nothing yet"),
            }
            for row in shown
        ]
    )
    if frame.empty:
        st.caption(_("Nobody matches."))
        return []
    event = st.dataframe(
        frame,
        key=f"{key}-{text}",
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        width="stretch",
        height=min(36 * len(frame) + 40, 420),
    )
    return [shown[place] for place in event["selection"]["rows"] if place < len(shown)]
