"""Proposals as planners and heads see them: numbers by family, never names of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.language.message import Message
from kpi.language.numbers import today
from kpi.staffing.proposals.terms import Terms
from kpi.staffing.proposals.words import read
from kpi.staffing.reallocation.fairness import Spread, spread, spread_by
from kpi.staffing.reallocation.problem import Ints
from kpi.staffing.reallocation.recruitment import Lent, Wanted, places_left, recruitment
from kpi.storage.tables import PinnedMove, Reallocation, ReallocationMove, Scenario, Unit, UnitAnswer


@dataclass(frozen=True)
class Line:
    """A proposal in a list; scenario: its name, None for today."""

    id: int
    title: str
    scenario: str | None
    scenario_id: int | None
    state: str
    people: int
    made_by: str
    made_at: datetime
    answer_by: date | None


@dataclass(frozen=True)
class Answer:
    """What a unit answered."""

    unit: str
    name: str
    accepted: bool
    reason: str | None
    by: str
    at: datetime


@dataclass(frozen=True)
class MoveLine:
    """A move; from_unit None: lent from outside."""

    id: int
    from_unit: str | None
    from_name: str
    from_family: str
    to_unit: str
    to_name: str
    to_family: str
    people: int
    km: float | None
    until: date | None
    team: str | None
    fixed: bool
    why: tuple[Message, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Pin:
    """A move the planner fixed for the next solving."""

    id: int
    from_unit: str
    from_family: str
    to_unit: str
    to_family: str
    people: int
    reason: str | None


@dataclass(frozen=True)
class Proposal:
    """A proposal whole, for planners. tables: units × families in the order of `units` and `families`."""

    line: Line
    terms: Terms
    year: int
    on: date
    units: tuple[str, ...]
    names: dict[str, str]
    families: tuple[str, ...]
    existing: Ints
    posts: Ints
    after: Ints
    lent: Ints
    missing: Ints
    moves: tuple[MoveLine, ...]
    pins: tuple[Pin, ...]
    recruits: tuple[Wanted, ...]
    before_spread: Spread
    after_spread: Spread
    by_former: dict[str, tuple[Spread, Spread]]
    by_kind: dict[str, tuple[Spread, Spread]]
    places_left: int | None
    gap: float
    optimal: bool
    variables: int
    may_change: bool
    parts: dict[str, list[str]]


def proposals(session: Session, actor: Actor) -> list[Line]:
    """Newest first: for planners all, for others those published that concern a unit of theirs."""
    actor.require(Action.READ_STAFFING)
    query = select(Reallocation, Scenario.name).outerjoin(Scenario, Scenario.id == Reallocation.scenario_id)
    if not sees_all(session, actor):
        mine = select(ReallocationMove.reallocation_id).where(_concerned(_reach(session, actor)))
        query = query.where(Reallocation.state == "published", Reallocation.id.in_(mine))
    return [_line(row, name) for row, name in session.execute(query.order_by(Reallocation.id.desc()))]


def proposal(session: Session, actor: Actor, number: int) -> Proposal | None:
    """A proposal whole; None where there is none. For those who read staffing of the whole province."""
    actor.require(Action.READ_STAFFING, _province(session))
    found = session.execute(
        select(Reallocation, Scenario.name)
        .outerjoin(Scenario, Scenario.id == Reallocation.scenario_id)
        .where(Reallocation.id == number)
    ).one_or_none()
    return None if found is None else _whole(session, actor, *found)


def moves_of_units(session: Session, actor: Actor, number: int) -> tuple[Line, tuple[MoveLine, ...], list[str]] | None:
    """A published proposal, its moves that concern units in the actor's reach, and these units by code."""
    actor.require(Action.READ_STAFFING)
    found = session.execute(
        select(Reallocation, Scenario.name)
        .outerjoin(Scenario, Scenario.id == Reallocation.scenario_id)
        .where(Reallocation.id == number, Reallocation.state == "published")
    ).one_or_none()
    if found is None:
        return None
    mine = _reach(session, actor)
    moves = _moves(session, number, dict(found[0].inputs["names"]), mine)
    people = sum(move.people for move in moves)
    line = _line(*found)
    return Line(**{**line.__dict__, "people": people}), moves, mine


