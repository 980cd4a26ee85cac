"""Whom one leads and what can be given to them: the lists behind the assignment screen."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action, Role
from kpi.organisation.kinds import COMMUNE_LEVEL
from kpi.storage.tables import Month, Period, Person, Post, Product, Unit, WorkLine


def people_led(session: Session, actor: Actor, period_id: int, on: date) -> tuple[dict[str, Any], ...]:
    """Those the actor may assign work to, with how many lines they already have in the period."""
    lines = (
        select(func.count(WorkLine.id))
        .join(Month, Month.id == WorkLine.month_id)
        .where(Month.person_id == Person.id, Month.period_id == period_id, WorkLine.state == "accepted")
        .correlate(Person)
        .scalar_subquery()
    )
    state = (
        select(Month.state)
        .where(Month.person_id == Person.id, Month.period_id == period_id)
        .order_by(Month.id.desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    query = (
        select(
            Person.id,
            Person.full_name.label("person"),
            Post.title,
            Post.role,
            Post.duty_group,
            Unit.id.label("unit_id"),
            Unit.name.label("unit"),
            Unit.path,
            lines.label("lines"),
            state.label("state"),
        )
        .join(Post, Post.person_id == Person.id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(
            actor.rows(Action.ASSIGN_WORK),
            _led_by(actor),
            Post.valid_from <= on,
            or_(Post.valid_to.is_(None), Post.valid_to >= on),
            Person.id != actor.person_id,
        )
        .order_by(Unit.path, Post.role, Person.full_name)
    )
    return tuple(dict(row) for row in session.execute(query).mappings())


def _led_by(actor: Actor) -> ColumnElement[bool]:
    """As `kpi.assessment.states` has it: a deputy does not lead the head of their own unit."""
    return or_(
        false(),
        *(
            and_(
                Unit.path.startswith(held.path, autoescape=True),
                true() if held.role is Role.HEAD else or_(Unit.path != held.path, Post.role != "head"),
            )
            for held in actor.holdings
            if held.role in (Role.HEAD, Role.DEPUTY)
        ),
    )


def products_for(session: Session, path: str, on: date) -> tuple[dict[str, Any], ...]:
    """The catalogue as in force on a day for a unit: the province's list, the communes' where it is one, its own."""
    above = [int(part) for part in path.strip("/").split("/") if part]
    kinds = set(session.scalars(select(Unit.kind).where(Unit.id.in_(above))))
    scopes = ["province", *(["commune"] if kinds & set(COMMUNE_LEVEL) else [])]
    query = (
        select(*Product.__table__.columns)
        .where(
            or_(Product.scope.in_(scopes), Product.unit_id.in_(above)),
            Product.valid_from <= on,
            or_(Product.valid_to.is_(None), Product.valid_to >= on),
        )
        .order_by(Product.task_group, Product.code)
    )
    return tuple(dict(row) for row in session.execute(query).mappings())


def proposals(session: Session, actor: Actor, period: str) -> tuple[dict[str, Any], ...]:
    """Proposed work waiting for a decision by the actor."""
    query = (
        select(
            WorkLine.id,
            WorkLine.month_id,
            WorkLine.title,
            WorkLine.assigned,
            WorkLine.coefficient,
            WorkLine.due,
            Product.detail,
            Person.full_name.label("person"),
            Unit.name.label("unit"),
        )
        .join(Month, Month.id == WorkLine.month_id)
        .join(Period, Period.id == Month.period_id)
        .join(Person, Person.id == Month.person_id)
        .join(Unit, Unit.id == Month.unit_id)
        .join(Product, Product.id == WorkLine.product_id)
        .where(
            WorkLine.state == "proposed",
            Period.code == period,
            actor.rows(Action.ASSIGN_WORK),
            or_(Month.reviewer_id == actor.person_id, Month.approver_id == actor.person_id),
        )
        .order_by(WorkLine.id)
    )
    return tuple(dict(row) for row in session.execute(query).mappings())
