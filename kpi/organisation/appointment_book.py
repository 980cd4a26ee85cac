"""What an appointment would change, and what stands in its way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from kpi.language.message import Message, say
from kpi.language.numbers import format_date
from kpi.organisation.commands import AppointOfficial
from kpi.organisation.roster_book import Held, Roster, day_before
from kpi.organisation.unit_book import is_open

CODE = re.compile(r"[0-9A-Za-zĐđ][0-9A-Za-zĐđ._-]{0,19}")
ROLES = ("staff", "head", "deputy")
LONGEST = {"full_name": 120, "title": 120, "job_position": 120, "duty_group": 120, "field": 200}
NEEDED = ("full_name", "title", "job_position", "duty_group")
DETAILS = ("title", "job_position", "duty_group", "field")


class Outcome(StrEnum):
    """What comes of an appointment: a new person, another post, words corrected, or nothing at all."""

    NEW = "new"
    MOVED = "moved"
    CORRECTED = "corrected"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Change:
    """A value before and after; `what` is a field of `AppointOfficial`."""

    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Appointment:
    """An appointment judged against the roster: its outcome, the post held before, and what differs from it."""

    wanted: AppointOfficial
    outcome: Outcome
    before: Held | None = None
    changes: tuple[Change, ...] = ()


def tidy(wanted: AppointOfficial) -> AppointOfficial:
    """The same with single spaces, and with None for what was left empty."""
    text: dict[str, Any] = {
        name: " ".join(getattr(wanted, name).split()) for name in (*NEEDED, "code", "unit_code", "role")
    }
    field = " ".join(wanted.field.split()) if wanted.field else None
    account = wanted.account_name.strip().lower() if wanted.account_name else None
    return replace(wanted, **text, field=field or None, account_name=account or None)


def plan(roster: Roster, wanted: AppointOfficial) -> Appointment:
    """What the appointment would change; `faults` has to find nothing first."""
    person = roster.people.get(wanted.code)
    if person is None:
        return Appointment(wanted, Outcome.NEW)
    before = _same_post(roster, wanted) or _running(roster, wanted)
    changes = [*_person_changes(roster, wanted), *_post_changes(roster, wanted, before)]
    moved = before is None or any(change.what in ("unit_code", "role") for change in changes)
    details = any(change.what in DETAILS for change in changes)
    later = before is not None and wanted.valid_from > before.valid_from
    if moved or (details and later):
        return Appointment(wanted, Outcome.MOVED, before, tuple(changes))
    return Appointment(wanted, Outcome.CORRECTED if changes else Outcome.UNCHANGED, before, tuple(changes))


def enter(roster: Roster, planned: Appointment) -> None:
    """Let the roster say what it would say after the appointment."""
    wanted, before = planned.wanted, planned.before
    if planned.outcome not in (Outcome.NEW, Outcome.MOVED):
        return
    if before and before.overlaps(wanted.valid_from, None):
        roster.end(before, day_before(wanted.valid_from))
    roster.put(
        Held(
            wanted.code, wanted.full_name, roster.units[wanted.unit_code].id, wanted.role, wanted.title,
            wanted.job_position, wanted.duty_group, wanted.field, wanted.valid_from, None,
        )
    )  # fmt: skip


def own_faults(roster: Roster, wanted: AppointOfficial) -> Iterator[tuple[str, Message]]:
    """What is wrong with the appointment whatever other posts say; each with the field concerned."""
    if not CODE.fullmatch(wanted.code):
        text = say("“{code}” cannot be a person's code. Use letters, digits, full stops and hyphens, at most 20.",
                   code=wanted.code)  # fmt: skip
        yield "code", text
    for name in NEEDED:
        if not getattr(wanted, name):
            yield name, say("This is empty. Write it.")
    for name, most in LONGEST.items():
        if len(getattr(wanted, name) or "") > most:
            yield name, say("This is longer than {most} characters. Shorten it.", most=most)
    if wanted.role not in ROLES:
        yield "role", say("“{role}” is no role here. Choose staff, deputy or head.", role=wanted.role)
    yield from _unit_faults(roster, wanted)


def _unit_faults(roster: Roster, wanted: AppointOfficial) -> Iterator[tuple[str, Message]]:
    unit = roster.units.get(wanted.unit_code)
    if unit is None:
        yield "unit_code", say("There is no unit with the code “{code}”. Check the code.", code=wanted.unit_code)
    elif not is_open(unit, wanted.valid_from):
        yield "valid_from", say("{unit} does not exist on {day}. Choose another day or another unit.",
                                unit=unit.name, day=format_date(wanted.valid_from))  # fmt: skip
    elif unit.valid_to:
        yield "unit_code", say("{unit} closes on {day}. Choose a unit that stays.",
                               unit=unit.name, day=format_date(unit.valid_to))  # fmt: skip


def time_faults(roster: Roster, wanted: AppointOfficial) -> Iterator[tuple[str, Message]]:
    """Nobody's posts run backwards, and two posts do not begin on one day."""
    latest = roster.latest(wanted.code)
    if latest is None or _same_post(roster, wanted):
        return
    since = format_date(latest.valid_from)
    if wanted.valid_from < latest.valid_from:
        yield "valid_from", say("{person} already has a post that begins on {day}. Choose a later day.",
                                person=latest.person_name, day=since)  # fmt: skip
    elif wanted.valid_from == latest.valid_from:
        yield "valid_from", say("{person} already has another post that begins on {day}. Choose a later day, "
                                "or correct that post.", person=latest.person_name, day=since)  # fmt: skip


