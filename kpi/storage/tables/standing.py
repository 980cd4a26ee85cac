"""Facts about people that bear on a period's result: absence, disqualifying decisions, a leader's own criteria."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kpi.storage.tables.base import Base


class Absence(Base):
    """Days a person did not work at their own post, first and last day inclusive."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_person", "person_id", "starts"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))  # sick, maternity, justified, unpaid, study, secondment
    starts: Mapped[date]
    ends: Mapped[date | None]
    host_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))  # of a secondment
    decision: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(Text)
    withdrawn: Mapped[str | None] = mapped_column(Text)  # why it was entered wrongly; such a row counts no more


class Disqualification(Base):
    """A ground that makes a result "not completed" whatever the score (Decree 335/2025 Art. 20.4)."""

    __tablename__ = "disqualification"
    __table_args__ = (Index("ix_disqualification_person", "person_id", "effective"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ground: Mapped[str] = mapped_column(String(20))  # the words of kpi.law: declined, disciplined, corruption
    decision_number: Mapped[str] = mapped_column(String(80))
    decision_date: Mapped[date]
    effective: Mapped[date]  # the day of the act's effect: it counts in the period and the year that hold it
    note: Mapped[str | None] = mapped_column(Text)
    withdrawn: Mapped[str | None] = mapped_column(Text)


class LeaderCriterion(Base):
    """What a leader's d, đ or e follows from in a month, beside the mark a rater may have set with a reason."""

    __tablename__ = "leader_criterion"
    month_id: Mapped[int] = mapped_column(ForeignKey("month.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(2), primary_key=True)
    computed: Mapped[float | None]
    basis: Mapped[dict[str, Any]] = mapped_column(JSON)  # the people, tasks and initiatives it rests on


class Initiative(Base):
    """An initiative or effective solution of a unit in a period (Decree 335/2025 Art. 15, criterion đ)."""

    __tablename__ = "initiative"
    __table_args__ = (Index("ix_initiative_unit_period", "unit_id", "period_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    title: Mapped[str] = mapped_column(String(300))
    effect: Mapped[str] = mapped_column(Text)
    recognised_by: Mapped[str | None] = mapped_column(String(200))
    recorded_by: Mapped[str] = mapped_column(String(120))
    recorded_at: Mapped[datetime]
    withdrawn: Mapped[str | None] = mapped_column(Text)


class TaskWeights(Base):
    """How a unit divides the 70 points of public employees (Decree 233/2026) among quantity, quality and progress."""

    __tablename__ = "task_weights"
    __table_args__ = (UniqueConstraint("unit_id", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    valid_from: Mapped[date]
    quantity: Mapped[float]
    quality: Mapped[float]
    progress: Mapped[float]
    decision: Mapped[str] = mapped_column(String(200))
