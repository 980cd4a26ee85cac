"""Year-end of a count (dossiers received, people trained …) at today's pace.

X so far in m counted months; R expected in the months to come (`months.ahead`: last year's seasons, else the mean).
Year-end = X + R. The band is a gamma distribution with mean R and variance the larger of Poisson's R + R²/X (chance in
what comes and in the pace) and what the months' own scatter gives.
"""

import numpy as np
import pandas as pd
from scipy.special import gammaincinv

from kpi.reform.forecast import months
from kpi.reform.forecast.months import Flags, Floats
from kpi.reform.forecast.outcome import judged, why_not

TAIL = 0.05


def forecast_counts(counts: Floats, target: Floats, higher: Flags, before: Floats | None = None) -> pd.DataFrame:
    """One row per indicator and unit; the columns of `forecast_shares`.

    counts: rows × 12, NaN where not reported. so_far and value are counts; pace and needed are counts a month; must is
    what is missing from the target (never below zero); expected is what is to come.
    """
    counts = months.rows(counts)
    known = months.counted(counts)
    x, number = months.total(counts, known), known.sum(axis=1)
    coming = months.ahead(counts, known, before)
    reason = why_not(number, np.full(len(counts), np.nan))
    made = reason == ""
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = _band(x, coming)
        pace = coming.volume / coming.months
        needed = np.where(coming.months > 0, (target - x) / coming.months, np.nan)
    must = np.where(higher, np.maximum(target - x, 0), np.nan)
    over = coming.months == 0
    impossible = np.where(higher, over & (x < target), x > target)
    secured = np.where(higher, x >= target, over & (x <= target))
    value, low, high = x + coming.volume, x + low, x + high
    outcome = judged(low, high, target, higher, impossible=impossible, secured=secured, known=made)
    table = {"pace": pace, "value": value, "low": low, "high": high, "needed": needed, "expected": coming.volume}
    figures = {name: np.where(made, column, np.nan) for name, column in table.items()}
    so_far = np.where(number > 0, x, np.nan)
    return pd.DataFrame({"so_far": so_far, **figures, "must": must, "outcome": outcome, "reason": reason})


def _band(x: Floats, coming: months.Ahead) -> tuple[Floats, Floats]:
    chance = coming.volume + coming.volume**2 / np.maximum(x, 1.0)
    variance = np.maximum(chance, coming.spread**2)
    positive = (coming.volume > 0) & (variance > 0)
    mean = np.where(positive, coming.volume, 1.0)
    spread = np.where(positive, variance, 1.0)
    shape, scale = mean**2 / spread, spread / mean
    low, high = (np.where(positive, gammaincinv(shape, tail) * scale, 0.0) for tail in (TAIL, 1 - TAIL))
    return np.minimum(low, coming.volume), np.maximum(high, coming.volume)
