"""Results over time and over units: a person's history, and a unit's people in a period."""

from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.assessment.closing.views import newest_version
from kpi.law import Rules, rules_from_dict
from kpi.organisation.office_order import by_office
from kpi.storage.tables import Closing, Month, MonthScore, Period, PeriodResult, Person, Post, Unit

SELF, REVIEWED = aliased(MonthScore), aliased(MonthScore)
PAGE = 100


def history_of(session: Session, actor: Actor, person_id: int) -> tuple[dict[str, Any], ...]:
    """Every month of a person, oldest first, with the declared and the approved total. Raises `NotPermitted`."""
    actor.require(Action.READ_MONTH, Subject(person_id, _path_of(session, person_id)))
    query = _scored(Month.id, Month.state, Period.code.label("period"), Unit.name.label("unit"), *_figures()).where(
        Month.person_id == person_id
    )
    return tuple(dict(row) for row in session.execute(query.order_by(Period.starts, Month.id)).mappings())


def months_behind(session: Session, actor: Actor, person_id: int, period: str) -> tuple[dict[str, Any], ...]:
    """Every month a person's quarter or year follows from, oldest first, also those spent in another unit.

    As the closing of that quarter or year found them; nothing for a period never closed. Raises `NotPermitted`.
    """
    actor.require(Action.READ_MONTH, Subject(person_id, _path_of(session, person_id)))
    query = select(Closing).join(Period, Period.id == Closing.period_id).where(Period.code == period)
    closing = session.scalars(query.order_by(Closing.number.desc()).limit(1)).one_or_none()
    if closing is None or not closing.behind:
        return ()
    of_these = [and_(Period.code == one["period"], Closing.number == one["closing"]) for one in closing.behind]
    names = ("status", "missing", "worked", "a", "b", "c", "task_points", "general_points", "total", "month_id")
    rows = (
        select(
            Period.code.label("period"), Unit.name.label("unit"), *(getattr(PeriodResult, name) for name in names),
            func.coalesce(PeriodResult.decided_rank, PeriodResult.rank).label("rank"),
        )
        .join(Closing, Closing.id == PeriodResult.closing_id)
        .join(Period, Period.id == Closing.period_id)
        .join(Unit, Unit.id == PeriodResult.unit_id)
        .where(PeriodResult.person_id == person_id, newest_version(), or_(*of_these))
        .order_by(Period.starts, PeriodResult.id)
    )  # fmt: skip
    return tuple(dict(row) for row in session.execute(rows).mappings())


def rules_of_closing(session: Session, period: str, rule_set: str) -> Rules | None:
    """The rules the latest closing of a period kept; None where it was never closed or another set ranked."""
    query = select(Closing.rules).join(Period, Period.id == Closing.period_id).where(Period.code == period)
    kept = session.scalars(query.order_by(Closing.number.desc()).limit(1)).one_or_none()
    return rules_from_dict(kept[rule_set]) if kept and rule_set in kept else None


def unit_results(
    session: Session, actor: Actor, period: str, unit_id: int | None = None, text: str = "", page: int = 0
) -> tuple[tuple[dict[str, Any], ...], int]:
    """People and their months in a period, within what the actor may see; a page, and how many in all."""
    query = _scored(
        Month.id,
        Person.full_name.label("person"),
        Person.code.label("person_code"),
        Unit.name.label("unit"),
        Month.title,
        Month.duty_group,
        Month.state,
        *_figures(),
        func.count().over().label("found"),
    ).where(Period.code == period, actor.rows(Action.READ_UNIT_RESULTS))
    if unit_id is not None:
        query = query.where(Unit.path.like(select(Unit.path + "%").where(Unit.id == unit_id).scalar_subquery()))
    if text:
        query = query.where(Person.full_name.icontains(text, autoescape=True))
    ordered = query.order_by(Unit.path, by_office(Month.role), Person.full_name, Month.id)
    rows = tuple(dict(row) for row in session.execute(ordered.limit(PAGE).offset(page * PAGE)).mappings())
    return rows, rows[0]["found"] if rows else _number(session, query, page)


def _number(session: Session, query: Any, page: int) -> int:
    """How many there are when the page asked for lies beyond the last."""
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0 if page else 0


def unit_counts(session: Session, actor: Actor, period: str, unit_id: int | None = None) -> tuple[dict[str, Any], ...]:
    """How many months in each state and rank (of approved months), within what the actor may see."""
    query = _scored(Month.state, REVIEWED.rank, func.count().label("number")).where(
        Period.code == period, actor.rows(Action.READ_UNIT_RESULTS)
    )
    if unit_id is not None:
        query = query.where(Unit.path.like(select(Unit.path + "%").where(Unit.id == unit_id).scalar_subquery()))
    return tuple(dict(row) for row in session.execute(query.group_by(Month.state, REVIEWED.rank)).mappings())


def without_month(session: Session, actor: Actor, period: str, unit_id: int | None = None) -> int:
    """People holding a post in the period for whom no month was begun."""
    begun = select(Month.person_id).join(Period, Period.id == Month.period_id).where(Period.code == period)
    query = (
        select(func.count(Post.person_id.distinct()))
        .join(Unit, Unit.id == Post.unit_id)
        .join(Period, Period.code == period)
        .where(
            Post.valid_from <= Period.ends,
            or_(Post.valid_to.is_(None), Post.valid_to >= Period.starts),
            Post.person_id.not_in(begun),
            actor.rows(Action.READ_UNIT_RESULTS),
        )
    )
    if unit_id is not None:
        query = query.where(Unit.path.like(select(Unit.path + "%").where(Unit.id == unit_id).scalar_subquery()))
    return session.scalar(query) or 0


def units_in_reach(session: Session, actor: Actor) -> tuple[dict[str, Any], ...]:
    """The units whose results the actor may see, as a tree laid out in order with its depth."""
    query = select(Unit.id, Unit.name, Unit.path).where(actor.rows(Action.READ_UNIT_RESULTS)).order_by(Unit.path)
    rows = [dict(row) for row in session.execute(query).mappings()]
    top = min((row["path"].count("/") for row in rows), default=0)
    return tuple({**row, "depth": row["path"].count("/") - top} for row in rows)


def _figures() -> list[Any]:
    figures = ("a", "b", "c", "d", "dd", "e", "task_points", "general_points", "total", "rank", "rank_366", "status")
    return [SELF.total.label("self_total"), *(getattr(REVIEWED, name).label(name) for name in figures)]


def _scored(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Month)
        .join(Period, Period.id == Month.period_id)
        .join(Person, Person.id == Month.person_id)
        .join(Unit, Unit.id == Month.unit_id)
        .outerjoin(SELF, and_(SELF.month_id == Month.id, SELF.stage == "self"))
        .outerjoin(REVIEWED, and_(REVIEWED.month_id == Month.id, REVIEWED.stage == "reviewed"))
    )


def _path_of(session: Session, person_id: int) -> str | None:
    query = (
        select(Unit.path)
        .join(Post, Post.unit_id == Unit.id)
        .where(Post.person_id == person_id)
        .order_by(Post.valid_from.desc(), Post.id.desc())
    )
    return session.scalars(query.limit(1)).one_or_none()
