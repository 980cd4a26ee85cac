"""An auditor's way into the record: reading it, and proving that it is whole. Both are limited by the table."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.audit import views
from kpi.audit.chain import Deed, append
from kpi.audit.verify import Verification, verify
from kpi.storage.tables import AuditEntry
from kpi.storage.unit_of_work import UnitOfWork

VERIFIED, INTACT = "VerifyRecord", "intact"


def entries(session: Session, actor: Actor, wanted: views.Wanted, *, start: int, size: int) -> list[views.Entry]:
    """The entries the auditor asked for, newest first."""
    actor.require(Action.READ_AUDIT)
    return views.entries(session, wanted, start=start, size=size)


def count(session: Session, actor: Actor, wanted: views.Wanted) -> int:
    """How many entries the auditor asked for."""
    actor.require(Action.READ_AUDIT)
    return views.count(session, wanted)


def commands(session: Session, actor: Actor) -> list[str]:
    """The names of the commands on record."""
    actor.require(Action.READ_AUDIT)
    return views.commands(session)


def last_verification(session: Session, actor: Actor) -> tuple[datetime, str] | None:
    """When the record was last verified and what was found ("intact", "altered 3"); None where it never was."""
    actor.require(Action.READ_AUDIT)
    verified = select(AuditEntry.at, AuditEntry.subject).where(AuditEntry.command == VERIFIED)
    row = session.execute(verified.order_by(AuditEntry.number.desc()).limit(1)).one_or_none()
    return (datetime.fromisoformat(row.at), row.subject) if row else None


def verify_record(engine: Engine, actor: Actor, progress: Callable[[float], None] | None = None) -> Verification:
    """Verify the whole record for an auditor; that it was done, and what came of it, is an entry itself.

    `progress` is told the share done, from 0 to 1.
    """
    actor.require(Action.READ_AUDIT)
    result = verify(engine, progress)
    outcome = INTACT if result.intact else f"altered {len(result.alterations)}"
    with UnitOfWork(engine) as work:
        append(work.session, Deed(actor.account, actor.name, VERIFIED, outcome), [])
        work.commit()
    return result
