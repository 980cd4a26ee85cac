"""Carrying out what an administrator does with the apparatus, and moving open months to the leaders that follow.

The lowest floor that can: the books of units and posts stand below, accounts in `kpi.access`, months here.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.new_account import account_faults, names_concerned, open_account
from kpi.access.permissions import Action
from kpi.assessment.routing import reroute
from kpi.language.message import Message, say
from kpi.organisation import appointment_book, post_book, roster_book, unit_book
from kpi.organisation.appointment_book import Appointment, Outcome
from kpi.organisation.commands import (
    AppointOfficial,
    CloseUnit,
    CorrectPerson,
    CreateUnit,
    EndPost,
    RenameUnit,
    SetFieldInCharge,
)
from kpi.organisation.roster_book import Roster
from kpi.storage.tables import Person, Post, Unit


def _at_unit(session: Session, code: str) -> Subject:
    unit = unit_book.unit_of(session, code)
    return Subject(path=unit.path) if unit else Subject()


def _at_parent(command: CreateUnit, session: Session) -> Subject:
    return _at_unit(session, command.parent_code)


def _at_own(command: RenameUnit | CloseUnit, session: Session) -> Subject:
    return _at_unit(session, command.code)


def _at_target(command: AppointOfficial, session: Session) -> Subject:
    return _at_unit(session, command.unit_code)


def _at_person(session: Session, code: str) -> Subject:
    """The unit of the person's last post; where there is none, only a province-wide role passes."""
    query = select(Unit.path).join(Post, Post.unit_id == Unit.id).join(Person, Person.id == Post.person_id)
    path = session.scalars(query.where(Person.code == code).order_by(Post.valid_from.desc()).limit(1)).one_or_none()
    return Subject(path=path)


def _at_holder(command: EndPost | SetFieldInCharge, session: Session) -> Subject:
    return _at_person(session, command.person_code)


def _at_corrected(command: CorrectPerson, session: Session) -> Subject:
    return _at_person(session, command.code)


def _refuse(faults: Iterable[Message]) -> None:
    for fault in faults:
        raise Refused(fault)


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise Refused(say("Give the reason; it is kept in the record."))


def _unit(session: Session, code: str) -> Unit:
    unit = unit_book.unit_of(session, code)
    if unit is None:
        raise Refused(say("There is no unit with the code “{code}”. Check the code.", code=code))
    return unit


def _person(session: Session, code: str) -> Person:
    person = post_book.person_of(session, code)
    if person is None:
        raise Refused(say("There is nobody with the code “{code}”. Check the code.", code=code))
    return person


@handles(CreateUnit, Action.MANAGE_ORGANISATION, _at_parent)
def create_unit(command: CreateUnit, actor: Actor, session: Session) -> None:
    """Refused for a code in use, a place in the tree that such a unit cannot have, or a parent not there that day."""
    unit_book.one_at_a_time(session)
    _refuse(unit_book.founding_faults(session, command))
    unit_book.found(session, command)


@handles(RenameUnit, Action.MANAGE_ORGANISATION, _at_own)
def rename_unit(command: RenameUnit, actor: Actor, session: Session) -> None:
    """Refused without a name or a reason."""
    _reasoned(command.reason)
    _refuse(unit_book.name_faults(command.name))
    _unit(session, command.code).name = " ".join(command.name.split())


@handles(CloseUnit, Action.MANAGE_ORGANISATION, _at_own)
def close_unit(command: CloseUnit, actor: Actor, session: Session) -> None:
    """Refused while people hold posts there after that day, or units below go on."""
    _reasoned(command.reason)
    unit_book.one_at_a_time(session)
    unit = _unit(session, command.code)
    _refuse(unit_book.closing_faults(session, unit, command.valid_to))
    unit.valid_to = command.valid_to


@handles(CorrectPerson, Action.MANAGE_ORGANISATION, _at_corrected)
def correct_person(command: CorrectPerson, actor: Actor, session: Session) -> None:
    """Refused without a name or a reason."""
    _reasoned(command.reason)
    name = " ".join(command.full_name.split())
    if not 0 < len(name) <= appointment_book.LONGEST["full_name"]:
        raise Refused(say("Write the full name, at most 120 characters."))
    person = _person(session, command.code)
    person.full_name, person.party_member = name, command.party_member


