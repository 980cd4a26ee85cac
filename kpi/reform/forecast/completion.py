"""How many of a plan's tasks will be done by a day, from how soon or late tasks have been done so far.

Every task is watched on one scale: days from its due date (negative: before it). Tasks already done give the curve
S(t), the share still open t days from due (Kaplan and Meier 1958, with tasks entering at their start: left truncation);
open tasks count as "not yet" up to today. An open task is then done by the day with probability
1 − S(day − due) / S(today − due). The expected number is the sum; the band is the exact distribution of such a sum
(Poisson-binomial). Beyond the longest delay seen, the curve stays where it is: nothing is promised that was never seen.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpi.reform.forecast.months import Floats
from kpi.reform.forecast.outcome import NO_DATES, TOO_FEW_TASKS

LEAST_DONE = 8
TAIL = 0.05
Days = NDArray[np.float64]


@dataclass(frozen=True)
class PlanForecast:
    """Tasks done by the day: expected, with a 90% band; pace and needed in tasks a month; reason where none.

    best_on_time: the greatest share on time still possible, over the tasks with a due date.
    """

    tasks: int
    done: int
    value: float
    low: float
    high: float
    pace: float
    needed: float
    best_on_time: float
    reason: str = ""


@dataclass(frozen=True)
class Curve:
    """The share of tasks still open after each of the days (from due) on which some were done."""

    days: Days
    open: Floats

    def at(self, days: Days) -> Floats:
        """The share still open at these days; 1 before the first was ever done."""
        places = np.searchsorted(self.days, days, side="right")
        found: Floats = np.concatenate([[1.0], self.open])[places]
        return found


def curve_of(entered: Days, left: Days, done: NDArray[np.bool_]) -> Curve:
    """Kaplan and Meier's curve. entered, left: days from due when watching began and ended; done: ended by doing.

    Where all at risk are done at once early on, the curve would end at zero for everybody; such a step is skipped
    (Lai and Ying 1991 drop risk sets too small to say anything; here: of fewer than three).
    """
    moments = np.unique(left[done])
    at_risk = ((entered[:, None] < moments) & (left[:, None] >= moments)).sum(axis=0)
    ended = (done[:, None] & (left[:, None] == moments)).sum(axis=0)
    steps = np.where(at_risk >= 3, 1 - ended / np.maximum(at_risk, 1), 1.0)
    return Curve(moments, np.cumprod(steps, dtype=np.float64))


def forecast_plan(start: Days, due: Days, finished: Days, today: float, until: float) -> PlanForecast:
    """start, due, finished: day numbers of every task (NaN finished: open). Returns what is done by `until`."""
    dated = np.isfinite(due)
    done = np.isfinite(finished)
    months_gone = max((today - float(np.nanmin(start, initial=today))) / 30.4375, 1e-9)
    months_left = max((until - today) / 30.4375, 0.0)
    pace = done.sum() / months_gone
    needed = (len(due) - done.sum()) / months_left if months_left else np.nan
    best = _best_on_time(due[dated], finished[dated], today)
    counts = (len(due), int(done.sum()))
    if not dated.any() or done[dated].sum() < LEAST_DONE:
        reason = TOO_FEW_TASKS if dated.any() else NO_DATES
        return PlanForecast(*counts, np.nan, np.nan, np.nan, pace, needed, best, reason)
    chances = _chances(start[dated], due[dated], finished[dated], today, until)
    low, high = sum_band(chances)
    base = counts[1]
    return PlanForecast(*counts, base + float(chances.sum()), base + low, base + high, pace, needed, best)


def _chances(start: Days, due: Days, finished: Days, today: float, until: float) -> Floats:
    done = np.isfinite(finished)
    left = np.where(done, finished, today) - due
    begun = start <= np.where(done, finished, today)
    entered = np.where(np.isfinite(start), start, due - 365.0) - due
    curve = curve_of(np.minimum(entered, left - 0.5)[begun], left[begun], done[begun])
    now, then = curve.at((today - due)[~done]), curve.at((until - due)[~done])
    with np.errstate(divide="ignore", invalid="ignore"):
        chances: Floats = np.where(now > 0, 1 - then / now, 0.0)
    return np.clip(chances, 0.0, 1.0)


def sum_band(chances: Floats, tail: float = TAIL) -> tuple[int, int]:
    """The 5th and 95th percentile of how many of independent events happen, exactly."""
    mass = np.array([1.0])
    for chance in chances:
        mass = np.convolve(mass, [1 - chance, chance])
    cumulated = np.cumsum(mass)
    return int(np.searchsorted(cumulated, tail)), int(np.searchsorted(cumulated, 1 - tail))


def _best_on_time(due: Days, finished: Days, today: float) -> float:
    if not len(due):
        return float("nan")
    lost = np.where(np.isfinite(finished), finished > due, due < today)
    return float(1 - lost.mean())
