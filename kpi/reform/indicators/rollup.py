"""Roll-up over the unit tree and over months: quantities are summed, percentages never are.

A parent's value is the sum of its children's numerators over the sum of their denominators. A child without a value
is missing: it is counted and named, and neither zero nor full is put in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

KEYS = ["unit_id", "code", "period"]
QUANTITIES = ["numerator", "denominator"]


def nothing(*numbers: str) -> pd.DataFrame:
    """No row at all, of the keys and these number columns."""
    keys = {"unit_id": pd.Series(dtype="int64"), "code": pd.Series(dtype=object), "period": pd.Series(dtype=object)}
    return pd.DataFrame(keys | {name: pd.Series(dtype=float) for name in numbers})


def value_of(numerator: pd.Series, denominator: pd.Series, ratio: pd.Series) -> pd.Series:
    """numerator ÷ denominator of a ratio, the numerator of a count; NaN where the denominator is 0 or missing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = numerator.to_numpy(float) / denominator.to_numpy(float)
    share[~np.isfinite(share)] = np.nan
    return pd.Series(np.where(ratio.to_numpy(bool), share, numerator.to_numpy(float)), numerator.index)


def ancestors(units: pd.DataFrame) -> pd.DataFrame:
    """Every unit paired with itself and each unit above it.

    units: unit_id and path ("/1/14/203/"). Returns unit_id, above_id.
    """
    parts = units["path"].str.strip("/").str.split("/")
    paired = pd.DataFrame({"unit_id": units["unit_id"], "above_id": parts}).explode("above_id", ignore_index=True)
    return paired.astype({"above_id": "int64"})


def roll_up(values: pd.DataFrame, units: pd.DataFrame, expected: pd.DataFrame, ratios: Sequence[str]) -> pd.DataFrame:
    """Sums of every unit with reporters at or below it.

    values: unit_id, code, period, numerator, denominator (NaN of a count). units: unit_id, path.
    expected: unit_id, code of the reporters; a value of somebody who is none is left out.
    ratios: the codes whose value is numerator ÷ denominator.
    Returns unit_id, code, period, numerator, denominator, value, reported, expected; a row for each unit that expects
    reports, indicator, and period that occurs in `values`.
    """
    if values.empty or expected.empty:
        return nothing(*QUANTITIES, "value", "reported", "expected")
    tree = Tree.of(units)
    unit_of, code_of = tree.units, pd.Index(expected["code"].unique()).sort_values()
    due = np.zeros((len(unit_of), len(code_of)), np.int64)
    np.add.at(
        due, (unit_of.get_indexer(pd.Index(expected["unit_id"])), code_of.get_indexer(pd.Index(expected["code"]))), 1
    )
    period_at, periods = pd.factorize(values["period"])
    cell, rows = _cells(values, unit_of, code_of, period_at, due > 0)
    shape = (*due.shape, len(periods))
    total = tree.summed(due)
    shown = np.nonzero(total)

    def cube(weights: np.ndarray | None) -> np.ndarray:
        filled = np.bincount(cell, weights, minlength=int(np.prod(shape))).reshape(shape)
        return np.asarray(tree.summed(filled)[shown].ravel())

    frame = _frame(unit_of, code_of, pd.Index(periods), shown)
    frame["reported"] = cube(None)
    for name in QUANTITIES:
        frame[name] = np.where(frame["reported"] > 0, cube(values[name].to_numpy(float)[rows]), np.nan)
    of_ratio = np.repeat(code_of.isin(list(ratios))[shown[1]], len(periods))
    frame["value"] = value_of(frame["numerator"], frame["denominator"], pd.Series(of_ratio))
    frame["expected"] = np.repeat(total[shown], len(periods))
    return frame[[*KEYS, *QUANTITIES, "value", "reported", "expected"]]


