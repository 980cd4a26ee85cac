"""Founding a merged unit with the divisions of its parts: those of one kind and name become one."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Refused
from kpi.language.message import Message, say
from kpi.language.numbers import format_date
from kpi.organisation import unit_book
from kpi.organisation.commands import CreateUnit
from kpi.staffing.scenarios.tree import NewUnit
from kpi.storage.tables import Unit


def refuse(faults: Iterable[Message]) -> None:
    """Refuse with the first of them."""
    for fault in faults:
        raise Refused(fault)


def found(session: Session, new: NewUnit, day: date, decision: str) -> tuple[list[Unit], dict[int, Unit]]:
    """The old units, deepest last, and for the id of each the unit that takes its people."""
    parts = [_part(session, code, day) for code in new.parts]
    parent = session.get_one(Unit, parts[0].parent_id or parts[0].id)
    unit = _create(session, CreateUnit(new.code, new.name, new.kind, parent.code, day))
    unit.area_km2 = _sum([part.area_km2 for part in parts])
    people = _sum([part.population for part in parts])
    unit.population = None if people is None else int(people)
    unit.former_province = parts[0].former_province
    unit.merged_from = ", ".join(part.name for part in parts)[:500]
    unit.source = decision[:300]
    unit.suspect = "; ".join(f"{part.name}: {part.suspect}" for part in parts if part.suspect)[:300] or None
    old, target = [], {}
    for part in parts:
        target[part.id] = unit
        old.append(part)
        for below in _below(session, part, day):
            target[below.id] = _twin(session, below, target[below.parent_id or 0], day)
            old.append(below)
    return old, target


def close(session: Session, old: list[Unit], last: date) -> None:
    """Close the old units from the deepest up; refused where somebody or something would stay behind."""
    for unit in sorted(old, key=lambda one: -one.path.count("/")):
        refuse(unit_book.closing_faults(session, unit, last))
        unit.valid_to = last
        session.flush()


def _part(session: Session, code: str, day: date) -> Unit:
    unit = unit_book.unit_of(session, code)
    if unit is None or not unit_book.is_open(unit, day) or unit.valid_to is not None:
        raise Refused(say("{unit} does not exist on {day}, or closes later. Change the scenario.",
                          unit=unit.name if unit else code, day=format_date(day)))  # fmt: skip
    return unit


def _below(session: Session, part: Unit, day: date) -> list[Unit]:
    inside = Unit.path.startswith(part.path, autoescape=True) & (Unit.id != part.id)
    alive = or_(Unit.valid_to.is_(None), Unit.valid_to >= day)
    return sorted(session.scalars(select(Unit).where(inside, alive)), key=lambda one: (one.path.count("/"), one.id))


def _twin(session: Session, old: Unit, parent: Unit, day: date) -> Unit:
    """The division of the new unit that continues this one, founded with the first of them."""
    same = select(Unit).where(Unit.parent_id == parent.id, Unit.kind == old.kind, Unit.name == old.name)
    if known := session.scalars(same).first():
        return known
    suffix = old.code.rpartition(".")[2]
    code, number = f"{parent.code}.{suffix}", 2
    while unit_book.unit_of(session, code):
        code, number = f"{parent.code}.{suffix}-{number}", number + 1
    return _create(session, CreateUnit(code, old.name, old.kind, parent.code, day))


def _create(session: Session, wanted: CreateUnit) -> Unit:
    refuse(unit_book.founding_faults(session, wanted))
    unit = unit_book.found(session, wanted)
    session.flush()
    return unit


def _sum(values: list[float | None] | list[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return None if len(known) < len(values) else float(sum(known))
