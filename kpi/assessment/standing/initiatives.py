"""Recording a unit's initiative or effective solution in a month: half of criterion đ (Decree 335/2025 Art. 15)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.standing.holders import LONGEST, LONGEST_NOTE, short, written
from kpi.assessment.states import RATING
from kpi.language.message import say
from kpi.storage.tables import Initiative, Period, Unit

LONGEST_TITLE = 300


@dataclass(frozen=True)
class RecordInitiative:
    """A head or deputy records what the unit found and what it achieved, with who recognised it where somebody did."""

    unit_id: int
    period: str
    title: str
    effect: str
    recognised_by: str | None = None

    @property
    def about(self) -> str:
        """The unit, for the audit."""
        return f"unit {self.unit_id}"


@dataclass(frozen=True)
class WithdrawInitiative:
    """It was entered wrongly; the row stays, with why, and counts no more."""

    initiative_id: int
    reason: str

    @property
    def about(self) -> str:
        """The initiative, for the audit."""
        return f"initiative {self.initiative_id}"


def _of_unit(command: RecordInitiative, session: Session) -> Subject:
    return _at(session, command.unit_id)


def _of_initiative(command: WithdrawInitiative, session: Session) -> Subject:
    initiative = session.get(Initiative, command.initiative_id)
    return _at(session, initiative.unit_id) if initiative else Subject()


def _at(session: Session, unit_id: int) -> Subject:
    return Subject(path=session.scalars(select(Unit.path).where(Unit.id == unit_id)).one_or_none())


@handles(RecordInitiative, Action.RECORD_INITIATIVE, _of_unit)
def record_initiative(command: RecordInitiative, actor: Actor, session: Session) -> int:
    """Refused without title or effect, for an unknown unit, or once the period is closed."""
    if session.get(Unit, command.unit_id) is None:
        raise Refused(say("This unit is no longer in the list. Reload the page."))
    initiative = Initiative(
        unit_id=command.unit_id,
        period_id=_open(session, command.period).id,
        title=written(command.title, say("Write what the initiative is."), LONGEST_TITLE),
        effect=written(command.effect, say("Write what it achieved, with figures where there are any."), LONGEST_NOTE),
        recognised_by=short(" ".join((command.recognised_by or "").split()), LONGEST) or None,
        recorded_by=actor.name,
        recorded_at=datetime.now(UTC),
    )
    session.add(initiative)
    session.flush()
    return initiative.id


@handles(WithdrawInitiative, Action.RECORD_INITIATIVE, _of_initiative)
def withdraw_initiative(command: WithdrawInitiative, actor: Actor, session: Session) -> None:
    """Refused without a reason, twice, or once the period is closed."""
    initiative = session.get(Initiative, command.initiative_id, with_for_update=True)
    if initiative is None or initiative.withdrawn:
        raise Refused(say("This entry is no longer there or was withdrawn. Reload the page."))
    _open(session, session.scalars(select(Period.code).where(Period.id == initiative.period_id)).one())
    initiative.withdrawn = written(command.reason, say("Write why it is withdrawn; it stays on record."), LONGEST_NOTE)


def _open(session: Session, code: str) -> Period:
    period = session.scalars(select(Period).where(Period.code == code).with_for_update(read=True)).one_or_none()
    if period is None:
        raise Refused(say("There is no period {code}. Reload the page.", code=code))
    if period.state not in RATING or period.derived:
        raise Refused(say("The period is closed; what it rests on is not changed. Home Affairs can reopen it."))
    return period
