"""Changing an assignment already given: its quantity, its due date, or taking it away."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.cells import DECLARED
from kpi.assessment.months import month_for, note_event, touch
from kpi.assessment.new_lines import checked_due, checked_quantity, line_of
from kpi.assessment.record import of_month
from kpi.assessment.states import Step, require
from kpi.language.message import say
from kpi.storage.tables import Evidence, WorkLine


@dataclass(frozen=True)
class AmendAssignment:
    """A head changes the quantity or the due date of assigned work, or takes it away (quantity 0), with a reason."""

    month_id: int
    line_id: int
    quantity: float
    due: date | None
    reason: str

    @property
    def about(self) -> str:
        """The line, for the audit."""
        return f"month {self.month_id} line {self.line_id}"


@handles(AmendAssignment, Action.ASSIGN_WORK, of_month)
def amend_assignment(command: AmendAssignment, actor: Actor, session: Session) -> None:
    """Work already recorded stays; quantity 0 takes away a line on which nothing was recorded."""
    at = month_for(session, command.month_id)
    require(Step.ASSIGN, at.standing, actor)
    line = line_of(session, at, command.line_id)
    if not command.reason.strip():
        raise Refused(say("Write why the assignment changes; the person will read it."))
    if command.quantity == 0:
        _take_away(session, line)
    else:
        line.assigned = checked_quantity(command.quantity)
        line.due = checked_due(command.due, line.title, at.period)
    touch(at.month)
    note_event(session, at.month, actor, "amended", f"{line.title}: {command.reason.strip()}")


def _take_away(session: Session, line: WorkLine) -> None:
    files = session.scalar(select(func.count()).where(Evidence.line_id == line.id))
    if files or any(getattr(line, name) is not None for name in DECLARED):
        raise Refused(
            say(
                "Work was already recorded on “{title}”, so it cannot be taken away. Lower the quantity instead.",
                title=line.title,
            )
        )
    session.delete(line)
