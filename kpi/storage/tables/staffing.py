"""Staffing criteria in versions, workload volumes, existing staff, and notes beside figures."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kpi.storage.tables.base import Base


class Criteria(Base):
    """A version of the staffing criteria. Approved ones are never edited; the one in force on a day is the approved
    version with the latest `effective_from` not after it.

    Leaves in working days a year, hours_per_day in hours, band, served_share and shrinkage as shares of one.
    peak_factor: the busiest hour against the average one. within_minutes: the wait in which served_share are served.
    """

    __tablename__ = "staffing_criteria"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default="draft")  # draft, proposed, approved, withdrawn
    effective_from: Mapped[date | None]
    decision: Mapped[str | None] = mapped_column(String(200))
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("staffing_criteria.id"))
    source: Mapped[str] = mapped_column(String(500), default="")
    drafted_by: Mapped[str] = mapped_column(String(120))
    drafter_id: Mapped[int | None]  # the account that drafted it, which may not approve it
    drafted_at: Mapped[datetime]
    proposed_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(String(120))
    approved_at: Mapped[datetime | None]
    hours_per_day: Mapped[float]
    annual_leave: Mapped[float]
    sick_leave: Mapped[float]
    other_leave: Mapped[float]
    band: Mapped[float]
    peak_factor: Mapped[float]
    served_share: Mapped[float]
    within_minutes: Mapped[float]
    patience_minutes: Mapped[float | None]  # none: everybody waits (Erlang C)
    shrinkage: Mapped[float]


class CriteriaActivity(Base):
    """An activity of a version with its unit time in minutes.

    load: "intake" at the receiving point, "processing" at the competent unit, or "internal".
    products: how many counted things one catalogue product stands for, by product code. feed: the dossier figure that
    counts it ("received", "resolved"), none where no feed does.
    """

    __tablename__ = "staffing_activity"
    __table_args__ = (UniqueConstraint("criteria_id", "code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    criteria_id: Mapped[int] = mapped_column(ForeignKey("staffing_criteria.id"))
    family: Mapped[str] = mapped_column(String(30))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    load: Mapped[str] = mapped_column(String(12))
    unit_time_minutes: Mapped[float]
    products: Mapped[dict[str, float]] = mapped_column(JSON)
    feed: Mapped[str | None] = mapped_column(String(20))


class CriteriaSupport(Base):
    """A support activity (CAS) everybody in a family does; basis as in `kpi.staffing.wisn.columns.BASES`."""

    __tablename__ = "staffing_support"
    __table_args__ = (UniqueConstraint("criteria_id", "family", "activity"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    criteria_id: Mapped[int] = mapped_column(ForeignKey("staffing_criteria.id"))
    family: Mapped[str] = mapped_column(String(30))
    activity: Mapped[str] = mapped_column(String(200))
    amount: Mapped[float]
    basis: Mapped[str] = mapped_column(String(20))


class CriteriaDuty(Base):
    """An individual duty (IAS) some of a family carry in every unit: staff × hours a year."""

    __tablename__ = "staffing_duty"
    __table_args__ = (UniqueConstraint("criteria_id", "family", "duty"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    criteria_id: Mapped[int] = mapped_column(ForeignKey("staffing_criteria.id"))
    family: Mapped[str] = mapped_column(String(30))
    duty: Mapped[str] = mapped_column(String(200))
    staff: Mapped[float]
    hours_per_year: Mapped[float]


class CriteriaNorm(Base):
    """A parameter of an administrative norm as a version holds it; `value` none: to be set by hand."""

    __tablename__ = "staffing_norm"
    __table_args__ = (UniqueConstraint("criteria_id", "norm", "parameter"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    criteria_id: Mapped[int] = mapped_column(ForeignKey("staffing_criteria.id"))
    norm: Mapped[str] = mapped_column(String(30))
    parameter: Mapped[str] = mapped_column(String(40))
    value: Mapped[float | None]


class CriteriaComment(Base):
    """What somebody said of a version; never changed or removed."""

    __tablename__ = "staffing_comment"
    id: Mapped[int] = mapped_column(primary_key=True)
    criteria_id: Mapped[int] = mapped_column(ForeignKey("staffing_criteria.id"), index=True)
    at: Mapped[datetime]
    author: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)


class Volume(Base):
    """A year's volume of an activity in a unit, by where it comes from; volumes of approved months are never stored."""

    __tablename__ = "staffing_volume"
    __table_args__ = (UniqueConstraint("year", "unit_id", "activity", "source"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    activity: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    volume: Mapped[float]
    source: Mapped[str] = mapped_column(String(10))  # import, entry, generated
    note: Mapped[str | None] = mapped_column(String(500))
    set_by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class ExistingStaff(Base):
    """Staff of a family in a unit as counted on a day; a unit with such rows is not counted by its posts."""

    __tablename__ = "staffing_existing"
    __table_args__ = (UniqueConstraint("unit_id", "family", "counted_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    family: Mapped[str] = mapped_column(String(30))
    counted_on: Mapped[date]
    staff: Mapped[float]
    source: Mapped[str] = mapped_column(String(10))  # import, entry, generated
    note: Mapped[str | None] = mapped_column(String(500))


class FigureNote(Base):
    """A note beside a figure of a unit: "existing", "required", "volume intake" …"""

    __tablename__ = "staffing_note"
    __table_args__ = (Index("ix_staffing_note_unit", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    family: Mapped[str] = mapped_column(String(30), default="")
    figure: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(String(500))
    author: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
