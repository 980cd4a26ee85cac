"""Ranking units by a share when some have very few cases.

A share of 12 out of 12 says less than one of 950 out of 1,000. Each unit's share is drawn towards that of all units by
as much as its own cases are few (beta-binomial model, empirical Bayes: Morris 1983; prior by moments as in Kleinman
1973), which gives an estimate and a 90% interval. Units are ordered by the estimate. A unit's place is a range: from
one more than the number of units that are better beyond doubt (probability above 95%) to all units less those that are
worse beyond doubt. Where the range is wide, the order tells little, and the screen says so.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtr

Floats = NDArray[np.float64]
SURE, TAIL = 0.95, 0.05
STRONGEST = 1e6  # cases the common share is worth at most, where units differ by nothing but chance


def common_share(hits: Floats, cases: Floats) -> tuple[float, float]:
    """The share of all units together, and the number of cases it is worth for each (small: units really differ)."""
    n, share = cases.sum(), hits.sum() / cases.sum()
    within = share * (1 - share)
    between = (cases * (hits / cases - share) ** 2).sum() - (len(cases) - 1) * within
    room = n - (cases**2).sum() / n
    variance = between / room if room > 0 else 0.0
    if within <= 0 or variance <= within / STRONGEST:
        return float(share), STRONGEST
    return float(share), float(np.clip(within / variance - 1, 1.0, STRONGEST))


def ranked(hits: Floats, cases: Floats, higher: bool = True) -> pd.DataFrame:
    """One row per unit in the order given.

    hits, cases: of the period; a unit without cases or figures (0 or NaN) is not ranked. Returns share (as counted),
    estimate, low, high (shares of one), place (equal estimates share one), best, worst (the range of places; missing
    for units not ranked) and clear (whether the range spans less than half of the units).
    """
    hits, cases = np.asarray(hits, dtype=float), np.asarray(cases, dtype=float)
    fit = np.isfinite(hits) & np.isfinite(cases) & (cases > 0) & (hits >= 0) & (hits <= cases)
    columns = ["share", "estimate", "low", "high", "place", "best", "worst"]
    table = pd.DataFrame(np.nan, index=range(len(hits)), columns=columns)
    table["clear"] = False
    if not fit.any():
        return table
    x, n = hits[fit], cases[fit]
    share, worth = common_share(x, n)
    a, b = x + worth * share, n - x + worth * (1 - share)
    estimate = a / (a + b)
    table.loc[fit, "share"] = x / n
    table.loc[fit, "estimate"] = estimate
    table.loc[fit, "low"], table.loc[fit, "high"] = _interval(a, b)
    sign = 1.0 if higher else -1.0
    table.loc[fit, "place"] = pd.Series(-sign * estimate).round(12).rank(method="min").to_numpy()
    best, worst = _places(sign * estimate, estimate * (1 - estimate) / (a + b + 1))
    table.loc[fit, "best"], table.loc[fit, "worst"] = best, worst
    table.loc[fit, "clear"] = (worst - best + 1) < fit.sum() / 2
    return table


def _interval(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Between the 5th and the 95th percentile; a share nobody can miss or hit is a point."""
    point = (a <= 0) | (b <= 0)
    safe_a, safe_b = np.where(point, 1.0, a), np.where(point, 1.0, b)
    low, high = betaincinv(safe_a, safe_b, TAIL), betaincinv(safe_a, safe_b, 1 - TAIL)
    flat = np.where(a <= 0, 0.0, 1.0)
    return np.where(point, flat, low), np.where(point, flat, high)


def _places(worth: Floats, variance: Floats) -> tuple[Floats, Floats]:
    gap = worth[:, None] - worth[None, :]
    spread = np.sqrt(variance[:, None] + variance[None, :])
    with np.errstate(divide="ignore", invalid="ignore"):
        better = ndtr(np.where(spread > 0, gap / spread, np.where(gap == 0, 0.0, np.sign(gap) * np.inf)))
    surely_above = (better < 1 - SURE).sum(axis=1)
    surely_below = (better > SURE).sum(axis=1)
    return 1.0 + surely_above, len(worth) - surely_below.astype(float)
