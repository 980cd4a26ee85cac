"""The table of a rater's queue: score beside self-score, last month and peers, and what deserves a look in words."""

from typing import Any

import pandas as pd
import streamlit as st

from kpi.assessment.queue import SIGN_NAMES, Queue, signs
from kpi.assessment.states import STATE_NAMES, State
from kpi.ui.kept import once
from kpi.ui.rank_words import RANK_NAMES, rank_name
from kpi.ui.words import _


def show_queue(found: Queue, key: str) -> list[int]:
    """Draw the page of the queue; returns the positions of the rows chosen."""
    event = st.dataframe(
        once(found.stamp, "frame of a queue", lambda: queue_frame(found)),
        key=f"queue-{key}",
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        width="stretch",
        height=min(36 * len(found.rows) + 40, 640),
        column_config=once(None, "columns of a queue", _columns),
    )
    return [int(place) for place in event["selection"]["rows"] if place < len(found.rows)]


def queue_frame(found: Queue) -> pd.DataFrame:
    """One row a person, in words."""
    remarks = {name: _(text) for name, text in SIGN_NAMES.items()}
    ranks = {rank: rank_name(rank) for rank in (*RANK_NAMES, None)}
    states = {state: _(text) for state, text in STATE_NAMES.items()}
    rows = [
        {
            "person": row["person"],
            "remarks": " · ".join(remarks[name] for name in signs(row)),
            "total": row["total"],
            "rank": ranks[row["rank"]],
            "self": row["self_total"],
            "before": row["before"],
            "peers": row["peers"],
            "state": states[State(row["state"])],
            "title": row["title"],
            "unit": row["unit"],
        }
        for row in found.rows
    ]
    frame = pd.DataFrame(rows)
    scores = ["total", "self", "before", "peers"]
    frame[scores] = frame[scores].astype("float64").round(2)
    return frame


def _columns() -> dict[str, Any]:
    score: dict[str, Any] = {"format": "localized", "width": 84}
    return {
        "person": st.column_config.TextColumn(_("Person"), pinned=True, width=170),
        "remarks": st.column_config.TextColumn(_("Deserves a look"), width=246),
        "total": st.column_config.NumberColumn(_("Score"), help=_("As reviewed so far"), **score),
        "rank": st.column_config.TextColumn(_("Rank"), width=182),
        "self": st.column_config.NumberColumn(_("Self-score"), **{**score, "width": 96}),
        "before": st.column_config.NumberColumn(_("Last month"), **score),
        "peers": st.column_config.NumberColumn(_("Peers"), help=_("Mean of the same duty group in this list"), **score),
        "state": st.column_config.TextColumn(_("State"), width=130),
        "title": st.column_config.TextColumn(_("Post"), width=140),
        "unit": st.column_config.TextColumn(_("Unit"), width=160),
    }
