"""Answering a check of declared hours, the person first and then a rater; and overtime approved by a rater."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.months import OfMonth, OpenMonth, month_for, subject_of
from kpi.assessment.states import RATING
from kpi.language.message import say
from kpi.law.declared_hours import FLAGS, TIME
from kpi.storage.tables import FlagAnswer, Overtime, WorkLine

LONGEST_ANSWER, LONGEST_DECISION, MOST_HOURS = 2000, 200, 300


@dataclass(frozen=True)
class OnFlag(OfMonth):
    """Words on a check of a month. line_id: None for a check on the whole month."""

    flag: str
    line_id: int | None
    answer: str

    @property
    def reason(self) -> str:
        """What is written is the reason."""
        return self.answer


@dataclass(frozen=True)
class AnswerFlag(OnFlag):
    """The person says why the declared hours are as they are."""


@dataclass(frozen=True)
class RemarkOnFlag(OnFlag):
    """A rater says what they make of a check and its answer."""


@dataclass(frozen=True)
class ApproveOvertime(OfMonth):
    """A rater records overtime approved for a month, by decision; 0 hours takes it back."""

    hours: float
    decision: str

    @property
    def reason(self) -> str:
        """The decision is the reason."""
        return self.decision


def _of_month(command: OfMonth, session: Session) -> Subject:
    return subject_of(session, command.month_id)


@handles(AnswerFlag, Action.RECORD_WORK, _of_month)
def answer_flag(command: AnswerFlag, actor: Actor, session: Session) -> None:
    """Refused once the period is closed, for an unknown check or line, or without words. A later answer replaces it."""
    at = _open(session, command.month_id)
    _keep(session, at, command, actor, by_head=False)


@handles(RemarkOnFlag, Action.REVIEW_MONTH, _of_month)
def remark_on_flag(command: RemarkOnFlag, actor: Actor, session: Session) -> None:
    """Refused for anybody but the month's raters, once the period is closed, or without words."""
    at = _open(session, command.month_id)
    _refuse_others(at, actor)
    _keep(session, at, command, actor, by_head=True)


@handles(ApproveOvertime, Action.REVIEW_MONTH, _of_month)
def approve_overtime(command: ApproveOvertime, actor: Actor, session: Session) -> None:
    """Refused for anybody but the month's raters, without a decision, or for hours below 0 or above 300."""
    at = _open(session, command.month_id)
    _refuse_others(at, actor)
    decision = " ".join(command.decision.split())
    if not decision or len(decision) > LONGEST_DECISION:
        raise Refused(say("Write the number and date of the decision."))
    if not 0 <= command.hours <= MOST_HOURS:
        raise Refused(say("Overtime of {hours} hours cannot be. Give 0 to {most} hours.",
                          hours=float(command.hours), most=MOST_HOURS))  # fmt: skip
    kept = session.scalars(select(Overtime).where(Overtime.month_id == at.month.id)).one_or_none()
    if kept is None:
        kept = Overtime(month_id=at.month.id)
        session.add(kept)
    kept.hours, kept.decision = float(command.hours), decision
    kept.approved_by, kept.at = actor.name, datetime.now(UTC)


def _open(session: Session, month_id: int) -> OpenMonth:
    at = month_for(session, month_id)
    if at.period.state not in RATING:
        raise Refused(say("The period is closed, so nothing more is answered here."))
    return at


def _refuse_others(at: OpenMonth, actor: Actor) -> None:
    if actor.person_id is None or actor.person_id not in (at.month.reviewer_id, at.month.approver_id):
        raise Refused(say("Only the direct manager or the approving head of this month can do this."))


def _keep(session: Session, at: OpenMonth, command: AnswerFlag | RemarkOnFlag, actor: Actor, *, by_head: bool) -> None:
    answer = command.answer.strip()
    if not answer:
        raise Refused(say("Write a few words first."))
    if len(answer) > LONGEST_ANSWER:
        raise Refused(say("The text has {length} characters; shorten it to {most}.",
                          length=len(answer), most=LONGEST_ANSWER))  # fmt: skip
    _refuse_unknown(session, at, command)
    where = (FlagAnswer.month_id == at.month.id, FlagAnswer.flag == command.flag, FlagAnswer.by_head == by_head)
    line = FlagAnswer.line_id.is_(None) if command.line_id is None else FlagAnswer.line_id == command.line_id
    kept = session.scalars(select(FlagAnswer).where(*where, line)).one_or_none()
    if kept is None:
        kept = FlagAnswer(month_id=at.month.id, flag=command.flag, line_id=command.line_id, by_head=by_head)
        session.add(kept)
    kept.answer, kept.answered_by, kept.at = answer, actor.name, datetime.now(UTC)


def _refuse_unknown(session: Session, at: OpenMonth, command: AnswerFlag | RemarkOnFlag) -> None:
    if command.flag not in FLAGS or (command.flag == TIME) != (command.line_id is None):
        raise Refused(say("There is no such check. Reload the page."))
    if command.line_id is None:
        return
    line = select(WorkLine.id).where(WorkLine.id == command.line_id, WorkLine.month_id == at.month.id)
    if session.scalars(line).one_or_none() is None:
        raise Refused(say("This line no longer belongs to the month. Reload the page."))
