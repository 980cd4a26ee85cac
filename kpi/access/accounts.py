"""What an administrator does with accounts: one-time passwords, switching off and on, granted roles."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.own_account import end_sessions, set_password
from kpi.access.passwords import one_time_password
from kpi.access.permissions import Action, Role
from kpi.language.message import say
from kpi.storage.tables import Account, Grant, Unit

GRANTABLE = (Role.HOME_AFFAIRS, Role.ORGANIZING_COMMITTEE, Role.AUDITOR, Role.ADMINISTRATOR)


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


def _anywhere(command: object, session: DatabaseSession) -> Subject:
    return Subject()


def named(name: str, session: DatabaseSession) -> Account:
    """The account of that name; refused where there is none."""
    account = session.scalars(select(Account).where(Account.name == name.strip().lower())).one_or_none()
    if account is None:
        raise Refused(say("There is no account “{name}”. Check the name.", name=name))
    return account


def somebody_elses(name: str, actor: Actor, session: DatabaseSession) -> Account:
    """The account of that name, refused where it is the actor's own: nobody administers themselves."""
    account = named(name, session)
    if account.id == actor.account_id:
        raise Refused(say("This is your own account. Ask another administrator to do it."))
    return account


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise Refused(say("Give the reason; it is kept in the record."))


@handles(ResetPassword, Action.MANAGE_ACCOUNTS, _anywhere)
def reset_password(command: ResetPassword, actor: Actor, session: DatabaseSession) -> str:
    """A one-time password, to be changed at the first sign-in."""
    _reasoned(command.reason)
    password = one_time_password()
    set_password(somebody_elses(command.account, actor, session), password, must_change=True, session=session)
    return password


@handles(SetActive, Action.MANAGE_ACCOUNTS, _anywhere)
def set_active(command: SetActive, actor: Actor, session: DatabaseSession) -> None:
    """Nobody switches themselves off: somebody must be left to switch on again."""
    _reasoned(command.reason)
    account = somebody_elses(command.account, actor, session)
    account.active = command.active
    if not command.active:
        end_sessions(account, session)


@handles(SetGrant, Action.MANAGE_ACCOUNTS, _anywhere)
def set_grant(command: SetGrant, actor: Actor, session: DatabaseSession) -> None:
    """Heads and deputies come from posts, never from grants."""
    _reasoned(command.reason)
    account = somebody_elses(command.account, actor, session)
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
