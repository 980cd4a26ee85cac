"""Assigning work: by a head to one or many people, again from last month, or proposed and accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, NotPermitted, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.months import (
    OpenMonth,
    drop_scores,
    keep_score,
    lines_of,
    month_for,
    month_of_person,
    note_event,
    subject_of,
    touch,
)
from kpi.assessment.record import of_month
from kpi.assessment.scoring import REVIEWED
from kpi.assessment.states import WITH_RATERS, Step, require
from kpi.language.message import say
from kpi.storage.tables import Month, Period, Person, Post, Product, Unit, WorkLine

MOST_ASSIGNED = 10_000


@dataclass(frozen=True)
class Work:
    """What is asked for: a product, how many, in which words, by when."""

    product_id: int
    quantity: float
    title: str = ""
    due: date | None = None


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


@dataclass(frozen=True)
class ProposeWork:
    """A person proposes work of their own for the head to accept."""

    period_id: int
    person_id: int
    work: Work


@dataclass(frozen=True)
class DecideProposal:
    """A head accepts proposed work, with another quantity if need be, or refuses it with a reason."""

    month_id: int
    line_id: int
    accepted: bool
    quantity: float | None = None
    reason: str | None = None

    @property
    def about(self) -> str:
        """The line, for the audit."""
        return f"month {self.month_id} line {self.line_id}"


@dataclass(frozen=True)
class AmendAssignment:
    """A head changes the quantity or the due date of assigned work, or takes it away (quantity 0), with a reason."""

    month_id: int
    line_id: int
    quantity: float
    due: date | None
    reason: str

    @property
    def about(self) -> str:
        """The line, for the audit."""
        return f"month {self.month_id} line {self.line_id}"


def _anywhere(command: AssignWork | RepeatMonth, session: Session) -> Subject:
    """The first person; the handler asks for every other one too."""
    return _where_person(session, command.person_ids[0]) if command.person_ids else Subject()


def _where_person(session: Session, person_id: int, on: date | None = None) -> Subject:
    day = on or date.today()
    query = (
        select(Unit.path)
        .join(Post, Post.unit_id == Unit.id)
        .where(Post.person_id == person_id, Post.valid_from <= day, or_(Post.valid_to.is_(None), Post.valid_to >= day))
        .order_by(Post.valid_from.desc(), Post.id.desc())
    )
    return Subject(person_id, session.scalars(query.limit(1)).one_or_none())


@handles(AssignWork, Action.ASSIGN_WORK, _anywhere)
def assign_work(command: AssignWork, actor: Actor, session: Session) -> int:
    """All people get all the work, or nobody gets any. Returns the number of lines."""
    if not command.work or not command.person_ids:
        raise Refused(say("Choose at least one person and one product."))
    months = [_assignable(session, actor, person_id, command.period_id) for person_id in command.person_ids]
    for month in months:
        for work in command.work:
            add_line(session, month, work, origin="assigned", state="accepted")
        _told(session, month, actor, "assigned")
    return len(months) * len(command.work)


@handles(RepeatMonth, Action.ASSIGN_WORK, _anywhere)
def repeat_month(command: RepeatMonth, actor: Actor, session: Session) -> int:
    """Lines already there with the same product and title are left alone. Returns the number of lines added."""
    added = 0
    for person_id in command.person_ids:
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


@handles(ProposeWork, Action.PROPOSE_WORK, lambda command, session: _where_person(session, command.person_id))
def propose_work(command: ProposeWork, actor: Actor, session: Session) -> int:
    """Returns the line's id."""
    month = month_of_person(session, command.person_id, _period(session, command.period_id))
    at = month_for(session, month.id)
    require(Step.PROPOSE, at.standing, actor)
    line = add_line(session, month, command.work, origin="proposed", state="proposed")
    touch(month)
    note_event(session, month, actor, "proposed", line.title)
    return line.id


@handles(DecideProposal, Action.ASSIGN_WORK, of_month)
def decide_proposal(command: DecideProposal, actor: Actor, session: Session) -> None:
    """A refusal needs a reason and leaves the proposal visible; what was recorded on it counts once accepted."""
    at = month_for(session, command.month_id)
    require(Step.DECIDE, at.standing, actor)
    line = line_of(session, at, command.line_id)
    if line.state != "proposed":
        raise Refused(say("“{title}” is no longer waiting for a decision. Reload the page.", title=line.title))
    if not command.accepted and not (command.reason or "").strip():
        raise Refused(say("Write why the proposal is refused; the person will read it."))
    if command.accepted and command.quantity is not None:
        line.assigned = checked_quantity(command.quantity)
    line.state = "accepted" if command.accepted else "refused"
    line.state_reason = (command.reason or "").strip() or None
    touch(at.month)
    if at.month.state in WITH_RATERS:
        keep_score(session, at, REVIEWED)
    note_event(session, at.month, actor, "proposal_" + line.state, command.reason or line.title)


