"""Who answers for a unit's quantities: one official at a time, named by the head or by Home Affairs."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.language.message import say
from kpi.language.numbers import format_date, today
from kpi.organisation.views import in_office
from kpi.reform.indicators.tree import REPORTING
from kpi.storage.tables import IndicatorOfficer, Person, Post, Unit


@dataclass(frozen=True)
class NameOfficer:
    """A head names the official who enters the unit's quantities from a day on, in place of the one before."""

    unit_id: int
    person_id: int
    valid_from: date

    @property
    def about(self) -> str:
        """The unit, for the audit."""
        return f"unit {self.unit_id}"


@dataclass(frozen=True)
class Officer:
    """The official responsible for a unit's quantities."""

    person_id: int
    name: str
    valid_from: date


def _unit(command: NameOfficer, session: Session) -> Subject:
    return Subject(path=session.scalars(select(Unit.path).where(Unit.id == command.unit_id)).one_or_none())


@handles(NameOfficer, Action.NAME_RESPONSIBLE, _unit)
def name_officer(command: NameOfficer, actor: Actor, session: Session) -> None:
    """Refused for a unit that reports nothing, a person with no post there on that day, or a day in the past."""
    unit = session.scalars(select(Unit).where(Unit.id == command.unit_id).with_for_update()).one_or_none()
    if unit is None or unit.kind not in REPORTING:
        raise Refused(say("This unit reports no indicators. Choose an agency, a commune, a ward or a special zone."))
    _serves_there(session, unit, command)
    running = session.scalars(_of(command.unit_id, command.valid_from)).all()
    for officer in running:
        if officer.person_id == command.person_id:
            raise Refused(say("This official is responsible already."))
        if officer.valid_from >= command.valid_from:
            raise Refused(say("Somebody was named from {day} on. Choose a later day.",
                              day=format_date(officer.valid_from)))  # fmt: skip
        officer.valid_to = command.valid_from - timedelta(days=1)
    session.add(IndicatorOfficer(unit_id=command.unit_id, person_id=command.person_id, valid_from=command.valid_from))


def _serves_there(session: Session, unit: Unit, command: NameOfficer) -> None:
    query = select(Post.id).join(Unit, Unit.id == Post.unit_id).where(Post.person_id == command.person_id)
    inside = Unit.path.startswith(unit.path, autoescape=True)
    if session.scalars(query.where(inside, in_office(command.valid_from)).limit(1)).one_or_none() is None:
        raise Refused(say("This person holds no post in {unit} on {day}. Choose somebody who does.",
                          unit=unit.name, day=format_date(command.valid_from)))  # fmt: skip


def _of(unit_id: int, day: date):  # type: ignore[no-untyped-def]
    open_end = or_(IndicatorOfficer.valid_to.is_(None), IndicatorOfficer.valid_to >= day)
    return select(IndicatorOfficer).where(IndicatorOfficer.unit_id == unit_id, open_end)


def officer_of(session: Session, unit_id: int, day: date | None = None) -> Officer | None:
    """Who is responsible for the unit on a day (today); None where nobody was named."""
    on = day or today()
    query = (
        select(IndicatorOfficer.person_id, Person.full_name, IndicatorOfficer.valid_from)
        .join(Person, Person.id == IndicatorOfficer.person_id)
        .where(IndicatorOfficer.unit_id == unit_id, IndicatorOfficer.valid_from <= on)
        .where(or_(IndicatorOfficer.valid_to.is_(None), IndicatorOfficer.valid_to >= on))
    )
    row = session.execute(query.order_by(IndicatorOfficer.valid_from.desc()).limit(1)).one_or_none()
    return Officer(*row) if row else None


def candidates(session: Session, actor: Actor, unit_id: int, day: date | None = None) -> dict[int, str]:
    """Person → name and post of those who may be named: everybody serving in the unit or below it."""
    unit = session.get_one(Unit, unit_id)
    actor.require(Action.NAME_RESPONSIBLE, Subject(path=unit.path))
    query = select(Person.id, Person.full_name, Post.title).join(Post, Post.person_id == Person.id)
    inside = query.join(Unit, Unit.id == Post.unit_id).where(Unit.path.startswith(unit.path, autoescape=True))
    rows = session.execute(inside.where(in_office(day or today())).order_by(Person.full_name, Person.id))
    return {person_id: f"{name} · {title}" for person_id, name, title in rows}
