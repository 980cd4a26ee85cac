"""One command, one transaction: it commits whole, with its audit entry, or leaves nothing."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, event, inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.unitofwork import UOWTransaction

from kpi.storage.tables import Session as WebSession
from kpi.storage.tables import SignInAttempt, Ticket
from kpi.storage.tables.audit import AuditEntry, AuditHead
from kpi.storage.tables.base import Base

SECRET = {"password_hash", "token_hash"}
UNRECORDED = (AuditEntry, AuditHead, WebSession, Ticket, SignInAttempt)


class UnitOfWork:
    """A database session that remembers what it changed, row by row, for the audit entry.

    Leaving it without `commit` rolls everything back.
    """

    def __init__(self, engine: Engine) -> None:
        self.session = Session(engine.execution_options(writes=True), expire_on_commit=False)
        self.changes: list[dict[str, Any]] = []
        event.listen(self.session, "after_flush", self._remember)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.session.rollback()
        self.session.close()

    def commit(self) -> None:
        """Make everything since the start lasting."""
        self.session.commit()

    def _remember(self, session: Session, _flush: UOWTransaction) -> None:
        for row in session.new:
            self._note(row, before=None, after=_values(row))
        for row in session.deleted:
            self._note(row, before=_values(row), after=None)
        for row in session.dirty:
            before, after = _difference(row)
            if after:
                self._note(row, before, after)

    def _note(self, row: Any, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        if isinstance(row, UNRECORDED):
            return
        key = inspect(row).identity or inspect(row.__class__).primary_key_from_instance(row)
        place = {"table": row.__tablename__, "id": [plain(part) for part in key]}
        self.changes.append({**place, "before": before, "after": after})


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for views: nothing written in it lasts."""
    session = Session(engine)
    try:
        yield session
    finally:
        session.rollback()
        session.close()


def plain(value: Any) -> Any:
    """A column's value as JSON has it: dates as ISO text, bytes as their SHA-256."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return "sha256:" + hashlib.sha256(value).hexdigest()
    return value


def recorded(name: str, value: Any) -> Any:
    """What the audit keeps of a column: everything but secrets, of which only that they are set."""
    return "(secret)" if name in SECRET else plain(value)


def _values(row: Base) -> dict[str, Any]:
    state = inspect(row)
    loaded = {a.key: state.dict.get(a.key) for a in state.mapper.column_attrs}
    return {name: recorded(name, value) for name, value in loaded.items() if value is not None}


def _difference(row: Base) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = {}, {}
    for attribute in inspect(row).mapper.column_attrs:
        history = inspect(row).attrs[attribute.key].history
        if history.has_changes():
            old = history.deleted[0] if history.deleted else None
            new = history.added[0] if history.added else None
            if old != new:
                before[attribute.key] = recorded(attribute.key, old)
                after[attribute.key] = recorded(attribute.key, new)
    return before, after
