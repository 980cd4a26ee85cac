"""The person acting: who they are, and how far each of their roles reaches."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, SQLColumnExpression, false, or_, true

from kpi.access.permissions import PERMISSIONS, Action, Role, Scope
from kpi.language.message import Message, say
from kpi.storage.tables import Unit


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """An action that may not happen; nothing was changed. The message says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.in_("en"))
        self.message = message


class NotPermitted(Refused):
    """Refused by the table of permissions."""


@dataclass(frozen=True)
class Holding:
    """A role held in a unit, with the unit's path."""

    role: Role
    path: str


@dataclass(frozen=True)
class Subject:
    """What an action is about: the person it concerns and the path of the unit it lies in.

    `itself` marks what concerns nobody but the actor's own account, which need not belong to a person.
    """

    person_id: int | None = None
    path: str | None = None
    itself: bool = False


@dataclass(frozen=True)
class Actor:
    """Somebody signed in. `holdings` are today's; they are read anew at every rerun."""

    account_id: int | None
    account: str
    name: str
    person_id: int | None
    holdings: tuple[Holding, ...]
    must_change_password: bool = False
    session_id: int | None = None
    language: str = "vi"

    @property
    def home(self) -> str:
        """The path of the unit the person works in; empty for an account without a post."""
        return next((held.path for held in self.holdings if held.role is Role.OFFICIAL), "")

    def reaches(self, action: Action) -> list[tuple[Scope, str]]:
        """Every scope in which the actor may do `action`, with the path it starts at."""
        return [
            (PERMISSIONS[held.role][action], held.path) for held in self.holdings if action in PERMISSIONS[held.role]
        ]

    def may(self, action: Action, subject: Subject | None = None) -> bool:
        """Whether the table lets the actor do `action` on `subject`; without a subject: anywhere at all."""
        reaches = self.reaches(action)
        if subject is None:
            return bool(reaches)
        return any(self._covers(scope, path, subject) for scope, path in reaches)

    def _covers(self, scope: Scope, path: str, subject: Subject) -> bool:
        if scope is Scope.PROVINCE:
            return True
        if scope is Scope.OWN:
            return subject.itself or (subject.person_id is not None and subject.person_id == self.person_id)
        return subject.path is not None and subject.path.startswith(path)

    def require(self, action: Action, subject: Subject | None = None) -> None:
        """Raise `NotPermitted` unless `may`."""
        if not self.may(action, subject):
            raise NotPermitted(say("You are not permitted to do this here. Ask the head of the unit concerned."))

    def rows(
        self,
        action: Action,
        person_id: SQLColumnExpression[int | None] | None = None,
        path: SQLColumnExpression[str] | None = None,
    ) -> ColumnElement[bool]:
        """The SQL condition that limits a view to what the actor may see."""
        column = Unit.path if path is None else path
        return _either(self._condition(scope, start, person_id, column) for scope, start in self.reaches(action))

    def _condition(
        self,
        scope: Scope,
        start: str,
        person_id: SQLColumnExpression[int | None] | None,
        path: SQLColumnExpression[str],
    ) -> ColumnElement[bool]:
        if scope is Scope.PROVINCE:
            return true()
        if scope is Scope.OWN:
            return false() if person_id is None else person_id == self.person_id
        return path.startswith(start, autoescape=True)


def _either(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    found = list(conditions)
    return or_(*found) if found else false()


# whoever commands the machine itself: accounts only, so that a lost administrator's password can be replaced
OPERATOR = Actor(None, "operator", "operator", None, (Holding(Role.ADMINISTRATOR, ""),))
# the same hand, importing feeds and writing the reform report on a schedule: what Home Affairs may, and no account
OPERATOR_REFORM = Actor(None, "operator", "operator", None, (Holding(Role.HOME_AFFAIRS, ""),))
