"""The head's word on a unit's quantities: confirmed ones count, returned ones go back with a reason."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action, Role
from kpi.language.message import say
from kpi.reform.indicators.entry import month_of, note
from kpi.reform.indicators.lock import require_open
from kpi.storage.tables import IndicatorValue, Unit


@dataclass(frozen=True)
class SeenQuantity:
    """A quantity as the head saw it."""

    value_id: int
    numerator: float
    denominator: float | None


@dataclass(frozen=True)
class ConfirmQuantities:
    """The head confirms the quantities of a unit's month as they stood on the screen."""

    unit_id: int
    month: str
    seen: tuple[SeenQuantity, ...]

    @property
    def about(self) -> str:
        """The unit and the month, for the audit."""
        return f"unit {self.unit_id} indicators {self.month}"


@dataclass(frozen=True)
class ReturnQuantities:
    """The head sends quantities back with a reason, confirmed ones too, while the period is open."""

    unit_id: int
    month: str
    value_ids: tuple[int, ...]
    reason: str

    @property
    def about(self) -> str:
        """The unit and the month, for the audit."""
        return f"unit {self.unit_id} indicators {self.month}"


def _unit(command: ConfirmQuantities | ReturnQuantities, session: Session) -> Subject:
    return Subject(path=session.scalars(select(Unit.path).where(Unit.id == command.unit_id)).one_or_none())


@handles(ConfirmQuantities, Action.CONFIRM_INDICATORS, _unit)
def confirm_quantities(command: ConfirmQuantities, actor: Actor, session: Session) -> int:
    """How many were confirmed. Refused where one changed since it was seen, or a deputy entered it themselves."""
    month_of(command.month)
    if not command.seen:
        raise Refused(say("There is nothing to confirm."))
    unit = session.scalars(select(Unit).where(Unit.id == command.unit_id).with_for_update()).one()
    for seen in command.seen:
        value = _value(session, command.unit_id, seen.value_id)
        if (value.numerator, value.denominator, value.state) != (seen.numerator, seen.denominator, "entered"):
            raise Refused(say("A quantity changed since you saw it. Look again, then confirm; nothing was confirmed."))
        if value.entered_by == actor.name and not _heads(actor, unit.path):
            raise Refused(say("You entered these quantities yourself. The head confirms them."))
        require_open(session, value.period_code)
        value.state, value.confirmed_by, value.confirmed_at = "confirmed", actor.name, datetime.now(UTC)
    note(session, actor, unit.id, command.month, "confirmed")
    return len(command.seen)


@handles(ReturnQuantities, Action.CONFIRM_INDICATORS, _unit)
def return_quantities(command: ReturnQuantities, actor: Actor, session: Session) -> None:
    """Refused without a reason."""
    month_of(command.month)
    if not command.reason.strip():
        raise Refused(say("Write why the quantities go back; the official reads it."))
    if not command.value_ids:
        raise Refused(say("Choose at least one quantity to return."))
    session.scalars(select(Unit).where(Unit.id == command.unit_id).with_for_update()).one()
    for value_id in command.value_ids:
        value = _value(session, command.unit_id, value_id)
        require_open(session, value.period_code)
        value.state, value.confirmed_by, value.confirmed_at = "returned", None, None
    note(session, actor, command.unit_id, command.month, "returned", command.reason.strip())


def _value(session: Session, unit_id: int, value_id: int) -> IndicatorValue:
    value = session.get(IndicatorValue, value_id)
    if value is None or value.unit_id != unit_id:
        raise Refused(say("A quantity is not part of this unit. Reload the page; nothing was changed."))
    return value


def _heads(actor: Actor, path: str) -> bool:
    return any(held.role is Role.HEAD and path.startswith(held.path) for held in actor.holdings)
