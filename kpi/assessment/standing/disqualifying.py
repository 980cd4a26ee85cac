"""Recording the facts that make a result "not completed" whatever the score (Decree 335/2025 Art. 20.4)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.standing.holders import LONGEST_NOTE, held_post, name_of, short, subject_on, written
from kpi.assessment.standing.kinds import GROUND_NAMES, Ground
from kpi.language.message import say
from kpi.language.numbers import format_date, today
from kpi.storage.tables import Disqualification

LONGEST_NUMBER = 80


@dataclass(frozen=True)
class RecordDisqualification:
    """Home Affairs enters a decision that bars a result; it counts in the month, quarter and year of `effective`."""

    person_id: int
    ground: Ground
    decision_number: str
    decision_date: date
    effective: date
    note: str | None = None

    @property
    def about(self) -> str:
        """The person, for the audit."""
        return f"person {self.person_id}"

    @property
    def reason(self) -> str:
        """The decision is the reason."""
        return self.decision_number


@dataclass(frozen=True)
class WithdrawDisqualification:
    """The decision was annulled or entered wrongly; the row stays, with why, and counts no more."""

    disqualification_id: int
    reason: str

    @property
    def about(self) -> str:
        """The fact, for the audit."""
        return f"disqualification {self.disqualification_id}"


def _of_person(command: RecordDisqualification, session: Session) -> Subject:
    return subject_on(session, command.person_id, command.effective)


def _of_fact(command: WithdrawDisqualification, session: Session) -> Subject:
    fact = session.get(Disqualification, command.disqualification_id)
    return subject_on(session, fact.person_id, fact.effective) if fact else Subject()


@handles(RecordDisqualification, Action.MANAGE_DISQUALIFICATIONS, _of_person)
def record_disqualification(command: RecordDisqualification, actor: Actor, session: Session) -> int:
    """Refused without number, with days that cannot be, for a leaders' ground and no leader, or entered before."""
    name = name_of(session, command.person_id)
    if command.ground not in GROUND_NAMES:
        raise Refused(say("“{ground}” is no ground of Article 20.4.", ground=str(command.ground)[:40]))
    number = written(command.decision_number, say("Write the number of the decision."), LONGEST_NUMBER)
    if command.decision_date > today():
        raise Refused(say("The decision is dated {day}, which is still to come. Correct the date.",
                          day=format_date(command.decision_date)))  # fmt: skip
    if command.effective < command.decision_date:
        raise Refused(
            say("The decision takes effect on {effective}, before its date {day}. Correct one of the two.",
                effective=format_date(command.effective), day=format_date(command.decision_date))
        )  # fmt: skip
    post = held_post(session, command.person_id, command.effective)
    if command.ground == Ground.CORRUPTION and post.role == "staff":
        raise Refused(say("{person} leads no unit on that day; this ground is for leaders (Art. 20.4).", person=name))
    _not_twice(session, command, number, name)
    fact = Disqualification(
        person_id=command.person_id,
        ground=str(command.ground),
        decision_number=number,
        decision_date=command.decision_date,
        effective=command.effective,
        note=short((command.note or "").strip(), LONGEST_NOTE) or None,
    )
    session.add(fact)
    session.flush()
    return fact.id


@handles(WithdrawDisqualification, Action.MANAGE_DISQUALIFICATIONS, _of_fact)
def withdraw_disqualification(command: WithdrawDisqualification, actor: Actor, session: Session) -> None:
    """Refused without a reason, or twice."""
    fact = session.get(Disqualification, command.disqualification_id, with_for_update=True)
    if fact is None or fact.withdrawn:
        raise Refused(say("This entry is no longer there or was withdrawn. Reload the page."))
    fact.withdrawn = written(command.reason, say("Write why it is withdrawn; it stays on record."), LONGEST_NOTE)


def _not_twice(session: Session, command: RecordDisqualification, number: str, name: str) -> None:
    query = select(Disqualification.id).where(
        Disqualification.person_id == command.person_id,
        Disqualification.ground == str(command.ground),
        Disqualification.decision_number == number,
        Disqualification.decision_date == command.decision_date,
        Disqualification.withdrawn.is_(None),
    )
    if session.scalars(query).first():
        raise Refused(say("Decision {number} is already on record for {person}.", number=number, person=name))
