"""The tables as arrays ready for the formula, and the same arrays as exact fractions for the few who need them."""

from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.law.columns import LEADER, floats, is_leader
from kpi.law.formula import Counts, Standing
from kpi.law.grouping import Grouping, Positions

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Inputs:
    """Lines in grouped order, how they are grouped, and what stands beside them for each group's owner."""

    counts: Counts
    grouping: Grouping
    standing: Standing

    def exactly(self, owners: Positions) -> "Inputs":
        """The inputs of some owners as fractions of the decimals that were typed: 0.1 is one tenth."""
        grouping, lines = self.grouping.only(owners)
        return Inputs(exact_counts(self.counts, lines), grouping, exact_standing(self.standing, owners))


def counts_of(lines: pd.DataFrame, grouping: Grouping) -> Counts:
    """Line columns in grouped order. Missing quality_ok means done; missing failures and late times mean none."""
    done = grouping.gather(floats(lines, "done"))
    none = np.broadcast_to(np.float64(0), len(lines))
    times = {
        name: filled(grouping.gather(floats(lines, name)), none) if name in lines.columns else none
        for name in ("failed", "failed_excused", "late", "late_excused")
    }
    return Counts(
        coefficient=grouping.gather(floats(lines, "coefficient")),
        assigned=grouping.gather(floats(lines, "assigned")),
        done=done,
        quality_ok=filled(grouping.gather(floats(lines, "quality_ok")), done)
        if "quality_ok" in lines.columns
        else done,
        **times,
    )


def standing_of(people: pd.DataFrame) -> Standing:
    """General points and, for leaders, d, đ and e (Art. 15); zero for staff, NaN where missing."""
    leader = is_leader(people)
    anyone = leader.any()
    none = np.broadcast_to(np.float64(0), len(people))
    d, dd, e = (np.where(leader, floats(people, name), 0.0) if anyone else none for name in LEADER)
    return Standing(leader, floats(people, "general"), d, dd, e)


def filled(values: Floats, default: Floats) -> Floats:
    """`values` with `default` where missing."""
    missing = np.isnan(values)
    return np.where(missing, default, values) if missing.any() else values


def fractions(values: Floats) -> NDArray[np.object_]:
    """Each float as the decimal it prints as. Repeated values are converted once."""
    distinct, where = np.unique(values, return_inverse=True)
    exact = np.array([Fraction(repr(value)) for value in distinct.tolist()], dtype=object)
    return exact[where] if len(exact) else np.empty(0, dtype=object)


def exact_standing(standing: Standing, chosen: Positions) -> Standing:
    """`standing` of the chosen positions, as fractions."""
    return Standing(standing.leader[chosen], *(fractions(getattr(standing, n)[chosen]) for n in ("general", *LEADER)))


def exact_counts(counts: Counts, positions: Positions) -> Counts:
    """Some lines, as fractions."""
    chosen: dict[str, Any] = {f.name: fractions(getattr(counts, f.name)[positions]) for f in fields(counts)}
    return Counts(**chosen)
