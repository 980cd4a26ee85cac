"""Signing in: the lock after wrong attempts, the password check, and the ticket that buys a cookie."""

import hashlib
import math
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, select, update
from sqlalchemy.orm import Session

from kpi.access.passwords import hashed_lightly, matches, nobodys_hash
from kpi.access.storable import holds_unstorable_text
from kpi.audit.chain import Deed, append, locked_head
from kpi.language.message import N_, Message, say
from kpi.storage.tables import Account, SignInAttempt, Ticket
from kpi.storage.unit_of_work import UnitOfWork

WINDOW = timedelta(minutes=15)
MOST_BY_ACCOUNT = 5
MOST_BY_ADDRESS = 50  # an office shares one address
TICKET_LIFE = timedelta(seconds=60)
WRONG = N_("The account name or the password is not right.")
NAME_LENGTH, ADDRESS_LENGTH = 80, 80


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt: a ticket, or a message."""

    ticket: str | None = None
    message: Message | None = None


def digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def attempt(engine: Engine, name: str, password: str, address: str) -> Outcome:
    """Check one attempt from `address`. Wrong ones are counted in the database; too many lock for a while.

    The attempt is counted before the password is looked at and forgotten when it was right, so that many guesses
    sent at the same moment cannot slip past the lock together.
    """
    if holds_unstorable_text((name, password)):
        return Outcome(message=say(WRONG))
    name, address, now = name.strip().lower()[:NAME_LENGTH], address[:ADDRESS_LENGTH], datetime.now(UTC)
    with UnitOfWork(engine) as work:
        until = _lock(work.session, name, address, now)
        counted = None if until else _count(work.session, name, now)
        account = work.session.scalars(select(Account).where(Account.name == name)).one_or_none()
        work.commit()
    if until or counted is None:
        return Outcome(message=_wait(until or now, now))
    right = _is_right(password, account)
    if account is None or not right or not account.active:
        _record_wrong(engine, counted, name, address, now)
        return Outcome(message=say(WRONG))
    return Outcome(ticket=_issue_ticket(engine, account, now))


def _is_right(password: str, account: Account | None) -> bool:
    """Takes the same time for an unknown name, and for a one-time password hashed more lightly than a chosen one."""
    if account is None:
        return matches(password, nobodys_hash())
    right = matches(password, account.password_hash)
    if hashed_lightly(account.password_hash):
        matches(password, nobodys_hash())
    return right


def _wait(until: datetime, now: datetime) -> Message:
    minutes = max(1, math.ceil((until - now).total_seconds() / 60))
    return say("Too many wrong attempts. Try again in {minutes} minutes.", minutes=minutes)


def _lock(session: Session, name: str, address: str, now: datetime) -> datetime | None:
    """`locked_until`, asked by one attempt at a time: none sees half a count."""
    locked_head(session)
    return locked_until(session, name, address, now)


def _count(session: Session, name: str, now: datetime) -> int:
    """Count an attempt on the account; its address joins once it proved wrong, for an office shares one."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - timedelta(days=30)))
    counted = SignInAttempt(name=name, address="", at=now)
    session.add(counted)
    session.flush()
    return counted.id


def _record_wrong(engine: Engine, counted: int, name: str, address: str, now: datetime) -> None:
    """Count a wrong attempt on its address too, and put the lock on record when this was the attempt that locked."""
    with UnitOfWork(engine) as work:
        work.session.execute(update(SignInAttempt).where(SignInAttempt.id == counted).values(address=address))
        if locked_until(work.session, name, address, now):
            append(work.session, Deed(name, name, "LockedOut", f"address {address}"), [])
        work.commit()


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


def _issue_ticket(engine: Engine, account: Account, now: datetime) -> str:
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
