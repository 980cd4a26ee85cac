"""The audited correction an upheld petition leads to: a further version of the result; the month itself stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.petitions.answer import of_petition, why_not_competent
from kpi.assessment.petitions.changes import Change, Place, checked
from kpi.assessment.petitions.rescore import figures_of
from kpi.assessment.petitions.words import PARTLY, UPHELD
from kpi.assessment.publishing.current import counts_now
from kpi.language.message import say
from kpi.storage.tables import Closing, Correction, Period, PeriodResult, Petition

RANKS = ("excellent", "good", "completed", "not_completed")
LONGEST = 4000


@dataclass(frozen=True)
class CorrectResult:
    """The competent person carries out their answer: figures of the month, the decided rank, or both, with reasons."""

    petition_id: int
    changes: tuple[Change, ...]
    reason: str
    decided_rank: str | None = None

    @property
    def about(self) -> str:
        """The petition, for the audit."""
        return f"petition {self.petition_id}"


@handles(CorrectResult, Action.ANSWER_PETITION, of_petition)
def correct_result(command: CorrectResult, actor: Actor, session: Session) -> int:
    """Returns the new version's row. Refused before the petition is upheld, or where nothing would change."""
    petition, result = _upheld(session, command.petition_id)
    if message := why_not_competent(session, petition, actor):
        raise Refused(message)
    if not command.reason.strip() or len(command.reason) > LONGEST:
        raise Refused(say("Write why the result is corrected, in at most {most} characters.", most=LONGEST))
    places = checked(session, result, command.changes)
    made = _version(session, result, places, command.decided_rank)
    made.petition_id = petition.id
    session.add(made)
    session.flush()
    now = datetime.now(UTC)
    for correction in _corrections(command, places, result, made):
        correction.result_id, correction.petition_id = made.id, petition.id
        correction.made_by, correction.at = actor.name, now
        session.add(correction)
    return made.id


@dataclass(frozen=True)
class Preview:
    """What a correction would make of a result: the version that counts now, and the next one (not stored)."""

    now: PeriodResult
    then: PeriodResult


def preview(session: Session, actor: Actor, command: CorrectResult) -> Preview:
    """The correction worked out and nothing written. Raises `Refused` as `correct_result` does, but for the reason."""
    actor.require(Action.ANSWER_PETITION, of_petition(command, session))
    petition, result = _upheld(session, command.petition_id)
    if message := why_not_competent(session, petition, actor):
        raise Refused(message)
    places = checked(session, result, command.changes)
    return Preview(result, _version(session, result, places, command.decided_rank))


def _upheld(session: Session, petition_id: int) -> tuple[Petition, PeriodResult]:
    """The petition and the result that counts for it, both locked; the period is published meanwhile."""
    petition = session.scalars(select(Petition).where(Petition.id == petition_id).with_for_update()).one_or_none()
    if petition is None or petition.state not in (UPHELD, PARTLY):
        raise Refused(say("Only a petition answered as upheld, wholly or in part, leads to a correction."))
    about = session.scalars(select(PeriodResult).where(PeriodResult.id == petition.result_id)).one()
    query = (
        select(PeriodResult)
        .join(Closing, Closing.id == PeriodResult.closing_id)
        .join(Period, Period.id == Closing.period_id)
        .where(
            PeriodResult.closing_id == about.closing_id,
            PeriodResult.person_id == about.person_id,
            PeriodResult.unit_id == about.unit_id,
            Period.state == "published",
            counts_now(),
        )
    )
    result = session.scalars(query.with_for_update(of=PeriodResult)).one_or_none()
    if result is None:
        raise Refused(
            say("The period was opened again since. Its next closing makes the result anew; correct that one.")
        )
    return petition, result


COPIED = (
    *("closing_id", "person_id", "unit_id", "month_id", "rule_set", "role", "title", "duty_group", "status", "missing"),
    *("worked", "ground", "proposed_rank", "decided_rank"),
    *("a", "b", "c", "d", "dd", "e", "task_points", "general_points", "total", "rank", "rank_366"),
)


def _version(session: Session, result: PeriodResult, places: list[Place], decided: str | None) -> PeriodResult:
    values: dict[str, Any] = {name: getattr(result, name) for name in COPIED}
    if places:
        values |= figures_of(session, result, places)
    values["decided_rank"] = _decided(result, values, decided)
    if all(values[name] == getattr(result, name) for name in COPIED) and not places:
        raise Refused(say("Nothing would change. Correct a figure, or decide another rank."))
    return PeriodResult(**values, version=result.version + 1)


def _decided(result: PeriodResult, values: Mapping[str, Any], decided: str | None) -> str | None:
    """A rank decided apart from the score is never moved by the tool: the competent person decides it again."""
    if decided is not None and decided not in RANKS:
        raise Refused(say("“{rank}” is not a rank. Choose one of the four.", rank=decided[:40]))
    if decided is not None:
        return decided
    if result.decided_rank is None or result.decided_rank == result.rank:
        return None
    if values["rank"] != result.rank:
        raise Refused(say("The rank had been decided apart from the score. Decide it again, knowing the new score."))
    return result.decided_rank


def _corrections(
    command: CorrectResult, places: list[Place], result: PeriodResult, made: PeriodResult
) -> list[Correction]:
    rows = [
        Correction(
            line_id=place.change.line_id,
            criterion=place.change.criterion,
            field=place.change.field,
            before=place.before,
            after=place.change.value,
            reason=(place.change.reason or command.reason).strip(),
        )
        for place in places
    ]
    before, after = result.decided_rank or result.rank, made.decided_rank or made.rank
    if command.decided_rank is not None and before != after:
        reason = command.reason.strip()
        rows.append(Correction(field="decided_rank", rank_before=before, rank_after=after, reason=reason))
    return rows
