"""Time of scoring a province: 40,000 people with 10 task lines each, every explanation column included.

python benchmarks/score.py [people] [lines each]

Prints the time of the same arithmetic in bare NumPy (no checks, no missing values, no explanations) in the same run.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from kpi.law import rules_in_force, score


def tables(people: int, each: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Invented work: most of it done, some failed or late, one person in ten a leader, one in a hundred incomplete."""
    random = np.random.default_rng(335)
    total = people * each
    assigned = random.integers(1, 30, total).astype(float)
    done = np.floor(assigned * random.uniform(0.6, 1.1, total))
    failed = random.binomial(2, 0.05, total).astype(float)
    late = random.binomial(2, 0.08, total).astype(float)
    lines = pd.DataFrame(
        {
            "person": np.repeat(np.arange(people), each),
            "product": np.tile(np.arange(each), people),
            "coefficient": random.choice([0.2, 0.4, 1.0, 1.4, 2.8, 4.0], total),
            "assigned": assigned,
            "done": done,
            "quality_ok": np.maximum(done - random.binomial(1, 0.1, total), 0),
            "failed": failed,
            "failed_excused": np.minimum(failed, random.binomial(1, 0.1, total)),
            "late": late,
            "late_excused": np.minimum(late, random.binomial(1, 0.1, total)),
        }
    )
    leader = random.random(people) < 0.1
    general = np.round(random.uniform(18, 30, people) * 4) / 4
    general[random.random(people) < 0.01] = np.nan
    shares = {name: np.where(leader, random.choice([0.5, 1.0], people), np.nan) for name in ("d", "dd", "e")}
    role = pd.Categorical.from_codes(leader.astype(int), ["staff", "head", "deputy"])
    return lines, pd.DataFrame({"person": np.arange(people), "role": role, "general": general, **shares})


def bare(lines: pd.DataFrame, people: pd.DataFrame) -> Callable[[], np.ndarray]:
    """The arithmetic alone, on arrays taken out of the tables beforehand."""
    k, assigned, done, ok, failed, excused, late, late_excused = (
        lines[name].to_numpy(copy=True)
        for name in (
            "coefficient", "assigned", "done", "quality_ok", "failed", "failed_excused", "late", "late_excused",
        )
    )  # fmt: skip
    starts = np.flatnonzero(np.diff(lines["person"].to_numpy(), prepend=-1))
    leader = (people["role"] != "staff").to_numpy()
    general = people["general"].to_numpy()
    unit = np.where(leader, people[["d", "dd", "e"]].sum(axis=1).to_numpy(), 0.0)

    def run() -> np.ndarray:
        whole = np.add.reduceat(assigned * k, starts)
        a = np.add.reduceat(done * k, starts) / whole
        b = np.add.reduceat(np.maximum(ok - 0.25 * (failed - excused), 0) * k, starts) / whole
        c = np.add.reduceat(np.maximum(done - 0.25 * (late - late_excused), 0) * k, starts) / whole
        share = (np.minimum(a, 1) + np.minimum(b, 1) + np.minimum(c, 1) + unit) / np.where(leader, 6, 3)
        total = general + 70 * share
        return np.select([total >= 90, total >= 70, total >= 50], [0, 1, 2], 3)

    return run


def milliseconds(*runs: Callable[[], object], times: int = 21) -> list[float]:
    """Median time of each run, taken in turn so that a busy machine slows all of them alike."""
    taken: list[list[float]] = [[] for _ in runs]
    for _ in range(times):
        for run, found in zip(runs, taken, strict=True):
            begun = time.perf_counter()
            run()
            found.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(found) for found in taken]


def main() -> None:
    people, each = (int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) == 3 else (40_000, 10)
    lines, persons = tables(people, each)
    rules = rules_in_force("nd335", date(2026, 3, 1))
    full, least = milliseconds(lambda: score(lines, persons, rules), bare(lines, persons))
    print(f"{people} people x {each} lines: {full:.1f} ms; bare NumPy {least:.1f} ms; ratio {full / least:.2f}")


if __name__ == "__main__":
    main()