def head_faults(roster: Roster, planned: Appointment) -> Iterator[tuple[str, Message]]:
    """One head per unit at a time; judged once everybody's old posts have ended."""
    wanted = planned.wanted
    if wanted.role != "head" or planned.outcome not in (Outcome.NEW, Outcome.MOVED):
        return
    unit = roster.units[wanted.unit_code]
    for held in roster.heads.get(unit.id, []):
        if held.person_code != wanted.code and held.overlaps(wanted.valid_from, None):
            yield "role", say("{unit} has a head on {day}: {person} ({code}). End or transfer that post first.",
                              unit=unit.name, day=format_date(max(wanted.valid_from, held.valid_from)),
                              person=held.person_name, code=held.person_code)  # fmt: skip


def _same_post(roster: Roster, wanted: AppointOfficial) -> Held | None:
    """The post this is about, already on record: same start, unit and role."""
    unit = roster.units.get(wanted.unit_code)
    asked = (wanted.valid_from, unit.id if unit else None, wanted.role)
    return next((h for h in roster.posts.get(wanted.code, []) if (h.valid_from, h.unit_id, h.role) == asked), None)


def _running(roster: Roster, wanted: AppointOfficial) -> Held | None:
    """The post that runs on the day the new one would begin."""
    day = wanted.valid_from
    return next((held for held in roster.posts.get(wanted.code, []) if held.overlaps(day, day)), None)


def _person_changes(roster: Roster, wanted: AppointOfficial) -> Iterator[Change]:
    person = roster.people[wanted.code]
    if person.full_name != wanted.full_name:
        yield Change("full_name", person.full_name, wanted.full_name)
    if wanted.party_member is not None and person.party_member != wanted.party_member:
        yield Change("party_member", _yes_no(person.party_member), _yes_no(wanted.party_member))


def _post_changes(roster: Roster, wanted: AppointOfficial, before: Held | None) -> Iterator[Change]:
    if before is None:
        yield Change("unit_code", None, wanted.unit_code)
        return
    code = next(unit.code for unit in roster.units.values() if unit.id == before.unit_id)
    if code != wanted.unit_code:
        yield Change("unit_code", code, wanted.unit_code)
    for name in ("role", *DETAILS):
        old, new = getattr(before, name), getattr(wanted, name)
        if old != new and not (name == "field" and new is None):
            yield Change(name, old, new)


def _yes_no(value: bool | None) -> str | None:
    return None if value is None else ("x" if value else "không")
