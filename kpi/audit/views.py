"""Reading the record: entries by day, person, command and subject, with what changed told column by column.

Who may read it is for `kpi.access.auditing` to say; screens come in there.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from kpi.language.numbers import HANOI
from kpi.storage.tables import AuditEntry


@dataclass(frozen=True)
class Wanted:
    """What an auditor looks for; days are the province's, both inclusive, empty means any."""

    first: date | None = None
    last: date | None = None
    actor: str = ""
    command: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Change:
    """One column of one row: its value before and after (None: there was none)."""

    table: str
    row: str
    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Entry:
    """One entry as a person reads it."""

    number: int
    at: datetime
    actor: str
    actor_name: str
    command: str
    subject: str
    reason: str
    changes: tuple[Change, ...]
    hash: str


def entries(session: Session, wanted: Wanted, *, start: int, size: int) -> list[Entry]:
    """`size` matching entries from `start` on, newest first."""
    query = select(AuditEntry).where(*_conditions(wanted)).order_by(AuditEntry.number.desc())
    return [_entry(row) for row in session.scalars(query.offset(start).limit(size))]


def count(session: Session, wanted: Wanted) -> int:
    """How many entries match."""
    return session.scalar(select(func.count()).select_from(AuditEntry).where(*_conditions(wanted))) or 0


def commands(session: Session) -> list[str]:
    """Every command on record, for the filter."""
    return list(session.scalars(select(AuditEntry.command).distinct().order_by(AuditEntry.command)))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.first:
        yield AuditEntry.at >= _midnight(wanted.first)
    if wanted.last:
        yield AuditEntry.at < _midnight(wanted.last + timedelta(days=1))
    if who := wanted.actor.strip():
        named = AuditEntry.actor_name.icontains(who, autoescape=True)
        yield or_(AuditEntry.actor.icontains(who, autoescape=True), named)
    if wanted.command:
        yield AuditEntry.command == wanted.command
    if about := wanted.subject.strip():
        yield AuditEntry.subject.icontains(about, autoescape=True)


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), HANOI).astimezone(UTC).isoformat(timespec="microseconds")


def _entry(row: AuditEntry) -> Entry:
    return Entry(
        number=row.number,
        at=_moment(row.at),
        actor=row.actor,
        actor_name=row.actor_name,
        command=row.command,
        subject=row.subject,
        reason=row.reason or "",
        changes=tuple(_changes(row.changes)),
        hash=row.hash,
    )


def _moment(text: str) -> datetime:
    """An altered entry must still be shown, so a spoilt moment is the first one there is."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _changes(text: str) -> Iterator[Change]:
    try:
        recorded = json.loads(text)
    except ValueError:
        return
    for change in recorded:
        before, after = change["before"] or {}, change["after"] or {}
        row = ", ".join(map(str, change["id"]))
        for column in {**before, **after}:
            yield Change(change["table"], row, column, before.get(column), after.get(column))
