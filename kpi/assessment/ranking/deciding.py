"""Deciding ranks: the competent person, with a reason for each, all or none, and only on the state they saw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.ranking.agencies import Agency, agencies_by_unit
from kpi.assessment.ranking.competent import heads_above, heads_agency, without_head
from kpi.assessment.ranking.decided import RANKS
from kpi.assessment.ranking.views import RankedSet, ranked_set
from kpi.assessment.states import PeriodState
from kpi.language.message import say
from kpi.storage.tables import Period, RankDecision, Unit

LONGEST_REASON = 2000


@dataclass(frozen=True)
class RankGiven:
    """A rank for one person in one unit, and why."""

    person_id: int
    unit_id: int
    rank: str
    reason: str


@dataclass(frozen=True)
class DecideRanks:
    """The competent person decides on ranks in an agency, exactly as seen: all of them or none."""

    period: str
    agency_id: int
    ranks: tuple[RankGiven, ...]
    seen: str

    @property
    def about(self) -> str:
        """The agency and period, for the audit."""
        return f"ranks {self.period} unit {self.agency_id}"

    @property
    def reason(self) -> str:
        """The reasons, each once; each stands with its person too."""
        return "; ".join(dict.fromkeys(given.reason.strip() for given in self.ranks))


@dataclass(frozen=True)
class WithdrawRankDecision:
    """The competent person takes a decision back: the system's rank counts again."""

    period: str
    agency_id: int
    person_id: int
    unit_id: int
    reason: str

    @property
    def about(self) -> str:
        """The agency and period, for the audit."""
        return f"ranks {self.period} unit {self.agency_id} person {self.person_id}"


def of_agency(command: Any, session: Session) -> Subject:
    """The agency's place in the tree; nowhere for an unknown one."""
    return Subject(path=session.scalars(select(Unit.path).where(Unit.id == command.agency_id)).one_or_none())


@handles(DecideRanks, Action.DECIDE_RANKS, of_agency)
def decide_ranks(command: DecideRanks, actor: Actor, session: Session) -> None:
    """Refused unless competent for every person, on a complete set, as seen, each lower than the system with a reason.

    A rank equal to the system's confirms it; a higher one comes only from an audited correction (Art. 20, 24).
    """
    ranked = open_set(session, command.period, command.agency_id)
    if not command.ranks:
        raise Refused(say("Choose at least one person."))
    _refuse_moving(ranked)
    refuse_changed(command.seen, ranked)
    rows = rows_of(ranked, command.ranks)
    for given in command.ranks:
        row = rows[given.person_id, given.unit_id]
        _refuse_incompetent(session, actor, ranked, row)
        check_rank(given, row)
    for given in command.ranks:
        _decide(session, actor, ranked, given, rows[given.person_id, given.unit_id])


@handles(WithdrawRankDecision, Action.DECIDE_RANKS, of_agency)
def withdraw_rank_decision(command: WithdrawRankDecision, actor: Actor, session: Session) -> None:
    """Refused without a reason, without a decision, or for anybody but the competent person."""
    ranked = open_set(session, command.period, command.agency_id)
    _refuse_moving(ranked)
    if not command.reason.strip():
        raise Refused(say("Write why the decision is taken back."))
    kept = _kept(session, ranked.period, command.person_id, command.unit_id)
    if kept is None or kept.decided_rank is None:
        raise Refused(say("There is no decision on this person's rank. Reload the page."))
    row = ranked.rows[(ranked.rows["person_id"] == command.person_id) & (ranked.rows["unit_id"] == command.unit_id)]
    if row.empty:
        raise Refused(say("This person has no result here in this period. Reload the page."))
    _refuse_incompetent(session, actor, ranked, row.to_dict("records")[0])
    kept.decided_rank = kept.reason = kept.decided_by = None
    kept.at = datetime.now(UTC)
    if kept.proposed_rank is None:
        session.delete(kept)


def open_set(session: Session, code: str, agency_id: int) -> RankedSet:
    """The agency's results, the period locked; refused once closed, or for a unit that is no agency."""
    period = session.scalars(select(Period).where(Period.code == code).with_for_update(read=True)).one_or_none()
    agency = agencies_by_unit(session).get(agency_id)
    if period is None or agency is None or agency.id != agency_id:
        raise Refused(say("There is no such agency or period. Reload the page."))
    if period.state in (PeriodState.CLOSED, PeriodState.PUBLISHED):
        raise Refused(
            say("This period is closed. A rank changes now only by answering a petition, or after Home Affairs has "
                "reopened the period.")
        )  # fmt: skip
    return ranked_set(session, period, agency)


