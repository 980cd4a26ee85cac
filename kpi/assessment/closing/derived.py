"""A quarter's or year's results from the closings of the months within it."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from kpi.storage.tables import Period


@dataclass(frozen=True)
class Derived:
    """results: as a closed set's. rules: those used. behind: period code and closing number of each."""

    results: pd.DataFrame
    rules: dict[str, Any]
    behind: list[dict[str, Any]]


def derived_results(session: Session, period: Period) -> Derived:
    """TODO"""
    raise NotImplementedError
