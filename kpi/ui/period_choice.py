"""Choosing the period a screen is about; the address keeps it, so that a link or a reload shows the same."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from kpi.assessment.period_names import period_name
from kpi.assessment.states import PERIOD_STATE_NAMES, RECORDING, PeriodState
from kpi.assessment.views import periods
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.kept import moves, once
from kpi.ui.words import _, named, told


def choose_period(*, newest: bool = False, most: int = 13, derived: bool = False) -> dict[str, Any] | None:
    """The period chosen: the address's, else the oldest open one, whose work is due first (`newest`: the newest).

    `derived`: quarters and years that follow from the months are offered too.
    """
    found = once(moves().shared, "periods", lambda: _periods(derived), derived)[: most + 5 * derived]
    if not found:
        st.info(_("No period has been opened yet. Home Affairs opens the first one."), icon=":material/event_busy:")
        return None
    codes = [period["code"] for period in found]
    titles = once(
        moves().shared, "titles of periods", lambda: dict(zip(codes, map(period_title, found), strict=True)), *codes
    )
    asked = st.query_params.get("period")
    start = codes.index(asked) if asked in codes else 0 if newest else _current(found)
    code = st.selectbox(
        _("Period"),
        codes,
        index=start,
        format_func=titles.__getitem__,
        key="period_choice",
        label_visibility="collapsed",
    )
    st.query_params["period"] = code
    chosen = found[codes.index(code)]
    if chosen["reopened_because"] and chosen["state"] == PeriodState.REOPENED:
        st.caption(_("Opened again: {reason}", reason=chosen["reopened_because"]))
    return chosen


def _periods(derived: bool) -> tuple[dict[str, Any], ...]:
    with reading(engine()) as session:
        return periods(session, derived=derived)


def _current(found: Sequence[dict[str, Any]]) -> int:
    """The oldest open period still to be handed in, newest where none is open."""
    opened = [place for place, period in enumerate(found) if period["state"] in RECORDING]
    return opened[-1] if opened else 0


def period_title(period: dict[str, Any]) -> str:
    """The period's name, and its state where it is not simply open."""
    title = told(period_name(period["code"]))
    if period["state"] == PeriodState.OPEN:
        return title
    return f"{title} · {named(PERIOD_STATE_NAMES, period['state'])}"
