"""Saving what an uploaded workbook changes: all of it or nothing."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.cells import DECLARED
from kpi.assessment.marks import MarkValue, save_marks
from kpi.assessment.months import OfMonth, month_for, touch
from kpi.assessment.record import Cell, Problem, of_month, save_cells
from kpi.assessment.states import Step, require
from kpi.exchange.book_refused import BookRefused
from kpi.language.message import Message, say
from kpi.storage.tables import WorkLine


@dataclass(frozen=True)
class ApplyMonthBook(OfMonth):
    """A person saves what their workbook changed, decided on the month at revision `seen_revision`."""

    seen_revision: int
    cells: tuple[Cell, ...] = ()
    marks: tuple[MarkValue, ...] = ()


@handles(ApplyMonthBook, Action.RECORD_WORK, of_month)
def apply_month_book(command: ApplyMonthBook, actor: Actor, session: Session) -> int:
    """Returns the month's revision. Any problem refuses everything, naming each (`BookRefused`)."""
    at = month_for(session, command.month_id)
    require(Step.RECORD, at.standing, actor)
    if not command.cells and not command.marks:
        raise Refused(say("The workbook holds nothing new, so there is nothing to save."))
    touch(at.month, command.seen_revision)
    if command.cells:
        problems = save_cells(session, at, command.cells, DECLARED).problems
        if problems:
            raise BookRefused(tuple(_told(session, problem) for problem in problems))
    if command.marks:
        save_marks(session, at, command.marks, "self_value", "self_reason")
    return at.month.revision


def _told(session: Session, problem: Problem) -> Message:
    line = session.get_one(WorkLine, problem.cell.line_id)
    return say("“{line}”: {problem}", line=line.title, problem=problem.message)
