"""Assigning work: by a head to one or many people, or again from an earlier month."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, NotPermitted, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.months import drop_scores, lines_of, month_for, month_of_person, note_event, subject_of, touch
from kpi.assessment.new_lines import Work, add_line, open_period_of, where_person
from kpi.assessment.states import Step, require
from kpi.language.message import say
from kpi.storage.tables import Month, Period, Person, Product, WorkLine


@dataclass(frozen=True)
class AssignWork:
    """A head gives the same work to one or many people, or nothing to anybody."""

    period_id: int
    person_ids: tuple[int, ...]
    work: tuple[Work, ...]

    @property
    def about(self) -> str:
        """The people, for the audit."""
        return f"people {', '.join(map(str, self.person_ids))}"[:120]


@dataclass(frozen=True)
class RepeatMonth:
    """A head assigns people what they were assigned in an earlier period, with the coefficients in force now."""

    period_id: int
    from_period_id: int
    person_ids: tuple[int, ...]

    @property
    def about(self) -> str:
        """The people, for the audit."""
        return f"people {', '.join(map(str, self.person_ids))}"[:120]


def _anywhere(command: AssignWork | RepeatMonth, session: Session) -> Subject:
    """The first person; the handler asks for every other one too."""
    return where_person(session, command.person_ids[0]) if command.person_ids else Subject()


@handles(AssignWork, Action.ASSIGN_WORK, _anywhere)
def assign_work(command: AssignWork, actor: Actor, session: Session) -> int:
    """All people get all the work, or nobody gets any. Returns the number of lines."""
    if not command.work or not command.person_ids:
        raise Refused(say("Choose at least one person and one product."))
    months = [_assignable(session, actor, person_id, command.period_id) for person_id in _each(command)]
    for month in months:
        for work in command.work:
            add_line(session, month, work, origin="assigned", state="accepted")
        _told(session, month, actor, "assigned")
    return len(months) * len(command.work)


@handles(RepeatMonth, Action.ASSIGN_WORK, _anywhere)
def repeat_month(command: RepeatMonth, actor: Actor, session: Session) -> int:
    """Lines already there with the same product and title are left alone. Returns the number of lines added."""
    added = 0
    for person_id in _each(command):
        month = _assignable(session, actor, person_id, command.period_id)
        present = {(line.product_id, line.title) for line in lines_of(session, month.id)}
        fresh = [
            w
            for w in _earlier_work(session, person_id, command.from_period_id, month.period_id)
            if (w.product_id, w.title) not in present
        ]
        for work in fresh:
            add_line(session, month, work, origin="assigned", state="accepted")
        added += len(fresh)
        if fresh:
            _told(session, month, actor, "assigned")
    if not added:
        raise Refused(say("There is nothing new to repeat: that period has no work, or all of it is assigned already."))
    return added


def _each(command: AssignWork | RepeatMonth) -> list[int]:
    """Everybody once, in one order for all: two heads at once wait for each other instead of standing crosswise."""
    return sorted(set(command.person_ids))


def _assignable(session: Session, actor: Actor, person_id: int, period_id: int) -> Month:
    month = month_of_person(session, person_id, open_period_of(session, period_id))
    if not actor.may(Action.ASSIGN_WORK, subject_of(session, month.id)):
        raise NotPermitted(
            say(
                "You are not permitted to assign work to {person}.", person=session.get_one(Person, person_id).full_name
            )
        )
    require(Step.ASSIGN, month_for(session, month.id).standing, actor)
    return month


def _earlier_work(session: Session, person_id: int, from_period_id: int, period_id: int) -> Iterable[Work]:
    period = session.get_one(Period, period_id)
    query = (
        select(WorkLine, Product.code)
        .join(Month, Month.id == WorkLine.month_id)
        .join(Product, Product.id == WorkLine.product_id)
        .where(Month.person_id == person_id, Month.period_id == from_period_id, WorkLine.state == "accepted")
    )
    for line, code in session.execute(query.order_by(WorkLine.id)):
        now = _in_force(session, code, period)
        if now is not None:
            yield Work(now, line.assigned, line.title, None, line.plan_task_id)


def _in_force(session: Session, code: str, period: Period) -> int | None:
    query = select(Product.id).where(
        Product.code == code,
        Product.valid_from <= period.ends,
        or_(Product.valid_to.is_(None), Product.valid_to >= period.starts),
    )
    return session.scalars(query.order_by(Product.valid_from.desc()).limit(1)).one_or_none()


def _told(session: Session, month: Month, actor: Actor, step: str) -> None:
    touch(month)
    drop_scores(session, month, "self")
    note_event(session, month, actor, step)
