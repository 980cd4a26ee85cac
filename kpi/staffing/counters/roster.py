"""From the peak's load to counters, from counters to people on the roster, and the larger of roster and yearly need."""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpi.staffing.counters.erlang import Counter, Waiting, waiting

MOST = 10_000  # counters; beyond it the input is wrong


@dataclass(frozen=True)
class Peak:
    """How the busiest hour is to be served.

    factor: busiest hour against the average hour. share: of customers to be served within `within` minutes of waiting.
    shrinkage: share of rostered time away from the counter. patience: as in `Counter`.
    """

    factor: float = 1.0
    share: float = 0.8
    within: float = 1 / 3
    shrinkage: float = 0.0
    patience: float | None = None

    def __post_init__(self) -> None:
        if not (self.factor > 0 and 0 < self.share < 1 and self.within >= 0 and 0 <= self.shrinkage < 1):
            raise ValueError(self)


@dataclass(frozen=True)
class Roster:
    """load: erlangs at the peak. waiting: what people meet then. rostered: people, counters ÷ (1 − shrinkage)."""

    load: float
    waiting: Waiting
    rostered: int


def peak_load(volume: float, service: float, open_hours: float, factor: float) -> float:
    """Erlangs in the busiest hour. volume a year, service in minutes, open_hours of the counter a year."""
    return volume / open_hours * factor * service / 60


def counters_needed(counter: Counter, share: float, within: float) -> Waiting:
    """The fewest counters that serve `share` of customers within `within` minutes, and what people meet there.

    Raises ValueError where more than `MOST` would be needed.
    """
    first = max(1, int(counter.load) + 1) if counter.patience is None else 1
    for number in range(first, MOST + 1):
        found = waiting(counter, number, within)
        if found.served_within >= share:
            return found
    raise ValueError(counter)


def rostered(counters: int, shrinkage: float) -> int:
    """People on the roster so that `counters` are staffed while a share of them is away."""
    return ceil(round(counters / (1 - shrinkage), 9))


def roster_for(volume: float, service: float, open_hours: float, peak: Peak) -> Roster:
    """Counters and people for a year's volume; nobody where there is no volume."""
    load = peak_load(volume, service, open_hours, peak.factor)
    counter = Counter(load, service, peak.patience)
    if load == 0:
        return Roster(0.0, Waiting(0, 0.0, 1.0, 0.0, 0.0, 0.0), 0)
    found = counters_needed(counter, peak.share, peak.within)
    return Roster(load, found, rostered(found.counters, peak.shrinkage))


def staff_needed(yearly: ArrayLike, roster: ArrayLike) -> NDArray[np.float64]:
    """The larger of the yearly need and the peak's roster."""
    return np.maximum(np.asarray(yearly, dtype=np.float64), np.asarray(roster, dtype=np.float64))
