"""Reading closings: the latest of a period, and the results that count."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.assessment.closing.differences import Difference, compared, kept_results
from kpi.organisation.office_order import by_office
from kpi.storage.tables import Closing, Period, PeriodResult, Person, Post, Unit


def latest_closing(session: Session, period_code: str) -> Closing | None:
    """The last closing of a period; None where it was never closed."""
    query = select(Closing).join(Period, Period.id == Closing.period_id).where(Period.code == period_code)
    return session.scalars(query.order_by(Closing.number.desc()).limit(1)).one_or_none()


def closings_of(session: Session, period_code: str) -> tuple[Closing, ...]:
    """Every closing of a period, the latest first."""
    query = select(Closing).join(Period, Period.id == Closing.period_id).where(Period.code == period_code)
    return tuple(session.scalars(query.order_by(Closing.number.desc())))


def results_of(
    session: Session, actor: Actor, period_code: str, unit_id: int | None = None
) -> tuple[dict[str, Any], ...]:
    """The results of the latest closing, each as last corrected, within what the actor may see; by unit and name."""
    closing = latest_closing(session, period_code)
    if closing is None:
        return ()
    query = _results().where(
        PeriodResult.closing_id == closing.id, newest_version(), actor.rows(Action.READ_UNIT_RESULTS)
    )
    if unit_id is not None:
        query = query.where(Unit.path.like(select(Unit.path + "%").where(Unit.id == unit_id).scalar_subquery()))
    ordered = query.order_by(Unit.path, by_office(PeriodResult.role), Person.full_name, PeriodResult.id)
    return tuple(dict(row) for row in session.execute(ordered).mappings())


def result_of_person(session: Session, actor: Actor, period_code: str, person_id: int) -> dict[str, Any] | None:
    """The person's result in the unit that ranks them; None where there is none. Raises `NotPermitted`."""
    actor.require(Action.READ_MONTH, Subject(person_id, _path_of(session, person_id)))
    closing = latest_closing(session, period_code)
    if closing is None:
        return None
    query = _results().where(
        PeriodResult.closing_id == closing.id, PeriodResult.person_id == person_id, newest_version(),
        PeriodResult.status != "transferred",
    )  # fmt: skip
    row = session.execute(query.order_by(PeriodResult.id.desc()).limit(1)).mappings().one_or_none()
    return dict(row) if row else None


def newest_version() -> ColumnElement[bool]:
    """The row is the last correction of its result."""
    later = aliased(PeriodResult)
    same = (
        later.closing_id == PeriodResult.closing_id, later.person_id == PeriodResult.person_id,
        later.unit_id == PeriodResult.unit_id, later.version > PeriodResult.version,
    )  # fmt: skip
    return ~select(later.id).where(*same).correlate(PeriodResult).exists()


def counting_rank() -> ColumnElement[str | None]:
    """The rank that counts: the competent person's where they decided, else the system's."""
    return func.coalesce(PeriodResult.decided_rank, PeriodResult.rank)


def _results(*more: Any) -> Select[Any]:
    return (
        select(
            *PeriodResult.__table__.columns, counting_rank().label("counts"), Person.full_name.label("person"),
            Person.code.label("person_code"), Unit.name.label("unit"), Unit.path, *more,
        )
        .join(Person, Person.id == PeriodResult.person_id)
        .join(Unit, Unit.id == PeriodResult.unit_id)
    )  # fmt: skip


def _path_of(session: Session, person_id: int) -> str | None:
    held = select(Unit.path).join(Post, Post.unit_id == Unit.id).where(Post.person_id == person_id)
    return session.scalars(held.order_by(Post.valid_from.desc(), Post.id.desc()).limit(1)).one_or_none()


@dataclass(frozen=True)
class ClosingFacts:
    """One closing as it is told: when, by whom, why, how many, by which rules, from which closings, and its digest."""

    number: int
    at: datetime
    closed_by: str
    reason: str | None
    people: int
    statuses: dict[str, int]
    ranks: dict[str, int]
    versions: tuple[str, ...]
    behind: tuple[dict[str, Any], ...]
    digest: str


def closing_facts(session: Session, actor: Actor, period_code: str) -> list[ClosingFacts]:
    """Every closing of a period, the latest first."""
    actor.require(Action.MANAGE_PERIODS)
    return [_facts(session, closing) for closing in closings_of(session, period_code)]


def closing_changes(session: Session, actor: Actor, period_code: str, number: int) -> list[Difference]:
    """What a closing changed against the one before it; nothing for the first."""
    actor.require(Action.MANAGE_PERIODS)
    closings = {closing.number: closing for closing in closings_of(session, period_code)}
    if number not in closings or number - 1 not in closings:
        return []
    before, after = (kept_results(session, closings[n]) for n in (number - 1, number))
    return compared(session, before, after)


def _facts(session: Session, closing: Closing) -> ClosingFacts:
    counted = (
        select(PeriodResult.status, counting_rank(), func.count())
        .where(PeriodResult.closing_id == closing.id, newest_version())
        .group_by(PeriodResult.status, counting_rank())
    )
    statuses: Counter[str] = Counter()
    ranks: Counter[str] = Counter()
    for status, rank, count in session.execute(counted):
        statuses[status] += count
        if rank is not None:
            ranks[rank] += count
    return ClosingFacts(
        closing.number, closing.at, closing.closed_by, closing.reason, closing.people, dict(statuses), dict(ranks),
        tuple(kept["version"] for kept in closing.rules.values() if "version" in kept),
        tuple(closing.behind), closing.digest,
    )  # fmt: skip


def months_behind(session: Session, actor: Actor, person_id: int, period_code: str) -> tuple[dict[str, Any], ...]:
    """Every closed result of a person in the recorded periods within a period, oldest first; of a month its own.

    Of a quarter or year that was closed, the very closings it follows from. Raises `NotPermitted`.
    """
    actor.require(Action.READ_MONTH, Subject(person_id, _path_of(session, person_id)))
    period = session.scalars(select(Period).where(Period.code == period_code)).one_or_none()
    if period is None:
        return ()
    closing = latest_closing(session, period_code)
    wanted = _kept(closing) if closing is not None and period.derived else _latest(session, period)
    query = _results(Period.code.label("period"), Period.starts, Period.ends, Closing.number.label("closing"))
    query = query.join(Closing, Closing.id == PeriodResult.closing_id).join(Period, Period.id == Closing.period_id)
    query = query.where(
        PeriodResult.person_id == person_id, newest_version(), tuple_(Period.code, Closing.number).in_(wanted)
    )
    ordered = query.order_by(Period.starts, PeriodResult.status != "transferred", PeriodResult.id)
    return tuple(dict(row) for row in session.execute(ordered).mappings())


def _kept(closing: Closing) -> list[tuple[str, int]]:
    return [(one["period"], one["closing"]) for one in closing.behind]


def _latest(session: Session, period: Period) -> list[tuple[str, int]]:
    query = (
        select(Period.code, func.max(Closing.number))
        .join(Closing, Closing.period_id == Period.id)
        .where(Period.derived.is_(False), Period.starts >= period.starts, Period.ends <= period.ends)
        .group_by(Period.code)
    )
    return [(code, number) for code, number in session.execute(query)]