@handles(AmendAssignment, Action.ASSIGN_WORK, of_month)
def amend_assignment(command: AmendAssignment, actor: Actor, session: Session) -> None:
    """Work already recorded stays; quantity 0 takes away a line on which nothing was recorded."""
    at = month_for(session, command.month_id)
    require(Step.ASSIGN, at.standing, actor)
    line = line_of(session, at, command.line_id)
    if not command.reason.strip():
        raise Refused(say("Write why the assignment changes; the person will read it."))
    if command.quantity == 0:
        _take_away(session, line)
    else:
        line.assigned = checked_quantity(command.quantity)
        line.due = command.due
    touch(at.month)
    note_event(session, at.month, actor, "amended", f"{line.title}: {command.reason.strip()}")


def add_line(session: Session, month: Month, work: Work, *, origin: str, state: str) -> WorkLine:
    """A new line with the coefficient in force at the start of the period, frozen on it."""
    period = session.get_one(Period, month.period_id)
    product = _product(session, work.product_id, month, period)
    if work.due is not None and not period.starts <= work.due:
        raise Refused(say("The due date of “{title}” lies before the period. Choose a later day.", title=work.title))
    line = WorkLine(
        month_id=month.id,
        product_id=product.id,
        title=(work.title.strip() or product.detail)[:300],
        coefficient=product.coefficient,
        assigned=checked_quantity(work.quantity),
        due=work.due,
        origin=origin,
        state=state,
    )
    session.add(line)
    session.flush()
    return line


def checked_quantity(quantity: float) -> float:
    """A quantity above zero with at most two decimals; refused otherwise."""
    if not 0 < quantity <= MOST_ASSIGNED or round(quantity, 2) != quantity:
        raise Refused(
            say(
                "The quantity {value} must lie above 0 and be at most {most}, with at most two decimals.",
                value=float(quantity),
                most=MOST_ASSIGNED,
            )
        )
    return float(quantity)


def line_of(session: Session, at: OpenMonth, line_id: int) -> WorkLine:
    """A line of this month; refused where it is not one."""
    line = session.get(WorkLine, line_id)
    if line is None or line.month_id != at.month.id:
        raise Refused(say("Line {line} is not part of this month. Reload the page; nothing was saved.", line=line_id))
    return line


def _assignable(session: Session, actor: Actor, person_id: int, period_id: int) -> Month:
    month = month_of_person(session, person_id, _period(session, period_id))
    if not actor.may(Action.ASSIGN_WORK, subject_of(session, month.id)):
        raise NotPermitted(
            say(
                "You are not permitted to assign work to {person}.", person=session.get_one(Person, person_id).full_name
            )
        )
    require(Step.ASSIGN, month_for(session, month.id).standing, actor)
    return month


def _period(session: Session, period_id: int) -> Period:
    period = session.get(Period, period_id)
    if period is None:
        raise Refused(say("This period no longer exists. Reload the page."))
    if period.state != "open":
        raise Refused(
            say("The period is closed, so the month is read-only. Home Affairs can reopen the period with a reason.")
        )
    return period


def _product(session: Session, product_id: int, month: Month, period: Period) -> Product:
    product = session.get(Product, product_id)
    if product is None:
        raise Refused(say("Product {number} is not in the catalogue. Choose one from the list.", number=product_id))
    over = product.valid_to is not None and product.valid_to < period.starts
    if product.valid_from > period.ends or over:
        raise Refused(
            say("“{product}” is not in force in this period. Choose another product.", product=product.detail)
        )
    path = session.scalars(select(Unit.path).where(Unit.id == month.unit_id)).one()
    if product.unit_id is not None and f"/{product.unit_id}/" not in path:
        raise Refused(
            say("“{product}” belongs to another unit's list. Choose another product.", product=product.detail)
        )
    return product


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
            yield Work(now, line.assigned, line.title, None)


def _in_force(session: Session, code: str, period: Period) -> int | None:
    query = select(Product.id).where(
        Product.code == code,
        Product.valid_from <= period.ends,
        or_(Product.valid_to.is_(None), Product.valid_to >= period.starts),
    )
    return session.scalars(query.order_by(Product.valid_from.desc()).limit(1)).one_or_none()


def _take_away(session: Session, line: WorkLine) -> None:
    recorded = [line.done, line.hours, line.link, line.note, line.cause]
    if any(value is not None for value in recorded):
        raise Refused(
            say(
                "Work was already recorded on “{title}”, so it cannot be taken away. Lower the quantity instead.",
                title=line.title,
            )
        )
    session.delete(line)


def _told(session: Session, month: Month, actor: Actor, step: str) -> None:
    touch(month)
    drop_scores(session, month, "self")
    note_event(session, month, actor, step)
