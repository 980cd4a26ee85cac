"""Scoring one month under several rule sets and laying the ranks side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.permissions import Action
from kpi.assessment.comparing.inputs import lines_of, people_of
from kpi.assessment.comparing.sets import PARTY_SET, comparable, rules_as_if
from kpi.language.message import say
from kpi.law import Rules, Scores, score_under
from kpi.law.columns import RANKS
from kpi.law.party import party_results
from kpi.law.ruleset import rule_set
from kpi.storage.tables import Period, Unit

HEADER = ["person", "name", "code", "unit", "title", "role", "state", "party_member"]


@dataclass(frozen=True, eq=False)
class Compared:
    """One rule set on the month.

    scores: what its method made of the month (for the Party's: Decree 335's scores it rests on). party: its results
    where it is the Party's. ranks: by month, missing where it cannot rank. counts: how many in each rank.
    missing: what is missing, joined by "; " → how many people for want of it have no rank. others: people it does not
    apply to. instead: whether it was not in force on the month and is read as on its nearest day.
    """

    id: str
    rules: Rules
    scores: Scores
    party: pd.DataFrame | None
    ranks: pd.Series
    counts: dict[str, int]
    missing: dict[str, int]
    others: int
    instead: bool


@dataclass(frozen=True, eq=False)
class Comparison:
    """people: HEADER and one column of ranks a rule set. differing: those with at least two different ranks."""

    period: str
    people: pd.DataFrame
    sets: tuple[Compared, ...]
    approved: int

    @property
    def differing(self) -> pd.DataFrame:
        """People whom two of the rule sets that can rank them rank differently."""
        names = [one.id for one in self.sets]
        codes = np.column_stack([pd.Categorical(self.people[name], categories=list(RANKS)).codes for name in names])
        lowest = np.where(codes < 0, len(RANKS), codes).min(axis=1)
        found: pd.DataFrame = self.people[codes.max(axis=1) > lowest]
        return found

    def moves(self, first: str, second: str) -> pd.DataFrame:
        """How many go from each rank under `first` (rows) to each under `second` (columns), both as RANKS."""
        both = self.people[[first, second]].dropna()
        table = pd.crosstab(both[first], both[second])
        return table.reindex(index=list(RANKS), columns=list(RANKS), fill_value=0)


def compare(
    session: Session, actor: Actor, period: str, names: Sequence[str], unit_id: int | None = None, *,
    assume: bool = False,
) -> Comparison:  # fmt: skip
    """Everybody in reach in a period under each rule set named. Raises `NotPermitted`, `Refused` for unknown names.

    assume: where a rule set asks for points the month does not have, read Form 01's instead (for comparison only).
    """
    actor.require(Action.COMPARE_RULES)
    unknown = [name for name in names if name not in comparable()]
    if unknown or len(set(names)) < 2:
        raise Refused(say("Choose at least two of the rule sets offered."))
    at = session.scalars(select(Period).where(Period.code == period)).one_or_none()
    if at is None:
        raise Refused(say("There is no period {code}. Reload the page.", code=period))
    path = session.scalars(select(Unit.path).where(Unit.id == unit_id)).one_or_none() if unit_id else ""
    rules = {name: rules_as_if(session, name, at.starts, assume=assume) for name in dict.fromkeys(names)}
    people = people_of(session, actor, at, path or "", rules.values())
    lines = lines_of(session, at, path or "", people)
    main = rules.get("nd335") or rules_as_if(session, "nd335", at.starts, assume=False)
    sets = tuple(_compared(name, found, main, at, people, lines) for name, found in rules.items())
    shown = people[HEADER].assign(**{one.id: one.ranks.to_numpy() for one in sets})
    return Comparison(period, shown, sets, int((people["state"] == "approved").sum()))


def _compared(
    name: str, rules: Rules, main: Rules, period: Period, people: pd.DataFrame, lines: pd.DataFrame
) -> Compared:
    instead = not _in_force(rules, period)
    if name == PARTY_SET:
        scores = score_under(lines, people, main)
        party = party_results(scores, rules)
        members = party["member"].to_numpy(dtype=bool)
        ranks = _plain(party["rank_366"])
        lacking = scores.people[members]
        return _told(name, rules, scores, party, ranks, lacking, int((~members).sum()), instead)
    scores = score_under(lines, people, rules)
    return _told(name, rules, scores, None, _plain(scores.people["rank"]), scores.people, 0, instead)


def _told(
    name: str, rules: Rules, scores: Scores, party: pd.DataFrame | None, ranks: pd.Series, asked: pd.DataFrame,
    others: int, instead: bool,
) -> Compared:  # fmt: skip
    counts = {rank: int((ranks == rank).sum()) for rank in RANKS}
    lacking = asked.loc[asked["status"] == "insufficient", "missing"].astype(object).value_counts()
    missing = {str(names): int(number) for names, number in lacking.items()}
    return Compared(name, rules, scores, party, ranks, counts, missing, others, instead)


def _in_force(rules: Rules, period: Period) -> bool:
    return rule_set(rules.rule_set).holds_on(period.starts)


def _plain(ranks: pd.Series) -> pd.Series:
    plain = ranks.astype(object)
    return plain.where(plain.notna(), None)
