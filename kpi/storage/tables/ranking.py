"""Decisions on ranks and quota, the rating of agencies and units, and answers to checks of declared hours."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kpi.storage.tables.base import Base


class QuotaDecision(Base):
    """The decision that lets an agency rank up to 25% excellent in a period (Decree 335/2025 Art. 20.5.b)."""

    __tablename__ = "quota_decision"
    __table_args__ = (UniqueConstraint("period_id", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    decision: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class RankDecision(Base):
    """What a unit proposed and the competent person decided on a rank, with reasons; the system's rank stays beside it.

    A proposal stands without a decision; `system_rank` is the one seen when the row was last written, so that a
    decision on a rank that has moved since is noticed.
    """

    __tablename__ = "rank_decision"
    __table_args__ = (UniqueConstraint("period_id", "person_id", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    system_rank: Mapped[str | None] = mapped_column(String(15))
    proposed_rank: Mapped[str | None] = mapped_column(String(15))
    proposed_reason: Mapped[str | None] = mapped_column(Text)
    proposed_by: Mapped[str | None] = mapped_column(String(120))
    decided_rank: Mapped[str | None] = mapped_column(String(15))
    reason: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(String(120))
    at: Mapped[datetime]


class UnitMark(Base):
    """One point of an agency's or unit's rating in a period: its own proposal beside the decided value."""

    __tablename__ = "unit_mark"
    __table_args__ = (UniqueConstraint("period_id", "unit_id", "criterion"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    criterion: Mapped[str] = mapped_column(String(20))
    proposed: Mapped[float | None]
    proposed_reason: Mapped[str | None] = mapped_column(Text)
    proposed_by: Mapped[str | None] = mapped_column(String(120))
    decided: Mapped[float | None]
    decided_reason: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(String(120))


class UnitResult(Base):
    """The rating of an agency or unit in a closed period, with everything it follows from in `basis`."""

    __tablename__ = "unit_result"
    __table_args__ = (
        UniqueConstraint("closing_id", "unit_id"),
        Index("ix_unit_result_unit", "unit_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    closing_id: Mapped[int] = mapped_column(ForeignKey("closing.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    status: Mapped[str] = mapped_column(String(12))
    missing: Mapped[str | None] = mapped_column(String(200))
    general_points: Mapped[float | None]
    task_points: Mapped[float | None]
    total: Mapped[float | None]
    rank: Mapped[str | None] = mapped_column(String(15))
    basis: Mapped[dict[str, Any]] = mapped_column(JSON)


class FlagAnswer(Base):
    """A person's or a head's answer to a check of declared hours; the check itself is computed, never stored."""

    __tablename__ = "flag_answer"
    __table_args__ = (UniqueConstraint("month_id", "flag", "line_id", "by_head"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    month_id: Mapped[int] = mapped_column(ForeignKey("month.id"))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("work_line.id"))
    flag: Mapped[str] = mapped_column(String(30))
    by_head: Mapped[bool]
    answer: Mapped[str] = mapped_column(Text)
    answered_by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class Overtime(Base):
    """Hours beyond the ordinary working time that a leader approved for a month, by decision; one row a month."""

    __tablename__ = "overtime"
    id: Mapped[int] = mapped_column(primary_key=True)
    month_id: Mapped[int] = mapped_column(ForeignKey("month.id"), unique=True)
    hours: Mapped[float]
    decision: Mapped[str] = mapped_column(String(200))
    approved_by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class UnitCriteria(Base):
    """The province's own general criteria for rating agencies and units, from a date, by decision."""

    __tablename__ = "unit_criteria"
    id: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(unique=True)
    decision: Mapped[str] = mapped_column(String(200))
    tree: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # code, group, text, maximum of each leaf
