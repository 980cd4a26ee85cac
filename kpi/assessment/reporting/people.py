"""The people of a unit in a period as its papers list them: closed results, or approved months before closing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, NotPermitted
from kpi.access.permissions import Action
from kpi.assessment.closing.views import latest_closing, results_of
from kpi.assessment.ranking.decided import decisions_in
from kpi.assessment.results import PAGE, unit_results
from kpi.assessment.states import SHUT, State
from kpi.language.message import say
from kpi.storage.tables import Month, Period, Petition, Unit

NOT_APPROVED = "not_approved"


@dataclass(frozen=True)
class PersonLine:
    """A person in a unit's summary. Points of 30, 70 and 100; `system`, `proposed` and `decided` are ranks.

    status: "scored", "insufficient", "transferred", "not_assessed", or "not_approved" before closing.
    decision: of the petition a correction followed from.
    """

    person: str
    person_code: str
    unit: str
    title: str
    duty_group: str
    general: float | None
    tasks: float | None
    total: float | None
    system: str | None
    proposed: str | None
    decided: str | None
    status: str
    missing: str | None = None
    ground: str | None = None
    decision: str | None = None

    @property
    def rank(self) -> str | None:
        """The rank that counts."""
        return self.decided or self.system


@dataclass(frozen=True)
class UnitPeople:
    """A unit, its people in a period, and whether they stand as closed."""

    unit_id: int
    unit: str
    above: str | None
    period: str
    closed: bool
    lines: tuple[PersonLine, ...]


def unit_people(session: Session, actor: Actor, period_code: str, unit_id: int) -> UnitPeople:
    """Everybody of a unit and below. Raises `NotPermitted` for a unit out of reach or a period there is not."""
    unit = _unit(session, actor, unit_id)
    period = session.scalars(select(Period).where(Period.code == period_code)).one_or_none()
    if period is None:
        raise NotPermitted(say("There is no such period, or the unit is not yours to look at."))
    closed = period.state in SHUT and latest_closing(session, period_code) is not None
    lines = _closed(session, actor, period_code, unit_id) if closed else _open(session, actor, period, unit_id)
    return UnitPeople(unit_id, unit.name, unit.above, period_code, closed, tuple(lines))


def _unit(session: Session, actor: Actor, unit_id: int) -> Any:
    above = Unit.__table__.alias()
    query = (
        select(Unit.name, above.c.name.label("above"))
        .outerjoin(above, above.c.id == Unit.parent_id)
        .where(Unit.id == unit_id, actor.rows(Action.READ_UNIT_RESULTS))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotPermitted(say("There is no such period, or the unit is not yours to look at."))
    return row


def _closed(session: Session, actor: Actor, code: str, unit_id: int) -> list[PersonLine]:
    rows = results_of(session, actor, code, unit_id)
    wanted = {row["petition_id"] for row in rows if row["petition_id"]}
    decisions = dict(
        session.execute(select(Petition.id, Petition.decision_number).where(Petition.id.in_(wanted))).all()
    )
    return [
        PersonLine(
            **_who(row),
            general=row["general_points"],
            tasks=row["task_points"],
            total=row["total"],
            system=row["rank"],
            proposed=row["proposed_rank"],
            decided=row["decided_rank"] or row["rank"],
            status=row["status"],
            missing=row["missing"],
            ground=row["ground"],
            decision=decisions.get(row["petition_id"]),
        )
        for row in rows
    ]


def _open(session: Session, actor: Actor, period: Period, unit_id: int) -> list[PersonLine]:
    """Approved months with their figures, the others by name; proposals and decisions taken so far."""
    rows, total = unit_results(session, actor, period.code, unit_id)
    for page in range(1, -(-total // PAGE)):
        rows += unit_results(session, actor, period.code, unit_id, "", page)[0]
    people = {
        month: (person, unit)
        for month, person, unit in session.execute(
            select(Month.id, Month.person_id, Month.unit_id).where(Month.period_id == period.id)
        )
    }
    taken = decisions_in(session, period.id)
    return [_so_far(row, taken.get(people[row["id"]])) for row in rows]


def _so_far(row: dict[str, Any], taken: Any) -> PersonLine:
    approved = row["state"] == State.APPROVED
    columns = {"general": "general_points", "tasks": "task_points", "total": "total", "system": "rank"}
    figures: dict[str, Any] = {name: row[column] if approved else None for name, column in columns.items()}
    return PersonLine(
        **_who(row),
        **figures,
        proposed=taken.proposed_rank if taken else None,
        decided=taken.decided_rank if taken and taken.system_rank == row["rank"] else None,
        status=str(row["status"]) if approved else NOT_APPROVED,
    )


def _who(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("person", "person_code", "unit", "title", "duty_group")}
