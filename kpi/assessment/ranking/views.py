"""Where an agency stands against the quota: numbers for whoever leads in it, names within what one may see."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, NotPermitted, Subject
from kpi.access.permissions import Action
from kpi.assessment.closing.result_columns import INSUFFICIENT
from kpi.assessment.ranking.agencies import Agency, agencies_by_unit, agencies_in_reach
from kpi.assessment.ranking.competent import heads_above, heads_agency, without_head
from kpi.assessment.ranking.decided import decisions_in, quota_decisions_in, with_decisions
from kpi.assessment.ranking.ladder import Candidate, Ladder, candidates, ladders
from kpi.assessment.ranking.result_set import MONTHS, ResultSet, result_set
from kpi.assessment.rules import MAIN, rules_of
from kpi.language.message import say
from kpi.law import Rules
from kpi.storage.tables import Period


@dataclass(frozen=True)
class Raised:
    """The decision on 25% on record: its number and date, why, who recorded it and when."""

    decision: str
    reason: str
    decided_by: str
    at: datetime


@dataclass(frozen=True)
class QuotaStanding:
    """An agency against Art. 20.5 in a period.

    groups: the whole agency first. closed: tested on the whole set, not on what is approved so far. unfinished:
    months not approved yet; unranked: people with a result but no rank; other_rules: people ranked by another rule set.
    lowered: those decided below the system's rank. decision: the 25% decision on record. seen: the state shown, to be
    named when deciding on it. decides: whether the actor is the competent person here (on whom: `decides_on`);
    proposes: whether they may propose. heads: who is head of the agency; whole: the actor decides on everybody else.
    """

    agency: Agency
    period: str
    period_state: str
    closed: bool
    unfinished: int
    unranked: int
    other_rules: int
    groups: tuple[Ladder, ...]
    lowered: tuple[Candidate, ...]
    decision: Raised | None
    seen: str
    decides: bool
    proposes: bool
    heads: frozenset[int]
    whole: bool
    rules: Rules

    def decides_on(self, one: Candidate, actor: Actor) -> bool:
        """Whether the actor decides on this person: never on themselves; from above only on the head."""
        if not self.decides or one.person_id == actor.person_id:
            return False
        return self.whole or one.person_id in self.heads


@dataclass(frozen=True)
class RankedSet:
    """An agency's results with the decisions on them; rows as `with_decisions` gives them, and the reasons."""

    period: Period
    agency: Agency
    found: ResultSet
    rows: pd.DataFrame
    seen: str


def ranked_set(session: Session, period: Period, agency: Agency) -> RankedSet:
    """Everybody of the agency itself who is ranked by Decree 335/2025, and the digest of what that shows."""
    units = [unit_id for unit_id, its in agencies_by_unit(session).items() if its.id == agency.id]
    found = result_set(session, period, units)
    rows = found.rows[found.rows["rule_set"] == MAIN].reset_index(drop=True)
    decisions = decisions_in(session, period.id)
    keys = list(zip(rows["person_id"], rows["unit_id"], strict=True))
    reasons: dict[str, list[Any]] = {
        name: [getattr(decisions.get(key), name, None) for key in keys] for name in ("proposed_reason", "reason")
    }
    decided = with_decisions(rows, decisions).assign(**reasons)
    return RankedSet(period, agency, found, decided, replace(found, rows=decided).digest)


def quota_of(session: Session, actor: Actor, period: str, agency_id: int) -> QuotaStanding:
    """Where the agency and each of its groups stand. Raises `NotPermitted` for an agency out of reach.

    The head of a division sees the numbers of the agency, and by name only their own people.
    """
    agency = next((one for one in agencies_in_reach(session, actor) if one.id == agency_id), None)
    row = session.scalars(select(Period).where(Period.code == period)).one_or_none()
    if agency is None or row is None:
        raise NotPermitted(say("You may not look at the ranks of this agency, or there is no such period."))
    ranked = ranked_set(session, row, agency)
    return _standing(session, actor, ranked)


def _standing(session: Session, actor: Actor, ranked: RankedSet) -> QuotaStanding:
    agency, period, rows = ranked.agency, ranked.period, ranked.rows
    rules = rules_of(session, period.starts)
    kept = quota_decisions_in(session, period.id).get(agency.id)
    decision = Raised(kept.decision, kept.reason, kept.decided_by, kept.at) if kept else None
    own, above = heads_agency(actor, agency), heads_above(session, actor, agency)
    lowered = rows[rows["decided_rank"].notna() & (rows["decided_rank"] != rows["rank"])]
    everybody = ladders(rows, rules, raised=decision is not None)
    return QuotaStanding(
        agency, period.code, period.state, ranked.found.source != MONTHS, ranked.found.unfinished,
        int((rows["status"] == INSUFFICIENT).sum()), len(ranked.found.rows) - len(rows),
        tuple(replace(group, ordered=_seen(group.ordered, actor)) for group in everybody),
        _seen(tuple(candidates(lowered)), actor), decision, ranked.seen,
        decides=own or above, proposes=actor.may(Action.DECIDE_RANKS),
        heads=frozenset(rows.loc[(rows["role"] == "head") & (rows["unit_id"] == agency.id), "person_id"]),
        whole=own or (above and without_head(session, agency)), rules=rules,
    )  # fmt: skip


def _seen(people: tuple[Candidate, ...], actor: Actor) -> tuple[Candidate, ...]:
    return tuple(one for one in people if actor.may(Action.READ_CALIBRATION, Subject(one.person_id, one.path)))
