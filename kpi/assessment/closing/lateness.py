"""Who keeps a period from being finished: the people not approved yet, and who has to act."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.closing.absent import RatedHere
from kpi.assessment.states import RATING, WITH_PERSON, State
from kpi.storage.tables import Month, Period, Person, Post, Unit

NOT_BEGUN = "not_begun"
REVIEWER, APPROVER = aliased(Person), aliased(Person)


@dataclass(frozen=True)
class Waiting:
    """Somebody whose period is not approved: where it stands, who has to act, and by when it was due."""

    person_id: int
    person: str
    person_code: str
    unit_id: int
    unit: str
    state: str  # a month's state, or NOT_BEGUN
    who: str  # the name of whoever has to act
    due: date

    def is_late(self, today: date) -> bool:
        """Whether the day it was due has passed."""
        return today > self.due


def waiting_in(session: Session, actor: Actor, code: str) -> list[Waiting]:
    """Everybody in reach of the actor who is not approved in a period still to be closed, by unit and name."""
    period = session.scalars(select(Period).where(Period.code == code)).one_or_none()
    if period is None or period.derived or period.state not in RATING:
        return []
    seen = actor.rows(Action.READ_UNIT_RESULTS)
    found = [*_begun(session, period, seen), *_not_begun(session, period, seen)]
    return sorted(found, key=lambda one: (one.unit, one.person))


def late_in(session: Session, actor: Actor, code: str, today: date) -> list[Waiting]:
    """Those of `waiting_in` whose deadline has passed, longest first."""
    late = [one for one in waiting_in(session, actor, code) if one.is_late(today)]
    return sorted(late, key=lambda one: (one.due, one.unit, one.person))


def _begun(session: Session, period: Period, seen: ColumnElement[bool]) -> list[Waiting]:
    query = (
        select(
            Month.state, Month.person_id, Month.unit_id, Person.full_name, Person.code, Unit.name,
            REVIEWER.full_name.label("reviewer"), APPROVER.full_name.label("approver"),
        )
        .join(Person, Person.id == Month.person_id)
        .join(Unit, Unit.id == Month.unit_id)
        .outerjoin(REVIEWER, REVIEWER.id == Month.reviewer_id)
        .outerjoin(APPROVER, APPROVER.id == Month.approver_id)
        .where(Month.period_id == period.id, Month.state != State.APPROVED, seen)
    )  # fmt: skip
    return [
        Waiting(row.person_id, row.full_name, row.code, row.unit_id, row.name, row.state, *_acts(row, period))
        for row in session.execute(query)
    ]


def _acts(row: Any, period: Period) -> tuple[str, date]:
    if row.state in WITH_PERSON:
        return row.full_name, period.submit_by
    if row.state == State.SUBMITTED:
        return row.reviewer or row.approver or "–", period.review_by
    return row.approver or "–", period.approve_by


def _not_begun(session: Session, period: Period, seen: ColumnElement[bool]) -> list[Waiting]:
    """People with a post in the period and no month; those nobody here rates are left out."""
    held = and_(Post.valid_from <= period.ends, or_(Post.valid_to.is_(None), Post.valid_to >= period.starts))
    begun = select(Month.person_id).where(Month.period_id == period.id)
    query = (
        select(Post.person_id, Post.unit_id, Post.role, Person.full_name, Person.code, Unit.name)
        .join(Person, Person.id == Post.person_id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(held, Post.person_id.not_in(begun), seen)
        .order_by(Post.valid_from, Post.id)
    )
    last = {row.person_id: row for row in session.execute(query)}
    here = RatedHere.on(session, period.ends) if last else None
    return [
        Waiting(row.person_id, row.full_name, row.code, row.unit_id, row.name, NOT_BEGUN, row.full_name,
                period.submit_by)
        for row in last.values()
        if here and here.holds(row.person_id, row.unit_id, row.role)
    ]  # fmt: skip


def by_unit(waiting: Collection[Waiting]) -> dict[str, list[Waiting]]:
    """The same, gathered by unit."""
    found: dict[str, list[Waiting]] = {}
    for one in waiting:
        found.setdefault(one.unit, []).append(one)
    return found
