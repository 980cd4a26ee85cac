"""Time of WISN over a country: 3,321 communes × 10 job families × 30 activities, with every step kept.

python benchmarks/staffing.py [communes]

Prints the time of the same arithmetic in bare NumPy (integer keys, no names, no checks, no steps) in the same run.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from kpi.staffing.wisn import need, whole_staff

FAMILIES, ACTIVITIES = 10, 30


def tables(communes: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Invented volumes. Names are categories, as a table read from a database or a file once has them."""
    random = np.random.default_rng(3321)
    pairs = communes * FAMILIES
    unit, family = np.repeat(np.arange(communes), FAMILIES), np.tile(np.arange(FAMILIES), communes)
    names = [f"commune {number}" for number in range(communes)], [f"family {number}" for number in range(FAMILIES)]

    def keyed(times: int) -> dict[str, pd.Categorical]:
        return {
            "unit": pd.Categorical.from_codes(np.repeat(unit, times), names[0]),
            "family": pd.Categorical.from_codes(np.repeat(family, times), names[1]),
        }

    work = pd.Categorical.from_codes(
        np.tile(np.arange(ACTIVITIES), pairs), [f"activity {number}" for number in range(ACTIVITIES)]
    )
    return (
        pd.DataFrame({**keyed(1), "existing": random.integers(0, 9, pairs).astype(float), "awt_hours": 1768.0,
                      "hours_per_day": 8.0}),
        pd.DataFrame({**keyed(ACTIVITIES), "activity": work, "volume": random.integers(0, 900, len(work)).astype(float),
                      "unit_time_minutes": random.integers(3, 600, len(work)).astype(float)}),
        pd.DataFrame({**keyed(1), "activity": "meetings", "amount": 30.0, "basis": "min_per_day"}),
        pd.DataFrame({**keyed(1), "duty": "head", "staff": 1.0, "hours_per_year": 200.0}),
    )  # fmt: skip


def bare(work: pd.DataFrame, people: pd.DataFrame) -> Callable[[], np.ndarray]:
    """The arithmetic alone, on arrays taken out of the tables beforehand."""
    pairs = len(people)
    place = np.repeat(np.arange(pairs), ACTIVITIES)
    volume, minutes = (work[name].to_numpy(copy=True) for name in ("volume", "unit_time_minutes"))
    awt, existing = (people[name].to_numpy(copy=True) for name in ("awt_hours", "existing"))

    def run() -> np.ndarray:
        a = np.bincount(place, volume * minutes / 60 / awt[place], pairs)
        required = a / (1 - 30 / 480) + 200 / awt
        return np.column_stack([required, whole_staff(required), existing - required, existing / required])

    return run


def timed(*runs: Callable[[], object], times: int = 15) -> list[float]:
    """The median of each run, in seconds; taken in turn, so that what else the machine does falls on all alike."""
    found: list[list[float]] = [[] for _ in runs]
    for _ in range(times):
        for run, seconds in zip(runs, found, strict=True):
            began = time.perf_counter()
            run()
            seconds.append(time.perf_counter() - began)
    return [statistics.median(seconds) for seconds in found]


def main() -> None:
    """Both, in the same run."""
    communes = int(sys.argv[1]) if len(sys.argv) > 1 else 3321
    people, work, support, individual = tables(communes)
    plain = bare(work, people)
    result = need(people, work, support, individual).table
    assert np.allclose(result["required"], plain()[:, 0])
    ours, theirs = timed(lambda: need(people, work, support, individual), plain)
    text = work.assign(**{name: work[name].astype(str) for name in ("unit", "family", "activity")})
    (names,) = timed(lambda: need(people, text, support, individual), times=3)
    print(f"{communes} communes x {FAMILIES} families x {ACTIVITIES} activities = {len(work)} rows")
    print(f"need, every step kept   {ours * 1000:8.1f} ms")
    print(f"bare NumPy              {theirs * 1000:8.1f} ms   ratio {ours / theirs:.2f}")
    print(f"need, names as text     {names * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
