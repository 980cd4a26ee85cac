"""Everything a database holds, so that a test can say: nothing changed."""

import hashlib
from collections.abc import Sequence
from functools import cache

from sqlalchemy import Engine

from kpi.storage.tables import Base


def contents(engine: Engine) -> dict[str, tuple[int, str]]:
    """Every table's number of rows and a hash of all of them."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            return {name: (rows, digest) for name, rows, digest in connection.exec_driver_sql(_every_table())}
        cursor = connection.connection.cursor()
        return {name: _content(cursor.execute(f'SELECT * FROM "{name}"').fetchall()) for name in Base.metadata.tables}


def _content(rows: Sequence[tuple[object, ...]]) -> tuple[int, str]:
    return len(rows), hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


@cache
def _every_table() -> str:
    """One statement instead of one for each of a hundred tables."""
    return " UNION ALL ".join(
        f"SELECT '{name}', count(*), md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), ''))"
        f' FROM "{name}" t'
        for name in Base.metadata.tables
    )
