"""Server-side sessions: the cookie is a random token whose hash lies in the database; every rerun asks for it."""

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Engine,
    Row,
    bindparam,
    delete,
    literal,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session as DatabaseSession

from kpi.access.actor import Actor, Holding
from kpi.access.permissions import Role
from kpi.access.sign_in import digest
from kpi.audit.chain import Deed, append
from kpi.language.message import Message, say
from kpi.language.numbers import HANOI
from kpi.storage.tables import Account, Grant, Person, Post, Session, Ticket, Unit
from kpi.storage.unit_of_work import UnitOfWork, reading

LIFE = timedelta(hours=12)  # a working day: nobody signs in twice, a stolen cookie dies overnight
KEPT = timedelta(days=90)


def redeem(engine: Engine, ticket: str, address: str, agent: str) -> str | None:
    """Exchange a ticket, once, for a session token; None where it is unknown, used or too old.

    Sessions that ended a quarter ago are forgotten on the way.
    """
    now, token = datetime.now(UTC), secrets.token_urlsafe(32)
    with UnitOfWork(engine) as work:
        spent = (
            update(Ticket)
            .where(Ticket.token_hash == digest(ticket), Ticket.used_at.is_(None), Ticket.expires_at > now)
            .values(used_at=now)
            .returning(Ticket.account_id, Ticket.password_version)
        )
        row = work.session.execute(spent).one_or_none()
        if row is None:
            return None
        work.session.execute(delete(Session).where(Session.expires_at < now - KEPT))
        work.session.add(
            Session(
                token_hash=digest(token),
                account_id=row.account_id,
                password_version=row.password_version,
                started_at=now,
                expires_at=now + LIFE,
                address=address[:80],
                agent=agent[:300],
            )
        )
        name = work.session.scalars(select(Account.name).where(Account.id == row.account_id)).one()
        append(work.session, Deed(name, name, "SignedIn", f"address {address}"), [])
        work.commit()
    return token


def actor_of(engine: Engine, token: str | None) -> Actor | None:
    """Who holds this cookie now: None once it expired, was signed out, or its account or password changed."""
    if not token:
        return None
    with engine.connect() as connection:
        asked = {"token": digest(token), "now": datetime.now(UTC), "on": datetime.now(HANOI).date()}
        rows = connection.execute(_alive(), asked).all()
    return _actor(rows) if rows else None


@cache
def _alive() -> CompoundSelect[Any]:
    """The account behind a living session with each role: none (the account itself), by a post, granted; in order."""
    account = (
        select(
            Account.id, Account.name, Account.person_id, Account.must_change_password, Account.language,
            Person.full_name, Session.id.label("session_id"),
        )
        .join(Session, Session.account_id == Account.id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(
            Session.token_hash == bindparam("token"),
            Session.ended_at.is_(None),
            Session.expires_at > bindparam("now"),
            Session.password_version == Account.password_version,
            Account.active,
        )
    )  # fmt: skip
    on: BindParameter[date] = bindparam("on")
    by_post = account.join(Post, Post.person_id == Account.person_id).join(Unit, Unit.id == Post.unit_id)
    held = by_post.where(Post.valid_from <= on, or_(Post.valid_to.is_(None), Post.valid_to >= on))
    granted = account.join(Grant, Grant.account_id == Account.id).join(Unit, Unit.id == Grant.unit_id)
    own = account.add_columns(
        null().label("role"), null().label("path"), literal(0).label("place"), literal(0).label("nth")
    )
    roles = union_all(
        own,
        held.add_columns(Post.role, Unit.path, literal(1), Post.id),
        granted.add_columns(Grant.role, Unit.path, literal(2), Grant.id),
    )
    return roles.order_by("place", "nth")


def _actor(rows: Sequence[Row[Any]]) -> Actor:
    account, *held = rows
    return Actor(
        account_id=account.id,
        account=account.name,
        name=account.full_name or account.name,
        person_id=account.person_id,
        holdings=_holdings([(row.role, row.path) for row in held]),
        must_change_password=account.must_change_password,
        session_id=account.session_id,
        language=account.language,
    )


def holdings_of(session: DatabaseSession, account_id: int, person_id: int | None, on: date) -> tuple[Holding, ...]:
    """The roles a person's posts give on that day, and those the account was granted."""
    by_post = (
        select(Post.role, Unit.path)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.person_id == person_id, Post.valid_from <= on, or_(Post.valid_to.is_(None), Post.valid_to >= on))
    )
    granted = select(Grant.role, Unit.path).join(Unit, Unit.id == Grant.unit_id).where(Grant.account_id == account_id)
    return _holdings([(role, path) for role, path in session.execute(by_post.union_all(granted))])


def _holdings(held: Sequence[tuple[str, str]]) -> tuple[Holding, ...]:
    """Everybody is an official where they serve; a post beyond staff, and a grant, is a role besides."""
    besides = [Holding(Role(role), path) for role, path in held if role != "staff"]
    return (Holding(Role.OFFICIAL, held[0][1] if held else ""), *besides)


def ending_of(engine: Engine, token: str | None) -> Message | None:
    """Why a cookie that once signed somebody in does so no longer; None where it never did or still does."""
    if not token or actor_of(engine, token):
        return None
    with reading(engine) as session:
        versions = (Account.password_version.label("now"), Session.password_version)
        of_it = (
            select(Account.active, *versions, Session.ended_at)
            .join(Session, Session.account_id == Account.id)
            .where(Session.token_hash == digest(token))
        )
        row = session.execute(of_it).one_or_none()
    if row is None:
        return None
    if not row.active:
        return say("This account was switched off. Ask your administrator.")
    if row.password_version != row.now:
        return say("The password was changed, so every browser was signed out. Sign in with the new one.")
    if row.ended_at is None:
        return say("You were signed out because twelve hours had passed. Sign in again; what was saved is still there.")
    return say("You are signed out.")


def sign_out(engine: Engine, token: str) -> None:
    """End this session; the cookie is worth nothing from now on."""
    with UnitOfWork(engine) as work:
        ended = (
            update(Session)
            .where(Session.token_hash == digest(token), Session.ended_at.is_(None))
            .values(ended_at=datetime.now(UTC))
            .returning(Session.account_id)
        )
        account_id = work.session.scalars(ended).one_or_none()
        if account_id is not None:
            name = work.session.scalars(select(Account.name).where(Account.id == account_id)).one()
            append(work.session, Deed(name, name, "SignedOut", ""), [])
        work.commit()
