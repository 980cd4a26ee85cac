"""The digest of a closing: one hash over all of its results, kept with it and in the record's entry on it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from kpi.storage.tables import PeriodResult, UnitResult

COLUMNS = (
    *("person_id", "unit_id", "month_id", "version", "rule_set", "role", "title", "duty_group", "status", "missing"),
    *("worked", "ground", "a", "b", "c", "d", "dd", "e", "task_points", "general_points", "total"),
    *("rank", "rank_366", "proposed_rank", "decided_rank"),
)
UNIT_COLUMNS = ("unit_id", "status", "missing", "general_points", "task_points", "total", "rank", "basis")
Rows = Iterable[Sequence[Any]]


def digest_of(people: Rows, units: Rows) -> str:
    """SHA-256 over two JSON arrays of arrays: people's rows by person and unit, then units' rows by unit.

    Their columns are COLUMNS and UNIT_COLUMNS; a basis is the very text that is kept.
    """
    found = hashlib.sha256()
    for rows in (people, units):
        found.update(json.dumps([tuple(row) for row in rows], ensure_ascii=False, separators=(",", ":")).encode())
    return found.hexdigest()


def stored_digest(session: Session, closing_id: int) -> str:
    """The digest of what the database holds now of a closing, later corrections (higher versions) left out."""
    connection = session.connection()
    columns = [getattr(PeriodResult, name) for name in COLUMNS]
    people = select(*columns).where(PeriodResult.closing_id == closing_id, PeriodResult.version == 1)
    figures = [getattr(UnitResult, name) for name in UNIT_COLUMNS[:-1]]
    units = select(*figures, cast(UnitResult.basis, Text)).where(UnitResult.closing_id == closing_id)
    return digest_of(
        connection.execute(people.order_by(PeriodResult.person_id, PeriodResult.unit_id)),
        connection.execute(units.order_by(UnitResult.unit_id)),
    )
