"""Founding and closing units: a check yields what stands in the way; the act beside it assumes there is nothing."""

import re
from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from kpi.language.message import Message, say
from kpi.language.numbers import format_date
from kpi.organisation.commands import CreateUnit
from kpi.organisation.kinds import COMMUNE_LEVEL, KIND_NAMES, RANKING, UnitKind
from kpi.storage.tables import Post, Unit

CODE = re.compile(r"[0-9A-Za-zĐđ][0-9A-Za-zĐđ._-]{0,39}")
LONGEST_NAME = 200


def one_at_a_time(session: Session) -> None:
    """Let changes of the apparatus wait for one another, so that each is judged by what the others left."""
    session.execute(select(Unit.id).where(Unit.parent_id.is_(None)).with_for_update())


def unit_of(session: Session, code: str) -> Unit | None:
    """The unit with that code, open or closed."""
    return session.scalars(select(Unit).where(Unit.code == code.strip())).one_or_none()


def is_open(unit: Unit, on: date) -> bool:
    """Whether the unit exists on that day."""
    return unit.valid_from <= on and (unit.valid_to is None or unit.valid_to >= on)


def name_faults(name: str) -> Iterator[Message]:
    """A name has to be there and to fit."""
    if not name.strip():
        yield say("Write the unit's name.")
    if len(name.strip()) > LONGEST_NAME:
        yield say("The name is longer than {most} characters. Shorten it.", most=LONGEST_NAME)


def founding_faults(session: Session, wanted: CreateUnit) -> Iterator[Message]:
    """Why the unit cannot be created."""
    if not CODE.fullmatch(wanted.code.strip()):
        yield say("“{code}” cannot be a unit's code. Use letters, digits, full stops and hyphens, at most 40.",
                  code=wanted.code)  # fmt: skip
    elif unit_of(session, wanted.code):
        yield say("The code “{code}” belongs to another unit. Choose another code.", code=wanted.code)
    yield from name_faults(wanted.name)
    parent = unit_of(session, wanted.parent_code)
    if parent is None:
        yield say("There is no unit with the code “{code}”. Check the code.", code=wanted.parent_code)
    elif not is_open(parent, wanted.valid_from) or parent.valid_to:
        yield say("{unit} does not exist on {day}, or closes later. Choose another unit above, or another day.",
                  unit=parent.name, day=format_date(wanted.valid_from))  # fmt: skip
    else:
        yield from _kind_faults(wanted.kind, parent)


def _kind_faults(kind: str, parent: Unit) -> Iterator[Message]:
    if kind not in list(UnitKind) or kind == UnitKind.PROVINCE:
        yield say("Choose what kind of unit it is.")
        return
    words = {"kind": Message(KIND_NAMES[UnitKind(kind)]), "unit": parent.name}
    if kind in COMMUNE_LEVEL and parent.kind != UnitKind.PROVINCE:
        yield say("A {kind} stands directly below the province, not below {unit}. Choose the province.", **words)
    elif kind in RANKING and parent.kind not in (UnitKind.PROVINCE, UnitKind.AGENCY, UnitKind.PARTY_BODY):
        yield say("A {kind} cannot stand below {unit}. Choose the province, an agency or a Party body.", **words)
    elif kind not in RANKING and parent.kind not in RANKING:
        yield say("A {kind} cannot stand below {unit}. Choose the agency or commune it belongs to.", **words)


def found(session: Session, wanted: CreateUnit) -> Unit:
    """Add the unit with its place in the tree."""
    parent = session.scalars(select(Unit).where(Unit.code == wanted.parent_code.strip())).one()
    unit = Unit(
        code=wanted.code.strip(),
        name=" ".join(wanted.name.split()),
        kind=wanted.kind,
        parent_id=parent.id,
        path=parent.path,
        valid_from=wanted.valid_from,
    )
    session.add(unit)
    session.flush()
    unit.path = f"{parent.path}{unit.id}/"
    return unit


def closing_faults(session: Session, unit: Unit, valid_to: date) -> Iterator[Message]:
    """Why the unit cannot close on that day: closed already, the root, people or units still there."""
    if unit.parent_id is None:
        yield say("The province itself cannot be closed.")
    if unit.valid_to is not None:
        yield say("{unit} is closed already, since {day}.", unit=unit.name, day=format_date(unit.valid_to))
    if valid_to < unit.valid_from:
        yield say("{unit} exists from {day} on. Choose that day or a later one.",
                  unit=unit.name, day=format_date(unit.valid_from))  # fmt: skip
    if people := _people_after(session, unit, valid_to):
        yield say("{count} people hold posts in {unit} after {day}. End or transfer their posts first.",
                  count=people, unit=unit.name, day=format_date(valid_to))  # fmt: skip
    if below := _open_below(session, unit, valid_to):
        yield say("These units below {unit} still exist after {day}: {names}. Close them first.",
                  unit=unit.name, day=format_date(valid_to), names="; ".join(below))  # fmt: skip


def _people_after(session: Session, unit: Unit, day: date) -> int:
    held = select(func.count(func.distinct(Post.person_id))).where(Post.unit_id == unit.id)
    return session.scalar(held.where(or_(Post.valid_to.is_(None), Post.valid_to > day))) or 0


def _open_below(session: Session, unit: Unit, day: date) -> list[str]:
    below = select(Unit.name).where(Unit.parent_id == unit.id, or_(Unit.valid_to.is_(None), Unit.valid_to > day))
    return list(session.scalars(below.order_by(Unit.name)))
