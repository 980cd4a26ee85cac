"""Indicators: dated definitions, targets, who answers for them, counted quantities, published figures, and KPI sets."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kpi.storage.tables.base import Base


class Indicator(Base):
    """A definition, valid between two days; a changed one is a further row with the same code.

    formula: "ratio" (numerator ÷ denominator), "count" (numerator alone), "score" (points that follow from other
    indicators by `parts`), "index" (a value an outside body publishes, with a rank).
    """

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), index=True)
    place: Mapped[int]  # order in lists
    name_vi: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    field: Mapped[str] = mapped_column(String(20))
    formula: Mapped[str] = mapped_column(String(10))
    numerator_vi: Mapped[str] = mapped_column(String(200))
    numerator_en: Mapped[str] = mapped_column(String(200))
    denominator_vi: Mapped[str | None] = mapped_column(String(200))
    denominator_en: Mapped[str | None] = mapped_column(String(200))
    measure: Mapped[str] = mapped_column(String(20))  # percent, dossiers, vnd, bodies, points …
    higher_is_better: Mapped[bool]
    is_share: Mapped[bool]  # the numerator is part of the denominator: more than 100% is impossible
    whole: Mapped[bool]  # quantities are whole numbers
    over_time: Mapped[str] = mapped_column(String(10))  # sum: months add up; last: the newest stands
    period_kind: Mapped[str] = mapped_column(String(10))  # month, quarter, year
    reporters: Mapped[str] = mapped_column(String(10))  # communes, agencies, both, province
    cutoff_day: Mapped[int | None]  # of the month after the period
    baseline: Mapped[float | None]
    baseline_of: Mapped[str | None] = mapped_column(String(20))
    data_source: Mapped[str] = mapped_column(String(300))
    reference: Mapped[str] = mapped_column(String(500))
    certainty: Mapped[str] = mapped_column(String(20))  # settled, open, local
    maximum: Mapped[float | None]  # points, of a score
    parts: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)  # of a score: indicator, points, bands
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class IndicatorTarget(Base):
    """What is to be reached in a period ("2026", "2026-Q1", "2026-03") by a unit and, where no other target says
    otherwise, by every unit below it. `value` in the indicator's measure, a share of one where that is percent."""

    __tablename__ = "indicator_target"
    __table_args__ = (UniqueConstraint("indicator_id", "unit_id", "period_code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    period_code: Mapped[str] = mapped_column(String(10))
    value: Mapped[float]
    decision: Mapped[str] = mapped_column(String(200))


class IndicatorOfficer(Base):
    """Who enters a unit's quantities, between two days (the last inclusive)."""

    __tablename__ = "indicator_officer"
    __table_args__ = (Index("ix_indicator_officer_unit", "unit_id", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    generated: Mapped[bool] = mapped_column(default=False)


class IndicatorValue(Base):
    """The quantities a unit counted in a period. Only confirmed ones enter the sums of the units above."""

    __tablename__ = "indicator_value"
    __table_args__ = (
        UniqueConstraint("unit_id", "period_code", "indicator_id"),
        Index("ix_indicator_value_period", "period_code", "indicator_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    period_code: Mapped[str] = mapped_column(String(10))
    numerator: Mapped[float]
    denominator: Mapped[float | None]
    reason: Mapped[str | None] = mapped_column(Text)  # why an unusual value is right
    state: Mapped[str] = mapped_column(String(10))  # entered, returned, confirmed
    source: Mapped[str] = mapped_column(String(40), default="entry")  # entry, generated, or the name of a feed
    entered_by: Mapped[str] = mapped_column(String(120))
    entered_at: Mapped[datetime]
    confirmed_by: Mapped[str | None] = mapped_column(String(120))
    confirmed_at: Mapped[datetime | None]


class IndicatorEvent(Base):
    """A step of a unit's quantities in a period with the words that went with it; never changed or removed."""

    __tablename__ = "indicator_event"
    __table_args__ = (Index("ix_indicator_event_unit", "unit_id", "period_code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    period_code: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    actor_name: Mapped[str] = mapped_column(String(120))
    step: Mapped[str] = mapped_column(String(20))  # entered, confirmed, returned
    reason: Mapped[str | None] = mapped_column(Text)


class PublishedFigure(Base):
    """A figure somebody published, with its source: quantities where they were published, else the rate alone.

    `level` names the part of the apparatus it is about where that is not the whole ("provincial", "commune").
    A figure without quantities never enters a sum.
    """

    __tablename__ = "published_figure"
    __table_args__ = (UniqueConstraint("indicator_id", "unit_id", "level", "period_code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    level: Mapped[str] = mapped_column(String(20), default="whole")  # whole, provincial, commune
    period_code: Mapped[str] = mapped_column(String(10))  # 2025-H1, 2025-Q3, 2024
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    rate: Mapped[float | None]  # as published, a share of one
    value: Mapped[float | None]  # as published, in the indicator's measure
    rank: Mapped[int | None]
    of: Mapped[int | None]
    approximate: Mapped[bool] = mapped_column(default=False)  # published as "nearly", "over"
    source: Mapped[str] = mapped_column(String(300))
    url: Mapped[str | None] = mapped_column(String(500))
    note: Mapped[str | None] = mapped_column(Text)


class KpiSet(Base):
    """The weighted indicators and plan tasks of an agency, unit or locality, from a day by a decision."""

    __tablename__ = "kpi_set"
    __table_args__ = (UniqueConstraint("unit_id", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(10))  # agency, unit, locality
    valid_from: Mapped[date]
    decision: Mapped[str] = mapped_column(String(200))
    generated: Mapped[bool] = mapped_column(default=False)


class KpiItem(Base):
    """One weighted item of a set: an indicator or a plan task; the weights of a set sum to 100."""

    __tablename__ = "kpi_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("kpi_set.id"), index=True)
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"))
    plan_task_id: Mapped[int | None] = mapped_column(ForeignKey("plan_task.id"))
    weight: Mapped[float]
    target: Mapped[float | None]  # instead of the indicator's own target
