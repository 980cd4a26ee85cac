"""The catalogue of products that work is counted in."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kpi.storage.tables.base import Base


class Product(Base):
    """A catalogue item; a changed item is a new row from its date, the old one is never edited.

    `coefficient` K = points ÷ standard points (Decree 335/2025 Art. 13), kept to six decimals.
    """

    __tablename__ = "product"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), index=True)
    task: Mapped[str] = mapped_column(String(300))
    detail: Mapped[str] = mapped_column(String(500))
    output: Mapped[str] = mapped_column(String(300))
    task_group: Mapped[str] = mapped_column(String(1))  # A, B, C, D
    scope: Mapped[str] = mapped_column(String(10))  # province, commune, unit
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    complexity: Mapped[int]  # 1–5, framed by 100–500 points
    points: Mapped[float]
    standard_points: Mapped[float]
    coefficient: Mapped[float]
    standard_minutes: Mapped[float | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(String(500))
