"""What is to be done once a period is being closed: ranks, closing, publishing, petitions and their answers."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action, Role
from kpi.assessment.closing.views import latest_closing
from kpi.assessment.hours.views import hours_of_month
from kpi.assessment.next_step import NextStep
from kpi.assessment.period_names import period_name
from kpi.assessment.petitions.views import petitions_about, to_be_recomputed, waiting_for_answer
from kpi.assessment.petitions.words import FILED, OUTCOMES, WITHDRAWN
from kpi.assessment.publishing.views import Published, day_of, published_results
from kpi.assessment.ranking.agencies import agencies_by_unit
from kpi.assessment.ranking.views import quota_of
from kpi.assessment.states import RECORDING, WITH_PERSON, PeriodState
from kpi.language.message import Message, say
from kpi.language.numbers import format_date
from kpi.storage.tables import Month, Period

NEWS = timedelta(days=14)  # how long an answer stays on the home page
SOON = 2  # days before a deadline from which it presses


def steps_after(session: Session, actor: Actor, today: date) -> Iterator[NextStep]:
    """Everybody's own result first, then what others wait for."""
    yield from _published(session, actor, today)
    yield from _questions(session, actor)
    yield from _petitions(session, actor, today)
    yield from _quota(session, actor)
    if actor.may(Action.MANAGE_PERIODS):
        yield from _closing(session, today)


def _published(session: Session, actor: Actor, today: date) -> Iterator[NextStep]:
    """A new result while it can be petitioned against; the answer to a petition for a fortnight."""
    if actor.person_id is None or not actor.may(Action.FILE_PETITION):
        return
    results = published_results(session, actor, actor.person_id)
    petitions = petitions_about(session, actor, [one.id for one in results])
    for one in results:
        petition = petitions.get(one.id)
        query = {"result": str(one.id)}
        if petition is None or petition.state == WITHDRAWN:
            if today <= one.petition_by:
                yield NextStep("results", _new(one), one.petition_by, query=query)
        elif petition.answered_at and today <= day_of(petition.answered_at) + NEWS:
            said = say("{period}: your petition was answered: {outcome}.", period=period_name(one.period),
                       outcome=Message(OUTCOMES[petition.state]))  # fmt: skip
            yield NextStep("results", said, query=query)


def _new(one: Published) -> Message:
    return say("{period}: your result is published. Until {day} you may petition against it.",
               period=period_name(one.period), day=format_date(one.petition_by))  # fmt: skip


def _questions(session: Session, actor: Actor) -> Iterator[NextStep]:
    """Checks of declared hours that ask the person something, while the month is in their hands."""
    if actor.person_id is None or not actor.may(Action.RECORD_WORK):
        return
    query = select(Month.id, Period.code).join(Period, Period.id == Month.period_id)
    mine = (Month.person_id == actor.person_id, Month.state.in_(WITH_PERSON), Period.state.in_(RECORDING))
    for month_id, code in session.execute(query.where(*mine).order_by(Period.starts)):
        hours = hours_of_month(session, actor, month_id)
        asked = sum(not flag.answer for flag in hours.flags) if hours else 0
        if asked:
            message = say("{period}: questions about your declared hours to answer: {number}.",
                          period=period_name(code), number=asked)  # fmt: skip
            yield NextStep("my_month", message, query={"period": code})


def _petitions(session: Session, actor: Actor, today: date) -> Iterator[NextStep]:
    for view in waiting_for_answer(session, actor):
        named = {"period": period_name(view.period), "person": view.person}
        query = {"petition": str(view.id)}
        if view.state == FILED:
            pressing = today >= view.answer_by - timedelta(days=SOON)
            message = say("{period}: a petition of {person} waits for your answer.", **named)
            yield NextStep("petitions", message, view.answer_by, urgent=pressing, query=query)
        else:
            message = say("{period}: the petition of {person} is upheld; correct the result.", **named)
            yield NextStep("petitions", message, urgent=True, query=query)


def _quota(session: Session, actor: Actor) -> Iterator[NextStep]:
    """The head of a body where, in a period being closed, “excellent” is above its quota."""
    paths = {held.path for held in actor.holdings if held.role is Role.HEAD}
    if not paths:
        return
    agencies = {agency.path: agency for agency in agencies_by_unit(session).values()}
    closing = session.scalars(select(Period.code).where(Period.state == PeriodState.CLOSING).order_by(Period.starts))
    for code in closing:
        for path in sorted(paths & agencies.keys()):
            standing = quota_of(session, actor, code, agencies[path].id)
            if standing.decides and any(group.over for group in standing.groups):
                message = say("{period}: “excellent” is above its quota in {agency}. Decide who it is.",
                              period=period_name(code), agency=agencies[path].name)  # fmt: skip
                query = {"period": code, "agency": str(agencies[path].id)}
                yield NextStep("ranks", message, urgent=True, query=query)


def _closing(session: Session, today: date) -> Iterator[NextStep]:
    """Home Affairs: what is being closed, what is closed and not published, what a correction made stale."""
    unfinished = (PeriodState.CLOSING, PeriodState.CLOSED)
    for period in session.scalars(select(Period).where(Period.state.in_(unfinished)).order_by(Period.ends)):
        named, query = period_name(period.code), {"period": period.code}
        if period.state == PeriodState.CLOSED:
            if latest_closing(session, period.code) is None:
                continue
            message = say("{period} is closed: publish the results.", period=named)
            yield NextStep("closing", message, period.report_by, _pressing(period.report_by, today), query=query)
        elif not period.derived or today > period.ends:
            message = say("{period} is being closed: look at the preview, then close.", period=named)
            yield NextStep("closing", message, period.report_by, _pressing(period.report_by, today), query=query)
    for code in to_be_recomputed(session):
        message = say("{period} follows from a result that was corrected since: open it again and close it.",
                      period=period_name(code))  # fmt: skip
        yield NextStep("closing", message, query={"period": code})


def _pressing(deadline: date | None, today: date) -> bool:
    return deadline is not None and today >= deadline - timedelta(days=SOON)
