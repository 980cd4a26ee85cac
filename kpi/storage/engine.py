"""Opening the database: SQLite embedded, PostgreSQL for a province."""

import os
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection

EMBEDDED = Path(__file__).parents[2] / "var" / "kpi.db"


def database_url() -> str:
    """`DATABASE_URL` where set, else the embedded database under var/."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{EMBEDDED}"


def is_embedded() -> bool:
    """Whether no database was chosen, so that the embedded one is used."""
    return not os.environ.get("DATABASE_URL")


@cache
def engine_for(url: str) -> Engine:
    """The process's one engine for `url`."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True, pool_recycle=1800)


def _sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False}, pool_size=10, max_overflow=30)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Durable write-ahead logging and enforced foreign keys; transactions are begun by us, not by the driver."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(text: Any) -> Any:
    """SQLite's own knows ASCII only: “Đặng” must be found by “đặng” as PostgreSQL finds it."""
    return text.lower() if isinstance(text, str) else text


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at the start, so that two writers queue instead of failing half-way."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
