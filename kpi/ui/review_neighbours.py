"""Where a month stands in the queue: the one before, the next, last month and peers to compare with."""

from typing import Any

import streamlit as st

from kpi.assessment.queue import Filter
from kpi.assessment.views import MonthView
from kpi.ui import signed_in
from kpi.ui.month_reading import queue_now
from kpi.ui.navigation import APPROVALS, REVIEW
from kpi.ui.words import _, number


def show_neighbours(view: MonthView) -> None:
    """Back to the queue, earlier and next; and the figures a rater compares with."""
    rows = queue_now(signed_in.actor(), Filter(view.period, mine=False)).rows
    place = next((at for at, row in enumerate(rows) if row["id"] == view.id), None)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            str(APPROVALS.location),
            label=_("Back to the queue"),
            icon=":material/arrow_back:",
            query_params={"period": view.period},
        )
        if place is not None:
            _go(rows, place - 1, _("Previous"), ":material/chevron_left:")
            _go(rows, place + 1, _("Next"), ":material/chevron_right:")
            st.caption(_("{place} of {count}", place=place + 1, count=len(rows)))
    if place is not None:
        row = rows[place]
        st.caption(
            _(
                "Last month {before} · mean of the same duty group {peers}",
                before=number(row["before"]),
                peers=number(row["peers"]),
            )
        )


def next_waiting(view: MonthView) -> int | None:
    """The next month that waits for this rater, after this one is decided."""
    rows = queue_now(signed_in.actor(), Filter(view.period)).rows
    return next((int(row["id"]) for row in rows if row["id"] != view.id), None)


def _go(rows: tuple[dict[str, Any], ...], place: int, label: str, icon: str) -> None:
    inside = 0 <= place < len(rows)
    if st.button(label, icon=icon, disabled=not inside, key=f"go-{label}") and inside:
        st.switch_page(str(REVIEW.location), query_params={"month": str(rows[place]["id"])})
