"""A person's month: lines of work, marks, its way through review, and the score it was given."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kpi.storage.tables.base import Base


class Period(Base):
    """A month, quarter or year to be assessed, with its deadlines."""

    __tablename__ = "period"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)  # 2026-03
    kind: Mapped[str] = mapped_column(String(10))  # month, quarter, year
    starts: Mapped[date]
    ends: Mapped[date]
    submit_by: Mapped[date]
    review_by: Mapped[date]
    approve_by: Mapped[date]
    report_by: Mapped[date | None]  # Home Affairs reports to the province
    state: Mapped[str] = mapped_column(String(10))  # open, closing, closed, published, reopened
    # made from the closings of the months within it; nobody records work in it
    derived: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    reopened_because: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[datetime | None]
    petition_by: Mapped[date | None]  # set when published


class Month(Base):
    """One person's period in one unit. `revision` moves with every change, by whoever."""

    __tablename__ = "month"
    __table_args__ = (
        UniqueConstraint("person_id", "period_id", "unit_id"),
        Index("ix_month_period_unit", "period_id", "unit_id"),
        Index("ix_month_reviewer", "reviewer_id", "period_id", "state"),
        Index("ix_month_approver", "approver_id", "period_id", "state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    duty_group: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    revision: Mapped[int] = mapped_column(default=1)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    strengths: Mapped[str | None] = mapped_column(Text)
    shortcomings: Mapped[str | None] = mapped_column(Text)
    opinion: Mapped[str | None] = mapped_column(Text)
    submitted_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]


class WorkLine(Base):
    """One assigned product. The self-declared counts and the reviewed ones stand side by side;
    a reviewed count that is missing means the declared one was accepted."""

    __tablename__ = "work_line"
    id: Mapped[int] = mapped_column(primary_key=True)
    month_id: Mapped[int] = mapped_column(ForeignKey("month.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    plan_task_id: Mapped[int | None] = mapped_column(ForeignKey("plan_task.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    coefficient: Mapped[float]  # frozen when assigned
    assigned: Mapped[float]
    due: Mapped[date | None]
    origin: Mapped[str] = mapped_column(String(10), default="assigned")  # assigned, proposed
    state: Mapped[str] = mapped_column(String(10), default="accepted")  # accepted, proposed, refused
    state_reason: Mapped[str | None] = mapped_column(Text)
    done: Mapped[float | None]
    quality_ok: Mapped[float | None]
    failed: Mapped[float | None]
    late: Mapped[float | None]
    exceeded: Mapped[float | None]
    hours: Mapped[float | None]
    link: Mapped[str | None] = mapped_column(String(500))
    cause: Mapped[str | None] = mapped_column(Text)  # an objective cause the person claims
    note: Mapped[str | None] = mapped_column(Text)
    reviewed_done: Mapped[float | None]
    reviewed_quality_ok: Mapped[float | None]
    reviewed_failed: Mapped[float | None]
    reviewed_late: Mapped[float | None]
    reviewed_exceeded: Mapped[float | None]
    failed_excused: Mapped[float | None]
    late_excused: Mapped[float | None]
    cause_decision: Mapped[str | None] = mapped_column(String(10))  # confirmed, refused
    review_reason: Mapped[str | None] = mapped_column(Text)


class Mark(Base):
    """A criterion of Form 01 (I.1 … III.4) or a leader's d, dd, e: self-score beside the reviewed one."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("month_id", "criterion"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    month_id: Mapped[int] = mapped_column(ForeignKey("month.id"))
    criterion: Mapped[str] = mapped_column(String(10))
    self_value: Mapped[float | None]
    self_reason: Mapped[str | None] = mapped_column(Text)
    reviewed_value: Mapped[float | None]
    review_reason: Mapped[str | None] = mapped_column(Text)


class Evidence(Base):
    """A file that shows a line of work was done."""

    __tablename__ = "evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("work_line.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime]


class MonthEvent(Base):
    """A step of the month, with the words that went with it; never changed or removed."""

    __tablename__ = "month_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    month_id: Mapped[int] = mapped_column(ForeignKey("month.id"), index=True)
    at: Mapped[datetime]
    actor_name: Mapped[str] = mapped_column(String(120))
    step: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)


class MonthScore(Base):
    """The score as it stood at a stage, with the rule version and choices it was made with."""

    __tablename__ = "month_score"
    month_id: Mapped[int] = mapped_column(ForeignKey("month.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(String(10), primary_key=True)  # self, reviewed
    status: Mapped[str] = mapped_column(String(12))
    missing: Mapped[str | None] = mapped_column(String(200))
    a: Mapped[float | None]
    b: Mapped[float | None]
    c: Mapped[float | None]
    d: Mapped[float | None]
    dd: Mapped[float | None]
    e: Mapped[float | None]
    task_points: Mapped[float | None]
    general_points: Mapped[float | None]
    total: Mapped[float | None]
    rank: Mapped[str | None] = mapped_column(String(15))
    rank_366: Mapped[str | None] = mapped_column(String(15))
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)


class RuleChoice(Base):
    """A local decision on an open parameter of a rule set, from a date."""

    __tablename__ = "rule_choice"
    __table_args__ = (UniqueConstraint("rule_set", "parameter", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rule_set: Mapped[str] = mapped_column(String(20))
    parameter: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[date]
    decision: Mapped[str] = mapped_column(String(200))
