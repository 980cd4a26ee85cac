"""Raters beside each other: how far each one's totals lie from the rest, with its uncertainty.

A distance is no verdict: the people may differ. Whether a rater is severe is told only in `severity`, from people whom
more than one rater has rated.
"""

import numpy as np
import pandas as pd
from scipy import stats

from kpi.assessment.calibration.distributions import SMALL
from kpi.law.funnel import funnel

WINSORISE, LIMIT, LEVEL = 0.1, 3.09, 0.95


def raters(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a rater: rater_id, rater, people, mean, apart (their mean less everybody else's), low, high, adjusted,
    self_apart (mean of reviewed less self-score), small, far.

    low, high: the 95% interval of `apart` (Welch). far: beyond the 99.8% funnel limits with over-dispersion allowed for
    (Spiegelhalter 2005). Small groups are neither compared nor called far.
    """
    rows = rows[rows["rater_id"].notna()]
    grouped = rows.groupby("rater_id", sort=True)
    table = pd.DataFrame({
        "rater": grouped["rater"].first(), "people": grouped.size(), "mean": grouped["total"].mean(),
        "variance": grouped["total"].var(), "self_apart": _self_apart(rows),
    }).reset_index()  # fmt: skip
    table["small"] = table["people"] < SMALL
    table = table.join(_apart(rows, table)).join(_far(rows, table))
    order = table["adjusted"].abs().fillna(-1)
    ranked = table.assign(order=order).sort_values(["small", "order", "rater"], ascending=[True, False, True])
    return ranked.drop(columns=["order", "variance"]).reset_index(drop=True)


def _self_apart(rows: pd.DataFrame) -> pd.Series:
    return (rows["total"] - rows["self_total"]).groupby(rows["rater_id"]).mean()


def _apart(rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Difference of means against everybody rated by others, with Welch's interval."""
    count, mean, variance = (table[name].to_numpy(dtype=np.float64) for name in ("people", "mean", "variance"))
    total, squares = float(rows["total"].sum()), float((rows["total"] ** 2).sum())
    others = len(rows) - count
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = (total - count * mean) / others
        own_squares = variance * (count - 1) + count * mean**2
        rest_variance = np.maximum(0.0, (squares - own_squares - others * rest**2) / (others - 1))
        first, second = variance / count, rest_variance / others
        error = np.sqrt(first + second)
        freedom = (first + second) ** 2 / (first**2 / (count - 1) + second**2 / (others - 1))
        reach = stats.t.ppf((1 + LEVEL) / 2, freedom) * error
    apart = np.where(table["small"], np.nan, mean - rest)
    return pd.DataFrame({"apart": apart, "low": apart - reach, "high": apart + reach}, index=table.index)


def _far(rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Standardised distance with over-dispersion, among raters of enough people."""
    enough = (~table["small"]).to_numpy()
    made = pd.DataFrame({"adjusted": np.nan, "far": False}, index=table.index)
    within = rows["total"] - rows.groupby("rater_id")["total"].transform("mean")
    freedom = len(rows) - len(table)
    spread = float(np.sqrt((within**2).sum() / freedom)) if freedom > 0 else 0.0
    if enough.sum() < 2 or spread == 0:
        return made
    errors = spread / np.sqrt(table.loc[enough, "people"].to_numpy(dtype=np.float64))
    found = funnel(table.loc[enough, "mean"].to_numpy(dtype=np.float64), errors, WINSORISE)
    made.loc[enough, "adjusted"] = found.adjusted
    made.loc[enough, "far"] = np.abs(found.adjusted) > LIMIT
    return made
