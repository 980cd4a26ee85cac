"""A small office for tests of storage: one unit, its officials, each with an open month of several lines."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Holding
from kpi.access.permissions import Role
from kpi.audit.chain import Deed, append
from kpi.storage.tables import Account, Month, Period, Person, Product, Unit, WorkLine
from kpi.storage.unit_of_work import UnitOfWork, reading


@dataclass(frozen=True)
class Desk:
    """An official at work: who acts, on which month, with which lines."""

    actor: Actor
    month_id: int
    line_ids: tuple[int, ...]


def furnish(engine: Engine, people: int, lines: int) -> None:
    """Fill an empty, migrated database, with one audit entry as an installation makes it."""
    with UnitOfWork(engine) as work:
        work.session.add_all([_unit(), _period(), _product()])
        work.session.flush()
        for number in range(1, people + 1):
            _official(work.session, number, lines)
        append(work.session, Deed("system", "system", "Furnish", "office"), work.changes)
        work.commit()


def desks(engine: Engine) -> list[Desk]:
    """Every official's desk, in order."""
    with reading(engine) as session:
        rows = session.execute(
            select(Account, Month, Unit.path)
            .join(Month, Month.person_id == Account.person_id)
            .join(Unit, Unit.id == Month.unit_id)
            .order_by(Account.id)
        ).all()
        return [_desk(session, account, month, path) for account, month, path in rows]


def _desk(session: Session, account: Account, month: Month, path: str) -> Desk:
    lines = session.scalars(select(WorkLine.id).where(WorkLine.month_id == month.id).order_by(WorkLine.id))
    holding = Holding(Role.OFFICIAL, path)
    actor = Actor(account.id, account.name, account.name, account.person_id, (holding,))
    return Desk(actor, month.id, tuple(lines))


def _unit() -> Unit:
    return Unit(id=1, code="UB", name="Văn phòng", kind="province", path="/1/", valid_from=date(2025, 7, 1))


def _period() -> Period:
    days = {"submit_by": date(2026, 4, 3), "review_by": date(2026, 4, 7), "approve_by": date(2026, 4, 10)}
    return Period(
        id=1, code="2026-03", kind="month", starts=date(2026, 3, 1), ends=date(2026, 3, 31), state="open", **days
    )


def _product() -> Product:
    words = {"code": "SP1", "task": "Soạn thảo", "detail": "Công văn", "output": "Công văn", "task_group": "A"}
    worth = {"complexity": 1, "points": 100, "standard_points": 100, "coefficient": 1}
    return Product(id=1, scope="province", valid_from=date(2026, 1, 1), **words, **worth)


def _official(session: Session, number: int, lines: int) -> None:
    session.add(Person(id=number, code=f"CC{number:03}", full_name=f"Công chức {number}"))
    session.flush()
    session.add(Account(id=number, name=f"cc{number}", person_id=number, password_hash="none"))
    session.add(_month(number))
    session.flush()
    for _line in range(lines):
        session.add(WorkLine(month_id=number, product_id=1, title="Công văn", coefficient=1, assigned=1_000_000))
        session.flush()


def _month(number: int) -> Month:
    return Month(
        id=number, person_id=number, period_id=1, unit_id=1, role="staff", title="Chuyên viên", duty_group="Văn phòng"
    )
