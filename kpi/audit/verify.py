"""Proving that nothing was altered: the chain link by link, today's rows against what it recorded, and closings."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, Row, func, inspect, select
from sqlalchemy.orm import Session

from kpi.audit.chain import GENESIS, entry_hash
from kpi.audit.closing_digest import stored_digest
from kpi.language.message import Message, say
from kpi.storage.tables import AuditEntry, AuditHead, Base, Closing, Period, PeriodResult
from kpi.storage.unit_of_work import reading, recorded

FIELDS = ("number", "at", "actor", "actor_name", "command", "subject", "reason", "changes", "previous")
MODELS = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
AT_ONCE = 500


@dataclass(frozen=True)
class Alteration:
    """One place where the record does not hold, with the entry it concerns."""

    entry: int
    what: Message


@dataclass
class Verification:
    """The outcome: how much was read, and everything found wrong (empty: nothing was altered)."""

    entries: int = 0
    rows: int = 0
    head: str = GENESIS
    alterations: list[Alteration] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return not self.alterations


def verify(engine: Engine, progress: Callable[[float], None] | None = None) -> Verification:
    """Read the whole chain and compare the rows it speaks of with the database as it stands.

    `progress` is told the share of the chain read so far, from 0 to 1, every thousand entries.
    """
    result = Verification()
    last: dict[tuple[str, str], tuple[int, dict[str, Any] | None]] = {}
    with reading(engine) as session:
        total = session.scalar(select(func.max(AuditEntry.number))) or 1
        for entry in session.execute(select(*_columns()).order_by(AuditEntry.number)).yield_per(1000):
            _check_link(entry, result)
            _remember(entry, last)
            if progress and entry.number % 1000 == 0:
                progress(min(1.0, entry.number / total))
        _check_head(session, result)
        _check_rows(session, last, result)
        _check_closings(session, last, result)
    return result


def _columns() -> list[Any]:
    return [getattr(AuditEntry, name) for name in (*FIELDS, "hash")]


def _check_link(entry: Row[Any], result: Verification) -> None:
    expected = result.entries + 1
    if entry.number != expected:
        result.alterations.append(
            Alteration(expected, say("Entries {first} to {last} are missing.", **_gap(expected, entry.number)))
        )
    elif entry.previous != result.head:
        result.alterations.append(Alteration(entry.number, say("It does not follow from the entry before it.")))
    if entry.hash != entry_hash({name: getattr(entry, name) for name in FIELDS}):
        result.alterations.append(Alteration(entry.number, say("Its content was altered after it was written.")))
    result.entries, result.head = entry.number, entry.hash


def _gap(first: int, found: int) -> dict[str, int]:
    return {"first": first, "last": found - 1}


def _check_head(session: Session, result: Verification) -> None:
    head = session.get(AuditHead, 1)
    if head is None and result.entries == 0:
        return
    if head is None or head.number != result.entries or head.hash != result.head:
        number = head.number if head else result.entries
        result.alterations.append(
            Alteration(
                number,
                say("The end of the chain was cut off or moved; the last entry found is {last}.", last=result.entries),
            )
        )


def _remember(entry: Row[Any], last: dict[tuple[str, str], tuple[int, dict[str, Any] | None]]) -> None:
    """Keep, per row, the value every column was last given and by which entry."""
    try:
        changes = json.loads(entry.changes)
    except ValueError:
        return  # already reported: the hash cannot match
    for change in changes:
        if change["table"] not in MODELS:
            continue  # a table this version does not have any more
        key = (change["table"], json.dumps(change["id"]))
        if change["after"] is None:
            last[key] = (entry.number, None)
        else:
            known = last.get(key, (0, None))[1] or {}
            last[key] = (entry.number, {**known, **change["after"]})


def _check_rows(
    session: Session, last: dict[tuple[str, str], tuple[int, dict[str, Any] | None]], result: Verification
) -> None:
    tables: dict[str, list[tuple[list[Any], int, dict[str, Any] | None]]] = {}
    for (table, key), (entry, values) in last.items():
        tables.setdefault(table, []).append((json.loads(key), entry, values))
    for table, expected in tables.items():
        for start in range(0, len(expected), AT_ONCE):
            part = expected[start : start + AT_ONCE]
            result.rows += len(part)
            result.alterations += _altered_rows(session, MODELS[table], part)


def _check_closings(
    session: Session, last: dict[tuple[str, str], tuple[int, dict[str, Any] | None]], result: Verification
) -> None:
    """A closing's results are too many for its entry, which carries their digest instead: hash them again."""
    query = select(Closing.id, Closing.number, Closing.digest, Period.code).join(Period, Period.id == Closing.period_id)
    for closing_id, number, digest, code in session.execute(query.order_by(Closing.id)).all():
        result.rows += session.scalar(select(func.count()).where(PeriodResult.closing_id == closing_id)) or 0
        if stored_digest(session, closing_id) != digest:
            entry = last.get((Closing.__tablename__, json.dumps([closing_id])), (0, None))[0]
            what = say("The results of closing {number} of period {code} were altered.", number=number, code=code)
            result.alterations.append(Alteration(entry, what))


def _altered_rows(
    session: Session, model: type[Base], expected: list[tuple[list[Any], int, dict[str, Any] | None]]
) -> Iterator[Alteration]:
    found = _rows_by_key(session, model, [key for key, _, _ in expected])
    for key, entry, values in expected:
        row = found.get(json.dumps(key))
        for what in _disagreements(row, values):
            place = {"table": model.__tablename__, "key": ", ".join(map(str, key))}
            yield Alteration(entry, Message(what.text, {**place, **what.values}))


def _rows_by_key(session: Session, model: type[Base], keys: list[list[Any]]) -> dict[str, Row[Any]]:
    primary = list(inspect(model).primary_key)
    query = select(*_undeferred(model)).where(primary[0].in_({key[0] for key in keys}))
    return {json.dumps([getattr(row, str(c.key)) for c in primary]): row for row in session.execute(query)}


def _undeferred(model: type[Base]) -> list[Any]:
    return [getattr(model, a.key) for a in inspect(model).column_attrs if not a.deferred]


def _disagreements(row: Row[Any] | None, values: dict[str, Any] | None) -> Iterator[Message]:
    if values is None or row is None:
        if values is not None:
            yield say("The row {table} {key} it wrote is gone.")
        elif row is not None:
            yield say("The row {table} {key} it removed is back.")
        return
    for name, value in values.items():
        now = recorded(name, getattr(row, name)) if hasattr(row, name) else value
        if now != value:
            told = {"column": name, "was": str(value), "now": str(now)}
            yield say("{table} {key}, {column}: it recorded {was}, the database holds {now}.", **told)
