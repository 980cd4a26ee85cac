"""Choosing the period a screen is about; the address keeps it, so that a link or a reload shows the same."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from kpi.assessment.views import periods
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.words import _


def choose_period(*, newest: bool = False, most: int = 13) -> dict[str, Any] | None:
    """The period chosen: the address's, else the oldest open one, whose work is due first (`newest`: the newest)."""
    with reading(engine()) as session:
        found = periods(session)[:most]
    if not found:
        st.info(_("No period has been opened yet. Home Affairs opens the first one."), icon=":material/event_busy:")
        return None
    codes = [period["code"] for period in found]
    asked = st.query_params.get("period")
    start = codes.index(asked) if asked in codes else 0 if newest else _current(found)
    code = st.selectbox(
        _("Period"),
        codes,
        index=start,
        format_func=lambda code: _title(found[codes.index(code)]),
        key="period_choice",
        label_visibility="collapsed",
    )
    st.query_params["period"] = code
    return found[codes.index(code)]


def _current(found: Sequence[dict[str, Any]]) -> int:
    """The oldest open period still to be handed in, newest where none is open."""
    opened = [place for place, period in enumerate(found) if period["state"] == "open"]
    return opened[-1] if opened else 0


def _title(period: dict[str, Any]) -> str:
    title = _("Month {month}", month=f"{period['starts']:%m/%Y}")
    return title if period["state"] == "open" else f"{title} · {_('closed')}"
