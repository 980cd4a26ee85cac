"""Units with dated life, people, and the posts that join them."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kpi.storage.tables.base import Base


class Installation(Base):
    """One row: what this database is (a demonstration or a real province)."""

    __tablename__ = "installation"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # "demo" or "real"
    province: Mapped[str] = mapped_column(String(100))


class Unit(Base):
    """A unit of the tree, valid from its founding to its closing (the last day, inclusive)."""

    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(30))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    path: Mapped[str] = mapped_column(String(200), index=True)  # ids from the root, "/1/14/203/": a prefix is a subtree
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    area_km2: Mapped[float | None]
    population: Mapped[int | None]
    former_province: Mapped[str | None] = mapped_column(String(100))
    merged_from: Mapped[str | None] = mapped_column(String(500))
    suspect: Mapped[str | None] = mapped_column(String(300))  # why a published figure is doubted
    source: Mapped[str | None] = mapped_column(String(300))


class Person(Base):
    """A civil servant; `generated` people are demonstration only and say so on every screen."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    full_name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(
        String(20), default="civil_servant", server_default="civil_servant"
    )  # civil_servant, public_employee
    party_member: Mapped[bool | None]
    email: Mapped[str | None] = mapped_column(String(200))
    generated: Mapped[bool] = mapped_column(default=False)


class Post(Base):
    """A person's place in a unit between two dates (the last day inclusive)."""

    __tablename__ = "post"
    __table_args__ = (Index("ix_post_unit_role", "unit_id", "role"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str] = mapped_column(String(10))  # staff, head, deputy
    title: Mapped[str] = mapped_column(String(120))
    job_position: Mapped[str] = mapped_column(String(120))
    duty_group: Mapped[str] = mapped_column(String(120))
    field: Mapped[str | None] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class FieldInCharge(Base):
    """A division a deputy is in charge of: its head's direct manager is that deputy."""

    __tablename__ = "field_in_charge"
    __table_args__ = (UniqueConstraint("post_id", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
