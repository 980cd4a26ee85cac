"""How a unit's months stand and how the approved ones rank, as one chart each and a sentence."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from kpi.assessment.states import STATE_NAMES, State
from kpi.ui.rank_words import RANK_NAMES, rank_name
from kpi.ui.words import _, amount, named

COLOURS = {"excellent": "#3E7D5A", "good": "#0F4C81", "completed": "#C0782A", "not_completed": "#9B1C1C"}
STATES = {
    "draft": "#B9B4AC",
    "returned": "#C0782A",
    "submitted": "#7FA3C4",
    "reviewed": "#6B5B95",
    "approved": "#3E7D5A",
}


def show_summary(counted: Sequence[dict[str, Any]], silent: int) -> None:
    """Two bars: states of all months, ranks of approved ones. Who has no month is said, not drawn as zero."""
    states = _sums(counted, "state")
    ranks = _sums([row for row in counted if row["state"] == State.APPROVED and row["rank"]], "rank")
    if not states:
        return
    left, right = st.columns(2)
    with left:
        st.markdown(f"**{_('Where the months stand')}**")
        st.altair_chart(_bar(states, STATES, {key: named(STATE_NAMES, State(key)) for key in STATES}), width="stretch")
    with right:
        st.markdown(f"**{_('Ranks of approved months')}**")
        if ranks:
            st.altair_chart(_bar(ranks, COLOURS, {key: rank_name(key) for key in RANK_NAMES}), width="stretch")
        else:
            st.caption(_("Nothing is approved yet."))
    if silent:
        st.caption(_("{count} people hold a post but have no month yet.", count=amount(silent)))


def _sums(rows: Sequence[dict[str, Any]], name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        found[row[name]] = found.get(row[name], 0) + int(row["number"])
    return found


def _bar(counts: dict[str, int], colours: dict[str, str], names: dict[str, str]) -> alt.LayerChart | alt.FacetChart:
    order = [key for key in colours if key in counts]
    frame = pd.DataFrame(
        [{"key": names[key], "place": place, "number": counts[key]} for place, key in enumerate(order)]
    )
    colour = alt.Color(
        "key:N",
        title=None,
        scale=alt.Scale(domain=[names[key] for key in order], range=[colours[key] for key in order]),
        legend=alt.Legend(orient="bottom", columns=2, labelLimit=260),
    )
    base = alt.Chart(frame).encode(x=alt.X("number:Q", stack="zero", title=None, axis=None), order=alt.Order("place:Q"))
    bars = base.mark_bar(height=34).encode(
        color=colour,
        tooltip=[alt.Tooltip("key:N", title=_("State")), alt.Tooltip("number:Q", title=_("Number of people"))],
    )
    labels = base.mark_text(color="white", fontWeight="bold", align="right", dx=-6).encode(text=alt.Text("number:Q"))
    return alt.layer(bars, labels).properties(height=110)
