"""What closing a period would write, for whichever kind of period it is."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from kpi.assessment.closing.derived import derived_results
from kpi.assessment.closing.recorded import facts_of, recorded_results
from kpi.assessment.unit_rating.computing import RatedUnits
from kpi.storage.tables import Period


@dataclass(frozen=True)
class ClosedSet:
    """results: one row a person and unit, columns as PeriodResult. criteria: leaders' d, đ, e and what they rest on.

    rules: every rule set used, as kept. behind: of a quarter or year, the closings it follows from. rated: the units'
    ratings, where heads had to wait for them.
    """

    results: pd.DataFrame
    criteria: pd.DataFrame
    rules: dict[str, Any]
    behind: list[dict[str, Any]]
    rated: RatedUnits | None = None


def closed_set(session: Session, period: Period) -> ClosedSet:
    """Everybody's result, computed from what is stored now, before decisions on ranks. Raises `Refused` where a month
    a quarter or year follows from is not closed.
    """
    if period.derived:
        derived = derived_results(session, period)
        return ClosedSet(derived.results, pd.DataFrame(), derived.rules, derived.behind, derived.rated)
    recorded = recorded_results(session, period, facts_of(session, period))
    return ClosedSet(recorded.results, recorded.criteria, recorded.rules, [], recorded.rated)


def computed(session: Session, period: Period) -> pd.DataFrame:
    """The results of `closed_set` alone: system ranks, before decisions."""
    return closed_set(session, period).results