@dataclass(frozen=True)
class Tree:
    """The units in order of their ids, and for each pair (unit, itself or one above it) the places of the two."""

    units: pd.Index
    below: np.ndarray
    above: np.ndarray

    @classmethod
    def of(cls, units: pd.DataFrame) -> "Tree":
        """units: unit_id, path."""
        pairs = ancestors(units)
        every = pd.Index(pairs["above_id"].unique()).union(pd.Index(pairs["unit_id"].unique()))
        return cls(every, every.get_indexer(pairs["unit_id"]), every.get_indexer(pairs["above_id"]))

    def summed(self, part: np.ndarray) -> np.ndarray:
        """For every unit along the first axis, the sum of its own part and of those below it."""
        ones = np.ones(len(self.above), part.dtype)
        under = csr_array((ones, (self.above, self.below)), shape=(len(self.units), len(self.units)))
        return np.asarray(under @ part.reshape(len(part), -1)).reshape(part.shape)


def _cells(
    values: pd.DataFrame, units: pd.Index, codes: pd.Index, period_at: np.ndarray, due: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The numbered cell (unit, indicator, period) of each value that is due from its unit, and that value's row."""
    code_at, known = pd.factorize(values["code"])
    unit, code = units.get_indexer(pd.Index(values["unit_id"])), codes.get_indexer(known)[code_at]
    rows = np.flatnonzero((unit >= 0) & (code >= 0))
    rows = rows[due[unit[rows], code[rows]]]
    shape = (*due.shape, int(period_at.max()) + 1)
    return np.ravel_multi_index((unit[rows], code[rows], period_at[rows]), shape), rows


def _frame(units: pd.Index, codes: pd.Index, periods: pd.Index, shown: tuple[np.ndarray, ...]) -> pd.DataFrame:
    """The keys of every unit and indicator shown, in each period."""
    times, places = len(periods), len(shown[0])
    return pd.DataFrame(
        {
            "unit_id": units.take(np.repeat(shown[0], times)),
            "code": codes.take(np.repeat(shown[1], times)),
            "period": periods.take(np.tile(np.arange(times), places)),
        }
    )


def missing(values: pd.DataFrame, expected: pd.DataFrame, periods: Sequence[str]) -> pd.DataFrame:
    """Who has not reported what: unit_id, code, period."""
    due = expected[["unit_id", "code"]].merge(pd.DataFrame({"period": list(periods)}), how="cross")
    if values.empty:
        return due
    marked = due.merge(values[KEYS].drop_duplicates(), on=KEYS, how="left", indicator=True)
    return marked.loc[marked["_merge"] == "left_only", KEYS].reset_index(drop=True)


def over_months(values: pd.DataFrame, months: Sequence[str], lasting: Sequence[str], period: str) -> pd.DataFrame:
    """Monthly quantities of each unit as those of one longer period.

    Flows are summed over the months given; the codes in `lasting` (stocks) take the newest month's. `months_reported`
    says how many of the months there were.
    """
    inside = values[values["period"].isin(list(months))].sort_values("period")
    if inside.empty:
        return nothing(*QUANTITIES, "months_reported")
    grouped = inside.groupby(["unit_id", "code"])
    flows = grouped[QUANTITIES].sum(min_count=1)
    stocks = grouped[QUANTITIES].last()
    stock = flows.index.get_level_values("code").isin(list(lasting))
    frame = flows.copy()
    frame.loc[stock] = stocks.loc[stock]
    frame["months_reported"] = grouped["period"].nunique()
    return frame.reset_index().assign(period=period)[[*KEYS, *QUANTITIES, "months_reported"]]


def distance(value: pd.Series, target: pd.Series, higher_is_better: pd.Series) -> pd.Series:
    """How far the value lies on the right side of its target: negative is not reached, NaN where either is missing."""
    ahead = value.astype(float) - target.astype(float)
    return ahead.where(higher_is_better.astype(bool), -ahead)


def attainment(value: pd.Series, target: pd.Series, higher_is_better: pd.Series) -> pd.Series:
    """The share of the target reached, from 0 to 1: value ÷ target, or target ÷ value where lower is better.

    A local rule (no text settles it). A target of 0 is reached at 0 exactly (lower is better) or always (higher).
    """
    have, goal = value.astype(float), target.astype(float)
    higher = higher_is_better.astype(bool)
    up = (have / goal.where(goal != 0)).where(goal != 0, 1.0)
    down = (goal / have.where(have != 0)).where(have != 0, 1.0)
    return up.where(higher, down).clip(0.0, 1.0).where(have.notna() & goal.notna())
