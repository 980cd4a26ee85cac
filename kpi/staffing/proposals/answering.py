"""Publishing a proposal, and what the heads of units answer to the moves that concern them."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.language.message import say
from kpi.language.numbers import format_date, today
from kpi.staffing.proposals.intents import AnswerProposal, PublishProposal, WithdrawProposal
from kpi.staffing.proposals.solving import draft_of, proposal_of
from kpi.storage.tables import ReallocationMove, Unit, UnitAnswer


@handles(PublishProposal, Action.MANAGE_STAFFING, whole_province)
def publish_proposal(command: PublishProposal, actor: Actor, session: Session) -> None:
    """Refused for a scenario's proposal (its units do not exist yet), one without moves, or a day gone by."""
    row = draft_of(session, command.reallocation_id)
    if row.scenario_id is not None:
        raise Refused(say("A scenario's units do not exist yet. Adopt the scenario, then solve for today and publish."))
    if command.answer_by < today():
        raise Refused(say("Choose a day to come; units need time to answer."))
    if session.scalars(select(ReallocationMove.id).where(ReallocationMove.reallocation_id == row.id)).first() is None:
        raise Refused(say("This proposal moves nobody; there is nothing to answer."))
    row.state, row.published_at, row.answer_by = "published", datetime.now(UTC), command.answer_by


@handles(WithdrawProposal, Action.MANAGE_STAFFING, whole_province)
def withdraw_proposal(command: WithdrawProposal, actor: Actor, session: Session) -> None:
    """Refused without a reason, or unless published."""
    if not command.reason.strip():
        raise Refused(say("Give the reason; it is kept in the record."))
    row = proposal_of(session, command.reallocation_id)
    if row.state != "published":
        raise Refused(say("This proposal is not published. Reload the page."))
    row.state = "withdrawn"


def _of_unit(command: AnswerProposal, session: Session) -> Subject:
    path = session.scalars(select(Unit.path).where(Unit.code == command.unit)).one_or_none()
    return Subject(path=path)


@handles(AnswerProposal, Action.ANSWER_REALLOCATION, _of_unit)
def answer_proposal(command: AnswerProposal, actor: Actor, session: Session) -> None:
    """Refused for another unit's move, after the day to answer by, and for a no without its reason.

    Answered again, the new answer stands; the record keeps both.
    """
    move = session.get(ReallocationMove, command.move_id)
    unit = session.scalars(select(Unit).where(Unit.code == command.unit)).one_or_none()
    if move is None or unit is None or command.unit not in (move.from_unit, move.to_unit):
        raise Refused(say("This move does not concern the unit. Reload the page."))
    row = proposal_of(session, move.reallocation_id)
    if row.state != "published" or row.answer_by is None:
        raise Refused(say("This proposal is not open for answers."))
    if today() > row.answer_by:
        raise Refused(say("Answers were due by {day}. Write to the Organizing Committee.",
                          day=format_date(row.answer_by)))  # fmt: skip
    reason = command.reason.strip()
    if not command.accepted and not reason:
        raise Refused(say("Say why the unit does not agree; the planners read it."))
    query = select(UnitAnswer).where(UnitAnswer.move_id == move.id, UnitAnswer.unit_id == unit.id)
    answer = session.scalars(query).one_or_none()
    if answer is None:
        answer = UnitAnswer(move_id=move.id, unit_id=unit.id)
        session.add(answer)
    answer.accepted, answer.reason = command.accepted, reason or None
    answer.answered_by, answer.answered_at = actor.name, datetime.now(UTC)


__all__ = ["AnswerProposal", "PublishProposal", "WithdrawProposal"]
