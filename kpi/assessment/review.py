"""Reviewing, returning, approving, and undoing an approval."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, NotPermitted, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.cells import COUNTS, parsed
from kpi.assessment.cells import REVIEWED as REVIEWED_FIELDS
from kpi.assessment.marks import against_the_facts
from kpi.assessment.months import (
    OfMonth,
    OpenMonth,
    drop_scores,
    keep_score,
    lines_of,
    marks_of,
    month_for,
    note_event,
    subject_of,
    touch,
)
from kpi.assessment.new_lines import line_of
from kpi.assessment.petitions.reopened import corrections_standing, stands
from kpi.assessment.record import of_month
from kpi.assessment.scoring import REVIEWED
from kpi.assessment.standing.now import keep_criteria
from kpi.assessment.states import State, Step, require
from kpi.language.message import Message, say
from kpi.law.missing import UNIT_RANK, missing_words
from kpi.storage.tables import Mark, Person, WorkLine

NOTHING: Mapping[str, float | None] = {}


@dataclass(frozen=True)
class DecideCause:
    """A rater confirms a claimed objective cause, for so many failures and late times, or refuses it with a reason."""

    month_id: int
    line_id: int
    confirmed: bool
    failed_excused: float = 0
    late_excused: float = 0
    reason: str | None = None

    @property
    def about(self) -> str:
        """The line, for the audit."""
        return f"month {self.month_id} line {self.line_id}"


@dataclass(frozen=True)
class ReviewMonth(OfMonth):
    """The direct manager has reviewed the month and passes it to the approving head."""

    seen: int
    opinion: str | None = None


@dataclass(frozen=True)
class ReturnMonth(OfMonth):
    """A rater gives the month back with a reason, which stays visible."""

    seen: int
    reason: str


@dataclass(frozen=True)
class Seen:
    """A month as the approver saw it."""

    month_id: int
    revision: int


@dataclass(frozen=True)
class ApproveMonths:
    """The head approves months, one or many, exactly as seen: all of them or none."""

    months: tuple[Seen, ...]
    opinion: str | None = None

    @property
    def about(self) -> str:
        """The months, for the audit."""
        return f"months {', '.join(str(seen.month_id) for seen in self.months)}"[:120]


@dataclass(frozen=True)
class UndoApproval(OfMonth):
    """The head takes an approval back, with a reason, while the period is open."""

    reason: str


@handles(DecideCause, Action.REVIEW_MONTH, of_month)
def decide_cause(command: DecideCause, actor: Actor, session: Session) -> None:
    """Excuses at most what was counted; the reviewed score follows at once (Art. 14.2.b and c)."""
    at = month_for(session, command.month_id)
    require(Step.REVIEW, at.standing, actor)
    line = line_of(session, at, command.line_id)
    made = corrections_standing(session, at.month, at.period)
    if {(line.id, "failed_excused"), (line.id, "late_excused")} & made.lines.keys():
        raise Refused(stands(line.title))
    if not line.cause:
        raise Refused(say("“{title}” claims no objective cause.", title=line.title))
    if not command.confirmed and not (command.reason or "").strip():
        raise Refused(say("Write why the cause is refused; the person will read it."))
    excused = _checked_excuses(line, command)
    line.cause_decision = "confirmed" if command.confirmed else "refused"
    line.failed_excused = excused["failed"] if command.confirmed else None
    line.late_excused = excused["late"] if command.confirmed else None
    if (command.reason or "").strip():
        line.review_reason = (command.reason or "").strip()
    touch(at.month)
    keep_score(session, at, REVIEWED)
    note_event(session, at.month, actor, "cause_" + line.cause_decision, command.reason or line.title)


def _checked_excuses(line: WorkLine, command: DecideCause) -> dict[str, float]:
    counted = {
        "failed": line.failed if line.reviewed_failed is None else line.reviewed_failed,
        "late": line.late if line.reviewed_late is None else line.reviewed_late,
    }
    checked: dict[str, float] = {}
    for name, given in (("failed", command.failed_excused), ("late", command.late_excused)):
        excused = parsed(REVIEWED_FIELDS[f"{name}_excused"], given) or 0
        if isinstance(excused, Message):
            raise Refused(excused)
        checked[name] = float(excused)
        if checked[name] > (counted[name] or 0):
            raise Refused(
                say(
                    "“{title}”: {excused} cannot be excused of {counted} counted. Excuse at most those.",
                    title=line.title,
                    excused=checked[name],
                    counted=float(counted[name] or 0),
                )
            )
    return checked


@handles(ReviewMonth, Action.REVIEW_MONTH, of_month)
def review_month(command: ReviewMonth, actor: Actor, session: Session) -> None:
    """Refused while an adjustment has no reason, a claimed cause no decision, or a leader's criterion no value."""
    at = month_for(session, command.month_id)
    require(Step.REVIEW, at.standing, actor)
    touch(at.month, command.seen)
    refuse_undecided(session, at)
    keep_score(session, at, REVIEWED)
    at.month.state = State.REVIEWED
    at.month.reviewed_at = datetime.now(UTC)
    if command.opinion is not None:
        at.month.opinion = command.opinion.strip() or None
    note_event(session, at.month, actor, "reviewed", command.opinion)


