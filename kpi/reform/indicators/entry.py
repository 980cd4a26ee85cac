"""Entering a unit's quantities for a month: by its responsible official, cell by cell or the whole grid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.language.message import Message, say
from kpi.reform.indicators.agreeing import agreed
from kpi.reform.indicators.lock import require_open
from kpi.reform.indicators.officers import officer_of
from kpi.reform.indicators.plausible import Counted, impossible, unusual
from kpi.reform.indicators.tree import ENTERED, REPORTERS
from kpi.reform.period_codes import is_last_month, period_of, span
from kpi.reform.words import both
from kpi.storage.tables import Indicator, IndicatorEvent, IndicatorValue, Unit

MEMORY = 24  # earlier values a new one is compared with


@dataclass(frozen=True)
class Quantity:
    """What was counted for an indicator; the reason, where the value is unusual.

    What is None was not typed: it stays as it was, or follows the same quantity in another row.
    """

    code: str
    numerator: float | None
    denominator: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class EnterQuantities:
    """The responsible official enters quantities of a unit for a month ("2026-03"), all of them or none."""

    unit_id: int
    month: str
    quantities: tuple[Quantity, ...]

    @property
    def about(self) -> str:
        """The unit and the month, for the audit."""
        return f"unit {self.unit_id} indicators {self.month}"


class NeedsReasonError(Refused):
    """A value is possible but unusual: it is kept only with a reason. `code` is its indicator."""

    code: str = ""


def responsible(command: EnterQuantities, session: Session) -> Subject:
    """The official named for the unit: nobody else may enter."""
    officer = officer_of(session, command.unit_id)
    path = session.scalars(select(Unit.path).where(Unit.id == command.unit_id)).one_or_none()
    return Subject(officer.person_id if officer else None, path)


@handles(EnterQuantities, Action.ENTER_INDICATORS, responsible)
def enter_quantities(command: EnterQuantities, actor: Actor, session: Session) -> int:
    """How many quantities were changed. Refused as a whole for anything impossible, or unusual without a reason."""
    unit = session.scalars(select(Unit).where(Unit.id == command.unit_id).with_for_update()).one_or_none()
    if unit is None or not command.quantities:
        raise Refused(say("There is nothing to save. Type at least one quantity."))
    month_of(command.month)
    known = indicators_of(session, command.month, unit.kind)
    quantities = _all(session, unit, known, command)
    changed = sum(_enter(session, actor, unit, known, command.month, quantity) for quantity in quantities)
    if changed:
        note(session, actor, unit.id, command.month, "entered")
    return changed


def _all(session: Session, unit: Unit, known: Mapping[str, Indicator], command: EnterQuantities) -> list[Quantity]:
    """What was typed, and what follows from it in other rows."""
    typed = {one.code: (one.numerator, one.denominator) for one in command.quantities}
    reasons = {one.code: one.reason for one in command.quantities}
    unknown = [one for one in command.quantities if one.code not in known]
    periods = {period_of(indicator.period_kind, command.month) for indicator in known.values()}
    query = select(Indicator.code, IndicatorValue).join(Indicator, Indicator.id == IndicatorValue.indicator_id)
    same = (IndicatorValue.unit_id == unit.id, IndicatorValue.period_code.in_(periods))
    rows = dict(session.execute(query.where(*same)).all())
    stored = {code: (row.numerator, row.denominator) for code, row in rows.items()}
    reasons = {code: row.reason or "" for code, row in rows.items()} | reasons
    found = agreed(typed, stored, known)
    return [*unknown, *(Quantity(code, *pair, reasons.get(code, "")) for code, pair in found.items())]


def month_of(code: str) -> None:
    """Refused for anything but a month's code."""
    try:
        if span(code).kind == "month":
            return
    except ValueError:
        pass
    raise Refused(say("“{code}” is not a month. Write it as 2026-03.", code=code))


def indicators_of(session: Session, month: str, kind: str) -> dict[str, Indicator]:
    """The indicators a kind of unit enters in a month: monthly ones, and in its last month those of a longer period."""
    on = span(month).ends
    query = select(Indicator).where(Indicator.valid_from <= on, Indicator.formula.in_(ENTERED))
    rows = session.scalars(query.order_by(Indicator.place, Indicator.valid_from))
    return {
        row.code: row
        for row in rows
        if (row.valid_to is None or row.valid_to >= on)
        and kind in REPORTERS[row.reporters]
        and is_last_month(row.period_kind, month)
    }