def answerable(line: Line) -> bool:
    """Whether units may still answer."""
    return line.state == "published" and line.answer_by is not None and today() <= line.answer_by


def sees_all(session: Session, actor: Actor) -> bool:
    """Whether the actor reads staffing of the whole province."""
    return actor.may(Action.READ_STAFFING, _province(session))


def _province(session: Session) -> Subject:
    return Subject(path=session.scalars(select(Unit.path).where(Unit.parent_id.is_(None))).first())


def _reach(session: Session, actor: Actor) -> list[str]:
    return list(session.scalars(select(Unit.code).where(actor.rows(Action.READ_STAFFING)).order_by(Unit.path)))


def _concerned(units: Sequence[str]) -> Any:
    return or_(ReallocationMove.from_unit.in_(units), ReallocationMove.to_unit.in_(units))


def _line(row: Reallocation, scenario: str | None) -> Line:
    people = int(row.result.get("people", 0))
    return Line(
        row.id, row.title, scenario, row.scenario_id, row.state, people, row.made_by, row.made_at, row.answer_by
    )


def _moves(
    session: Session, number: int, names: dict[str, str], units: Sequence[str] | None = None
) -> tuple[MoveLine, ...]:
    query = select(ReallocationMove).where(ReallocationMove.reallocation_id == number)
    if units is not None:
        query = query.where(_concerned(units))
    rows = list(session.scalars(query.order_by(ReallocationMove.id)))
    answers = _answers(session, [row.id for row in rows])
    return tuple(
        MoveLine(
            row.id, row.from_unit, names.get(row.from_unit or "", row.team or ""), row.from_family, row.to_unit,
            names.get(row.to_unit, row.to_unit), row.to_family, row.people, row.km, row.until, row.team, row.fixed,
            tuple(read(sentence) for sentence in row.why), tuple(answers.get(row.id, ())),
        )
        for row in rows
    )  # fmt: skip


def _answers(session: Session, moves: Sequence[int]) -> dict[int, list[Answer]]:
    query = select(UnitAnswer, Unit.code, Unit.name).join(Unit, Unit.id == UnitAnswer.unit_id)
    found: dict[int, list[Answer]] = {}
    for row, code, name in session.execute(query.where(UnitAnswer.move_id.in_(moves)).order_by(UnitAnswer.id)):
        answer = Answer(code, name, row.accepted, row.reason, row.answered_by, row.answered_at)
        found.setdefault(row.move_id, []).append(answer)
    return found


def _whole(session: Session, actor: Actor, row: Reallocation, scenario: str | None) -> Proposal:
    inputs, result = row.inputs, row.result
    existing, posts = (np.array(inputs[name], np.int64) for name in ("existing", "posts"))
    after, lent, missing = (np.array(result[name], np.int64) for name in ("after", "lent", "missing"))
    moves = _moves(session, row.id, dict(inputs["names"]))
    pins = session.scalars(select(PinnedMove).where(PinnedMove.reallocation_id == row.id).order_by(PinnedMove.id))
    terms = Terms.of(row.terms)
    lent_until = [Lent(move.to_family, move.until, move.people) for move in moves if move.until is not None]
    recruits = tuple(recruitment(inputs["units"], inputs["families"], missing, lent_until))
    return Proposal(
        _line(row, scenario), terms, int(inputs["year"]), date.fromisoformat(inputs["on"]), tuple(inputs["units"]),
        dict(inputs["names"]), tuple(inputs["families"]), existing, posts, after, lent, missing, moves,
        tuple(Pin(p.id, p.from_unit, p.from_family, p.to_unit, p.to_family, p.people, p.reason) for p in pins),
        recruits, spread(existing, posts), spread(after, posts),
        _both(inputs["former"], existing, after, posts), _both(inputs["kinds"], existing, after, posts),
        places_left(terms.total, existing),
        row.gap, row.optimal, int(result["variables"]),
        row.state == "draft" and actor.may(Action.MANAGE_STAFFING, Subject()), dict(inputs["parts"]),
    )  # fmt: skip


def _both(labels: Sequence[str], before: Ints, after: Ints, posts: Ints) -> dict[str, tuple[Spread, Spread]]:
    one, other = spread_by(labels, before, posts), spread_by(labels, after, posts)
    return {label: (one[label], other[label]) for label in one}