@handles(ReturnMonth, Action.REVIEW_MONTH, of_month)
def return_month(command: ReturnMonth, actor: Actor, session: Session) -> None:
    """The person can record again; adjustments stay beside what was declared."""
    at = month_for(session, command.month_id)
    require(Step.RETURN, at.standing, actor)
    if not command.reason.strip():
        raise Refused(say("Write why the month is returned; the person will read it."))
    touch(at.month, command.seen)
    at.month.state = State.RETURNED
    at.month.reviewed_at = None
    drop_scores(session, at.month, REVIEWED)
    note_event(session, at.month, actor, "returned", command.reason.strip())


def _first(command: ApproveMonths, session: Session) -> Subject:
    """The first month; the handler asks for every other one too."""
    return subject_of(session, command.months[0].month_id) if command.months else Subject()


@handles(ApproveMonths, Action.APPROVE_MONTH, _first)
def approve_months(command: ApproveMonths, actor: Actor, session: Session) -> int:
    """Refused as a whole, naming the person, where one month changed, is not decided or has no score."""
    if not command.months:
        raise Refused(say("Choose at least one month to approve."))
    for seen in sorted(command.months, key=lambda seen: seen.month_id):
        at = month_for(session, seen.month_id)
        try:
            _approve(session, at, actor, seen, command.opinion)
        except NotPermitted:
            raise
        except Refused as refusal:
            name = session.scalars(select(Person.full_name).where(Person.id == at.month.person_id)).one()
            raise Refused(
                say("{person}: {reason} Nothing was approved.", person=name, reason=refusal.message)
            ) from None
    return len(command.months)


def _approve(session: Session, at: OpenMonth, actor: Actor, seen: Seen, opinion: str | None) -> None:
    actor.require(Action.APPROVE_MONTH, subject_of(session, at.month.id))
    require(Step.APPROVE, at.standing, actor)
    touch(at.month, seen.revision)
    refuse_undecided(session, at)
    made = keep_score(session, at, REVIEWED)
    if made.status != "scored" and made.missing != UNIT_RANK:  # a head's rank waits for the unit's, in the closing
        raise Refused(say("No score is possible: {missing} missing.", missing=missing_words(made.missing or "")))
    now = datetime.now(UTC)
    at.month.state, at.month.approved_at = State.APPROVED, now
    at.month.reviewed_at = at.month.reviewed_at or now
    if opinion:
        at.month.opinion = opinion.strip()
    note_event(session, at.month, actor, "approved", opinion)


@handles(UndoApproval, Action.APPROVE_MONTH, of_month)
def undo_approval(command: UndoApproval, actor: Actor, session: Session) -> None:
    """Back to waiting for approval; the reason stays visible."""
    at = month_for(session, command.month_id)
    require(Step.UNDO, at.standing, actor)
    if not command.reason.strip():
        raise Refused(say("Write why the approval is taken back; the person will read it."))
    at.month.state, at.month.approved_at = State.REVIEWED, None
    touch(at.month)
    note_event(session, at.month, actor, "undone", command.reason.strip())


def refuse_undecided(session: Session, at: OpenMonth) -> None:
    """Raise `Refused` with the first thing a rater still owes the person."""
    computed = dict(keep_criteria(session, at.month, at.period))
    lines, marks = lines_of(session, at.month.id), marks_of(session, at.month.id)
    for message in undecided(lines, marks, at.month.role, computed):
        raise Refused(message)


def undecided(
    lines: list[WorkLine], marks: list[Mark], role: str, computed: Mapping[str, float | None] = NOTHING
) -> Iterator[Message]:
    """Adjustments without a reason, causes without a decision, leader's criteria without a value or against the facts.

    computed: a leader's d and đ as they follow from the people and work below.
    """
    for line in lines:
        if line.state == "proposed":
            yield say(
                "“{title}” was proposed and not decided. Return the month, or accept or refuse it.", title=line.title
            )
        if adjusted(line) and not line.review_reason:
            yield say("“{title}” was adjusted without a reason. Write the reason beside it.", title=line.title)
        if (line.failed_excused or line.late_excused) and line.cause_decision != "confirmed" and not line.review_reason:
            yield say("“{title}” is excused without a confirmed cause. Write the reason beside it.", title=line.title)
        if line.cause and line.cause_decision is None:
            yield say("“{title}” claims an objective cause. Confirm or refuse it.", title=line.title)
    for mark in marks:
        if mark.reviewed_value not in (None, mark.self_value) and not mark.review_reason:
            yield say(
                "Criterion {code} was adjusted without a reason. Write the reason beside it.", code=mark.criterion
            )
    if role != "staff":
        yield from against_the_facts(marks, computed)
        valued = {m.criterion for m in marks if m.reviewed_value is not None or m.self_value is not None}
        valued |= {name for name, share in computed.items() if share is not None}
        for code in ("d", "dd", "e"):
            if code not in valued:
                yield say("Criterion {code} of a leader has no value. Decide 50% or 100% (Art. 15).", code=code)


def adjusted(line: WorkLine) -> bool:
    """Whether a reviewed count differs from the declared one."""
    return any(getattr(line, f"reviewed_{name}") not in (None, getattr(line, name)) for name in COUNTS)
