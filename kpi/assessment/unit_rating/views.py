"""Ratings of agencies and units as screens show them, within what one may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, NotPermitted, Subject
from kpi.access.permissions import Action
from kpi.assessment.closing.computed import computed
from kpi.assessment.scoring import number_or_none
from kpi.assessment.states import PeriodState
from kpi.assessment.unit_rating.basis import SHARED, whole_basis
from kpi.assessment.unit_rating.competent import decides_on_unit, heads_unit
from kpi.assessment.unit_rating.computing import RatedUnits, rated_units
from kpi.language.message import say
from kpi.storage.tables import Closing, Period, Unit, UnitResult

SHUT = (PeriodState.CLOSED, PeriodState.PUBLISHED)


@dataclass(frozen=True)
class UnitLine:
    """A unit's rating in a list. depth: below the first unit in sight."""

    unit_id: int
    unit: str
    kind: str
    path: str
    depth: int
    status: str
    missing: str | None
    general_points: float | None
    task_points: float | None
    total: float | None
    rank: str | None


@dataclass(frozen=True)
class UnitRating:
    """One unit's rating with everything it follows from (`basis`), whether it is closed, and who may do what."""

    unit_id: int
    unit: str
    path: str
    period: str
    period_state: str
    closed: bool
    basis: Mapping[str, Any]
    proposes: bool
    decides: bool


def unit_ratings(session: Session, actor: Actor, period: str) -> tuple[UnitLine, ...]:
    """Every unit in reach that has people in the period, in the order of the tree."""
    row = _period(session, period)
    seen = select(Unit.id, Unit.name, Unit.kind, Unit.path).where(actor.rows(Action.READ_UNIT_RATING))
    units = {unit.id: unit for unit in session.execute(seen.order_by(Unit.path))}
    found = _kept(session, row) or _so_far(session, row)
    lines = [(unit, found[unit_id]) for unit_id, unit in units.items() if unit_id in found]
    top = min((unit.path.count("/") for unit, _figures in lines), default=0)
    return tuple(_line(unit, figures, unit.path.count("/") - top) for unit, figures in lines)


def unit_rating(session: Session, actor: Actor, period: str, unit_id: int) -> UnitRating:
    """One unit's rating. Raises `NotPermitted` out of reach, and for a unit without people in the period."""
    row = _period(session, period)
    unit = session.scalars(select(Unit).where(Unit.id == unit_id)).one_or_none()
    actor.require(Action.READ_UNIT_RATING, Subject(path=unit.path if unit else None))
    if unit is None:
        raise _nothing()
    kept = _closed_basis(session, row, unit_id)
    found = None if kept else _now(session, row)
    if found is not None and not (found.table["unit_id"] == unit_id).any():
        raise _nothing()
    shut = row.state in SHUT
    return UnitRating(
        unit.id, unit.name, unit.path, row.code, row.state, kept is not None,
        kept if kept is not None else found.basis(unit_id) if found else {},
        proposes=not shut and heads_unit(actor, unit.path) and actor.may(Action.PROPOSE_UNIT_RATING),
        decides=not shut and decides_on_unit(session, actor, unit.path),
    )  # fmt: skip


def _nothing() -> NotPermitted:
    return NotPermitted(say("Nobody works in this unit in this period, or you may not see it."))


def _period(session: Session, code: str) -> Period:
    row = session.scalars(select(Period).where(Period.code == code)).one_or_none()
    if row is None:
        raise NotPermitted(say("There is no such period. Reload the page."))
    return row


def _now(session: Session, period: Period) -> RatedUnits:
    """On the whole set while closing; on what is approved so far before."""
    whole = period.state == PeriodState.CLOSING or period.derived
    return rated_units(session, period, computed(session, period) if whole else None)


def _so_far(session: Session, period: Period) -> dict[int, dict[str, Any]]:
    table = _now(session, period).table
    return {int(row["unit_id"]): {str(k): v for k, v in row.items()} for row in table.to_dict("records")}


def _latest(session: Session, period: Period) -> int | None:
    if period.state not in SHUT:
        return None
    return session.scalar(select(func.max(Closing.id)).where(Closing.period_id == period.id))


def _kept(session: Session, period: Period) -> dict[int, dict[str, Any]]:
    latest = _latest(session, period)
    rows = session.scalars(select(UnitResult).where(UnitResult.closing_id == latest)) if latest else ()
    names = ("status", "missing", "general_points", "task_points", "total", "rank")
    return {row.unit_id: {name: getattr(row, name) for name in names} for row in rows}


def _closed_basis(session: Session, period: Period, unit_id: int) -> Mapping[str, Any] | None:
    latest = _latest(session, period)
    if not latest:
        return None
    query = select(UnitResult.basis, Closing.rules).join(Closing, Closing.id == UnitResult.closing_id)
    kept = session.execute(query.where(Closing.id == latest, UnitResult.unit_id == unit_id)).one_or_none()
    return whole_basis(kept.rules[SHARED], kept.basis) if kept else None


def _line(unit: Any, figures: Mapping[str, Any], depth: int) -> UnitLine:
    points = {name: number_or_none(figures[name]) for name in ("general_points", "task_points", "total")}
    missing = figures["missing"] or None
    return UnitLine(
        unit.id, unit.name, unit.kind, unit.path, depth, figures["status"], missing, rank=figures["rank"], **points
    )
