"""Assigning everything a unit's workbook names: all of it or nothing, in one unit of work."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, NotPermitted, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.assign import AssignWork, assign_work
from kpi.assessment.new_lines import Work, open_period_of, where_person
from kpi.exchange.book_refused import BookRefused
from kpi.language.message import Message, say
from kpi.storage.tables import Month, Period, Person, WorkLine


@dataclass(frozen=True)
class AssignmentRow:
    """A row of the workbook: Excel's row number, and what is assigned to whom. `title` is the work's final title."""

    row: int
    person_id: int
    product_id: int
    title: str
    quantity: float
    due: date | None


@dataclass(frozen=True)
class ApplyAssignmentBook:
    """A head assigns everything their workbook names."""

    period_id: int
    rows: tuple[AssignmentRow, ...]

    @property
    def about(self) -> str:
        """The period and how much, for the audit; who got what is among the changes."""
        people = len({row.person_id for row in self.rows})
        return f"period {self.period_id}: {len(self.rows)} lines for {people} people"


def _first_person(command: ApplyAssignmentBook, session: Session) -> Subject:
    """The first person; the handler asks for every other one too."""
    period = session.get(Period, command.period_id)
    if period is None or not command.rows:
        return Subject()
    return where_person(session, command.rows[0].person_id, period.ends)


@handles(ApplyAssignmentBook, Action.ASSIGN_WORK, _first_person)
def apply_assignment_book(command: ApplyAssignmentBook, actor: Actor, session: Session) -> int:
    """Returns the number of lines. A person out of reach refuses all; so does any problem, each named."""
    open_period_of(session, command.period_id)
    problems = list(_assigned_already(command, session))
    for person_id in dict.fromkeys(row.person_id for row in command.rows):
        mine = [row for row in command.rows if row.person_id == person_id]
        work = tuple(Work(row.product_id, row.quantity, row.title, row.due) for row in mine)
        try:
            assign_work(AssignWork(command.period_id, (person_id,), work), actor, session)
        except NotPermitted:
            raise
        except Refused as refused:
            problems.append(_told(session, person_id, mine[0].row, refused.message))
    if problems:
        raise BookRefused(tuple(problems))
    return len(command.rows)


def _assigned_already(command: ApplyAssignmentBook, session: Session) -> list[Message]:
    """The same workbook uploaded twice, or by two heads, must not double anybody's work."""
    query = (
        select(Month.person_id, WorkLine.product_id, WorkLine.title)
        .join(Month, Month.id == WorkLine.month_id)
        .where(
            Month.period_id == command.period_id,
            Month.person_id.in_({row.person_id for row in command.rows}),
            WorkLine.state != "refused",
        )
    )
    present = {tuple(row) for row in session.execute(query)}
    return [
        say("Row {row}: “{title}” was assigned meanwhile. Upload the workbook again.", row=row.row, title=row.title)
        for row in command.rows
        if (row.person_id, row.product_id, row.title) in present
    ]


def _told(session: Session, person_id: int, row: int, problem: Message) -> Message:
    person = session.get(Person, person_id)
    return say("Row {row}, {person}: {problem}", row=row, person=person.full_name if person else "–", problem=problem)
