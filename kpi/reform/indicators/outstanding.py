"""What somebody has to do about indicators today: quantities to enter, and a unit's quantities to confirm."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action, Role
from kpi.reform.indicators.entry import indicators_of
from kpi.reform.indicators.lock import OPEN
from kpi.reform.indicators.officers import officer_of
from kpi.reform.indicators.tree import REPORTING
from kpi.reform.period_codes import period_of
from kpi.storage.tables import Indicator, IndicatorEvent, IndicatorOfficer, IndicatorValue, Period, Unit

NEAR_ITS_END = timedelta(days=7)  # from when a month that still runs is worth a reminder
LEADERS = (Role.HEAD, Role.DEPUTY)


@dataclass(frozen=True)
class Outstanding:
    """A unit's month: quantities not entered, returned with `reason`, waiting for the head; `due`: the cut-off day.

    enters, confirms: whether the actor is the one to do it. nobody: no official is named, and the actor names them.
    """

    unit_id: int
    unit: str
    month: str
    missing: int
    returned: int
    waiting: int
    due: date | None
    enters: bool
    confirms: bool
    nobody: bool
    reason: str | None = None


def outstanding(session: Session, actor: Actor, today: date) -> list[Outstanding]:
    """The actor's own units in months that take quantities and have ended, or end within a week; oldest month first."""
    if actor.person_id is None:
        return []
    answered = _answered_for(session, actor.person_id, today)
    headed = [held.path for held in actor.holdings if held.role in LEADERS]
    mine = or_(Unit.id.in_(answered), Unit.path.in_(headed))
    units = session.scalars(select(Unit).where(mine, Unit.kind.in_(REPORTING)).order_by(Unit.path)).all()
    if not units:
        return []
    running = (Period.kind == "month", Period.state.in_(OPEN), Period.ends <= today + NEAR_ITS_END)
    months = session.scalars(select(Period).where(*running).order_by(Period.starts)).all()
    return [one for period in months for unit in units for one in _of(session, actor, unit, period, answered)]


def _answered_for(session: Session, person_id: int, today: date) -> set[int]:
    officer = IndicatorOfficer
    running = (officer.valid_from <= today, or_(officer.valid_to.is_(None), officer.valid_to >= today))
    return set(session.scalars(select(officer.unit_id).where(officer.person_id == person_id, *running)))


def _of(session: Session, actor: Actor, unit: Unit, period: Period, answered: set[int]) -> Iterator[Outstanding]:
    indicators = indicators_of(session, period.code, unit.kind)
    states = _states(session, unit.id, indicators, period.code)
    counted = Counter(states.get(code, "missing") for code in indicators)
    if not counted.keys() - {"confirmed"}:
        return
    enters = unit.id in answered and actor.may(Action.ENTER_INDICATORS)
    held = {one.role for one in actor.holdings if one.path == unit.path}
    yield Outstanding(
        unit_id=unit.id,
        unit=unit.name,
        month=period.code,
        missing=counted["missing"],
        returned=counted["returned"],
        waiting=counted["entered"],
        due=_due(indicators, period.ends),
        enters=enters,
        confirms=not held.isdisjoint(LEADERS),
        nobody=Role.HEAD in held and officer_of(session, unit.id) is None,
        reason=_reason(session, unit.id, period.code) if counted["returned"] else None,
    )


def _states(session: Session, unit_id: int, indicators: dict[str, Indicator], month: str) -> dict[str, str]:
    periods = {period_of(indicator.period_kind, month) for indicator in indicators.values()}
    query = select(Indicator.code, IndicatorValue.state).join(Indicator, Indicator.id == IndicatorValue.indicator_id)
    return dict(
        session.execute(
            query.where(IndicatorValue.unit_id == unit_id, IndicatorValue.period_code.in_(periods))
        ).all()
    )  # fmt: skip


def _due(indicators: dict[str, Indicator], ends: date) -> date | None:
    """The cut-off day of the following month, the earliest of the indicators'."""
    day = min((one.cutoff_day for one in indicators.values() if one.cutoff_day), default=None)
    return ends + timedelta(days=day) if day else None


def _reason(session: Session, unit_id: int, month: str) -> str | None:
    same = (IndicatorEvent.unit_id == unit_id, IndicatorEvent.period_code == month, IndicatorEvent.step == "returned")
    query = select(IndicatorEvent.reason).where(*same).order_by(IndicatorEvent.id.desc()).limit(1)
    return session.scalars(query).one_or_none()
