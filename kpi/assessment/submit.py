"""Handing a month in, and taking it back while nobody has reviewed it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.months import (
    OfMonth,
    OpenMonth,
    as_row,
    drop_scores,
    keep_score,
    lines_of,
    marks_of,
    month_for,
    note_event,
    rated_on,
    touch,
)
from kpi.assessment.record import of_month
from kpi.assessment.rules import rules_of
from kpi.assessment.scoring import REVIEWED, SELF, Row
from kpi.assessment.states import State, Step, require
from kpi.language.message import Message, say
from kpi.law import general_criteria
from kpi.organisation.leadership import raters_of
from kpi.storage.tables import Post


@dataclass(frozen=True)
class SubmitMonth(OfMonth):
    """A person hands the month in; `answer` replies to a return."""

    seen: int
    answer: str | None = None

    @property
    def reason(self) -> str | None:
        """What the person answered, for the audit."""
        return self.answer


@dataclass(frozen=True)
class WithdrawMonth(OfMonth):
    """A person takes the month back before it was reviewed."""

    reason: str | None = None


@handles(SubmitMonth, Action.SUBMIT_MONTH, of_month)
def submit_month(command: SubmitMonth, actor: Actor, session: Session) -> None:
    """Refused while something is missing, naming each thing. The raters are those the tree names now."""
    at = month_for(session, command.month_id)
    require(Step.SUBMIT, at.standing, actor)
    touch(at.month, command.seen)
    if at.month.state == State.RETURNED and not (command.answer or "").strip():
        raise Refused(say("The month was returned to you. Write what you corrected, or why you did not."))
    if missing := list(missing_to_submit(session, at)):
        raise Refused(say("The month cannot be handed in yet. {missing}", missing=_joined(missing)))
    _route(session, at)
    at.month.state = State.SUBMITTED
    at.month.submitted_at = datetime.now(UTC)
    keep_score(session, at, SELF)
    keep_score(session, at, REVIEWED)
    note_event(session, at.month, actor, "submitted", command.answer)


@handles(WithdrawMonth, Action.WITHDRAW_MONTH, of_month)
def withdraw_month(command: WithdrawMonth, actor: Actor, session: Session) -> None:
    """Back to recording; nothing typed is lost."""
    at = month_for(session, command.month_id)
    require(Step.WITHDRAW, at.standing, actor)
    at.month.state = State.DRAFT
    at.month.submitted_at = None
    touch(at.month)
    drop_scores(session, at.month, SELF, REVIEWED)
    note_event(session, at.month, actor, "withdrawn", command.reason)


def missing_to_submit(session: Session, at: OpenMonth) -> Iterator[Message]:
    """What is still missing from a stored month, one sentence each; nothing when it can be handed in."""
    lines = [as_row(line) for line in lines_of(session, at.month.id)]
    marks = [as_row(mark) for mark in marks_of(session, at.month.id)]
    return still_missing(lines, marks, rules_of(session, at.period.starts).since)


def still_missing(lines: Sequence[Row], marks: Sequence[Row], rules_since: date) -> Iterator[Message]:
    """What is still missing from a month given as rows; d, đ and e are the raters' to decide."""
    counted = [line for line in lines if line["state"] != "refused"]
    if not any(line["state"] == "accepted" for line in counted):
        yield say("No work has been assigned: ask your head to assign some, or propose your own.")
    for line in counted:
        if line["done"] is None:
            yield say("“{title}”: type what was done, 0 if nothing was.", title=line["title"])
    marked = {mark["criterion"] for mark in marks if mark["self_value"] is not None}
    leaves = [leaf.code for group in general_criteria(rules_since) for leaf in group.criteria]
    unmarked = [code for code in leaves if code not in marked]
    if unmarked:
        yield say("General criteria without points: {codes}.", codes=", ".join(unmarked))


def _route(session: Session, at: OpenMonth) -> None:
    """Find who rates this post today: people move, open months follow."""
    query = select(Post).where(Post.person_id == at.month.person_id, Post.unit_id == at.month.unit_id)
    post = session.scalars(query.order_by(Post.valid_from.desc()).limit(1)).one()
    raters = raters_of(session, post, rated_on(at.period))
    if raters.approver_id is None:
        raise Refused(
            say("The unit tree names nobody who rates this post. Ask the administrator to enter the head above.")
        )
    at.month.reviewer_id, at.month.approver_id = raters.reviewer_id, raters.approver_id


def _joined(messages: list[Message]) -> Message:
    text = "{m0}" + "".join(f" {{m{i}}}" for i in range(1, len(messages)))
    return Message(text, {f"m{i}": message for i, message in enumerate(messages)})
