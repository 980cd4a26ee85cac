"""What a person should do next: the first thing their home page says."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.calendar import period_bounds, quarter_code
from kpi.assessment.hours.asked import people_to_ask
from kpi.assessment.next_step import NextStep
from kpi.assessment.people import proposals
from kpi.assessment.period_names import period_name
from kpi.assessment.queue import waiting_for
from kpi.assessment.reform_steps import reform_steps
from kpi.assessment.rules import recording_kind
from kpi.assessment.states import RATING, RECORDING, State
from kpi.assessment.steps_after import steps_after
from kpi.language.message import Message, say
from kpi.language.numbers import format_date
from kpi.storage.tables import Month, MonthEvent, Period


def next_steps(session: Session, actor: Actor, today: date) -> list[NextStep]:
    """Most urgent first: what was returned, what is late, what waits."""
    live = select(Period).where(Period.state.in_(RATING), Period.derived.is_(False)).order_by(Period.starts)
    rated = list(session.scalars(live))
    opened = [period for period in rated if period.state in RECORDING]
    steps = [step for period in opened for step in _own(session, actor, period, today)]
    steps += [step for period in rated for step in _as_rater(session, actor, period, today)]
    steps += _as_home_affairs(session, actor, opened, today)
    steps += steps_after(session, actor, today)
    steps += reform_steps(session, actor, today)
    return sorted(steps, key=lambda step: (not step.urgent, step.due or date.max))


def _own(session: Session, actor: Actor, period: Period, today: date) -> list[NextStep]:
    if actor.person_id is None or not actor.may(Action.RECORD_WORK):
        return []
    query = select(Month).where(Month.person_id == actor.person_id, Month.period_id == period.id)
    month = session.scalars(query.order_by(Month.id.desc()).limit(1)).one_or_none()
    where: dict[str, Any] = {"page": "my_month", "query": {"period": period.code}, "due": period.submit_by}
    if month is None:
        return [
            NextStep(
                message=say(
                    "{period}: no work has been assigned to you yet; you may propose some.", period=_told(period)
                ),
                **where,
            )
        ]
    if month.state == State.RETURNED:
        return [
            NextStep(
                message=say("{period} was returned to you: correct it and hand it in again.", period=_told(period)),
                urgent=True,
                detail=_reason(session, month.id),
                **where,
            )
        ]
    if month.state == State.DRAFT:
        late = today > period.submit_by
        text = (
            say(
                "{period} should have been handed in by {day}.",
                period=_told(period),
                day=format_date(period.submit_by),
            )
            if late
            else say("{period}: record your work and hand it in.", period=_told(period))
        )
        return [NextStep(message=text, urgent=late, **where)]
    return []


def _reason(session: Session, month_id: int) -> Message | None:
    query = select(MonthEvent.reason).where(MonthEvent.month_id == month_id, MonthEvent.step == "returned")
    reason = session.scalars(query.order_by(MonthEvent.id.desc()).limit(1)).one_or_none()
    return say("Reason given: {reason}", reason=reason) if reason else None


def _as_rater(session: Session, actor: Actor, period: Period, today: date) -> list[NextStep]:
    if actor.person_id is None or not actor.may(Action.REVIEW_MONTH):
        return []
    query = select(Month.state, func.count()).where(Month.period_id == period.id, waiting_for(actor))
    waiting = dict(session.execute(query.group_by(Month.state)).all())
    where: dict[str, Any] = {"page": "approvals", "query": {"period": period.code}}
    steps = []
    if number := waiting.get(State.SUBMITTED, 0):
        steps.append(
            NextStep(
                message=say("{period}: waiting for your review: {number}.", number=number, period=_told(period)),
                due=period.review_by,
                urgent=today > period.review_by,
                **where,
            )
        )
    if number := waiting.get(State.REVIEWED, 0):
        steps.append(
            NextStep(
                message=say("{period}: waiting for your approval: {number}.", number=number, period=_told(period)),
                due=period.approve_by,
                urgent=today > period.approve_by,
                **where,
            )
        )
    if number := people_to_ask(session, actor, period):
        message = say("{period}: {number} people waiting for you declared more hours than their time or their work "
                      "allows. Ask before you decide.", period=_told(period), number=number)  # fmt: skip
        steps.append(NextStep("hours", message, period.review_by, query={"period": period.code}))
    if number := len(proposals(session, actor, period.code)):
        steps.append(
            NextStep(
                page="assign",
                query={"period": period.code},
                due=period.submit_by,
                message=say(
                    "{period}: proposals of work waiting for your decision: {number}.",
                    number=number,
                    period=_told(period),
                ),
            )
        )
    return steps


def _as_home_affairs(session: Session, actor: Actor, opened: list[Period], today: date) -> list[NextStep]:
    if not actor.may(Action.MANAGE_PERIODS):
        return []
    steps = [
        NextStep(
            "closing",
            say("{period} can be closed: its last deadline has passed.", period=_told(period)),
            period.approve_by,
            urgent=True,
            query={"period": period.code},
        )
        for period in opened
        if today > period.approve_by
    ]
    code = quarter_code(today) if recording_kind(session, today) == "quarter" else f"{today:%Y-%m}"
    if session.scalars(select(Period.id).where(Period.code == code)).one_or_none() is None:
        starts, _ = period_bounds(code)
        steps.append(
            NextStep("periods", say("{period} has not been opened yet.", period=period_name(code)), starts, urgent=True)
        )
    return steps


def _told(period: Period) -> Message:
    return period_name(period.code)
