"""What a screen shows of the apparatus on a day. `seen` is the condition on `Unit` that limits it to what one may see;
`kpi.access.organisation_views` puts in the actor's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from kpi.organisation.raters_book import Leaders
from kpi.storage.tables import FieldInCharge, Person, Post, Unit


@dataclass(frozen=True)
class UnitLine:
    """A unit in a list. people: holding posts in it or below on the day."""

    id: int
    code: str
    name: str
    kind: str
    path: str
    above: str | None
    people: int
    valid_from: date
    valid_to: date | None
    suspect: str | None


@dataclass(frozen=True)
class UnitCard:
    """A unit in full. way: the units above it that one may see, from the top, as id and name."""

    id: int
    code: str
    name: str
    kind: str
    path: str
    parent_code: str | None
    way: tuple[tuple[int, str], ...]
    valid_from: date
    valid_to: date | None
    area_km2: float | None
    population: int | None
    former_province: str | None
    merged_from: str | None
    suspect: str | None
    source: str | None


@dataclass(frozen=True)
class Official:
    """Somebody holding a post on the day, and who rates them."""

    person_id: int
    code: str
    name: str
    generated: bool
    party_member: bool | None
    post_id: int
    role: str
    title: str
    job_position: str
    duty_group: str
    field: str | None
    valid_from: date
    valid_to: date | None
    unit_id: int
    unit: str
    unit_code: str
    reviewer: str | None
    approver: str | None


def alive(on: date) -> ColumnElement[bool]:
    """Units that exist on that day."""
    return and_(Unit.valid_from <= on, or_(Unit.valid_to.is_(None), Unit.valid_to >= on))


def in_office(on: date) -> ColumnElement[bool]:
    """Posts held on that day."""
    return and_(Post.valid_from <= on, or_(Post.valid_to.is_(None), Post.valid_to >= on))


def units(
    session: Session, seen: ColumnElement[bool], on: date, *, text: str = "", parent_id: int | None = None,
    suspect: bool = False, start: int = 0, size: int = 50,
) -> tuple[list[UnitLine], int]:  # fmt: skip
    """A page of units by words in name or code, directly below `parent_id`, or with doubted figures; and how many."""
    matching = [seen, alive(on)]
    matching += [or_(Unit.name.icontains(w, autoescape=True), Unit.code == w.upper()) for w in text.split()]
    if parent_id is not None:
        matching.append(Unit.parent_id == parent_id)
    if suspect:
        matching.append(Unit.suspect.is_not(None))
    total = session.scalar(select(func.count(Unit.id)).where(*matching)) or 0
    query = select(Unit).where(*matching).order_by(func.length(Unit.path), Unit.id).offset(start).limit(size)
    found = list(session.scalars(query))
    people, above = _people_below(session, found, on), _names(session, [unit.parent_id for unit in found])
    return [_line(unit, people[unit.id], above.get(unit.parent_id or 0)) for unit in found], total


def _line(unit: Unit, people: int, above: str | None) -> UnitLine:
    return UnitLine(
        unit.id, unit.code, unit.name, unit.kind, unit.path, above, people, unit.valid_from, unit.valid_to, unit.suspect
    )


def _people_below(session: Session, found: Sequence[Unit], on: date) -> dict[int, int]:
    held = select(Unit.path, func.count(func.distinct(Post.person_id))).join(Post, Post.unit_id == Unit.id)
    under = or_(false(), *(Unit.path.startswith(unit.path, autoescape=True) for unit in found))
    rows = session.execute(held.where(in_office(on), under).group_by(Unit.path)).all() if found else []
    return {unit.id: sum(number for path, number in rows if path.startswith(unit.path)) for unit in found}


def _names(session: Session, ids: Sequence[int | None]) -> dict[int, str]:
    return dict(session.execute(select(Unit.id, Unit.name).where(Unit.id.in_({i for i in ids if i}))).all())


def tops(session: Session, seen: ColumnElement[bool], on: date) -> list[int]:
    """The units one may see that have nothing above them one may see: where the tree begins for them."""
    query = select(Unit.id, Unit.parent_id).where(seen, alive(on)).order_by(Unit.id)
    visible = dict(session.execute(query).all())
    return [unit_id for unit_id, parent in visible.items() if parent not in visible]


def unit_card(session: Session, seen: ColumnElement[bool], unit_id: int) -> UnitCard | None:
    """A unit in full; None where it is out of sight."""
    unit = session.scalars(select(Unit).where(Unit.id == unit_id, seen)).one_or_none()
    if unit is None:
        return None
    ids = [int(part) for part in unit.path.strip("/").split("/")][:-1]
    above = select(Unit.id, Unit.name).where(Unit.id.in_(ids), seen).order_by(func.length(Unit.path))
    parent = session.scalars(select(Unit.code).where(Unit.id == unit.parent_id)).one_or_none()
    names = [name for name in UnitCard.__dataclass_fields__ if name not in ("parent_code", "way")]
    values: dict[str, Any] = {name: getattr(unit, name) for name in names}
    return UnitCard(**values, parent_code=parent, way=tuple(session.execute(above).all()))


def officials(
    session: Session, seen: ColumnElement[bool], path: str, on: date, *, below: bool = False, text: str = "",
    start: int = 0, size: int = 25,
) -> tuple[list[Official], int]:  # fmt: skip
    """A page of those holding posts in the unit at `path` (with `below`: and in units below), leaders first."""
    where = Unit.path.startswith(path, autoescape=True) if below else Unit.path == path
    matching = [seen, in_office(on), where]
    if text.strip():
        words = text.strip()
        matching.append(or_(Person.full_name.icontains(words, autoescape=True), Person.code == words))
    joined = select(Person, Post, Unit).join(Post, Post.person_id == Person.id).join(Unit, Unit.id == Post.unit_id)
    counted = select(func.count(Post.id)).join(Person, Person.id == Post.person_id).join(Unit, Unit.id == Post.unit_id)
    total = session.scalar(counted.where(*matching))
    rank = (Unit.path, _standing(), Person.full_name, Post.id)
    rows = session.execute(joined.where(*matching).order_by(*rank).offset(start).limit(size)).all()
    return _with_raters(session, rows, on), total or 0


def _standing() -> Any:
    return case({"head": 0, "deputy": 1}, value=Post.role, else_=2)


def _with_raters(session: Session, rows: Sequence[tuple[Person, Post, Unit]], on: date) -> list[Official]:
    leaders = Leaders.on(session, on)
    raters = [leaders.raters(person.id, unit.id, post.role) for person, post, unit in rows]
    ids = {i for one in raters for i in (one.reviewer_id, one.approver_id) if i}
    names = dict(session.execute(select(Person.id, Person.full_name).where(Person.id.in_(ids))).all())
    return [
        Official(
            person.id, person.code, person.full_name, person.generated, person.party_member, post.id, post.role,
            post.title, post.job_position, post.duty_group, post.field, post.valid_from, post.valid_to, unit.id,
            unit.name, unit.code, names.get(one.reviewer_id or 0), names.get(one.approver_id or 0),
        )
        for (person, post, unit), one in zip(rows, raters, strict=True)
    ]  # fmt: skip


@dataclass(frozen=True)
class PostLine:
    """A post in a person's life; its first and last day, the last inclusive and None while it runs."""

    title: str
    job_position: str
    unit: str
    valid_from: date
    valid_to: date | None


