"""Feeds from other systems: how each source is read, what its names mean here, and what was imported."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kpi.storage.tables.base import Base


class FeedSource(Base):
    """A system whose exports are read, with the mapping of its columns, saved once."""

    __tablename__ = "feed_source"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(20))  # statistics, tasks
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_by: Mapped[str] = mapped_column(String(120))
    saved_at: Mapped[datetime]


class FeedAlias(Base):
    """What a name in a source's files means here: a unit or a plan task."""

    __tablename__ = "feed_alias"
    __table_args__ = (UniqueConstraint("source_id", "kind", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("feed_source.id"))
    kind: Mapped[str] = mapped_column(String(10))  # unit, task
    name: Mapped[str] = mapped_column(String(300))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    plan_task_id: Mapped[int | None] = mapped_column(ForeignKey("plan_task.id"))


class FeedImport(Base):
    """A file that was imported; the same file a second time changes nothing."""

    __tablename__ = "feed_import"
    __table_args__ = (Index("ix_feed_import_file", "source_id", "period_code", "sha256"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("feed_source.id"))
    period_code: Mapped[str] = mapped_column(String(10))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    imported_by: Mapped[str] = mapped_column(String(120))
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
