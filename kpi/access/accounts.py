"""Commands on accounts: a person's own password and language, and what an administrator does."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session as DatabaseSession

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.passwords import hash_password, matches, one_time_password, weakness
from kpi.access.permissions import Action, Role
from kpi.language.message import say
from kpi.storage.tables import Account, Grant, Session, Unit


@dataclass(frozen=True)
class ChangePassword:
    """A person changes their own password; every session, this one too, ends."""

    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True)
class ChooseLanguage:
    """A person chooses the language the tool speaks to them."""

    language: str


@dataclass(frozen=True)
class ResetPassword:
    """An administrator gives an account a one-time password; returns it, to be handed over."""

    account: str
    reason: str

    @property
    def about(self) -> str:
        """The account, for the audit."""
        return f"account {self.account}"


@dataclass(frozen=True)
class SetActive:
    """An administrator switches an account off (all its sessions end) or on again."""

    account: str
    active: bool
    reason: str

    @property
    def about(self) -> str:
        """The account, for the audit."""
        return f"account {self.account}"


@dataclass(frozen=True)
class SetGrant:
    """An administrator gives an account a role in a unit and below, or takes it away."""

    account: str
    role: str
    unit_code: str
    granted: bool
    reason: str

    @property
    def about(self) -> str:
        """The account, for the audit."""
        return f"account {self.account}"


def _self(command: object, session: DatabaseSession) -> Subject:
    return Subject()


def own(actor: Actor, session: DatabaseSession) -> Account:
    """The actor's own account row."""
    account = session.get(Account, actor.account_id) if actor.account_id else None
    if account is None:
        raise Refused(say("Sign in first."))
    return account


def named(name: str, session: DatabaseSession) -> Account:
    """The account of that name; refused where there is none."""
    account = session.scalars(select(Account).where(Account.name == name.strip().lower())).one_or_none()
    if account is None:
        raise Refused(say("There is no account “{name}”. Check the name.", name=name))
    return account


def end_sessions(account: Account, session: DatabaseSession) -> None:
    """End every session of an account."""
    alive = update(Session).where(Session.account_id == account.id, Session.ended_at.is_(None))
    session.execute(alive.values(ended_at=datetime.now(UTC)))


@handles(ChangePassword, Action.MANAGE_OWN_ACCOUNT, _self)
def change_password(command: ChangePassword, actor: Actor, session: DatabaseSession) -> None:
    """Refused unless the old password is right and the new one strong and different."""
    account = own(actor, session)
    if not matches(command.old, account.password_hash):
        raise Refused(say("The present password is not right. Type it again."))
    if matches(command.new, account.password_hash):
        raise Refused(say("The new password is the present one. Choose another."))
    if weak := weakness(command.new, account.name):
        raise Refused(weak)
    _set_password(account, command.new, must_change=False, session=session)


def _set_password(account: Account, password: str, *, must_change: bool, session: DatabaseSession) -> None:
    account.password_hash = hash_password(password)
    account.password_version += 1
    account.must_change_password = must_change
    end_sessions(account, session)


@handles(ChooseLanguage, Action.MANAGE_OWN_ACCOUNT, _self)
def choose_language(command: ChooseLanguage, actor: Actor, session: DatabaseSession) -> None:
    """Keep the choice with the account."""
    if command.language not in ("vi", "en"):
        raise Refused(say("There is no language “{name}”.", name=command.language))
    own(actor, session).language = command.language


@handles(ResetPassword, Action.MANAGE_ACCOUNTS, _self)
def reset_password(command: ResetPassword, actor: Actor, session: DatabaseSession) -> str:
    """A one-time password, to be changed at the first sign-in."""
    password = one_time_password()
    _set_password(named(command.account, session), password, must_change=True, session=session)
    return password


@handles(SetActive, Action.MANAGE_ACCOUNTS, _self)
def set_active(command: SetActive, actor: Actor, session: DatabaseSession) -> None:
    """Nobody switches themselves off: somebody must be left to switch on again."""
    account = named(command.account, session)
    if account.id == actor.account_id:
        raise Refused(say("You cannot switch off your own account. Ask another administrator."))
    account.active = command.active
    if not command.active:
        end_sessions(account, session)


GRANTABLE = (Role.HOME_AFFAIRS, Role.ORGANIZING_COMMITTEE, Role.AUDITOR, Role.ADMINISTRATOR)


@handles(SetGrant, Action.MANAGE_ACCOUNTS, _self)
def set_grant(command: SetGrant, actor: Actor, session: DatabaseSession) -> None:
    """Heads and deputies come from posts, never from grants."""
    account = named(command.account, session)
    if command.role not in GRANTABLE:
        raise Refused(say("The role “{role}” cannot be granted; it follows from the post.", role=command.role))
    unit = session.scalars(select(Unit).where(Unit.code == command.unit_code)).one_or_none()
    if unit is None:
        raise Refused(say("There is no unit with the code “{code}”.", code=command.unit_code))
    here = (Grant.account_id == account.id, Grant.role == command.role, Grant.unit_id == unit.id)
    grant = session.scalars(select(Grant).where(*here)).one_or_none()
    if command.granted and grant is None:
        session.add(Grant(account_id=account.id, role=command.role, unit_id=unit.id))
    if not command.granted and grant is not None:
        session.delete(grant)
