"""The rating of every agency and unit when a period is closed."""

from typing import Any

from sqlalchemy.orm import Session

from kpi.assessment.unit_rating.basis import plain_rows
from kpi.assessment.unit_rating.computing import RatedUnits
from kpi.audit.closing_digest import UNIT_COLUMNS
from kpi.storage.bulk_writing import json_text, write_rows
from kpi.storage.tables import UnitResult

FIGURES = UNIT_COLUMNS[:-1]  # all but the basis
Row = tuple[Any, ...]


def unit_rows(rated: RatedUnits) -> list[Row]:
    """A row for each agency and unit with people, by unit, in the order of `UNIT_COLUMNS`."""
    return [
        (*row.values(), json_text(rated.own(row["unit_id"])))
        for row in plain_rows(rated.table.assign(missing=rated.table["missing"].replace("", None)), FIGURES)
    ]


def write_units(session: Session, closing_id: int, rows: list[Row]) -> None:
    """Insert every unit's rating at once, past the ORM: the closing's digest covers them."""
    write_rows(session, UnitResult, ("closing_id", *UNIT_COLUMNS), ((closing_id, *row) for row in rows))
