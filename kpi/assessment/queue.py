"""A rater's queue: months waiting for them, sorted, filtered and paged in the database, exceptions first."""

from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.local_day import local_day
from kpi.assessment.states import Standing, State, Step, why_not
from kpi.language.message import N_
from kpi.law.missing import UNIT_RANK
from kpi.storage.tables import Month, MonthScore, Period, Person, Unit, WorkLine

SELF, REVIEWED, BEFORE, BEFORE_SCORE = aliased(MonthScore), aliased(MonthScore), aliased(Month), aliased(MonthScore)
PAGE = 60
JUMP = 15.0  # points away from last month that deserve a look
LOW = 50.0
_readings = count(1)


def _lines(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(WorkLine.id).where(WorkLine.month_id == Month.id, *conditions).correlate(Month).exists()


SIGNS: dict[str, ColumnElement[bool]] = {  # what about a month deserves a look before it is approved with the rest
    "unscored": and_(REVIEWED.status != "scored", REVIEWED.missing.is_distinct_from(UNIT_RANK)),
    "cause": _lines(WorkLine.cause.is_not(None), WorkLine.cause_decision.is_(None)),
    "proposal": _lines(WorkLine.state == "proposed"),
    "adjusted": func.abs(REVIEWED.total - SELF.total) > 0,
    "jump": func.abs(REVIEWED.total - BEFORE_SCORE.total) > JUMP,
    "low": REVIEWED.total < LOW,
    "late": local_day(Month.submitted_at) > Period.submit_by,
}
SIGN_NAMES = {
    "unscored": N_("no score possible yet"),
    "cause": N_("objective cause to decide"),
    "proposal": N_("proposal to decide"),
    "adjusted": N_("adjusted in review"),
    "jump": N_("far from last month"),
    "low": N_("below 50 points"),
    "late": N_("handed in late"),
}


@dataclass(frozen=True)
class Filter:
    """What of the queue is wanted. `mine` limits it to months this person must act on now."""

    period: str
    state: str | None = None
    unit_id: int | None = None
    text: str = ""
    mine: bool = True
    order: str = "exceptions"
    page: int = 0


@dataclass(frozen=True)
class Queue:
    """One page of months and how many there are in all; stamp: a number no other reading has."""

    rows: tuple[dict[str, Any], ...]
    total: int
    stamp: int = field(default_factory=lambda: next(_readings), init=False, compare=False)


def waiting_for(actor: Actor) -> ColumnElement[bool]:
    """Months this actor must act on: to review, or to approve once reviewed (or at once where they do both)."""
    me = actor.person_id
    return or_(
        and_(Month.reviewer_id == me, Month.state == State.SUBMITTED),
        and_(Month.approver_id == me, Month.state == State.REVIEWED),
    )


def queue(session: Session, actor: Actor, wanted: Filter) -> Queue:
    """Months in reach of the actor as a rater, in one query; `exceptions` sorts what deserves a look to the top."""
    query = _filtered(_rows(), actor, wanted)
    ordered = query.order_by(*_order(wanted.order)).limit(PAGE).offset(wanted.page * PAGE)
    found = [dict(row) for row in session.execute(ordered).mappings()]
    return Queue(tuple(found), found[0]["found"] if found else _number(session, query, wanted))


def _number(session: Session, query: Any, wanted: Filter) -> int:
    """How many there are when the page asked for lies beyond the last."""
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0 if wanted.page else 0


@cache
def _rows() -> Any:
    return (
        select(
            Month.id,
            Month.revision,
            Month.person_id,
            Period.state.label("period_state"),
            Unit.path,
            Month.state,
            Month.role,
            Month.title,
            Month.duty_group,
            Month.submitted_at,
            Month.reviewer_id,
            Month.approver_id,
            Person.full_name.label("person"),
            Unit.name.label("unit"),
            SELF.total.label("self_total"),
            SELF.rank.label("self_rank"),
            REVIEWED.total.label("total"),
            REVIEWED.rank.label("rank"),
            REVIEWED.status.label("status"),
            REVIEWED.missing.label("missing"),
            REVIEWED.rank_366.label("rank_366"),
            BEFORE_SCORE.total.label("before"),
            func.avg(REVIEWED.total).over(partition_by=Month.duty_group).label("peers"),
            *(sign.label(name) for name, sign in SIGNS.items()),
            func.count().over().label("found"),
        )
        .join(Period, Period.id == Month.period_id)
        .join(Person, Person.id == Month.person_id)
        .join(Unit, Unit.id == Month.unit_id)
        .outerjoin(SELF, and_(SELF.month_id == Month.id, SELF.stage == "self"))
        .outerjoin(REVIEWED, and_(REVIEWED.month_id == Month.id, REVIEWED.stage == "reviewed"))
        .outerjoin(BEFORE, BEFORE.id == _month_before())
        .outerjoin(BEFORE_SCORE, and_(BEFORE_SCORE.month_id == BEFORE.id, BEFORE_SCORE.stage == "reviewed"))
    )


def _month_before() -> Any:
    """The person's month in the period before: the last begun, where they served in two units."""
    month = aliased(Month)
    query = select(func.max(month.id)).where(month.person_id == Month.person_id, month.period_id == _previous())
    return query.correlate(Month, Period).scalar_subquery()


def _previous() -> Any:
    earlier = aliased(Period)
    query = select(earlier.id).where(earlier.ends < Period.starts, earlier.kind == Period.kind)
    return query.order_by(earlier.ends.desc()).limit(1).correlate(Period).scalar_subquery()


def _filtered(query: Any, actor: Actor, wanted: Filter) -> Any:
    query = query.where(Period.code == wanted.period, actor.rows(Action.REVIEW_MONTH))
    if wanted.mine:
        query = query.where(waiting_for(actor))
    else:
        query = query.where(or_(Month.reviewer_id == actor.person_id, Month.approver_id == actor.person_id))
    if wanted.state:
        query = query.where(Month.state == wanted.state)
    if wanted.unit_id:
        query = query.where(Month.unit_id == wanted.unit_id)
    if wanted.text:
        query = query.where(Person.full_name.icontains(wanted.text, autoescape=True))
    return query


def _order(order: str) -> tuple[Any, ...]:
    orders: dict[str, tuple[Any, ...]] = {
        "exceptions": (
            sum(_flag(sign) for sign in SIGNS.values()).desc(),
            REVIEWED.total.nulls_last(),
            Person.full_name,
        ),
        "total": (REVIEWED.total.desc().nulls_last(), Person.full_name),
        "person": (Person.full_name,),
        "unit": (Unit.name, Person.full_name),
        "submitted": (Month.submitted_at.nulls_last(), Person.full_name),
    }
    return (*orders[order], Month.id)


def _flag(sign: ColumnElement[bool]) -> Any:
    return case((sign, 1), else_=0)


def signs(row: dict[str, Any]) -> list[str]:
    """The names of what about a row of the queue deserves a look."""
    return [name for name in SIGNS if row[name]]


def can_approve(row: dict[str, Any], actor: Actor) -> bool:
    """Whether a row of the queue is ready for this actor's approval as it stands."""
    deciding = ("state", "period_state", "person_id", "path", "reviewer_id", "approver_id", "role")
    at = Standing(**{name: row[name] for name in deciding})
    undecided = row["cause"] or row["proposal"] or row["unscored"] or row["status"] is None
    return not undecided and why_not(Step.APPROVE, at, actor) is None


def counts(session: Session, actor: Actor, period: str) -> dict[str, int]:
    """How many of the actor's people stand in each state, and how many wait for the actor ("mine")."""
    mine = func.sum(case((waiting_for(actor), 1), else_=0))
    query = (
        select(Month.state, func.count(), mine)
        .join(Period, Period.id == Month.period_id)
        .where(Period.code == period, or_(Month.reviewer_id == actor.person_id, Month.approver_id == actor.person_id))
        .group_by(Month.state)
    )
    rows = session.execute(query).all()
    return {state: number for state, number, _ in rows} | {"mine": sum(int(waiting or 0) for _, _, waiting in rows)}
