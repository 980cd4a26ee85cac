"""Rating agencies and units (Decree 335/2025 Art. 5–11): the 30/70 scale with its gates. Pure and vectorised.

The thresholds and gates were read in part. How the 70 points are divided is a local decision: the weighted mean of what
the unit's people reached, its KPI set, and its deadlines. What is missing is named; it counts neither as zero nor full.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.law.ruleset import Text, read_law
from kpi.law.settings import Settings

PARTS = ("people", "kpi", "deadlines")
RANKS = ("excellent", "good", "completed", "not_completed")
SCORED, INSUFFICIENT = "scored", "insufficient"
NAME = "units_nd335"


@dataclass(frozen=True, eq=False)
class UnitCriterion:
    """A leaf of the general criteria for agencies and units, with its most points; the breakdown is local."""

    code: str
    group: Text
    text: Text
    maximum: float


def unit_criteria(on: date) -> tuple[UnitCriterion, ...]:
    """The criteria stored for a day; their maxima add up to 30. Before the decree, its first ones."""
    dated = read_law(f"{NAME}.yaml")["criteria"]
    start = max((start for start in dated if start <= on), default=min(dated))
    return tuple(
        UnitCriterion(leaf["code"], group["text"], leaf["text"], float(leaf["maximum"]))
        for group in dated[start]
        for leaf in group["criteria"]
    )


def rate_units(units: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """units: general (points), people, kpi, deadlines (shares from 0 to 1), kpi_needed, tasks, done, on_time, good
    (numbers of tasks); a missing value is NaN.

    Returns task_share, task_points, general_points, total, status, missing (names joined by ","), all_done, strict (all
    done, on time and with quality), late_share, by_score (the rank by points alone) and rank.
    """
    parts = units[list(PARTS)].to_numpy(dtype=np.float64)
    weights = _weights(units, settings)
    needed = weights > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(needed, parts * weights, 0.0).sum(axis=1) / weights.sum(axis=1)
    general = units["general"].to_numpy(dtype=np.float64)
    by_plan = settings["gate_tasks"] == "plan"
    gates = _gates(units, by_plan)
    missing = _missing(units, parts, needed, general, by_plan)
    scored = missing == ""
    points = share * settings.number("task_max")
    total = np.where(scored, general + points, np.nan)
    by_score = _by_score(total, settings)
    rank = _gated(by_score, gates, settings)
    nothing = np.full(len(units), None, dtype=object)
    return pd.DataFrame(
        {
            "task_share": share, "task_points": points, "general_points": general, "total": total,
            "status": np.where(scored, SCORED, INSUFFICIENT), "missing": missing, **gates,
            "by_score": np.where(scored, by_score, nothing), "rank": np.where(scored, rank, nothing),
        },
        index=units.index,
    )  # fmt: skip


def _weights(units: pd.DataFrame, settings: Settings) -> NDArray[np.float64]:
    weights = np.tile([settings.number(f"weight_{part}") for part in PARTS], (len(units), 1))
    weights[:, PARTS.index("kpi")] *= units["kpi_needed"].to_numpy(dtype=bool)
    return weights


def _gates(units: pd.DataFrame, by_plan: bool) -> dict[str, NDArray[np.generic]]:
    """By the plan, a unit that leads no task due so far has nothing the gates could close on."""
    tasks, done, on_time, good = (units[n].to_numpy(dtype=np.float64) for n in ("tasks", "done", "on_time", "good"))
    with np.errstate(invalid="ignore", divide="ignore"):
        late = np.where(by_plan & (tasks == 0), 0.0, (tasks - on_time) / tasks)
    all_done = (by_plan | (tasks > 0)) & (done >= tasks)
    return {"all_done": all_done, "strict": all_done & (on_time >= tasks) & (good >= tasks), "late_share": late}


def _missing(
    units: pd.DataFrame,
    parts: NDArray[np.float64],
    needed: NDArray[np.bool_],
    general: NDArray[np.float64],
    by_plan: bool,
) -> NDArray[np.object_]:
    tasks = units["tasks"].to_numpy(dtype=np.float64)
    lacking = {
        "general": np.isnan(general),
        **{part: np.isnan(parts[:, place]) & needed[:, place] for place, part in enumerate(PARTS)},
        "tasks": (~(tasks > 0) & (not by_plan)) | np.isnan(units["done"].to_numpy(dtype=np.float64)),
        "weights": ~needed.any(axis=1),
    }
    return np.array(
        [",".join(name for name, where in lacking.items() if where[row]) for row in range(len(units))], dtype=object
    )


def _by_score(total: NDArray[np.float64], settings: Settings) -> NDArray[np.object_]:
    reached = [total >= settings.number(f"{rank}_from") for rank in RANKS[:3]]
    return np.select(reached, list(RANKS[:3]), "not_completed").astype(object)


def _gated(
    by_score: NDArray[np.object_], gates: dict[str, NDArray[np.generic]], settings: Settings
) -> NDArray[np.object_]:
    """Without its gate a rank falls to the next one whose gate is met: completed asks for everything done."""
    high = np.isin(by_score, ["excellent", "good"])
    kept = high & gates["strict"].astype(bool)
    late = gates["late_share"].astype(np.float64)
    finished = gates["all_done"].astype(bool) & (late <= settings.number("late_most"))
    completed = (by_score != "not_completed") & finished
    return np.where(kept, by_score, np.where(completed, "completed", "not_completed")).astype(object)