def posts_of(session: Session, seen: ColumnElement[bool], person_id: int) -> list[PostLine]:
    """A person's posts in sight, newest first."""
    columns = (Post.title, Post.job_position, Unit.name, Post.valid_from, Post.valid_to)
    query = select(*columns).join(Unit, Unit.id == Post.unit_id).where(Post.person_id == person_id, seen)
    return [PostLine(*row) for row in session.execute(query.order_by(Post.valid_from.desc(), Post.id.desc()))]


def in_charge_of(session: Session, post_id: int) -> list[str]:
    """The codes of the units a post is in charge of."""
    query = select(Unit.code).join(FieldInCharge, FieldInCharge.unit_id == Unit.id)
    return list(session.scalars(query.where(FieldInCharge.post_id == post_id).order_by(Unit.code)))


def unit_names(session: Session, seen: ColumnElement[bool], on: date, parent_id: int | None = None) -> dict[str, str]:
    """Code → name of the units one may see on that day; with `parent_id` only those directly below it."""
    query = select(Unit.code, Unit.name).where(seen, alive(on))
    if parent_id is not None:
        query = query.where(Unit.parent_id == parent_id)
    return dict(session.execute(query.order_by(Unit.path)).all())


def duty_groups(session: Session) -> list[str]:
    """The groups of similar duties in use, so that they are not spelt anew."""
    return list(session.scalars(select(Post.duty_group).distinct().order_by(Post.duty_group)))


def anybody(session: Session) -> bool:
    """Whether a post was ever entered: a new installation has units but no people."""
    return session.scalars(select(Post.id).limit(1)).one_or_none() is not None
