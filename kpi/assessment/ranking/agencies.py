"""The agency a unit belongs to: the commune-level unit or provincial body whose head ranks its people."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.organisation.kinds import RANKING
from kpi.storage.tables import Unit


@dataclass(frozen=True)
class Agency:
    """A body that ranks its people; `path` is the prefix of every unit in it (a body below it is another agency)."""

    id: int
    code: str
    name: str
    kind: str
    path: str


def agencies_by_unit(session: Session) -> dict[int, Agency]:
    """For every unit, by its id, the nearest body upwards that ranks its people; the unit itself where it is one."""
    columns = (Unit.id, Unit.parent_id, Unit.code, Unit.name, Unit.kind, Unit.path)
    found: dict[int, Agency] = {}
    for unit in session.execute(select(*columns).order_by(func.length(Unit.path))):
        if unit.kind in RANKING or unit.parent_id is None:
            found[unit.id] = Agency(unit.id, unit.code, unit.name, unit.kind, unit.path)
        else:
            found[unit.id] = found[unit.parent_id]
    return found


def agencies_in_reach(session: Session, actor: Actor) -> tuple[Agency, ...]:
    """The agencies whose ranks the actor may look at; for the head of a division, the agency it lies in."""
    seen = set(session.scalars(select(Unit.id).where(actor.rows(Action.READ_CALIBRATION))))
    agencies = agencies_by_unit(session)
    inside = {agency.id: agency for unit_id, agency in agencies.items() if unit_id in seen}
    return tuple(sorted(inside.values(), key=lambda agency: agency.path))