@handles(AppointOfficial, Action.MANAGE_ORGANISATION, _at_target)
def appoint_official(command: AppointOfficial, actor: Actor, session: Session) -> str | None:
    """The one-time password of the account, where one was opened: shown once, kept nowhere."""
    unit_book.one_at_a_time(session)
    wanted = appointment_book.tidy(command)
    roster = roster_book.load(session, [wanted.code])
    _refuse(message for _field, message in appointment_book.own_faults(roster, wanted))
    _refuse(_another_name(roster, wanted))
    _refuse(message for _field, message in appointment_book.time_faults(roster, wanted))
    planned = appointment_book.plan(roster, wanted)
    _refuse(message for _field, message in appointment_book.head_faults(roster, planned))
    taken = names_concerned(session, wanted.account_name or "", wanted.code)
    if planned.outcome is Outcome.UNCHANGED and (not wanted.account_name or wanted.account_name in taken):
        raise Refused(say("{person} already holds exactly this post; there is nothing to change.",
                          person=wanted.full_name))  # fmt: skip
    if wanted.account_name:
        own = {code: name for name, code in taken.items() if code}
        _refuse(account_faults(wanted.account_name, wanted.code, taken, own))
    return write_appointments(session, roster, [planned], set(taken)).get(wanted.account_name or "")


def _another_name(roster: Roster, wanted: AppointOfficial) -> Iterable[Message]:
    person = roster.people.get(wanted.code)
    if person is not None and person.full_name != wanted.full_name:
        yield say("The code {code} belongs to {person}. Check the code, or correct the person's name first.",
                  code=wanted.code, person=person.full_name)  # fmt: skip


def write_appointments(
    session: Session, roster: Roster, planned: Sequence[Appointment], accounts: set[str]
) -> dict[str, str]:
    """Carry out appointments that were judged, open the accounts not among `accounts`, and move open months.

    The new accounts' one-time passwords, by account name.
    """
    effective = [one for one in planned if one.outcome is not Outcome.UNCHANGED]
    post_book.write(session, roster, effective)
    passwords = {
        name: open_account(session, name, roster.people[one.wanted.code].id)
        for one in planned
        if (name := one.wanted.account_name) and name not in accounts
    }
    reroute(session, _led_paths(roster, effective), {roster.people[one.wanted.code].id for one in effective})
    return passwords


def _led_paths(roster: Roster, planned: Sequence[Appointment]) -> set[str]:
    """The subtrees whose leaders change: where somebody begins to lead, and where they cease to."""
    paths = {roster.units[one.wanted.unit_code].path for one in planned if one.wanted.role != "staff"}
    by_id = {unit.id: unit.path for unit in roster.units.values()}
    return paths | {by_id[one.before.unit_id] for one in planned if one.before and one.before.role != "staff"}


@handles(EndPost, Action.MANAGE_ORGANISATION, _at_holder)
def end_post(command: EndPost, actor: Actor, session: Session) -> None:
    """Refused without a reason, or where no post runs beyond that day."""
    _reasoned(command.reason)
    unit_book.one_at_a_time(session)
    person = _person(session, command.person_code)
    post = post_book.last_post(session, person)
    _refuse(post_book.ending_faults(person, post, command.valid_to))
    assert post is not None  # ending_faults refused
    post.valid_to = command.valid_to
    path = session.scalars(select(Unit.path).where(Unit.id == post.unit_id)).one()
    reroute(session, [path] if post.role != "staff" else [], [person.id])


@handles(SetFieldInCharge, Action.MANAGE_ORGANISATION, _at_holder)
def set_field_in_charge(command: SetFieldInCharge, actor: Actor, session: Session) -> None:
    """Refused for anybody but a deputy, and for units not directly below or in another deputy's charge."""
    unit_book.one_at_a_time(session)
    post = post_book.lasting_post(session, _person(session, command.person_code), command.on)
    units = [_unit(session, code) for code in dict.fromkeys(command.unit_codes)]
    _refuse(post_book.charge_faults(session, post, units, command.on))
    assert post is not None  # charge_faults refused
    reroute(session, [unit.path for unit in post_book.put_in_charge(session, post, units)])


__all__ = [
    "AppointOfficial",
    "CloseUnit",
    "CorrectPerson",
    "CreateUnit",
    "EndPost",
    "RenameUnit",
    "SetFieldInCharge",
    "write_appointments",
]
