"""Writing a closed set: forty thousand results in one statement, and the digest that proves them."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from kpi.audit.closing_digest import COLUMNS
from kpi.storage.bulk_writing import write_rows
from kpi.storage.tables import PeriodResult

Row = tuple[Any, ...]


def result_rows(results: pd.DataFrame) -> list[Row]:
    """A closed set as plain rows in the order they are hashed and written; missing values are None."""
    ordered = results.sort_values(["person_id", "unit_id"], kind="stable")
    return list(zip(*(_plain(ordered[name]) for name in COLUMNS), strict=True))


def _plain(column: pd.Series) -> list[Any]:
    values = column.astype(object)
    gaps = column.isna().to_numpy()
    if gaps.any():
        values = values.where(~gaps, None)
    listed: list[Any] = values.tolist()
    if column.name == "month_id":
        return [None if value is None else int(value) for value in listed]
    return listed


def write_results(session: Session, closing_id: int, rows: Sequence[Row]) -> None:
    """Insert every row of a closing at once, past the ORM: the entry in the record carries the digest instead."""
    write_rows(session, PeriodResult, ("closing_id", *COLUMNS), ((closing_id, *row) for row in rows))
