"""What Home Affairs keeps: targets by unit and period, figures published elsewhere, and definitions from a day on."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.language.message import say
from kpi.reform.indicators.tree import REPORTERS
from kpi.reform.period_codes import span
from kpi.reform.words import Field
from kpi.storage.tables import Indicator, IndicatorTarget, PublishedFigure, Unit

LONGEST = 200


@dataclass(frozen=True)
class SetTarget:
    """Home Affairs sets what a unit (and the units below it) is to reach in a period, by a decision."""

    code: str
    unit_code: str
    period_code: str
    value: float
    decision: str

    @property
    def about(self) -> str:
        """The indicator, for the audit."""
        return f"indicator {self.code}"

    @property
    def reason(self) -> str:
        """The decision is the reason."""
        return self.decision


@dataclass(frozen=True)
class RecordFigure:
    """Home Affairs records a figure an outside body published, with its source."""

    code: str
    period_code: str
    source: str
    numerator: float | None = None
    denominator: float | None = None
    rate: float | None = None
    value: float | None = None
    rank: int | None = None
    of: int | None = None
    url: str | None = None
    note: str | None = None

    @property
    def about(self) -> str:
        """The indicator, for the audit."""
        return f"indicator {self.code}"


@dataclass(frozen=True)
class DefineIndicator:
    """Home Affairs adds an indicator of counted quantities, or changes one from a day on; the old one stays."""

    code: str
    name_vi: str
    name_en: str
    field: str
    formula: str
    numerator_vi: str
    numerator_en: str
    denominator_vi: str
    denominator_en: str
    higher_is_better: bool
    is_share: bool
    reporters: str
    data_source: str
    reference: str
    valid_from: date

    @property
    def about(self) -> str:
        """The indicator, for the audit."""
        return f"indicator {self.code}"


@handles(SetTarget, Action.MANAGE_INDICATORS, whole_province)
def set_target(command: SetTarget, actor: Actor, session: Session) -> None:
    """Refused for an unknown indicator, unit or period, a target out of range, or no decision."""
    indicator = _indicator(session, command.code)
    unit = session.scalars(select(Unit).where(Unit.code == command.unit_code.strip())).one_or_none()
    if unit is None:
        raise Refused(say("There is no unit with the code “{code}”. Check the code.", code=command.unit_code))
    _period(command.period_code)
    _written(command.decision)
    if indicator.is_share and not 0 <= command.value <= 1:
        raise Refused(say("A share lies between 0% and 100%. Correct the target."))
    if not 0 <= command.value <= 1e15:
        raise Refused(say("A target is a number from 0 up. Correct it."))
    same = (IndicatorTarget.indicator_id == indicator.id, IndicatorTarget.unit_id == unit.id)
    row = session.scalars(
        select(IndicatorTarget).where(*same, IndicatorTarget.period_code == command.period_code)
    ).one_or_none()
    if row is None:
        row = IndicatorTarget(indicator_id=indicator.id, unit_id=unit.id, period_code=command.period_code)
        session.add(row)
    row.value, row.decision = float(command.value), command.decision.strip()


@handles(RecordFigure, Action.MANAGE_INDICATORS, whole_province)
def record_figure(command: RecordFigure, actor: Actor, session: Session) -> None:
    """Refused without a source or any figure, or where quantities and rate contradict one another."""
    indicator = _indicator(session, command.code)
    _period(command.period_code)
    _written(command.source)
    figures = (command.numerator, command.denominator, command.rate, command.value)
    if all(figure is None for figure in figures):
        raise Refused(say("Type the quantities, the rate or the value that was published."))
    if command.numerator is not None and command.denominator and command.rate is not None:
        computed = command.numerator / command.denominator
        if abs(computed - command.rate) > 0.00015:
            raise Refused(say("The quantities give {computed}%, the published rate is {rate}%. Check both.",
                              computed=round(computed * 100, 2), rate=round(command.rate * 100, 2)))  # fmt: skip
    root = session.scalars(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id)).first()
    if root is None:
        raise Refused(say("There is no unit yet. Set the tool up first."))
    figure = PublishedFigure
    same = (figure.indicator_id == indicator.id, figure.unit_id == root, figure.period_code == command.period_code)
    if session.scalars(select(figure.id).where(*same, figure.level == "whole")).one_or_none():
        raise Refused(say("There is a published figure of {code} for {period} already.", code=command.code,
                          period=command.period_code))  # fmt: skip
    names = ("numerator", "denominator", "rate", "value", "rank", "of", "url", "note", "period_code")
    values = {name: getattr(command, name) for name in names}
    session.add(figure(indicator_id=indicator.id, unit_id=root, level="whole", source=command.source.strip(), **values))


@handles(DefineIndicator, Action.MANAGE_INDICATORS, whole_province)
def define_indicator(command: DefineIndicator, actor: Actor, session: Session) -> None:
    """Refused for empty words, an unknown field, formula or reporters, or a day that would rewrite the past."""
    for text in (command.code, command.name_vi, command.name_en, command.numerator_vi, command.numerator_en):
        _written(text)
    if command.formula not in ("ratio", "count") or command.reporters not in REPORTERS:
        raise Refused(say("Choose how the indicator is counted and who reports it."))
    if command.field not in list(Field):
        raise Refused(say("Choose one of the six fields of reform."))
    if command.formula == "ratio":
        _written(command.denominator_vi)
        _written(command.denominator_en)
    old = session.scalars(
        select(Indicator).where(Indicator.code == command.code.strip()).order_by(Indicator.valid_from.desc()).limit(1)
    ).one_or_none()
    if old is not None:
        if command.valid_from <= old.valid_from:
            raise Refused(say("The definition has held since an equal or later day. Choose a later day: "
                              "what held before is never rewritten."))  # fmt: skip
        old.valid_to = command.valid_from - timedelta(days=1)
    session.add(_defined(session, command, old))


def _defined(session: Session, command: DefineIndicator, old: Indicator | None) -> Indicator:
    place = old.place if old else (session.scalar(select(func.max(Indicator.place))) or 0) + 1
    words = ("code", "name_vi", "name_en", "field", "formula", "numerator_vi", "numerator_en")
    ratio = command.formula == "ratio"
    return Indicator(
        **{name: getattr(command, name).strip() for name in words},
        place=place,
        denominator_vi=command.denominator_vi.strip() if ratio else None,
        denominator_en=command.denominator_en.strip() if ratio else None,
        measure="percent" if ratio else "count",
        higher_is_better=command.higher_is_better,
        is_share=ratio and command.is_share,
        whole=True,
        over_time="sum",
        period_kind="month",
        reporters=command.reporters,
        data_source=command.data_source.strip(),
        reference=command.reference.strip(),
        certainty="local",
        valid_from=command.valid_from,
    )


def _indicator(session: Session, code: str) -> Indicator:
    query = select(Indicator).where(Indicator.code == code).order_by(Indicator.valid_from.desc()).limit(1)
    indicator = session.scalars(query).one_or_none()
    if indicator is None:
        raise Refused(say("There is no indicator “{code}”. Choose one from the list.", code=code))
    return indicator


def _period(code: str) -> None:
    try:
        span(code)
    except ValueError:
        raise Refused(say("“{code}” is not a period. Write it as 2026-03, 2026-Q1 or 2026.", code=code)) from None


def _written(text: str) -> None:
    if not text.strip():
        raise Refused(say("A text is empty: write names, decision and source in full."))
    if len(text.strip()) > LONGEST:
        raise Refused(say("The text is longer than {most} characters. Shorten it.", most=LONGEST))
