"""Moves, recruitment and before/after as tables of numbers; nobody is named."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from kpi.language.message import N_
from kpi.organisation.kinds import KIND_NAMES, UnitKind
from kpi.staffing.families import family_name
from kpi.staffing.proposals.views import Answer, MoveLine, Proposal
from kpi.staffing.reallocation.fairness import Spread
from kpi.ui.words import _, day, language, named, number, percent, told

STATE_NAMES = {"draft": N_("draft"), "published": N_("published"), "withdrawn": N_("withdrawn")}
STATE_COLOURS = {"draft": "gray", "published": "blue", "withdrawn": "orange"}


def moves_table(moves: Sequence[MoveLine]) -> pd.DataFrame:
    """One row a move, with why and what units answered."""
    return pd.DataFrame(
        {
            _("From unit"): [move.from_name for move in moves],
            _("To unit"): [move.to_name for move in moves],
            _("Job family"): [work_of(move) for move in moves],
            _("Number of people"): [move.people for move in moves],
            _("Way (km)"): [None if move.km is None else round(move.km, 1) for move in moves],
            _("Time"): [day(move.until) if move.until else _("lasting") for move in moves],
            _("Why"): [why_of(move) for move in moves],
            _("Answers"): ["; ".join(answer_of(one) for one in move.answers) for move in moves],
        }
    )


def widths() -> dict[str, Any]:
    """Room for words, kilometres in the person's format."""
    make = st.column_config
    return {_("Way (km)"): make.NumberColumn(format="localized"), _("Why"): make.TextColumn(width="large")}


def work_of(move: MoveLine) -> str:
    """The family, and where the people come from another one, that too."""
    to = family_name(move.to_family, language())
    return to if move.from_family == move.to_family else f"{family_name(move.from_family, language())} → {to}"


def why_of(move: MoveLine) -> str:
    """The sentences in one line."""
    return " ".join(told(sentence) for sentence in move.why)


def answer_of(answer: Answer) -> str:
    """A unit's answer in words."""
    if answer.accepted:
        return _("{unit} agrees", unit=answer.name)
    return _("{unit} does not agree: {reason}", unit=answer.name, reason=answer.reason or "–")


def recruits_table(shown: Proposal) -> pd.DataFrame:
    """What moves cannot solve, by family."""
    return pd.DataFrame(
        {
            _("Job family"): [family_name(one.family, language()) for one in shown.recruits],
            _("To recruit now"): [one.now for one in shown.recruits],
            _("When support leaves"): ["; ".join(f"{people} ({day(on)})" for on, people in sorted(one.later.items()))
                                       for one in shown.recruits],
            _("Units"): [", ".join(f"{shown.names[unit]} {people}" for unit, people in
                                   sorted(one.units.items(), key=lambda row: (-row[1], row[0])))
                         for one in shown.recruits],
        }
    )  # fmt: skip


def spreads_table(rows: Mapping[str, tuple[Spread, Spread]]) -> pd.DataFrame:
    """Before and after, a row for each label."""
    return pd.DataFrame(
        [
            {
                _("Units"): label,
                _("People missing"): _pair(before.shortage, after.shortage),
                _("People over"): _pair(before.surplus, after.surplus),
                _("Least ratio"): _pair(before.least, after.least, 2),
                _("10th percentile"): _pair(before.p10, after.p10, 2),
                _("90th percentile"): _pair(before.p90, after.p90, 2),
                _("Gini"): _pair(before.gini, after.gini, 3),
            }
            for label, (before, after) in rows.items()
        ]
    )


def all_spreads(shown: Proposal) -> dict[str, tuple[Spread, Spread]]:
    """The whole, then former provinces, then kinds of unit."""
    former = {_("former {province}", province=name) if name else "–": pair for name, pair in shown.by_former.items()}
    kinds = {named(KIND_NAMES, UnitKind(kind)): pair for kind, pair in shown.by_kind.items()}
    return {_("the whole province"): (shown.before_spread, shown.after_spread), **former, **kinds}


def _pair(before: float, after: float, places: int = 0) -> str:
    return f"{number(before, places)} → {number(after, places)}"


def proof(shown: Proposal) -> str:
    """How well it was solved."""
    if shown.optimal:
        return _("Proven best for these terms (gap 0%); {count} ways were weighed.", count=number(shown.variables, 0))
    return _("Best plan found in time; at most {gap} from the best there is.", gap=percent(shown.gap, 2))
