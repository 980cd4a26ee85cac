"""Who is due a reminder on a day: before handing in, reviewing, approving, reporting, and answering a petition."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from kpi.access.permissions import Role
from kpi.assessment.petitions.words import FILED
from kpi.assessment.states import RATING, RECORDING, WITH_PERSON, State
from kpi.storage.tables import Account, Closing, Grant, Month, Period, PeriodResult, Person, Petition, Post, Reminder

STAGES = (7, 3, 1)  # days before the deadline
SUBMIT, REVIEW, APPROVE, REPORT, ANSWER = "submit", "review", "approve", "report", "answer"

SPEAKER = aliased(Account)


@dataclass(frozen=True)
class Due:
    """One reminder: to whom, of what, until when. `stage` is its place among `STAGES`, `number` how many wait."""

    person_id: int
    person: str
    person_code: str
    email: str | None
    language: str
    period_id: int
    period: str
    deadline: str  # submit, review, approve, report, or answer-<petition>
    day: date
    stage: int
    number: int


def stage_on(day: date, deadline: date) -> int | None:
    """Which reminder is due on `day`: the nearest stage not passed yet; None more than a week before, or after."""
    left = (deadline - day).days
    if not 0 <= left <= max(STAGES):
        return None
    return min(stage for stage in STAGES if stage >= left or stage == min(STAGES) >= left)


def due_reminders(session: Session, day: date) -> list[Due]:
    """Every reminder due that day and not sent yet, in a handful of queries whatever the number of people."""
    sent = {
        (row.person_id, row.period_id, row.deadline, row.days_before)
        for row in session.execute(
            select(Reminder.person_id, Reminder.period_id, Reminder.deadline, Reminder.days_before)
        )
    }
    found = [due for period in _periods(session) for due in _of_period(session, period, day)]
    found += _answers(session, day)
    return [due for due in found if (due.person_id, due.period_id, due.deadline, due.stage) not in sent]


def _periods(session: Session) -> list[Period]:
    return list(session.scalars(select(Period).where(Period.state != "published").order_by(Period.starts)))


def _of_period(session: Session, period: Period, day: date) -> Iterator[Due]:
    if period.state in RECORDING and not period.derived and (stage := stage_on(day, period.submit_by)):
        yield from _dues(session, _not_handed_in(period), period, SUBMIT, period.submit_by, stage)
    if period.state in RATING and not period.derived:
        if stage := stage_on(day, period.review_by):
            waiting = _waiting(period, Month.reviewer_id, State.SUBMITTED)
            yield from _dues(session, waiting, period, REVIEW, period.review_by, stage)
        if stage := stage_on(day, period.approve_by):
            waiting = _waiting(period, Month.approver_id, State.REVIEWED)
            yield from _dues(session, waiting, period, APPROVE, period.approve_by, stage)
    if period.report_by and (stage := stage_on(day, period.report_by)):
        yield from _dues(session, _home_affairs(), period, REPORT, period.report_by, stage)


def _not_handed_in(period: Period) -> Any:
    """Whoever held a post in the period and has no month in it, or one still in their own hands."""
    handed_in = select(Month.person_id).where(Month.period_id == period.id, Month.state.not_in(WITH_PERSON))
    held = and_(Post.valid_from <= period.ends, or_(Post.valid_to.is_(None), Post.valid_to >= period.starts))
    return select(Post.person_id.label("to"), func.count().label("number")).where(
        held, Post.person_id.not_in(handed_in)
    ).group_by(Post.person_id)  # fmt: skip


def _waiting(period: Period, rater: Any, state: str) -> Any:
    query = select(rater.label("to"), func.count().label("number"))
    return query.where(Month.period_id == period.id, Month.state == state, rater.is_not(None)).group_by(rater)


def _home_affairs() -> Any:
    query = select(Account.person_id.label("to"), func.count().label("number")).join(Grant)
    granted = (Grant.role == Role.HOME_AFFAIRS, Account.person_id.is_not(None), Account.active.is_(True))
    return query.where(*granted).group_by(Account.person_id)


def _dues(session: Session, whom: Any, period: Period, deadline: str, day: date, stage: int) -> Iterator[Due]:
    of = whom.subquery()
    query = _people(of.c.number).join(of, of.c.to == Person.id).order_by(Person.id)
    for row in session.execute(query):
        yield Due(**_to(row), period_id=period.id, period=period.code, deadline=deadline, day=day, stage=stage,
                  number=int(row.number))  # fmt: skip


def _people(number: Any) -> Any:
    return select(
        Person.id.label("person_id"), Person.full_name.label("person"), Person.code.label("person_code"), Person.email,
        SPEAKER.language.label("language"), number.label("number"),
    ).outerjoin(SPEAKER, SPEAKER.person_id == Person.id)  # fmt: skip


def _to(row: Any) -> dict[str, Any]:
    names = ("person_id", "person", "person_code", "email")
    return {name: getattr(row, name) for name in names} | {"language": row.language or "vi"}


def _answers(session: Session, day: date) -> Iterator[Due]:
    query = (
        _people(Petition.id)
        .add_columns(Petition.answer_by, Period.id.label("period_id"), Period.code.label("period"))
        .join(Petition, Petition.addressee_id == Person.id)
        .join(PeriodResult, PeriodResult.id == Petition.result_id)
        .join(Closing, Closing.id == PeriodResult.closing_id)
        .join(Period, Period.id == Closing.period_id)
        .where(Petition.state == FILED)
        .order_by(Petition.id)
    )
    for row in session.execute(query):
        if stage := stage_on(day, row.answer_by):
            what = f"{ANSWER}-{row.number}"
            yield Due(**_to(row), period_id=row.period_id, period=row.period, deadline=what, day=row.answer_by,
                      stage=stage, number=1)  # fmt: skip
