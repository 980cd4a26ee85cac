"""Year-end of a share (on time of resolved, online of received …) at today's pace.

Value to date: X of N. Today's pace p is the share of the last three counted months; R cases are expected in the months
not counted yet (`months.ahead`). Year-end = (X + R·p) / (N + R). The band is that of a beta distribution with the mean
p and the variance φ·p(1−p)·(1/R + 1/n), n the cases the pace rests on: chance in what is to come and in the pace
itself. φ ≥ 1 (Pearson's χ² over its degrees of freedom, McCullagh and Nelder 1989, §4.5) widens it where months differ
by more than chance.
"""

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from kpi.reform.forecast import months
from kpi.reform.forecast.months import Flags, Floats
from kpi.reform.forecast.outcome import judged, why_not

TAIL = 0.05


def forecast_shares(
    hits: Floats, cases: Floats, target: Floats, higher: Flags, before: Floats | None = None
) -> pd.DataFrame:
    """One row per indicator and unit.

    hits, cases: rows × 12, NaN where not reported. target: shares of one, NaN for none. higher: whether more is better.
    before: last year's cases. Returns so_far, pace, value, low, high (shares of one), needed (the share needed among
    the cases to come; above 1 or below 0 where that is out of reach), expected (cases to come), must (cases in a row
    without a miss, or without a hit where less is better, that would just reach the target), outcome and reason.
    """
    hits, cases = months.rows(hits), months.rows(cases)
    known = months.counted(hits, cases)
    x, n = months.total(hits, known), months.total(cases, known)
    coming = months.ahead(cases, known, before)
    reason = why_not(known.sum(axis=1), n)
    with np.errstate(divide="ignore", invalid="ignore"):
        so_far = x / n
        pace, rests_on = _pace(hits, cases, known)
        phi = dispersion(hits, cases, known)
        low, high = _band(pace, rests_on, coming.volume, phi)
        value, low, high = ((x + coming.volume * rate) / (n + coming.volume) for rate in (pace, low, high))
        needed = (target * (n + coming.volume) - x) / coming.volume
        needed = np.where(coming.volume > 0, needed, np.nan)
        must = _must(x, n, target, higher)
        most = coming.volume + months.Z * coming.spread
        secured = _safe(x, n, most, target, higher)
    table = {"so_far": so_far, "pace": pace, "value": value, "low": low, "high": high, "needed": needed}
    made = reason == ""
    outcome = judged(low, high, target, higher, impossible=must > most, secured=secured, known=made)
    figures = {name: np.where(made | (name == "so_far"), column, np.nan) for name, column in table.items()}
    left = np.where(made, coming.volume, np.nan)
    return pd.DataFrame({**figures, "expected": left, "must": must, "outcome": outcome, "reason": reason})


def dispersion(hits: Floats, cases: Floats, known: Flags) -> Floats:
    """φ: how much more the months scatter about their common share than chance alone explains; 1 at least."""
    x, n = months.total(hits, known), months.total(cases, known)
    used = known & (np.nan_to_num(cases) > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (x / n)[:, None]
        pearson = np.where(used, (hits - cases * share) ** 2 / (cases * share * (1 - share)), 0.0).sum(axis=1)
        phi = pearson / np.maximum(used.sum(axis=1) - 1, 1)
    usable: Floats = np.where(np.isfinite(phi) & (x > 0) & (x < n), np.maximum(phi, 1.0), 1.0)
    return usable


def _pace(hits: Floats, cases: Floats, known: Flags) -> tuple[Floats, Floats]:
    last = months.recent(known)
    x, n = months.total(hits, last), months.total(cases, last)
    every_x, every_n = months.total(hits, known), months.total(cases, known)
    enough = n > 0
    return np.where(enough, x, every_x) / np.where(enough, n, every_n), np.where(enough, n, every_n)


def _band(pace: Floats, rests_on: Floats, to_come: Floats, phi: Floats) -> tuple[Floats, Floats]:
    """The 5th and 95th percentile of the share among the cases to come; the pace itself where none are to come."""
    worth = rests_on / phi
    centre = (np.clip(pace, 0, 1) * worth + 0.5) / (worth + 1)  # Jeffreys' half case: no pace is certain
    size = np.maximum(1 / (phi * (1 / np.maximum(to_come, 1e-9) + 1 / rests_on)) - 1, 0.05)
    low = np.minimum(betaincinv(size * centre, size * (1 - centre), TAIL), pace)
    high = np.maximum(betaincinv(size * centre, size * (1 - centre), 1 - TAIL), pace)
    none = to_come <= 0
    return np.where(none, pace, low), np.where(none, pace, high)


def _must(x: Floats, n: Floats, target: Floats, higher: Flags) -> Floats:
    """How many further cases, all of them good, would just reach the target: (x + k) / (n + k) = target."""
    short = np.where(higher, target * n - x, x - target * n)
    room = np.where(higher, 1 - target, target)
    needed = np.where(short <= 1e-9, 0.0, np.where(room > 0, np.ceil(short / room - 1e-9), np.inf))
    missing: Floats = np.where(np.isfinite(target), needed, np.nan)
    return missing


def _safe(x: Floats, n: Floats, most: Floats, target: Floats, higher: Flags) -> Flags:
    """Whether the target is met even if every case still expected goes wrong."""
    worst = np.where(higher, x, x + most) / (n + most)
    safe: Flags = np.where(higher, worst >= target, worst <= target)
    return safe