def _enter(
    session: Session, actor: Actor, unit: Unit, known: Mapping[str, Indicator], month: str, quantity: Quantity
) -> bool:
    indicator = known.get(quantity.code)
    if indicator is None:
        raise Refused(say("{unit} does not report “{code}” in {month}. Reload the page.", unit=unit.name,
                          code=quantity.code, month=month))  # fmt: skip
    period = period_of(indicator.period_kind, month)
    require_open(session, period)
    check(session, unit.id, indicator, period, quantity)
    return keep(session, actor, unit.id, indicator, period, quantity, source="entry")


def check(session: Session, unit_id: int, indicator: Indicator, period: str, quantity: Quantity) -> None:
    """Refused for an impossible quantity, or for an unusual one without a reason (`NeedsReasonError`)."""
    counted = _counted(session, unit_id, indicator, period, quantity)
    if fault := impossible(counted):
        raise Refused(fault)
    if (doubt := unusual(counted)) and not quantity.reason.strip():
        refusal = NeedsReasonError(doubt)
        refusal.code = indicator.code
        raise refusal


def _counted(session: Session, unit_id: int, indicator: Indicator, period: str, quantity: Quantity) -> Counted:
    query = (
        select(IndicatorValue.numerator, IndicatorValue.denominator)
        .join(Indicator, Indicator.id == IndicatorValue.indicator_id)
        .where(IndicatorValue.unit_id == unit_id, Indicator.code == indicator.code)
        .where(IndicatorValue.period_code < period, IndicatorValue.state != "returned")
    )
    rows = session.execute(query.order_by(IndicatorValue.period_code.desc()).limit(MEMORY)).all()
    earlier = [(numerator, denominator) for numerator, denominator in rows]
    return counted(indicator, quantity.numerator, quantity.denominator, earlier)


def counted(
    indicator: Indicator,
    numerator: float | None,
    denominator: float | None,
    earlier: Sequence[tuple[float, float | None]],
) -> Counted:
    """Quantities of an indicator, to be checked against what it may be and what the unit reported before."""
    return Counted(
        name=indicator_name(indicator),
        numerator_name=both(indicator.numerator_vi, indicator.numerator_en),
        denominator_name=both(indicator.denominator_vi or "", indicator.denominator_en or ""),
        is_ratio=indicator.formula == "ratio",
        is_share=indicator.is_share,
        whole=indicator.whole,
        numerator=numerator,
        denominator=denominator,
        earlier=earlier,
    )


def keep(
    session: Session, actor: Actor, unit_id: int, indicator: Indicator, period: str, quantity: Quantity, *, source: str
) -> bool:
    """Write a checked quantity as entered; whether that changed anything. Refused for one the head confirmed."""
    same = (IndicatorValue.unit_id == unit_id, IndicatorValue.period_code == period)
    query = select(IndicatorValue).join(Indicator, Indicator.id == IndicatorValue.indicator_id)
    row = session.scalars(query.where(*same, Indicator.code == indicator.code)).one_or_none()
    assert quantity.numerator is not None  # checked
    denominator = quantity.denominator if indicator.formula == "ratio" else None
    reason = quantity.reason.strip() or None
    if row is not None:
        if (row.numerator, row.denominator, row.reason) == (quantity.numerator, denominator, reason):
            if row.state != "returned":
                return False
        elif row.state == "confirmed":
            raise Refused(
                say("“{name}” is confirmed. Ask the head to return it first.", name=indicator_name(indicator))
            )
    else:
        row = IndicatorValue(unit_id=unit_id, period_code=period, indicator_id=indicator.id)
        session.add(row)
    row.numerator, row.denominator, row.reason = float(quantity.numerator), denominator, reason
    row.state, row.source = "entered", source
    row.entered_by, row.entered_at = actor.name, datetime.now(UTC)
    row.confirmed_by = row.confirmed_at = None
    return True


def indicator_name(indicator: Indicator) -> Message:
    """The indicator's name in the reader's language."""
    return both(indicator.name_vi, indicator.name_en)


def note(session: Session, actor: Actor, unit_id: int, month: str, step: str, reason: str | None = None) -> None:
    """Remember a step with its words."""
    session.add(
        IndicatorEvent(
            unit_id=unit_id, period_code=month, at=datetime.now(UTC), actor_name=actor.name, step=step, reason=reason
        )
    )
