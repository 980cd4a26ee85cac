"""Roll-up over the unit tree and over months: quantities are summed, percentages never are.

A parent's value is the sum of its children's numerators over the sum of their denominators. A child without a value
is missing: it is counted and named, and neither zero nor full is put in its place.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

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
    up = ancestors(units)
    due = expected.merge(up, on="unit_id").groupby(["above_id", "code"], as_index=False).size()
    given = values.merge(expected[["unit_id", "code"]], on=["unit_id", "code"])
    sums = _summed(given, up)
    periods = pd.DataFrame({"period": values["period"].unique()})
    frame = due.merge(periods, how="cross").merge(sums, how="left", on=["above_id", "code", "period"])
    frame = frame.rename(columns={"above_id": "unit_id", "size": "expected"})
    frame["reported"] = frame["reported"].fillna(0).astype("int64")
    frame["value"] = value_of(frame["numerator"], frame["denominator"], frame["code"].isin(list(ratios)))
    return frame[[*KEYS, *QUANTITIES, "value", "reported", "expected"]]


def _summed(given: pd.DataFrame, up: pd.DataFrame) -> pd.DataFrame:
    """Sums by ancestor, indicator and period, by one addition over numbered groups."""
    above, unit_rows = _codes_of_ancestors(given["unit_id"].to_numpy(), up)
    unit_at, units = pd.factorize(above, sort=True)
    code_at, codes = pd.factorize(given["code"])
    period_at, periods = pd.factorize(given["period"])
    shape = (len(units), len(codes), len(periods))
    group = np.ravel_multi_index((unit_at, code_at[unit_rows], period_at[unit_rows]), shape)
    size = int(np.prod(shape))
    reported = np.bincount(group, minlength=size)
    found = np.flatnonzero(reported)
    at = np.unravel_index(found, shape)
    sums = {
        name: np.bincount(group, weights=given[name].to_numpy(float)[unit_rows], minlength=size)[found]
        for name in QUANTITIES
    }
    return pd.DataFrame(
        {"above_id": units[at[0]], "code": codes[at[1]], "period": periods[at[2]], **sums, "reported": reported[found]}
    )


def _codes_of_ancestors(unit_ids: np.ndarray, up: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """For each row of values one entry per ancestor: the ancestor's id, and the row's number."""
    ordered = up.sort_values("unit_id", kind="stable")
    own, above = ordered["unit_id"].to_numpy(), ordered["above_id"].to_numpy()
    first = np.searchsorted(own, unit_ids, "left")
    count = np.searchsorted(own, unit_ids, "right") - first
    rows = np.repeat(np.arange(len(unit_ids)), count)
    offset = np.arange(len(rows)) - np.repeat(np.cumsum(count) - count, count)
    return above[np.repeat(first, count) + offset], rows


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
