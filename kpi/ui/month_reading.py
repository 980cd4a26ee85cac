"""Months and queues for a screen: read once for a state of the database, permission asked at every run."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.assessment.hours.views import MonthHours, hours_of_month
from kpi.assessment.moves import State
from kpi.assessment.queue import Filter, Queue, counts, queue
from kpi.assessment.rated import months_of_person, months_of_rated
from kpi.assessment.views import MonthView, month_by_id, month_of
from kpi.language.numbers import today
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.kept import moves, once

T = TypeVar("T")


def own_month(actor: Actor, code: str) -> MonthView | None:
    """The person's own month in a period, as the database is now; None where none was begun."""
    person, now = actor.person_id or 0, moves()
    mine = once(now.shared, "months of a person", _reading(lambda session: months_of_person(session, person)), person)
    read = _reading(lambda session: month_of(session, actor, person, code))
    view = once(now.of(mine), "own month", read, actor, code, today())
    return view and permitted(actor, view)


def month_at_hand(actor: Actor, month_id: int) -> MonthView:
    """A month by its id, as the database is now. Raises `NotPermitted` out of reach."""
    read = _reading(lambda session: month_by_id(session, actor, month_id))
    return permitted(actor, once(moves().of((month_id,)), "month", read, actor, month_id, today()))


def permitted(actor: Actor, view: MonthView) -> MonthView:
    """The month, asked again whether this actor may read it. Raises `NotPermitted`."""
    actor.require(Action.READ_MONTH, Subject(view.person_id, view.path))
    return view


def state_of_queue(actor: Actor, code: str) -> State:
    """The state of all that a rater's queue of a period shows."""
    now, rater = moves(), actor.person_id or 0
    read = _reading(lambda session: months_of_rated(session, rater, code))
    return now.of(once(now.shared, "months of the rated", read, rater, code))


def queue_now(actor: Actor, wanted: Filter) -> Queue:
    """A page of the rater's queue, as the database is now."""
    read = _reading(lambda session: queue(session, actor, wanted))
    return once(state_of_queue(actor, wanted.period), "queue", read, actor, wanted)


def counts_now(actor: Actor, code: str) -> dict[str, int]:
    """Where the rater's people stand, as the database is now."""
    return once(
        state_of_queue(actor, code), "counts", _reading(lambda session: counts(session, actor, code)), actor, code
    )


def hours_now(actor: Actor, month_id: int) -> MonthHours | None:
    """The checks of declared hours on a month, as the database is now: colleagues' months count in them too.

    Raises `NotPermitted` for a month out of reach.
    """
    read = _reading(lambda session: hours_of_month(session, actor, month_id))
    return once(moves().whole, "hours of a month", read, actor, month_id, today())


def _reading(view: Callable[[Session], T]) -> Callable[[], T]:
    def read() -> T:
        with reading(engine()) as session:
            return view(session)

    return read
