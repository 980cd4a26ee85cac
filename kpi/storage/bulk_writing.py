"""Inserting tens of thousands of rows at once, past the ORM: by COPY on PostgreSQL, in one statement on SQLite."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from kpi.storage.tables.base import Base


def write_rows(session: Session, table: type[Base], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows`, whose values stand in the order of the columns `names`; JSON as `json_text` writes it.

    Nothing is noted for the record of changes: what must be recorded of the rows, the caller's entry has to say.
    """
    connection, name, columns = session.connection(), table.__tablename__, ", ".join(names)
    cursor: Any = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join("?" * len(names))
    cursor.executemany(f"INSERT INTO {name} ({columns}) VALUES ({places})", rows)


def json_text(value: Any) -> str:
    """A value for a JSON column."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
