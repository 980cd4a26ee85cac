"""Writing posts: beginning them, ending them, and the units a deputy is in charge of."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.language.message import Message, say
from kpi.language.numbers import format_date
from kpi.organisation.appointment_book import DETAILS, Appointment, Outcome
from kpi.organisation.roster_book import Roster, day_before
from kpi.storage.tables import FieldInCharge, Person, Post, Unit


def write(session: Session, roster: Roster, planned: Sequence[Appointment]) -> None:
    """Carry out appointments that were judged: people first, then ended posts, then new ones."""
    for one in planned:
        _write_person(session, roster, one)
    session.flush()
    for one in planned:
        post = one.before.post if one.before else None
        if post is not None and one.outcome is Outcome.MOVED and _runs_on(post, one.wanted.valid_from):
            post.valid_to = day_before(one.wanted.valid_from)
        if post is not None and one.outcome is Outcome.CORRECTED:
            _correct(post, one)
    session.add_all(_post(roster, one) for one in planned if one.outcome in (Outcome.NEW, Outcome.MOVED))
    session.flush()


def _write_person(session: Session, roster: Roster, one: Appointment) -> None:
    wanted = one.wanted
    person = roster.people.get(wanted.code)
    if person is None:
        person = Person(code=wanted.code, full_name=wanted.full_name, party_member=wanted.party_member, generated=False)
        session.add(person)
        roster.people[wanted.code] = person
        return
    person.full_name = wanted.full_name
    if wanted.party_member is not None:
        person.party_member = wanted.party_member


def _runs_on(post: Post, day: date) -> bool:
    return post.valid_to is None or post.valid_to >= day


def _correct(post: Post, one: Appointment) -> None:
    for change in one.changes:
        if change.what in DETAILS:
            setattr(post, change.what, change.after)


def _post(roster: Roster, one: Appointment) -> Post:
    wanted = one.wanted
    return Post(
        person_id=roster.people[wanted.code].id,
        unit_id=roster.units[wanted.unit_code].id,
        role=wanted.role,
        title=wanted.title,
        job_position=wanted.job_position,
        duty_group=wanted.duty_group,
        field=wanted.field,
        valid_from=wanted.valid_from,
        valid_to=None,
    )


def person_of(session: Session, code: str) -> Person | None:
    """The person with that code."""
    return session.scalars(select(Person).where(Person.code == code.strip())).one_or_none()


def lasting_post(session: Session, person: Person, on: date) -> Post | None:
    """The person's post on that day."""
    held = select(Post).where(Post.person_id == person.id, Post.valid_from <= on)
    running = held.where(or_(Post.valid_to.is_(None), Post.valid_to >= on))
    return session.scalars(running.order_by(Post.valid_from.desc(), Post.id.desc()).limit(1)).one_or_none()


def last_post(session: Session, person: Person) -> Post | None:
    """The person's latest post, whether it ended or not."""
    held = select(Post).where(Post.person_id == person.id).order_by(Post.valid_from.desc(), Post.id.desc())
    return session.scalars(held.limit(1)).one_or_none()


def ending_faults(person: Person, post: Post | None, valid_to: date) -> Iterator[Message]:
    """Why the post cannot end on that day."""
    if post is None or (post.valid_to is not None and post.valid_to <= valid_to):
        yield say("{person} holds no post after {day}. Check the person and the day.",
                  person=person.full_name, day=format_date(valid_to))  # fmt: skip
    elif valid_to < post.valid_from:
        yield say("The post of {person} begins on {day}. Choose that day or a later one.",
                  person=person.full_name, day=format_date(post.valid_from))  # fmt: skip


def charge_faults(session: Session, post: Post | None, units: Sequence[Unit], on: date) -> Iterator[Message]:
    """Only a deputy is in charge of units, only of those directly below, and only one deputy of each."""
    if post is None or post.role != "deputy":
        yield say("Only a deputy is put in charge of units. Choose somebody who is a deputy on that day.")
        return
    for unit in units:
        if unit.parent_id != post.unit_id:
            yield say("{unit} does not lie directly below the deputy's unit. Leave it out.", unit=unit.name)
        elif other := _other_in_charge(session, post, unit, on):
            yield say("{unit} is already in the charge of {person}. Take it from them first.",
                      unit=unit.name, person=other)  # fmt: skip


def _other_in_charge(session: Session, post: Post, unit: Unit, on: date) -> str | None:
    query = (
        select(Person.full_name)
        .join(Post, Post.person_id == Person.id)
        .join(FieldInCharge, FieldInCharge.post_id == Post.id)
        .where(FieldInCharge.unit_id == unit.id, Post.id != post.id, or_(Post.valid_to.is_(None), Post.valid_to >= on))
    )
    return session.scalars(query.limit(1)).one_or_none()


def put_in_charge(session: Session, post: Post, units: Sequence[Unit]) -> list[Unit]:
    """Let the deputy be in charge of exactly these units; the units that were given or taken."""
    kept = {row.unit_id: row for row in session.scalars(select(FieldInCharge).where(FieldInCharge.post_id == post.id))}
    wanted = {unit.id: unit for unit in units}
    for unit_id in kept.keys() - wanted.keys():
        session.delete(kept[unit_id])
    for unit_id in wanted.keys() - kept.keys():
        session.add(FieldInCharge(post_id=post.id, unit_id=unit_id))
    session.flush()
    changed = kept.keys() ^ wanted.keys()
    return list(session.scalars(select(Unit).where(Unit.id.in_(changed))))
