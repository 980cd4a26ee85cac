"""Whom a head may assign work to and what: the lists a unit's workbook is filled in and checked against."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.assessment.people import people_led, products_for
from kpi.assessment.states import WITH_PERSON
from kpi.language.message import say
from kpi.storage.tables import Month, Period, Person, WorkLine


@dataclass(frozen=True)
class Given:
    """Work a person already has in the period."""

    product_id: int
    title: str
    quantity: float
    due: date | None


@dataclass(frozen=True)
class Assignee:
    """A person work may be assigned to. `products`: ids of what their unit may be given. `open`: whether the month
    is still with the person, so that work can be added."""

    id: int
    code: str
    name: str
    title: str
    unit: str
    open: bool
    products: frozenset[int]
    present: tuple[Given, ...]


@dataclass(frozen=True)
class Offered:
    """A product of the catalogue."""

    id: int
    code: str
    detail: str
    output: str
    coefficient: float


@dataclass(frozen=True)
class AssignmentLists:
    """The people a head leads and the products in force for them, in one period."""

    period_id: int
    period: str
    starts: date
    people: tuple[Assignee, ...]
    products: tuple[Offered, ...]


def assignment_lists(session: Session, actor: Actor, period: str) -> AssignmentLists:
    """The lists for a period ("2026-03"), limited to whom the actor may assign work to. Refused for no such period."""
    found = session.scalars(select(Period).where(Period.code == period)).one_or_none()
    if found is None:
        raise Refused(say("This period no longer exists. Reload the page."))
    led = {row["id"]: row for row in people_led(session, actor, found.id, found.ends)}
    offered = {path: products_for(session, path, found.starts) for path in {row["path"] for row in led.values()}}
    people = session.execute(select(Person.id, Person.code).where(Person.id.in_(led)))
    codes = {row.id: row.code for row in people}
    present = _present(session, found.id, list(led))
    products = {product["id"]: product for rows in offered.values() for product in rows}
    return AssignmentLists(
        found.id,
        found.code,
        found.starts,
        tuple(_assignee(row, codes, offered[row["path"]], present) for row in led.values()),
        tuple(_offered(products[number]) for number in sorted(products, key=lambda each: products[each]["code"])),
    )


def _assignee(row: dict[str, Any], codes: dict[int, str], offered: Any, present: dict[int, list[Given]]) -> Assignee:
    return Assignee(
        row["id"],
        codes[row["id"]],
        row["person"],
        row["title"],
        row["unit"],
        row["state"] is None or row["state"] in WITH_PERSON,
        frozenset(product["id"] for product in offered),
        tuple(present.get(row["id"], ())),
    )


def _offered(product: dict[str, Any]) -> Offered:
    return Offered(*(product[name] for name in ("id", "code", "detail", "output", "coefficient")))


def _present(session: Session, period_id: int, people: list[int]) -> dict[int, list[Given]]:
    query = (
        select(Month.person_id, WorkLine.product_id, WorkLine.title, WorkLine.assigned, WorkLine.due)
        .join(Month, Month.id == WorkLine.month_id)
        .where(Month.period_id == period_id, Month.person_id.in_(people), WorkLine.state != "refused")
    )
    found: dict[int, list[Given]] = {}
    for person_id, product_id, title, quantity, due in session.execute(query):
        found.setdefault(person_id, []).append(Given(product_id, title, quantity, due))
    return found
