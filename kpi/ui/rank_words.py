"""Ranks, states and steps in the words of the law and of the office, with one colour each."""

from kpi.assessment.states import STATE_NAMES, State
from kpi.language.message import N_
from kpi.law import Rules
from kpi.ui.words import _, language, named

RANK_COLOURS = {"excellent": "green", "good": "blue", "completed": "orange", "not_completed": "red"}
STATE_COLOURS = {"draft": "gray", "submitted": "blue", "reviewed": "violet", "returned": "orange", "approved": "green"}
STATE_ICONS = {
    "draft": ":material/edit:",
    "submitted": ":material/outbox:",
    "reviewed": ":material/rule:",
    "returned": ":material/undo:",
    "approved": ":material/verified:",
}
STEP_NAMES = {
    "assigned": N_("Work assigned"),
    "amended": N_("Assignment changed"),
    "proposed": N_("Work proposed"),
    "proposal_accepted": N_("Proposal accepted"),
    "proposal_refused": N_("Proposal refused"),
    "submitted": N_("Handed in"),
    "withdrawn": N_("Taken back"),
    "reviewed": N_("Reviewed"),
    "returned": N_("Returned"),
    "cause_confirmed": N_("Objective cause confirmed"),
    "cause_refused": N_("Objective cause refused"),
    "approved": N_("Approved"),
    "undone": N_("Approval taken back"),
}
RANK_NAMES = {
    "excellent": N_("Excellent completion"),
    "good": N_("Good completion"),
    "completed": N_("Completed"),
    "not_completed": N_("Not completed"),
}


def rank_name(rank: str | None, rules: Rules | None = None) -> str:
    """The rank as the rule names it; an en dash where there is none."""
    if not rank or rank != rank:
        return "–"
    return rules.rank_name(rank, language()) if rules else named(RANK_NAMES, rank)


def rank_badge(rank: str | None, rules: Rules | None = None) -> str:
    """The rank as coloured text for markdown."""
    if not rank or rank != rank:
        return f":gray-badge[{_('no rank')}]"
    return f":{RANK_COLOURS[rank]}-badge[{rank_name(rank, rules)}]"


def state_badge(state: str) -> str:
    """The state of a month as coloured text for markdown."""
    return f":{STATE_COLOURS[state]}-badge[{STATE_ICONS[state]} {named(STATE_NAMES, State(state))}]"


def step_name(step: str) -> str:
    """A step of the history in words."""
    return named(STEP_NAMES, step)
