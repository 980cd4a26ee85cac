"""The reform plan: plans with dated amendments, tasks whose terms may change while the task stays, and reports."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kpi.storage.tables.base import Base


class Plan(Base):
    """A reform plan of a year; several run at once. `generated` plans are demonstration only and say so."""

    __tablename__ = "plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    owner_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    decision: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="running")  # running, ended
    generated: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str | None] = mapped_column(String(500))


class PlanAmendment(Base):
    """A change of a plan by a dated decision; the terms it replaced stay beside the new ones."""

    __tablename__ = "plan_amendment"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    dated: Mapped[date]
    decision: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)


class PlanTask(Base):
    """A task of a plan: what work lines, reports and KPI sets point to. What it asks for lies in its `TaskTerms`."""

    __tablename__ = "plan_task"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    code: Mapped[str] = mapped_column(String(40))
    generated: Mapped[bool] = mapped_column(default=False)


class TaskTerms(Base):
    """What a task asks for, from the plan's beginning (no amendment) or from an amendment on; `dropped` ends it."""

    __tablename__ = "task_terms"
    __table_args__ = (UniqueConstraint("task_id", "amendment_id"), Index("ix_task_terms_lead", "lead_unit_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("plan_task.id"), index=True)
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("plan_amendment.id"))
    since: Mapped[date]  # the plan's decision or the amendment's date
    field: Mapped[str] = mapped_column(String(20))  # one of the six fields of reform
    name: Mapped[str] = mapped_column(String(500))
    product: Mapped[str] = mapped_column(String(300))
    quantity: Mapped[float] = mapped_column(default=1.0)  # of the product, planned
    assigner: Mapped[str] = mapped_column(String(20))  # province, government, prime_minister
    lead_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    starts: Mapped[date]
    due: Mapped[date]
    weight: Mapped[float] = mapped_column(default=1.0)
    dropped: Mapped[bool] = mapped_column(default=False)


class TaskSupport(Base):
    """A unit that supports the lead unit, under certain terms."""

    __tablename__ = "task_support"
    terms_id: Mapped[int] = mapped_column(ForeignKey("task_terms.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)


class TaskReport(Base):
    """What the lead unit (or Home Affairs) reported of a task directly; a withdrawn report counts no more."""

    __tablename__ = "task_report"
    __table_args__ = (Index("ix_task_report_task", "task_id", "reported_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("plan_task.id"))
    reported_on: Mapped[date]  # the day the state is of
    progress: Mapped[float]  # 0 to 1
    done_on: Mapped[date | None]  # set with progress 1
    note: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(String(500))
    source: Mapped[str] = mapped_column(String(40), default="entry")  # entry, generated, or the name of a feed
    reported_by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    withdrawn: Mapped[str | None] = mapped_column(Text)  # why
