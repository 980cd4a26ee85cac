"""The rating of every agency and unit when a period is closed."""

from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from kpi.assessment.scoring import number_or_none
from kpi.assessment.unit_rating.computing import RatedUnits, rated_units
from kpi.storage.tables import Period, UnitResult


def unit_results(session: Session, period: Period, closing_id: int, results: pd.DataFrame) -> list[UnitResult]:
    """A row to add for each agency and unit with people in `results` (columns as PeriodResult), not yet added."""
    found = rated_units(session, period, results)
    return [_result(closing_id, row, found) for row in found.table.to_dict("records")]


def _result(closing_id: int, row: Any, found: RatedUnits) -> UnitResult:
    return UnitResult(
        closing_id=closing_id, unit_id=int(row["unit_id"]), status=row["status"], missing=row["missing"] or None,
        general_points=number_or_none(row["general_points"]), task_points=number_or_none(row["task_points"]),
        total=number_or_none(row["total"]), rank=row["rank"], basis=found.basis(int(row["unit_id"])),
    )  # fmt: skip
