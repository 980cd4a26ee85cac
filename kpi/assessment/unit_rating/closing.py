"""The rating of every agency and unit when a period is closed."""

import pandas as pd
from sqlalchemy.orm import Session

from kpi.storage.tables import Period, UnitResult


def unit_results(session: Session, period: Period, closing_id: int, results: pd.DataFrame) -> list[UnitResult]:
    """A row to add for each agency and unit with people in `results` (columns as PeriodResult), not yet added."""
    return []
