"""The competent person answers a petition: upheld, in part, or not, by a decision with reasons."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.petitions.competent import competent
from kpi.assessment.petitions.file import LONGEST, waiting
from kpi.assessment.petitions.words import OUTCOMES
from kpi.assessment.publishing.views import day_of
from kpi.language.message import Message, say
from kpi.language.numbers import format_date, today
from kpi.storage.tables import PeriodResult, Petition, Unit

LONGEST_NUMBER = 80


@dataclass(frozen=True)
class AnswerPetition:
    """The answer: its outcome, the decision's number and date, and the reasons, which the person reads."""

    petition_id: int
    outcome: str
    decision_number: str
    decision_date: date
    reason: str

    @property
    def about(self) -> str:
        """The petition, for the audit."""
        return f"petition {self.petition_id}"


def of_petition(command: object, session: Session) -> Subject:
    """Whose petition, and the unit its result lies in."""
    query = select(Petition.person_id, Unit.path).join(Unit, Unit.id == Petition.unit_id)
    row = session.execute(query.where(Petition.id == getattr(command, "petition_id", 0))).one_or_none()
    return Subject(row.person_id, row.path) if row else Subject()


def why_not_competent(session: Session, petition: Petition, actor: Actor) -> Message | None:
    """Why `actor` may not decide on this petition; None where they may."""
    result = session.scalars(select(PeriodResult).where(PeriodResult.id == petition.result_id)).one()
    able = competent(session, result, petition.against_decider, today())
    if actor.person_id is None or actor.person_id not in able:
        return say("Only the competent person it is addressed to, or a head above them, answers this petition.")
    return None


@handles(AnswerPetition, Action.ANSWER_PETITION, of_petition)
def answer_petition(command: AnswerPetition, actor: Actor, session: Session) -> None:
    """Refused to anybody but the competent person, and without outcome, decision and reasons."""
    petition = waiting(session, command.petition_id)
    if message := why_not_competent(session, petition, actor):
        raise Refused(message)
    _check(command, day_of(petition.filed_at))
    petition.state = command.outcome
    petition.decision_number = command.decision_number.strip()
    petition.decision_date = command.decision_date
    petition.reasons = command.reason.strip()
    petition.answered_at = datetime.now(UTC)
    petition.answered_by = actor.name


def _check(command: AnswerPetition, filed: date) -> None:
    if command.outcome not in OUTCOMES:
        raise Refused(say("Choose whether the petition is upheld, upheld in part, or not upheld."))
    if not command.decision_number.strip() or len(command.decision_number) > LONGEST_NUMBER:
        raise Refused(say("Write the number of the decision, at most {most} characters.", most=LONGEST_NUMBER))
    if not filed <= command.decision_date <= today():
        raise Refused(
            say(
                "The decision’s date lies between the petition ({filed}) and today. Correct it.",
                filed=format_date(filed),
            )
        )
    if not command.reason.strip():
        raise Refused(say("Write the reasons of the answer; the person will read them."))
    if len(command.reason) > LONGEST:
        raise Refused(
            say("The text has {length} characters; shorten it to {most}.", length=len(command.reason), most=LONGEST)
        )
