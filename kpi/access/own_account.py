"""What everybody may do with their own account: the password, the language, the other browsers signed in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session as DatabaseSession

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import deed_of, handles
from kpi.access.passwords import hash_password, matches, weakness
from kpi.access.permissions import Action
from kpi.audit.chain import append
from kpi.language.catalogue import LANGUAGES
from kpi.language.message import say
from kpi.storage.tables import Account, Session


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
class EndOtherSessions:
    """A person signs out every other browser; the one they act from stays."""


def _itself(command: object, session: DatabaseSession) -> Subject:
    return Subject(itself=True)


def own(actor: Actor, session: DatabaseSession) -> Account:
    """The actor's own account row."""
    account = session.get(Account, actor.account_id) if actor.account_id else None
    if account is None:
        raise Refused(say("Sign in first."))
    return account


def end_sessions(account: Account, session: DatabaseSession, *, but: int | None = None) -> int:
    """End every session of an account, save the one with the id `but`; how many were ended."""
    alive = update(Session).where(Session.account_id == account.id, Session.ended_at.is_(None))
    others = alive if but is None else alive.where(Session.id != but)
    ended = session.scalars(others.values(ended_at=datetime.now(UTC)).returning(Session.id)).all()
    return len(ended)


def set_password(account: Account, password: str, *, must_change: bool, session: DatabaseSession) -> None:
    """Store a new password; whoever is signed in with the old one is signed out."""
    account.password_hash = hash_password(password)
    account.password_version += 1
    account.must_change_password = must_change
    end_sessions(account, session)


@handles(ChangePassword, Action.MANAGE_OWN_ACCOUNT, _itself)
def change_password(command: ChangePassword, actor: Actor, session: DatabaseSession) -> None:
    """Refused unless the old password is right and the new one strong and different."""
    account = own(actor, session)
    if not matches(command.old, account.password_hash):
        raise Refused(say("The present password is not right. Type it again."))
    if matches(command.new, account.password_hash):
        raise Refused(say("The new password is the present one. Choose another."))
    if weak := weakness(command.new, account.name):
        raise Refused(weak)
    set_password(account, command.new, must_change=False, session=session)


@handles(ChooseLanguage, Action.MANAGE_OWN_ACCOUNT, _itself)
def choose_language(command: ChooseLanguage, actor: Actor, session: DatabaseSession) -> None:
    """Keep the choice with the account."""
    if command.language not in LANGUAGES:
        raise Refused(say("There is no language “{name}”.", name=command.language))
    own(actor, session).language = command.language


@handles(EndOtherSessions, Action.MANAGE_OWN_ACCOUNT, _itself)
def end_other_sessions(command: EndOtherSessions, actor: Actor, session: DatabaseSession) -> int:
    """How many browsers were signed out; recorded although no recorded row changes."""
    ended = end_sessions(own(actor, session), session, but=actor.session_id)
    if ended:
        append(session, deed_of(command, actor), [])
    return ended
