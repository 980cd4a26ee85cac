"""New lines of work: the product in force, its coefficient frozen, the quantity checked."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Refused, Subject
from kpi.assessment.months import OpenMonth
from kpi.assessment.states import Step, why_shut
from kpi.language.message import say
from kpi.language.numbers import today
from kpi.storage.tables import Month, Period, PlanTask, Post, Product, Unit, WorkLine

MOST_ASSIGNED = 10_000


@dataclass(frozen=True)
class Work:
    """What is asked for: a product, how many, in which words, by when."""

    product_id: int
    quantity: float
    title: str = ""
    due: date | None = None
    plan_task_id: int | None = None


def add_line(session: Session, month: Month, work: Work, *, origin: str, state: str) -> WorkLine:
    """A new line with the coefficient in force at the start of the period, frozen on it."""
    period = session.get_one(Period, month.period_id)
    product = _product(session, work.product_id, month, period)
    title = (work.title.strip() or product.detail)[:300]
    line = WorkLine(
        month_id=month.id,
        product_id=product.id,
        plan_task_id=_plan_task(session, work.plan_task_id),
        title=title,
        coefficient=product.coefficient,
        assigned=checked_quantity(work.quantity),
        due=checked_due(work.due, title, period),
        origin=origin,
        state=state,
    )
    session.add(line)
    session.flush()
    return line


def _plan_task(session: Session, task_id: int | None) -> int | None:
    """The plan task the work serves; refused where the plan has no such task."""
    if task_id is not None and session.get(PlanTask, task_id) is None:
        raise Refused(say("The plan task is not in the plan any more. Reload the page."))
    return task_id


def checked_due(due: date | None, title: str, period: Period) -> date | None:
    """A due date not before the period; refused otherwise."""
    if due is not None and due < period.starts:
        raise Refused(say("The due date of “{title}” lies before the period. Choose a later day.", title=title))
    return due


def checked_quantity(quantity: float) -> float:
    """A quantity above zero with at most two decimals; refused otherwise."""
    if isinstance(quantity, bool) or not isinstance(quantity, int | float):
        raise Refused(say("The quantity “{value}” is not a number. Type digits only.", value=str(quantity)[:80]))
    if not 0 < quantity <= MOST_ASSIGNED or round(quantity, 2) != quantity:
        raise Refused(
            say(
                "The quantity {value} must lie above 0 and be at most {most}, with at most two decimals.",
                value=float(quantity) if abs(quantity) < MOST_ASSIGNED**2 else str(quantity)[:80],
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


def open_period_of(session: Session, period_id: int) -> Period:
    """The period, refused unless it is open, and not closed before the command ends."""
    period = session.get(Period, period_id, with_for_update={"read": True})
    if period is None:
        raise Refused(say("This period no longer exists. Reload the page."))
    if closed := why_shut(Step.ASSIGN, period.state):
        raise Refused(closed)
    return period


def where_person(session: Session, person_id: int, on: date | None = None) -> Subject:
    """The person and the unit where they hold a post on a day (today)."""
    day = on or today()
    query = (
        select(Unit.path)
        .join(Post, Post.unit_id == Unit.id)
        .where(Post.person_id == person_id, Post.valid_from <= day, or_(Post.valid_to.is_(None), Post.valid_to >= day))
        .order_by(Post.valid_from.desc(), Post.id.desc())
    )
    return Subject(person_id, session.scalars(query.limit(1)).one_or_none())


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
