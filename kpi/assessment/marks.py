"""Marks for the general criteria of Form 01 and, for leaders, d, đ and e: the person's own beside the rater's."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.months import OfMonth, OpenMonth, keep_score, month_for, touch
from kpi.assessment.petitions.reopened import corrections_standing, refuse_corrected_marks
from kpi.assessment.record import of_month
from kpi.assessment.scoring import LEADER_CRITERIA
from kpi.assessment.scoring import REVIEWED as REVIEWED_STAGE
from kpi.assessment.states import Step, require
from kpi.language.message import Message, say
from kpi.law import general_criteria
from kpi.storage.tables import Mark

LONGEST = 2000
CODES = {"dd": "đ"}


@dataclass(frozen=True)
class MarkValue:
    """Points for one criterion (a share of one for d, đ, e), with the reason in words."""

    criterion: str
    value: float | None
    reason: str | None = None


@dataclass(frozen=True)
class MarkOneself(OfMonth):
    """A person marks themselves."""

    marks: tuple[MarkValue, ...]


@dataclass(frozen=True)
class MarkOther(OfMonth):
    """A rater marks a person; where the mark differs from the person's own, a reason is needed before deciding."""

    marks: tuple[MarkValue, ...]


@dataclass(frozen=True)
class WriteWords(OfMonth):
    """Strengths and shortcomings in the person's own words (Form 01)."""

    strengths: str | None
    shortcomings: str | None


@handles(MarkOneself, Action.RECORD_WORK, of_month)
def mark_oneself(command: MarkOneself, actor: Actor, session: Session) -> int:
    """Returns the month's revision."""
    at = month_for(session, command.month_id)
    require(Step.RECORD, at.standing, actor)
    return save_marks(session, at, command.marks, "self_value", "self_reason")


@handles(MarkOther, Action.REVIEW_MONTH, of_month)
def mark_other(command: MarkOther, actor: Actor, session: Session) -> int:
    """Returns the month's revision; the reviewed score follows at once."""
    at = month_for(session, command.month_id)
    require(Step.REVIEW, at.standing, actor)
    made = corrections_standing(session, at.month, at.period)
    refuse_corrected_marks(made, at.month.id, (given.criterion for given in command.marks))
    revision = save_marks(session, at, command.marks, "reviewed_value", "review_reason")
    keep_score(session, at, REVIEWED_STAGE)
    return revision


@handles(WriteWords, Action.RECORD_WORK, of_month)
def write_words(command: WriteWords, actor: Actor, session: Session) -> int:
    """Returns the month's revision."""
    at = month_for(session, command.month_id)
    require(Step.RECORD, at.standing, actor)
    for text in (command.strengths, command.shortcomings):
        _check_length(text)
    at.month.strengths = (command.strengths or "").strip() or None
    at.month.shortcomings = (command.shortcomings or "").strip() or None
    return touch(at.month)


def maxima(session: Session, at: OpenMonth) -> dict[str, float]:
    """The most each criterion of this month can be: Form 01's leaves, and 1 for a leader's d, đ and e."""
    groups = general_criteria(at.period.starts)
    most = {criterion.code: criterion.maximum for group in groups for criterion in group.criteria}
    return most | (dict.fromkeys(LEADER_CRITERIA, 1.0) if at.month.role != "staff" else {})


def save_marks(session: Session, at: OpenMonth, values: tuple[MarkValue, ...], value_of: str, reason_of: str) -> int:
    """Check every mark, then write value and reason into the two columns named; returns the month's revision."""
    most = maxima(session, at)
    kept = {mark.criterion: mark for mark in session.scalars(select(Mark).where(Mark.month_id == at.month.id))}
    for given in values:
        check_mark(given, most)
    for given in values:
        mark = kept.get(given.criterion)
        if mark is None:
            mark = Mark(month_id=at.month.id, criterion=given.criterion)
            session.add(mark)
            kept[given.criterion] = mark
        setattr(mark, value_of, given.value)
        setattr(mark, reason_of, (given.reason or "").strip() or None)
    return touch(at.month)


def check_mark(given: MarkValue, most: dict[str, float]) -> None:
    """Raise `Refused` for a mark that cannot stand; `most` gives each criterion's maximum."""
    if given.criterion not in most:
        raise Refused(say("There is no criterion “{code}” in this month.", code=given.criterion))
    _check_length(given.reason)
    if given.value is None:
        return
    if not _is_number(given.value) or not 0 <= given.value <= most[given.criterion]:
        raise Refused(
            say(
                "Criterion {code}: {value} is not between 0 and {most}. Correct the points.",
                code=given.criterion,
                value=str(given.value)[:80],
                most=most[given.criterion],
            )
        )
    if given.criterion in LEADER_CRITERIA and given.value not in (0.5, 1.0):
        raise Refused(say("Criterion {code} is either 50% or 100% (Art. 15).", code=given.criterion))
    if round(given.value, 2) != given.value:
        raise Refused(
            say(
                "Criterion {code}: {value} has more than two decimals. Round it.",
                code=given.criterion,
                value=given.value,
            )
        )


def against_the_facts(marks: Iterable[Mark], computed: Mapping[str, float | None]) -> Iterator[Message]:
    """A rater's d or đ that departs, without a reason, from what follows from the people and the work below."""
    for mark in marks:
        share = computed.get(mark.criterion)
        if share is None or mark.reviewed_value in (None, share) or (mark.review_reason or "").strip():
            continue
        yield say(
            "Criterion {code}: the people and the work below give {computed}, the mark says {value}. Write the reason "
            "beside it, or choose {computed}.",
            code=CODES.get(mark.criterion, mark.criterion),
            computed=f"{share:.0%}",
            value=f"{mark.reviewed_value:.0%}",
        )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def _check_length(text: str | None) -> None:
    if text and len(text) > LONGEST:
        raise Refused(say("The text has {length} characters; shorten it to {most}.", length=len(text), most=LONGEST))
