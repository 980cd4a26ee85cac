"""Closed periods: each closing with its results, petitions against them, and reminders sent."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kpi.storage.tables.base import Base


class Closing(Base):
    """One closing of a period; a reopened period is closed again as the next number, the earlier one stays."""

    __tablename__ = "closing"
    __table_args__ = (UniqueConstraint("period_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    closed_by: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str | None] = mapped_column(Text)
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)  # every rule set used, with its version and choices
    behind: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # of a quarter or year: the closings it follows from
    people: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 over the results in a fixed order


class PeriodResult(Base):
    """A person's result in a closed period. Never edited: a correction is a further row with a higher `version`.

    `rank` is the system's, `proposed_rank` the unit's, `decided_rank` the competent person's where they decided another
    or confirmed it; the rank that counts is the decided one, else the system's.
    `a`, `b` and `c` (quantity, quality, timeliness) are shares; `worked` is the share of the period worked. `status` is
    "scored", "insufficient" (`missing` names what is missing) or "transferred" (the unit moved to ranks; figures stay).
    """

    __tablename__ = "period_result"
    __table_args__ = (
        UniqueConstraint("closing_id", "person_id", "unit_id", "version"),
        Index("ix_period_result_person", "person_id"),
        Index("ix_period_result_unit", "unit_id", "closing_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    closing_id: Mapped[int] = mapped_column(ForeignKey("closing.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    month_id: Mapped[int | None] = mapped_column(ForeignKey("month.id"))  # none for a quarter or a year
    version: Mapped[int] = mapped_column(default=1)
    rule_set: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    duty_group: Mapped[str] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(12))
    missing: Mapped[str | None] = mapped_column(String(200))
    worked: Mapped[float | None]
    ground: Mapped[str | None] = mapped_column(String(20))  # Art. 20.4: declined, disciplined, corruption
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
    proposed_rank: Mapped[str | None] = mapped_column(String(15))
    decided_rank: Mapped[str | None] = mapped_column(String(15))
    petition_id: Mapped[int | None]  # of a correction; no key, because a petition names its result


class Petition(Base):
    """A person's petition against a published result, and its answer."""

    __tablename__ = "petition"
    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("period_result.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    contested: Mapped[str] = mapped_column(String(60))  # with commas: a, b, c, general, d, dd, e, rank, other
    against_decider: Mapped[bool] = mapped_column(default=False)  # the decider is contested: one above answers
    text: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[datetime]
    answer_by: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="filed")  # filed, withdrawn, upheld, partly, refused
    addressee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision_number: Mapped[str | None] = mapped_column(String(80))
    decision_date: Mapped[date | None]
    reasons: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(120))


class Correction(Base):
    """One figure of a closed month as the answer to a petition corrects it. Nothing of the month itself is edited:
    scoring a version puts these on top of the month's rows, its own and those of the versions before.

    A line's count has `line_id`, a criterion's mark `criterion`; `field` "decided_rank" has the two ranks instead.
    """

    __tablename__ = "correction"
    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("period_result.id"), index=True)  # the version it made
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("work_line.id"))
    criterion: Mapped[str | None] = mapped_column(String(10))
    field: Mapped[str] = mapped_column(String(30))
    before: Mapped[float | None]
    after: Mapped[float | None]
    rank_before: Mapped[str | None] = mapped_column(String(15))
    rank_after: Mapped[str | None] = mapped_column(String(15))
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class Reminder(Base):
    """A reminder that was sent, so that nobody gets it twice."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("person_id", "period_id", "deadline", "days_before"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    deadline: Mapped[str] = mapped_column(String(20))  # submit, review, approve, report, answer-<petition>
    days_before: Mapped[int]
    sent_at: Mapped[datetime]
