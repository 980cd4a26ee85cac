"""How evenly staff is spread against need: ratios of units, before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpi.staffing.reallocation.problem import Floats, Ints


@dataclass(frozen=True)
class Spread:
    """Of a set of units: people missing and over by family and unit, summed; and of the units' ratios (staff ÷ target,
    units without a target left out) the least, the 10th and 90th percentile (linear between ranks), and Gini's
    coefficient (0: all alike). NaN where there is no ratio.
    """

    units: int
    shortage: int
    surplus: int
    least: float
    p10: float
    p90: float
    gini: float


def spread(staff: Ints, target: Ints) -> Spread:
    """The spread of these units; both units × families."""
    wanted = target.sum(axis=1)
    ratios = staff.sum(axis=1)[wanted > 0] / wanted[wanted > 0]
    missing, over = np.maximum(target - staff, 0).sum(), np.maximum(staff - target, 0).sum()
    if not len(ratios):
        return Spread(len(staff), int(missing), int(over), *[float("nan")] * 4)
    least, p10, p90 = (float(np.quantile(ratios, share)) for share in (0, 0.1, 0.9))
    return Spread(len(staff), int(missing), int(over), least, p10, p90, gini(ratios))


def gini(values: Floats) -> float:
    """Gini's coefficient: half the mean difference between two values, relative to their mean. 0 where all are 0."""
    ordered = np.sort(np.asarray(values, float))
    count, total = len(ordered), float(ordered.sum())
    if not count or total == 0:
        return 0.0
    return float((2 * np.arange(1, count + 1) - count - 1) @ ordered / (count * total))


def spread_by(labels: Sequence[str], staff: Ints, target: Ints) -> dict[str, Spread]:
    """The spread within each label, for instance a former province or a kind of unit."""
    names = np.array(labels)
    return {str(name): spread(staff[names == name], target[names == name]) for name in dict.fromkeys(labels)}
