"""Published results: a person's own with every version behind it, and the names and ranks of their unit."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.assessment.closing.result_columns import TRANSFERRED
from kpi.assessment.closing.views import counting_rank
from kpi.assessment.publishing.current import counts_now
from kpi.assessment.publishing.deadlines import petition_by_under
from kpi.assessment.rules import Choices
from kpi.language.numbers import HANOI
from kpi.storage.tables import Closing, Month, Period, PeriodResult, Person, Unit


@dataclass(frozen=True)
class Published:
    """A published result as the person reads it. Shares a to e of one, points of 30, 70 and 100."""

    id: int
    version: int
    person_id: int
    unit: str
    month_id: int | None
    role: str
    period: str
    kind: str
    starts: date
    ends: date
    rule_set: str
    status: str
    missing: str | None
    general_points: float | None
    task_points: float | None
    total: float | None
    system_rank: str | None
    rank: str | None  # the one that counts
    published_at: datetime
    petition_by: date


COLUMNS = (
    PeriodResult.id,
    PeriodResult.version,
    PeriodResult.person_id,
    Unit.name.label("unit"),
    PeriodResult.month_id,
    PeriodResult.role,
    Period.code.label("period"),
    Period.kind,
    Period.starts,
    Period.ends,
    PeriodResult.rule_set,
    PeriodResult.status,
    PeriodResult.missing,
    PeriodResult.general_points,
    PeriodResult.task_points,
    PeriodResult.total,
    PeriodResult.rank.label("system_rank"),
    Period.published_at,
)


def published_results(session: Session, actor: Actor, person_id: int) -> tuple[Published, ...]:
    """A person's published results that count, the last published first. Raises `NotPermitted` out of reach."""
    actor.require(Action.READ_MONTH, Subject(person_id, _path_of(session, person_id)))
    query = (
        select(*COLUMNS, counting_rank().label("rank"))
        .join(Closing, Closing.id == PeriodResult.closing_id)
        .join(Period, Period.id == Closing.period_id)
        .join(Unit, Unit.id == PeriodResult.unit_id)
        .where(
            PeriodResult.person_id == person_id,
            PeriodResult.status != TRANSFERRED,
            Period.state == "published",
            counts_now(),
        )
        .order_by(Period.published_at.desc(), Period.ends.desc(), PeriodResult.id)
    )
    choices = Choices.of(session)
    return tuple(_published(choices, dict(row)) for row in session.execute(query).mappings())


def _published(choices: Choices, row: dict[str, Any]) -> Published:
    last = petition_by_under(choices, row["rule_set"], day_of(row["published_at"]))
    return Published(**row, petition_by=last)


def day_of(moment: datetime) -> date:
    """The day in the province of a stored moment."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(HANOI).date()


def _path_of(session: Session, person_id: int) -> str | None:
    """Where the person's newest month lies: the reader's reach is measured there."""
    query = select(Unit.path).join(Month, Month.unit_id == Unit.id).where(Month.person_id == person_id)
    return session.scalars(query.order_by(Month.id.desc()).limit(1)).one_or_none()


def unit_ranks(session: Session, actor: Actor, period: str) -> tuple[dict[str, Any], ...]:
    """Name, post, unit and rank of everybody in the unit the actor has a result in; nobody before publication."""
    actor.require(Action.READ_PUBLISHED_RANKS, Subject(actor.person_id))
    mine = aliased(PeriodResult)
    own_unit = select(mine.unit_id).where(mine.person_id == actor.person_id, mine.closing_id == Closing.id)
    query = (
        select(
            Person.full_name.label("person"),
            PeriodResult.title,
            Unit.name.label("unit"),
            counting_rank().label("rank"),
        )
        .join(Closing, Closing.id == PeriodResult.closing_id)
        .join(Period, Period.id == Closing.period_id)
        .join(Person, Person.id == PeriodResult.person_id)
        .join(Unit, Unit.id == PeriodResult.unit_id)
        .where(
            Period.code == period,
            Period.state == "published",
            counts_now(),
            PeriodResult.unit_id.in_(own_unit.correlate(Closing)),
        )
        .order_by(Unit.path, PeriodResult.role, Person.full_name)
    )
    return tuple(dict(row) for row in session.execute(query).mappings())
