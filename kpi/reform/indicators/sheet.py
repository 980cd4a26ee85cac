"""One unit's quantities of one month: what is entered, beside last month, the same month last year, and the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.reform.indicators.entry import indicators_of
from kpi.reform.indicators.lock import OPEN, state_of
from kpi.reform.indicators.officers import Officer, officer_of
from kpi.reform.indicators.tree import reporting_units
from kpi.reform.indicators.views import targets_of
from kpi.reform.period_codes import period_of, previous, span, year_before
from kpi.storage.tables import Indicator, IndicatorEvent, IndicatorValue, Unit


@dataclass(frozen=True)
class Reading:
    """A numerator, a denominator and what they give; None where nothing was entered."""

    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None


@dataclass(frozen=True)
class SheetRow:
    """An indicator of the sheet. `state` is "missing" where nothing was entered."""

    code: str
    name: tuple[str, str]  # Vietnamese, English
    numerator_name: tuple[str, str]
    denominator_name: tuple[str, str] | None
    measure: str
    higher_is_better: bool
    period: str
    now: Reading
    before: Reading
    last_year: Reading
    target: float | None
    state: str
    source: str
    reason: str
    value_id: int | None
    entered_by: str
    reference: str
    data_source: str
    cut_off: tuple[str, int | None, str]  # kind of period, day after its end, formula

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None where it cannot be said."""
        if self.now.value is None or self.target is None:
            return None
        return self.now.value >= self.target if self.higher_is_better else self.now.value <= self.target


@dataclass(frozen=True)
class Sheet:
    """A unit's month, and what the actor may do with it now."""

    unit_id: int
    unit: str
    path: str
    month: str
    rows: tuple[SheetRow, ...]
    officer: Officer | None
    state: str | None  # of the period
    may_enter: bool
    may_confirm: bool
    may_name: bool
    cut_off: int | None
    events: tuple[tuple[datetime, str, str, str | None], ...]  # moment, who, step, reason

    @property
    def open(self) -> bool:
        """Whether the period takes quantities."""
        return self.state in OPEN

    def count(self, *states: str) -> int:
        """How many rows stand in one of these states."""
        return sum(row.state in states for row in self.rows)


def units_to_choose(session: Session, actor: Actor, on: date) -> tuple[dict[int, str], int | None]:
    """Every unit that reports, by id, and the one the actor works in (or answers for), to begin with."""
    actor.require(Action.READ_REFORM)
    units = reporting_units(session, on)
    names = dict(zip(units["unit_id"].tolist(), units["name"].tolist(), strict=True))
    mine = [
        unit_id
        for unit_id, path in zip(units["unit_id"].tolist(), units["path"].tolist(), strict=True)
        if actor.home.startswith(path)
    ]
    return names, mine[-1] if mine else None


def sheet(session: Session, actor: Actor, unit_id: int, month: str) -> Sheet:
    """A unit's sheet of a month; everybody may read it."""
    actor.require(Action.READ_REFORM)
    unit = session.get_one(Unit, unit_id)
    indicators = list(indicators_of(session, month, unit.kind).values())
    officer = officer_of(session, unit_id)
    state = state_of(session, month)
    here = Subject(path=unit.path)
    enters = officer is not None and actor.may(Action.ENTER_INDICATORS, Subject(officer.person_id, unit.path))
    return Sheet(
        unit_id=unit_id,
        unit=unit.name,
        path=unit.path,
        month=month,
        rows=tuple(_rows(session, unit, month, indicators)),
        officer=officer,
        state=state,
        may_enter=enters and state in OPEN,
        may_confirm=actor.may(Action.CONFIRM_INDICATORS, here) and state in OPEN,
        may_name=actor.may(Action.NAME_RESPONSIBLE, here),
        cut_off=next((row.cutoff_day for row in indicators if row.cutoff_day), None),
        events=_events(session, unit_id, month),
    )


def _rows(session: Session, unit: Unit, month: str, indicators: Sequence[Indicator]) -> list[SheetRow]:
    codes = {row.code: period_of(row.period_kind, month) for row in indicators}
    wanted = {near for period in codes.values() for near in (period, previous(period), year_before(period))}
    query = select(Indicator.code, IndicatorValue).join(Indicator, Indicator.id == IndicatorValue.indicator_id)
    of_unit = (IndicatorValue.unit_id == unit.id, IndicatorValue.period_code.in_(wanted))
    known = {(code, value.period_code): value for code, value in session.execute(query.where(*of_unit)).all()}
    units = reporting_units(session, span(month).ends)
    found = targets_of(session, month, units[units["unit_id"] == unit.id])
    targets = dict(zip(found["code"].tolist(), found["target"].tolist(), strict=True))
    return [_row(row, codes[row.code], known, targets.get(row.code)) for row in indicators]


def _row(
    indicator: Indicator, period: str, known: dict[tuple[str, str], IndicatorValue], target: float | None
) -> SheetRow:
    value = known.get((indicator.code, period))

    def reading(code: str) -> Reading:
        return _reading(indicator, known.get((indicator.code, code)))

    return SheetRow(
        code=indicator.code,
        name=(indicator.name_vi, indicator.name_en),
        numerator_name=(indicator.numerator_vi, indicator.numerator_en),
        denominator_name=(indicator.denominator_vi, indicator.denominator_en or "")
        if indicator.denominator_vi
        else None,
        measure=indicator.measure,
        higher_is_better=indicator.higher_is_better,
        period=period,
        now=reading(period),
        before=reading(previous(period)),
        last_year=reading(year_before(period)),
        target=target,
        state=value.state if value else "missing",
        source=value.source if value else "",
        reason=(value.reason or "") if value else "",
        value_id=value.id if value else None,
        entered_by=value.entered_by if value else "",
        reference=indicator.reference,
        data_source=indicator.data_source,
        cut_off=(indicator.period_kind, indicator.cutoff_day, indicator.formula),
    )


def _reading(indicator: Indicator, value: IndicatorValue | None) -> Reading:
    if value is None:
        return Reading()
    if indicator.formula != "ratio":
        return Reading(value.numerator, None, value.numerator)
    share = value.numerator / value.denominator if value.denominator else None
    return Reading(value.numerator, value.denominator, share)


def _events(session: Session, unit_id: int, month: str) -> tuple[tuple[datetime, str, str, str | None], ...]:
    event = IndicatorEvent
    query = select(event.at, event.actor_name, event.step, event.reason)
    rows = session.execute(query.where(event.unit_id == unit_id, event.period_code == month).order_by(event.id.desc()))
    return tuple(rows.all())
