"""Scenarios of the apparatus with their steps, and reallocation proposals with what units answered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kpi.storage.tables.base import Base


class Scenario(Base):
    """A named list of steps on a copy of today.

    assumptions: the planner's own parameters (fixed staff, satellite offices, band); nothing is assumed unless set.
    """

    __tablename__ = "scenario"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    note: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="draft")  # draft, adopted
    assumptions: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]
    adopted_from: Mapped[date | None]  # the first day the new units exist
    decision: Mapped[str | None] = mapped_column(String(200))
    adopted_by: Mapped[str | None] = mapped_column(String(120))


class ScenarioStep(Base):
    """A step of a scenario in its place; one that is off changes nothing."""

    __tablename__ = "scenario_step"
    __table_args__ = (Index("ix_scenario_step_scenario", "scenario_id", "place"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"))
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    active: Mapped[bool] = mapped_column(default=True)


class Reallocation(Base):
    """A solved proposal for today (no scenario) or a scenario: what was asked, how well it was solved, the result.

    terms: the parameters; inputs: existing, target and required by unit and family as solved; result: before, after and
    what stays missing. gap: proven relative distance from the optimum.
    """

    __tablename__ = "reallocation"
    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int | None] = mapped_column(ForeignKey("scenario.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default="draft")  # draft, published, withdrawn
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    inputs: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    gap: Mapped[float]
    optimal: Mapped[bool]
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    answer_by: Mapped[date | None]


class ReallocationMove(Base):
    """A proposed move: so many people by unit and family, never who. No sending unit: lent from outside, until a day.

    Units by code, because a scenario's may not exist yet.
    """

    __tablename__ = "reallocation_move"
    __table_args__ = (Index("ix_reallocation_move_units", "from_unit", "to_unit"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    reallocation_id: Mapped[int] = mapped_column(ForeignKey("reallocation.id"), index=True)
    from_unit: Mapped[str | None] = mapped_column(String(40))
    from_family: Mapped[str] = mapped_column(String(30))
    to_unit: Mapped[str] = mapped_column(String(40))
    to_family: Mapped[str] = mapped_column(String(30))
    people: Mapped[int]
    km: Mapped[float | None]
    until: Mapped[date | None]
    team: Mapped[str | None] = mapped_column(String(120))
    fixed: Mapped[bool] = mapped_column(default=False)
    why: Mapped[list[Any]] = mapped_column(JSON)  # sentences: catalogue text and its values


class PinnedMove(Base):
    """A planner's word on a move, kept for every next solving: exactly so many people, 0 forbids it."""

    __tablename__ = "pinned_move"
    __table_args__ = (UniqueConstraint("reallocation_id", "from_unit", "from_family", "to_unit", "to_family"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    reallocation_id: Mapped[int] = mapped_column(ForeignKey("reallocation.id"))
    from_unit: Mapped[str] = mapped_column(String(120))
    from_family: Mapped[str] = mapped_column(String(30))
    to_unit: Mapped[str] = mapped_column(String(40))
    to_family: Mapped[str] = mapped_column(String(30))
    people: Mapped[int]
    reason: Mapped[str | None] = mapped_column(Text)
    set_by: Mapped[str] = mapped_column(String(120))


class UnitAnswer(Base):
    """What the head of a unit answered to a move that concerns it; answered again, the row is replaced."""

    __tablename__ = "unit_answer"
    __table_args__ = (UniqueConstraint("move_id", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    move_id: Mapped[int] = mapped_column(ForeignKey("reallocation_move.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    accepted: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str] = mapped_column(String(120))
    answered_at: Mapped[datetime]
