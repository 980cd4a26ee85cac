"""Appending to the chain: every entry's hash covers the entry before it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kpi.storage.tables import AuditEntry, AuditHead

GENESIS = "0" * 64


@dataclass(frozen=True)
class Deed:
    """What a person did, ready to be recorded: who, by which command, about what, and why."""

    actor: str
    actor_name: str
    command: str
    subject: str
    reason: str | None = None


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, so that equal content hashes equally."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def entry_hash(fields: Mapping[str, Any]) -> str:
    """SHA-256 over an entry's fields, the previous hash among them."""
    return hashlib.sha256(canonical(dict(fields)).encode()).hexdigest()


def locked_head(session: Session) -> AuditHead:
    """The end of the chain, held by this transaction until it ends; whoever else wants it waits."""
    held = select(AuditHead).with_for_update().execution_options(populate_existing=True)
    head = session.scalars(held).one_or_none()
    if head is None:  # two who begin the chain together: one inserts, the other waits for it
        session.execute(
            text("INSERT INTO audit_head (id, number, hash) VALUES (1, 0, :hash) ON CONFLICT DO NOTHING"),
            {"hash": GENESIS},
        )
        head = session.scalars(held).one()
    return head


def append(session: Session, deed: Deed, changes: Sequence[Mapping[str, Any]]) -> int:
    """Add one entry at the end of the chain and return its number.

    The head row is locked until the transaction ends, so entries never fork.
    """
    head = locked_head(session)
    fields = {
        "number": head.number + 1,
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "actor": deed.actor,
        "actor_name": deed.actor_name,
        "command": deed.command,
        "subject": deed.subject,
        "reason": deed.reason,
        "changes": canonical(list(changes)),
        "previous": head.hash,
    }
    entry = AuditEntry(**fields, hash=entry_hash(fields))
    session.add(entry)
    head.number, head.hash = entry.number, entry.hash
    session.flush()
    return entry.number
