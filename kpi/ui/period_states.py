"""The states of a period and of a closed result in words, a period's with one colour each."""

from typing import Literal

import streamlit as st

from kpi.assessment.states import PERIOD_STATE_NAMES, PeriodState
from kpi.language.message import N_
from kpi.ui.words import named

STATE_COLOURS: dict[str, Literal["green", "orange", "blue", "violet"]] = {
    PeriodState.OPEN: "green",
    PeriodState.CLOSING: "orange",
    PeriodState.CLOSED: "blue",
    PeriodState.PUBLISHED: "violet",
    PeriodState.REOPENED: "green",
}
RESULT_STATUS = {
    "scored": N_("ranked"),
    "insufficient": N_("no complete result"),
    "transferred": N_("ranked by the new unit"),
    "not_assessed": N_("not at work in the period"),
}
RESULT_FIELDS = {
    "result": N_("the whole result"),
    "status": N_("status"),
    "missing": N_("what is missing"),
    "worked": N_("share of time worked"),
    "ground": N_("disqualifying fact"),
    "a": "a",
    "b": "b",
    "c": "c",
    "d": "d",
    "dd": "đ",
    "e": "e",
    "task_points": N_("task points"),
    "general_points": N_("general points"),
    "total": N_("total"),
    "rank": N_("rank by the system"),
    "rank_366": N_("rank under 366"),
    "proposed_rank": N_("rank proposed"),
    "decided_rank": N_("rank decided"),
}


def show_state(state: str) -> None:
    """A period's state as a badge."""
    st.badge(named(PERIOD_STATE_NAMES, state), color=STATE_COLOURS[state])
