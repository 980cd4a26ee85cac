"""The digest of a closing: one hash over all of its results, kept with it and in the record's entry on it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.storage.tables import PeriodResult

COLUMNS = (
    *("person_id", "unit_id", "month_id", "version", "rule_set", "role", "title", "duty_group", "status", "missing"),
    *("worked", "ground", "a", "b", "c", "d", "dd", "e", "task_points", "general_points", "total"),
    *("rank", "rank_366", "proposed_rank", "decided_rank"),
)


def digest_of(rows: Iterable[Sequence[Any]]) -> str:
    """SHA-256 over the rows as a JSON array of arrays: columns as in COLUMNS, rows by person and unit."""
    text = json.dumps([tuple(row) for row in rows], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def stored_digest(session: Session, closing_id: int) -> str:
    """The digest of what the database holds now of a closing, later corrections (higher versions) left out."""
    columns = [getattr(PeriodResult, name) for name in COLUMNS]
    query = select(*columns).where(PeriodResult.closing_id == closing_id, PeriodResult.version == 1)
    ordered = query.order_by(PeriodResult.person_id, PeriodResult.unit_id)
    return digest_of(session.connection().execute(ordered))
