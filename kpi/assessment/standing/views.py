"""Who was away, joined, left or moved in a period, and the facts on record: as the screens show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.standing.worked import worked_in
from kpi.storage.tables import Absence, Disqualification, Initiative, Period, Person, Post, TaskWeights, Unit

HOST = aliased(Unit)
MOST = 50


@dataclass(frozen=True)
class PresenceLine:
    """Somebody who did not work the whole period in one unit. joined, left: days inside the period, else None.

    share: of the period's working days worked in this unit. here: whether that is the person's own unit (else a host).
    """

    person_id: int
    person: str
    person_code: str
    unit_id: int
    unit: str
    title: str
    share: float
    joined: date | None
    left: date | None
    own: bool


def presence(session: Session, actor: Actor, code: str, unit_id: int | None = None) -> list[PresenceLine]:
    """Everybody in reach who worked less than the whole period in a unit; by unit and name."""
    actor.require(Action.MANAGE_PRESENCE)
    period = session.scalars(select(Period).where(Period.code == code)).one()
    partly = {key: share for key, share in worked_in(session, period).items() if share < 1}
    if not partly:
        return []
    seen = _units_seen(session, actor, unit_id)
    wanted = {key: share for key, share in partly.items() if key[1] in seen}
    names = _names(session, {person for person, _ in wanted})
    posts = _posts(session, period, {person for person, _ in wanted})
    lines = [
        _line(key, share, names[key[0]], seen[key[1]], posts.get(key, ()), period) for key, share in wanted.items()
    ]
    return sorted(lines, key=lambda line: (seen[line.unit_id][1], line.person))


def _line(
    key: tuple[int, int], share: float, name: tuple[str, str], unit: tuple[str, str], posts: Sequence[Post],
    period: Period,
) -> PresenceLine:  # fmt: skip
    first = min((post.valid_from for post in posts), default=period.starts)
    ends = [post.valid_to or period.ends for post in posts]
    last = max(ends, default=period.ends)
    return PresenceLine(
        person_id=key[0],
        person=name[0],
        person_code=name[1],
        unit_id=key[1],
        unit=unit[0],
        title=posts[-1].title if posts else "",
        share=share,
        joined=first if first > period.starts else None,
        left=last if last < period.ends else None,
        own=bool(posts),
    )


def _units_seen(session: Session, actor: Actor, unit_id: int | None) -> dict[int, tuple[str, str]]:
    query = select(Unit.id, Unit.name, Unit.path).where(actor.rows(Action.MANAGE_PRESENCE))
    if unit_id is not None:
        query = query.where(Unit.path.like(select(Unit.path + "%").where(Unit.id == unit_id).scalar_subquery()))
    return {row.id: (row.name, row.path) for row in session.execute(query)}


def _names(session: Session, people: set[int]) -> dict[int, tuple[str, str]]:
    query = select(Person.id, Person.full_name, Person.code).where(Person.id.in_(people))
    return {row.id: (row.full_name, row.code) for row in session.execute(query)}


def _posts(session: Session, period: Period, people: set[int]) -> dict[tuple[int, int], list[Post]]:
    held = (Post.valid_from <= period.ends, or_(Post.valid_to.is_(None), Post.valid_to >= period.starts))
    found: dict[tuple[int, int], list[Post]] = {}
    for post in session.scalars(select(Post).where(Post.person_id.in_(people), *held).order_by(Post.valid_from)):
        found.setdefault((post.person_id, post.unit_id), []).append(post)
    return found


def absences(
    session: Session, actor: Actor, starts: date, ends: date, unit_id: int | None = None
) -> tuple[dict[str, Any], ...]:
    """Entries of leave and secondment in reach that touch a span, withdrawn ones too, newest first."""
    query = (
        select(
            Absence.id, Absence.person_id, Absence.kind, Absence.starts, Absence.ends, Absence.decision, Absence.note,
            Absence.withdrawn, Person.full_name.label("person"), Unit.name.label("unit"), HOST.name.label("host"),
        )
        .join(Person, Person.id == Absence.person_id)
        .join(Post, Post.person_id == Person.id)
        .join(Unit, Unit.id == Post.unit_id)
        .outerjoin(HOST, HOST.id == Absence.host_unit_id)
        .where(
            Absence.starts <= ends, or_(Absence.ends.is_(None), Absence.ends >= starts),
            Post.valid_from <= Absence.starts, or_(Post.valid_to.is_(None), Post.valid_to >= Absence.starts),
            actor.rows(Action.MANAGE_PRESENCE),
        )
        .order_by(Absence.starts.desc(), Absence.id.desc(), Post.valid_from.desc())
    )  # fmt: skip
    if unit_id is not None:
        query = query.where(Unit.path.like(select(Unit.path + "%").where(Unit.id == unit_id).scalar_subquery()))
    rows = {row["id"]: dict(row) for row in reversed(session.execute(query).mappings().all())}
    return tuple(reversed(rows.values()))


def people_to_choose(
    session: Session, actor: Actor, action: Action, on: date, text: str = ""
) -> tuple[dict[str, Any], ...]:
    """Up to fifty people in reach of an action with a post on a day, by name; the actor left out."""
    query = (
        select(
            Person.id, Person.full_name.label("person"), Person.code, Post.title, Post.role, Unit.name.label("unit"),
            Unit.id.label("unit_id"),
        )
        .join(Post, Post.person_id == Person.id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(
            Post.valid_from <= on, or_(Post.valid_to.is_(None), Post.valid_to >= on), actor.rows(action),
            Person.id != (actor.person_id or 0),
        )
    )  # fmt: skip
    if text.strip():
        words = text.strip()
        query = query.where(or_(Person.full_name.icontains(words, autoescape=True), Person.code == words))
    rows = session.execute(query.order_by(Unit.path, Person.full_name, Person.id).limit(MOST)).mappings()
    return tuple(dict(row) for row in rows)


def host_units(session: Session, actor: Actor, on: date) -> dict[str, str]:
    """Code → name of every unit somebody may be seconded to on a day."""
    actor.require(Action.MANAGE_PRESENCE)
    alive = (Unit.valid_from <= on, or_(Unit.valid_to.is_(None), Unit.valid_to >= on))
    return dict(session.execute(select(Unit.code, Unit.name).where(*alive).order_by(Unit.path)).all())


def disqualifications(session: Session, actor: Actor, year: int) -> tuple[dict[str, Any], ...]:
    """The facts of a year in reach, withdrawn ones too, newest first."""
    actor.require(Action.MANAGE_DISQUALIFICATIONS)
    query = (
        select(*Disqualification.__table__.columns, Person.full_name.label("person"), Person.code.label("person_code"))
        .join(Person, Person.id == Disqualification.person_id)
        .where(Disqualification.effective >= date(year, 1, 1), Disqualification.effective <= date(year, 12, 31))
    )
    rows = session.execute(query.order_by(Disqualification.effective.desc(), Disqualification.id.desc())).mappings()
    return tuple(dict(row) for row in rows)


def periods_touched(session: Session, day: date) -> tuple[tuple[str, str], ...]:
    """Code and state of every period a day lies in, months first."""
    query = select(Period.code, Period.state).where(Period.starts <= day, Period.ends >= day)
    return tuple((row.code, row.state) for row in session.execute(query.order_by(Period.starts.desc())))


def initiatives(session: Session, actor: Actor, period: str, unit_id: int | None = None) -> tuple[dict[str, Any], ...]:
    """Initiatives of the units in reach in a period, withdrawn ones too, by unit."""
    query = (
        select(*Initiative.__table__.columns, Unit.name.label("unit"), Unit.path)
        .join(Unit, Unit.id == Initiative.unit_id)
        .join(Period, Period.id == Initiative.period_id)
        .where(Period.code == period, actor.rows(Action.READ_UNIT_RESULTS))
    )
    if unit_id is not None:
        query = query.where(Unit.path.like(select(Unit.path + "%").where(Unit.id == unit_id).scalar_subquery()))
    rows = session.execute(query.order_by(Unit.path, Initiative.id)).mappings()
    return tuple(dict(row) for row in rows)


def units_for(session: Session, actor: Actor, action: Action, on: date) -> dict[int, str]:
    """Id → name of the units in reach of an action that exist on a day, laid out as a tree."""
    alive = (Unit.valid_from <= on, or_(Unit.valid_to.is_(None), Unit.valid_to >= on))
    query = select(Unit.id, Unit.name).where(actor.rows(action), *alive)
    return dict(session.execute(query.order_by(Unit.path)).all())


def weights_decided(session: Session, actor: Actor) -> tuple[dict[str, Any], ...]:
    """Every decision on weights in reach, newest first."""
    query = (
        select(*TaskWeights.__table__.columns, Unit.name.label("unit"))
        .join(Unit, Unit.id == TaskWeights.unit_id)
        .where(actor.rows(Action.MANAGE_UNIT_CATALOGUE))
    )
    rows = session.execute(query.order_by(TaskWeights.valid_from.desc(), Unit.path)).mappings()
    return tuple(dict(row) for row in rows)
