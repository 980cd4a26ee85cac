"""A leader's d and đ in words: "d = 50% because …", with names only for those who may see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.assessment.standing.now import Criterion, criteria_now
from kpi.assessment.states import SHUT
from kpi.language.message import Message, say
from kpi.storage.tables import LeaderCriterion, Month, Period, Person, Post, Unit

SHOWN = 5


@dataclass(frozen=True)
class Explained:
    """A computed criterion (`computed` None while something is not known) and why it is so."""

    name: str
    computed: float | None
    sentences: tuple[Message, ...]


def explained(session: Session, actor: Actor, month_id: int) -> tuple[Explained, ...]:
    """d and đ of a leader's month: as closed, or as they stand now. Raises `NotPermitted`; nothing for staff."""
    month = session.get_one(Month, month_id)
    period = session.get_one(Period, month.period_id)
    path = session.scalars(select(Unit.path).where(Unit.id == month.unit_id)).one()
    actor.require(Action.READ_MONTH, Subject(month.person_id, path))
    found = _kept(session, month_id) if period.state in SHUT else criteria_now(session, month, period)
    tell = {"d": _people_told, "dd": _work_told}
    return tuple(Explained(one.name, one.computed, tuple(tell[one.name](session, actor, one.basis))) for one in found)


def _kept(session: Session, month_id: int) -> tuple[Criterion, ...]:
    query = select(LeaderCriterion).where(LeaderCriterion.month_id == month_id).order_by(LeaderCriterion.criterion)
    return tuple(Criterion(row.criterion, row.computed, row.basis) for row in session.scalars(query))


def _people_told(session: Session, actor: Actor, basis: dict[str, Any]) -> Iterator[Message]:
    if not basis["managed"]:
        yield say("Nobody they manage is recorded; whoever rates them decides, with a reason.")
        return
    yield _scope(basis, basis["managed"])
    if basis["below_count"]:
        yield say("{count} ranked below “completed”: {names}.", count=basis["below_count"],
                  names=_names(session, actor, basis["below"], basis["below_count"]))  # fmt: skip
    if basis["without_count"]:
        yield say("{count} without a result yet: {names}.", count=basis["without_count"],
                  names=_names(session, actor, basis["without"], basis["without_count"]))  # fmt: skip
    if not basis["below_count"] and not basis["without_count"]:
        yield say("Everybody ranks at least “completed”.")


def _scope(basis: dict[str, Any], count: int) -> Message:
    if basis["scope"] == "field":
        return say("{count} people in the field they are in charge of.", count=count)
    if basis["scope"] == "no_field":
        return say("No field of charge is recorded, so the whole unit counts: {count} people.", count=count)
    return say("{count} people in the unit and below.", count=count)


def _work_told(session: Session, actor: Actor, basis: dict[str, Any]) -> Iterator[Message]:
    if basis["short"]:
        yield say("{count} of {lines} lines of work were not finished on time and with quality: {names}.",
                  count=basis["short"], lines=basis["lines"],
                  names=_names(session, actor, basis["short_people"], len(basis["short_people"])))  # fmt: skip
    elif basis["lines"] and not basis["unrecorded"]:
        yield say("All {lines} lines of work were finished on time and with quality.", lines=basis["lines"])
    if basis["unrecorded"]:
        yield say("{count} lines have no figure yet.", count=basis["unrecorded"])
    if not basis["lines"]:
        yield say("No line of work is recorded.")
    if basis["late_tasks"]:
        yield say("{count} tasks of the reform plan are late.", count=basis["late_tasks"])
    if basis["initiatives"]:
        yield say("Initiatives recorded: {count}.", count=basis["initiatives"])
    else:
        yield say("No initiative or effective solution is recorded for the period.")


def _names(session: Session, actor: Actor, people: Sequence[int], count: int) -> Message:
    """The first few names where the reader may see those people's months, else only that they are not shown."""
    query = (
        select(Person.id, Person.full_name)
        .join(Post, Post.person_id == Person.id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Person.id.in_(people), actor.rows(Action.READ_UNIT_RESULTS, path=Unit.path))
        .order_by(Person.full_name)
    )
    names = list(dict(session.execute(query).all()).values())
    if not names:
        return say("names not shown")
    shown = ", ".join(names[:SHOWN])
    return (
        say("{names} and {more} more", names=shown, more=count - SHOWN)
        if count > SHOWN
        else Message("{names}", {"names": shown})
    )
