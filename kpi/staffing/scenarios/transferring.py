"""Transferring everybody of the old units to the units that continue theirs, by the ordinary book of appointments."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.organisation import appointment_book, post_book, roster_book
from kpi.organisation.commands import AppointOfficial
from kpi.staffing.scenarios.founding import refuse
from kpi.storage.tables import FieldInCharge, Person, Post, Unit


def transfer(session: Session, old: Sequence[Unit], target: Mapping[int, Unit], day: date) -> tuple[int, int]:
    """How many people were transferred, and how many former heads became deputies until somebody is appointed.

    Posts and titles stay; of several heads the seat's goes on, for a unit has one. A post for a time keeps its end.
    """
    held = _held(session, old, day)
    roster = roster_book.load(session, [person.code for _post, person in held])
    wanted, waiting = _wanted(held, old, target, day)
    planned = []
    for one in wanted:
        refuse(message for _field, message in appointment_book.own_faults(roster, one))
        refuse(message for _field, message in appointment_book.time_faults(roster, one))
        planned.append(appointment_book.plan(roster, one))
    ends = {person.id: post.valid_to for post, person in held if post.valid_to}
    post_book.write(session, roster, planned)
    session.flush()
    made = _made(session, [person.id for _post, person in held], day)
    for person_id, last in ends.items():
        made[person_id].valid_to = last
    _put_in_charge(session, held, made, target)
    return len(wanted), waiting


def _held(session: Session, old: Sequence[Unit], day: date) -> list[tuple[Post, Person]]:
    """Posts that run on that day, heads first, in the order of the units."""
    order = {unit.id: place for place, unit in enumerate(old)}
    query = select(Post, Person).join(Person, Person.id == Post.person_id).where(Post.unit_id.in_(order))
    running = query.where(Post.valid_from < day, or_(Post.valid_to.is_(None), Post.valid_to >= day))
    rows = [(post, person) for post, person in session.execute(running)]
    return sorted(rows, key=lambda row: (order[row[0].unit_id], row[0].role != "head", row[0].id))


def _wanted(
    held: Sequence[tuple[Post, Person]], old: Sequence[Unit], target: Mapping[int, Unit], day: date
) -> tuple[list[AppointOfficial], int]:
    heads: set[int] = set()
    wanted, waiting = [], 0
    for post, person in held:
        unit, role = target[post.unit_id], post.role
        if role == "head" and unit.id in heads:
            role, waiting = "deputy", waiting + 1
        if role == "head":
            heads.add(unit.id)
        wanted.append(
            AppointOfficial(
                person.code,
                person.full_name,
                unit.code,
                role,
                post.title,
                post.job_position,
                post.duty_group,
                post.field,
                None,
                day,
            )
        )
    return wanted, waiting


def _made(session: Session, people: Sequence[int], day: date) -> dict[int, Post]:
    query = select(Post).where(Post.person_id.in_(people), Post.valid_from == day)
    return {post.person_id: post for post in session.scalars(query)}


def _put_in_charge(
    session: Session, held: Sequence[tuple[Post, Person]], made: Mapping[int, Post], target: Mapping[int, Unit]
) -> None:
    """Deputies stay in charge of what continues their divisions; where two were, the seat's."""
    owner = {post.id: person.id for post, person in held}
    rows = session.scalars(select(FieldInCharge).where(FieldInCharge.post_id.in_(owner)).order_by(FieldInCharge.id))
    first = {post_id: place for place, post_id in enumerate(owner)}
    taken: set[int] = set()
    for row in sorted(rows, key=lambda one: first[one.post_id]):
        unit = target.get(row.unit_id)
        if unit is not None and unit.id not in taken:
            taken.add(unit.id)
            session.add(FieldInCharge(post_id=made[owner[row.post_id]].id, unit_id=unit.id))
    session.flush()
