"""Signing in: the lock after wrong attempts, the password check, and the ticket that buys a cookie."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, func, select
from sqlalchemy.orm import Session

from kpi.access.passwords import matches, nobodys_hash
from kpi.audit.chain import Deed, append
from kpi.language.message import Message, say
from kpi.storage.tables import Account, SignInAttempt, Ticket
from kpi.storage.unit_of_work import UnitOfWork, reading

WINDOW = timedelta(minutes=15)
MOST_BY_ACCOUNT = 5
MOST_BY_ADDRESS = 50  # an office shares one address
TICKET_LIFE = timedelta(seconds=60)


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt: a ticket, or a message."""

    ticket: str | None = None
    message: Message | None = None


def digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def attempt(engine: Engine, name: str, password: str, address: str) -> Outcome:
    """Check one attempt from `address`. Wrong ones are counted in the database; too many lock for a while."""
    name, now = name.strip().lower(), datetime.now(UTC)
    with reading(engine) as session:
        until = locked_until(session, name, address, now)
        account = session.scalars(select(Account).where(Account.name == name)).one_or_none()
    if until:
        minutes = max(1, round((until - now).total_seconds() / 60))
        return Outcome(message=say("Too many wrong attempts. Try again in {minutes} minutes.", minutes=minutes))
    right = matches(password, account.password_hash if account else nobodys_hash())
    if account is None or not right or not account.active:
        _record_wrong(engine, name, address, now)
        return Outcome(message=say("The account name or the password is not right."))
    return Outcome(ticket=_issue_ticket(engine, account, address, now))


def locked_until(session: Session, name: str, address: str, now: datetime) -> datetime | None:
    """When the lock on this account or address ends; None where there is none."""
    ends = [
        _lock_end(session, SignInAttempt.name == name, MOST_BY_ACCOUNT, now),
        _lock_end(session, SignInAttempt.address == address, MOST_BY_ADDRESS, now),
    ]
    return max((end for end in ends if end), default=None)


def _lock_end(session: Session, whose: ColumnElement[bool], most: int, now: datetime) -> datetime | None:
    recent = select(SignInAttempt.at).where(whose, SignInAttempt.at > now - WINDOW)
    times = session.scalars(recent.order_by(SignInAttempt.at.desc()).limit(most)).all()
    return times[-1] + WINDOW if len(times) == most else None


def _record_wrong(engine: Engine, name: str, address: str, now: datetime) -> None:
    with UnitOfWork(engine) as work:
        work.session.add(SignInAttempt(name=name[:80], address=address[:80], at=now))
        work.session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - timedelta(days=30)))
        count = select(func.count()).where(SignInAttempt.name == name, SignInAttempt.at > now - WINDOW)
        if work.session.scalar(count) == MOST_BY_ACCOUNT:
            deed = Deed(actor=name[:80], actor_name=name[:80], command="LockedOut", subject=f"address {address}")
            append(work.session, deed, [])
        work.commit()


def _issue_ticket(engine: Engine, account: Account, address: str, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    with UnitOfWork(engine) as work:
        work.session.execute(delete(SignInAttempt).where(SignInAttempt.name == account.name))
        work.session.execute(delete(Ticket).where(Ticket.expires_at < now))
        work.session.add(
            Ticket(
                token_hash=digest(token),
                account_id=account.id,
                password_version=account.password_version,
                expires_at=now + TICKET_LIFE,
            )
        )
        work.commit()
    return token
