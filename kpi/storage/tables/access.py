"""Accounts, what they were granted, and the server-side sessions behind the cookie."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kpi.storage.tables.base import Base


class Account(Base):
    """A name that can sign in; `password_version` ends older sessions when it moves."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    password_version: Mapped[int] = mapped_column(default=1)
    must_change_password: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(2), default="vi")


class Grant(Base):
    """A role given to an account within a unit and below (the root unit: the whole province)."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("account_id", "role", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(30))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))


class Session(Base):
    """A signed-in browser. Only the SHA-256 of its cookie is kept."""

    __tablename__ = "session"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    password_version: Mapped[int]
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(80))
    agent: Mapped[str] = mapped_column(String(300))


class Ticket(Base):
    """Proof of a correct password, good once and for a minute, to be exchanged for the cookie."""

    __tablename__ = "ticket"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    password_version: Mapped[int]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A wrong attempt; they lock by account and by address for a while, over restarts."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_attempt_name_at", "name", "at"), Index("ix_attempt_address_at", "address", "at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
