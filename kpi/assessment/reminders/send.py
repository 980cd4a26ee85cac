"""Sending what is due, one letter after another; a reminder is noted when, and only when, it went out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Holding, Refused
from kpi.access.execute import execute, handles, whole_province
from kpi.access.permissions import Action, Role
from kpi.assessment.reminders.due import STAGES, Due, due_reminders
from kpi.assessment.reminders.letters import letter_for
from kpi.assessment.reminders.mail import Mailer, NotSent, Settings
from kpi.language.message import Message, say
from kpi.storage.tables import Period, Person, Reminder
from kpi.storage.unit_of_work import reading

ADVISORY_LOCK = 335_2027
OPERATOR = Actor(None, "operator", "operator", None, (Holding(Role.HOME_AFFAIRS, ""),))
LOST_AFTER = 3  # letters in a row the server could not take: then the rest is left for the next run


@dataclass(frozen=True)
class NoteReminder:
    """A reminder went out to somebody."""

    person_id: int
    period_id: int
    deadline: str
    days_before: int

    @property
    def about(self) -> str:
        """The reminder, for the audit."""
        return f"reminder {self.deadline}"


@handles(NoteReminder, Action.MANAGE_PERIODS, whole_province)
def note_reminder(command: NoteReminder, actor: Actor, session: Session) -> None:
    """Refused for a person, period or stage there is not."""
    known = session.get(Person, command.person_id) and session.get(Period, command.period_id)
    if not known or command.days_before not in STAGES:
        raise Refused(say("There is no such reminder to note."))
    session.add(
        Reminder(
            person_id=command.person_id,
            period_id=command.period_id,
            deadline=command.deadline,
            days_before=command.days_before,
            sent_at=datetime.now(UTC),
        )
    )


@dataclass
class Outcome:
    """What came of a run: how many went out, who has no address, and whose letter failed, with the server's words."""

    sent: int = 0
    without_address: int = 0
    failed: list[tuple[Due, str]] = field(default_factory=list)
    given_up: bool = False


def send_due(engine: Engine, day: date, settings: Settings, tell: Callable[[Message], None]) -> Outcome:
    """Send every reminder due on `day`. One address that fails does not stop the others; a server that does, does."""
    outcome = Outcome()
    with _alone(engine) as mine:
        if not mine:
            tell(say("Reminders are being sent by another run. Nothing was sent by this one."))
            return outcome
        with reading(engine) as session:
            waiting = due_reminders(session, day)
        with Mailer(settings) as mailer:
            _send(engine, waiting, mailer, outcome)
    return outcome


def _send(engine: Engine, waiting: list[Due], mailer: Mailer, outcome: Outcome) -> None:
    in_a_row = 0
    for due in waiting:
        if not due.email:
            outcome.without_address += 1
            continue
        try:
            mailer.send(due.person, due.email, letter_for(due, mailer.settings.site))
        except NotSent as why:
            outcome.failed.append((due, str(why)))
            in_a_row = in_a_row + 1 if why.lost else 0
            if in_a_row == LOST_AFTER:
                outcome.given_up = True
                return
            continue
        in_a_row = 0
        execute(NoteReminder(due.person_id, due.period_id, due.deadline, due.stage), OPERATOR, engine)
        outcome.sent += 1


@contextmanager
def _alone(engine: Engine) -> Iterator[bool]:
    """Whether no other process sends meanwhile (PostgreSQL; an embedded database has one machine and one timetable)."""
    if engine.dialect.name != "postgresql":
        yield True
        return
    with engine.connect() as connection:
        yield bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_LOCK}))
        connection.execute(text("SELECT pg_advisory_unlock_all()"))
