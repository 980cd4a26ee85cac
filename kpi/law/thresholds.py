"""Ranks decided on unrounded totals, whatever a rule set's thresholds are."""

from collections.abc import Callable, Sequence
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from kpi.law.columns import Numbers
from kpi.law.formula import Figures
from kpi.law.scoring import NEAR

Rank = Callable[[Numbers, bool], Numbers]


def settled_by(
    made: Figures, rank: Rank, thresholds: Sequence[float], again: Callable[[NDArray[np.intp]], Figures]
) -> tuple[Figures, Numbers]:
    """Figures and rank codes (0 best, -1 without a total).

    `rank` gives the codes of totals, told whether they are exact fractions. Whoever's total lies within a millionth of
    a threshold is worked out `again` in exact fractions and ranked by that.
    """
    ranks = rank(made.total, False)
    ranks[np.asarray(made.total != made.total, dtype=bool)] = -1
    near = np.flatnonzero(np.any([np.abs(made.total - threshold) < NEAR for threshold in thresholds], axis=0))
    if len(near) == 0:
        return made, ranks
    exact = again(near)
    ranks[near] = rank(exact.total, True)
    return Figures(*(_put(getattr(made, f.name), near, getattr(exact, f.name)) for f in fields(made))), ranks


def _put(values: Numbers, where: NDArray[np.intp], exact: Numbers) -> Numbers:
    changed = np.array(values)
    changed[where] = exact.astype(np.float64)
    return changed
