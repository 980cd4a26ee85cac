"""The one way to change anything: a command, checked against the table of permissions, inside one unit of work."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, NotPermitted, Refused, Subject
from kpi.access.collisions import saying_collisions
from kpi.access.permissions import Action
from kpi.access.storable import holds_unstorable_text
from kpi.audit.chain import Deed, append
from kpi.language.message import say
from kpi.storage.unit_of_work import UnitOfWork

C = TypeVar("C")
Handler = Callable[[Any, Actor, Session], Any]


@dataclass(frozen=True)
class Rule:
    """How a command is handled: the action it needs, what it is about, and who carries it out."""

    action: Action
    subject: Callable[[Any, Session], Subject]
    handler: Handler


RULES: dict[type, Rule] = {}


def whole_province(command: object, session: Session) -> Subject:
    """The subject of what concerns no single person or unit: only a province-wide permission reaches it."""
    return Subject()


def handles(
    command: type[C], action: Action, subject: Callable[[C, Session], Subject]
) -> Callable[[Callable[[C, Actor, Session], Any]], Callable[[C, Actor, Session], Any]]:
    """Register the handler of `command`; `subject` finds whom and which unit it concerns."""

    def register(handler: Callable[[C, Actor, Session], Any]) -> Callable[[C, Actor, Session], Any]:
        RULES[command] = Rule(action, subject, handler)
        return handler

    return register


def execute(command: object, actor: Actor, engine: Engine) -> Any:
    """Carry out `command` for `actor`, whole and with its audit entry, or refuse it and change nothing.

    Raises `NotPermitted` where the table says no, `Refused` where the state does.
    """
    rule = RULES[type(command)]
    if actor.must_change_password and rule.action is not Action.MANAGE_OWN_ACCOUNT:
        raise NotPermitted(say("Change the one-time password first; everything else opens afterwards."))
    if holds_unstorable_text(command):
        raise Refused(say("The text holds characters that cannot be kept. Type it again without them."))
    with saying_collisions(), UnitOfWork(engine) as work:
        subject = rule.subject(command, work.session)
        actor.require(rule.action, subject)
        result = rule.handler(command, actor, work.session)
        work.session.flush()
        if work.changes:
            append(work.session, deed_of(command, actor), work.changes)
        work.commit()
        return result


def deed_of(command: object, actor: Actor) -> Deed:
    """What the audit says of a command: its name, what it is about, and its reason where it has one."""
    return Deed(
        actor=actor.account,
        actor_name=actor.name,
        command=type(command).__name__,
        subject=str(getattr(command, "about", "")),
        reason=getattr(command, "reason", None) or None,
    )
