"""What screens show of accounts: who somebody is, their browsers, and an administrator's list."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session as DatabaseSession

from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.organisation.kinds import RANKING
from kpi.storage.tables import Account, Grant, Installation, Person, Post, Session, Unit


@dataclass(frozen=True)
class Place:
    """This installation: the province it serves, and whether its people are generated."""

    province: str
    demo: bool


@dataclass(frozen=True)
class Badge:
    """A person's post as it is written beside their name; empty where they hold none."""

    title: str = ""
    unit: str = ""


@dataclass(frozen=True)
class LiveSession:
    """A browser that is signed in."""

    started_at: datetime
    expires_at: datetime
    address: str
    agent: str
    here: bool


@dataclass(frozen=True)
class AccountLine:
    """One account in the administrator's list."""

    name: str
    full_name: str
    title: str
    unit: str
    active: bool
    must_change_password: bool


@dataclass(frozen=True)
class Granted:
    """A role an account was granted, with the unit it reaches from."""

    role: str
    unit_code: str
    unit: str


def place_of(session: DatabaseSession) -> Place:
    """What this installation says of itself; before it is prepared, a real one without a name."""
    row = session.execute(select(Installation.province, Installation.kind)).first()
    return Place(row.province, row.kind == "demo") if row else Place("", demo=False)


def badge_of(session: DatabaseSession, actor: Actor, today: date) -> Badge:
    """The actor's leading post of that day, else any post of theirs."""
    query = (
        select(Post.title, Unit.name, Post.role)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.person_id == actor.person_id, *_in_office(today))
    )
    rows = sorted(session.execute(query).all(), key=lambda row: (row.role != "head", row.role != "deputy"))
    return Badge(rows[0].title, rows[0].name) if rows else Badge()


def _in_office(today: date) -> tuple[ColumnElement[bool], ...]:
    return (Post.valid_from <= today, or_(Post.valid_to.is_(None), Post.valid_to >= today))


def live_sessions(session: DatabaseSession, actor: Actor) -> list[LiveSession]:
    """The actor's own signed-in browsers, newest first."""
    actor.require(Action.MANAGE_OWN_ACCOUNT, Subject(itself=True))
    alive = (
        select(Session)
        .join(Account, Account.id == Session.account_id)
        .where(
            Session.account_id == actor.account_id,
            Session.ended_at.is_(None),
            Session.expires_at > datetime.now(UTC),
            Session.password_version == Account.password_version,
        )
        .order_by(Session.started_at.desc())
    )
    return [
        LiveSession(row.started_at, row.expires_at, row.address, row.agent, row.id == actor.session_id)
        for row in session.scalars(alive)
    ]


def accounts_matching(
    session: DatabaseSession, actor: Actor, search: str, today: date, *, start: int, size: int
) -> tuple[list[AccountLine], int]:
    """`size` accounts from `start` on, by name, and how many match in all; for administrators."""
    actor.require(Action.MANAGE_ACCOUNTS)
    matching = _matching(search)
    counted = select(func.count(Account.id)).outerjoin(Person, Person.id == Account.person_id).where(matching)
    latest = (
        select(func.max(Post.id).label("id")).where(*_in_office(today)).group_by(Post.person_id).subquery("latest_post")
    )
    found = (
        select(Account, Person.full_name, Post.title, Unit.name.label("unit"))
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(Post, (Post.person_id == Person.id) & Post.id.in_(select(latest.c.id)))
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(matching)
        .order_by(Account.name)
        .offset(start)
        .limit(size)
    )
    return [_line(*row) for row in session.execute(found)], session.scalar(counted) or 0


def _matching(search: str) -> ColumnElement[bool]:
    text = search.strip()
    if not text:
        return true()
    named = (Account.name.icontains(text, autoescape=True), Person.full_name.icontains(text, autoescape=True))
    return or_(*named, Person.code == text)


def _line(account: Account, full_name: str | None, title: str | None, unit: str | None) -> AccountLine:
    return AccountLine(
        name=account.name,
        full_name=full_name or "",
        title=title or "",
        unit=unit or "",
        active=account.active,
        must_change_password=account.must_change_password,
    )


def grants_of(session: DatabaseSession, actor: Actor, account: str) -> list[Granted]:
    """The roles an account was granted; for administrators."""
    actor.require(Action.MANAGE_ACCOUNTS)
    query = (
        select(Grant.role, Unit.code, Unit.name)
        .join(Unit, Unit.id == Grant.unit_id)
        .join(Account, Account.id == Grant.account_id)
        .where(Account.name == account)
        .order_by(Grant.role, Unit.code)
    )
    return [Granted(*row) for row in session.execute(query)]


def units_to_grant(session: DatabaseSession, actor: Actor, today: date) -> list[tuple[str, str]]:
    """Code and name of the units a role may be granted in: those that rank their people, the province first."""
    actor.require(Action.MANAGE_ACCOUNTS)
    alive = (Unit.valid_from <= today, or_(Unit.valid_to.is_(None), Unit.valid_to >= today))
    query = select(Unit.code, Unit.name).where(*alive, Unit.kind.in_([str(kind) for kind in RANKING]))
    return [(code, name) for code, name in session.execute(query.order_by(func.length(Unit.path), Unit.name))]