def refuse_changed(seen: str, ranked: RankedSet) -> None:
    """Refused where any total, rank or decision differs from what was seen."""
    if seen != ranked.seen:
        raise Refused(say("Somebody changed a result or a rank here while you had the list open. Look at it again."))


def rows_of(ranked: RankedSet, given: Sequence[RankGiven]) -> Mapping[tuple[int, int], Mapping[Any, Any]]:
    """The row of everybody named; refused where somebody has none or is named twice."""
    rows = {(int(row["person_id"]), int(row["unit_id"])): row for row in ranked.rows.to_dict("records")}
    keys = [(one.person_id, one.unit_id) for one in given]
    if len(set(keys)) < len(keys):
        raise Refused(say("A person is named twice. Reload the page."))
    if not set(keys) <= rows.keys():
        raise Refused(say("Somebody named has no approved result in this agency. Reload the page."))
    return rows


def check_rank(given: RankGiven, row: Mapping[Any, Any]) -> None:
    """Refused without a reason, without a system's rank, or above it."""
    if given.rank not in RANKS:
        raise Refused(say("“{rank}” is no rank.", rank=given.rank))
    if not given.reason.strip():
        raise Refused(say("{person}: write the reason.", person=row["person"]))
    if len(given.reason) > LONGEST_REASON:
        raise Refused(say("{person}: the reason is longer than {most} characters. Shorten it.",
                          person=row["person"], most=LONGEST_REASON))  # fmt: skip
    if row["rank"] is None or pd.isna(row["rank"]):
        raise Refused(say("{person} has no rank yet, so there is nothing to decide.", person=row["person"]))
    if RANKS.index(given.rank) < RANKS.index(row["rank"]):
        raise Refused(say("{person}: a rank above the one the score gives needs a correction of the result, not a "
                          "decision here.", person=row["person"]))  # fmt: skip


def _refuse_moving(ranked: RankedSet) -> None:
    """Decisions are taken on the whole set, frozen: otherwise the order of approving would decide."""
    if ranked.period.state != PeriodState.CLOSING:
        raise Refused(
            say("Ranks are decided once Home Affairs has begun to close the period: the list is complete then and "
                "nothing in it moves any more.")
        )  # fmt: skip
    if ranked.found.unfinished:
        raise Refused(say("{count} months of this agency still wait for a review or an approval. Finish them first.",
                          count=ranked.found.unfinished))  # fmt: skip


def _refuse_incompetent(session: Session, actor: Actor, ranked: RankedSet, row: Mapping[Any, Any]) -> None:
    agency: Agency = ranked.agency
    if row["person_id"] == actor.person_id:
        raise Refused(say("Nobody decides on their own rank. The head above you does."))
    if heads_agency(actor, agency):
        return
    is_head = row["role"] == "head" and row["unit_id"] == agency.id
    if heads_above(session, actor, agency) and (is_head or without_head(session, agency)):
        return
    raise Refused(say("{person}: the head of {agency} decides on this rank; on the head's own, the head above.",
                      person=row["person"], agency=agency.name))  # fmt: skip


def _decide(session: Session, actor: Actor, ranked: RankedSet, given: RankGiven, row: Mapping[Any, Any]) -> None:
    kept = kept_or_new(session, ranked.period, given.person_id, given.unit_id)
    kept.system_rank = row["rank"]
    kept.decided_rank, kept.reason, kept.decided_by = given.rank, given.reason.strip(), actor.name
    kept.at = datetime.now(UTC)


def kept_or_new(session: Session, period: Period, person_id: int, unit_id: int) -> RankDecision:
    """The row on record for somebody in a period, added where there is none."""
    kept = _kept(session, period, person_id, unit_id)
    if kept is None:
        kept = RankDecision(period_id=period.id, person_id=person_id, unit_id=unit_id)
        session.add(kept)
    return kept


def _kept(session: Session, period: Period, person_id: int, unit_id: int) -> RankDecision | None:
    query = select(RankDecision).where(
        RankDecision.period_id == period.id, RankDecision.person_id == person_id, RankDecision.unit_id == unit_id
    )
    return session.scalars(query.with_for_update()).one_or_none()
