"""Months and queues for a screen: read once for a state of the database, permission asked at every run."""

from functools import partial

from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.assessment.hours.views import MonthHours, hours_of_month
from kpi.assessment.moves import State
from kpi.assessment.queue import Filter, Queue, counts, queue
from kpi.assessment.rated import months_of_person, months_of_rated
from kpi.assessment.views import MonthView, month_by_id, month_of
from kpi.language.numbers import today
from kpi.ui.database import read
from kpi.ui.kept import moves, once


def own_month(actor: Actor, code: str) -> MonthView | None:
    """The person's own month in a period, as the database is now; None where none was begun."""
    person, now = actor.person_id or 0, moves()
    mine = once(now.shared, "months of a person", partial(read, months_of_person, person), person)
    made = partial(read, month_of, actor, person, code)
    view = once(now.of(mine), "own month", made, actor, code, today())
    return view and permitted(actor, view)


def month_at_hand(actor: Actor, month_id: int) -> MonthView:
    """A month by its id, as the database is now. Raises `NotPermitted` out of reach."""
    made = partial(read, month_by_id, actor, month_id)
    return permitted(actor, once(moves().of((month_id,)), "month", made, actor, month_id, today()))


def permitted(actor: Actor, view: MonthView) -> MonthView:
    """The month, asked again whether this actor may read it. Raises `NotPermitted`."""
    actor.require(Action.READ_MONTH, Subject(view.person_id, view.path))
    return view


def state_of_queue(actor: Actor, code: str) -> State:
    """The state of all that a rater's queue of a period shows."""
    now, rater = moves(), actor.person_id or 0
    made = partial(read, months_of_rated, rater, code)
    return now.of(once(now.shared, "months of the rated", made, rater, code))


def queue_now(actor: Actor, wanted: Filter) -> Queue:
    """A page of the rater's queue, as the database is now."""
    made = partial(read, queue, actor, wanted)
    return once(state_of_queue(actor, wanted.period), "queue", made, actor, wanted)


def counts_now(actor: Actor, code: str) -> dict[str, int]:
    """Where the rater's people stand, as the database is now."""
    return once(state_of_queue(actor, code), "counts", partial(read, counts, actor, code), actor, code)


def hours_now(actor: Actor, month_id: int) -> MonthHours | None:
    """The checks of declared hours on a month, as the database is now: colleagues' months count in them too.

    Raises `NotPermitted` for a month out of reach.
    """
    made = partial(read, hours_of_month, actor, month_id)
    return once(moves().whole, "hours of a month", made, actor, month_id, today())
