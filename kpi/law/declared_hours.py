"""Checks of declared hours, in order: arithmetic, then a robust comparison of the time one product took.

Pure and vectorised; a check gives a reason to ask and never changes a score. Sources: B. Iglewicz, D. Hoaglin, How to
Detect and Handle Outliers (1993); for a median absolute deviation of zero the mean absolute deviation stands in, with
the constant 1.253314 = √(π/2) (as statistical packages do).
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.law.settings import Settings

MAD_CONSTANT = 0.6745
MEAN_AD_CONSTANT = 1.253314
MINUTES = 60.0
TIME, STANDARD, OUTLIER = "time", "standard", "outlier"
FLAGS = (TIME, STANDARD, OUTLIER)
Floats = NDArray[np.float64]


def beyond_time(declared: Floats, available: Floats, overtime: Floats) -> Floats:
    """Hours declared in all beyond the available working time and the overtime approved; 0 within, NaN if unknown.

    declared, available, overtime: hours of a person in a period; overtime missing counts as none approved.
    """
    return np.asarray(np.maximum(0.0, declared - (available + np.nan_to_num(overtime))))


def beyond_standard(hours: Floats, done: Floats, standard_minutes: Floats, settings: Settings) -> Floats:
    """Hours of a line beyond volume × standard time × tolerance; 0 within, NaN where one of them is unknown."""
    allowed = done * standard_minutes / MINUTES * settings.number("standard_tolerance")
    return np.asarray(np.maximum(0.0, hours - allowed))


def minutes_per_case(hours: Floats, done: Floats) -> Floats:
    """Minutes one product took; NaN without hours or without anything done."""
    known = (hours > 0) & (done > 0)
    return np.where(known, hours * MINUTES / np.where(known, done, 1.0), np.nan)


def modified_z(values: Floats) -> Floats:
    """0.6745 (x − median) ÷ MAD; where the MAD is 0, (x − median) ÷ (1.253314 × mean absolute deviation).

    Missing values stay missing; all alike gives 0. Seven 10s and one 100: 6.383077 for the 100.
    """
    return groupwise_z(values, np.zeros(len(values), dtype=np.int64))["z"].to_numpy(dtype=np.float64)


def groupwise_z(values: Floats, groups: NDArray[Any]) -> pd.DataFrame:
    """The modified z-score of each value in its group: z, median and cases (values known in the group), row by row."""
    frame = pd.DataFrame({"x": values, "group": groups})
    grouped = frame.groupby("group", sort=False)["x"]
    median = grouped.transform("median").to_numpy(dtype=np.float64)
    apart = values - median
    frame["apart"] = np.abs(apart)
    spread = frame.groupby("group", sort=False)["apart"]
    mad = spread.transform("median").to_numpy(dtype=np.float64)
    mean_ad = spread.transform("mean").to_numpy(dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(mad > 0, MAD_CONSTANT * apart / mad, apart / (MEAN_AD_CONSTANT * mean_ad))
    z = np.where((mad == 0) & (mean_ad == 0), 0.0, z)
    cases = grouped.transform("count").to_numpy(dtype=np.int64)
    return pd.DataFrame({"z": np.where(np.isnan(values), np.nan, z), "median": median, "cases": cases})


def time_per_case(lines: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The time one product took, compared within product × kind of unit.

    lines: hours, done, product_id, kind. Returns minutes (per case), usual (the group's median, minutes), cases, z (on
    log minutes) and outlier; a group below the fewest cases is shown but never flagged.
    """
    minutes = minutes_per_case(lines["hours"].to_numpy(dtype=np.float64), lines["done"].to_numpy(dtype=np.float64))
    groups = lines.groupby(["product_id", "kind"], sort=False, dropna=False).ngroup().to_numpy(dtype=np.int64)
    found = groupwise_z(np.log(minutes), groups)
    apart = np.abs(found["z"].to_numpy()) > settings.number("outlier_from")
    enough = found["cases"].to_numpy() >= settings.number("least_cases")
    return pd.DataFrame(
        {
            "minutes": minutes,
            "usual": np.exp(found["median"].to_numpy()),
            "cases": found["cases"].to_numpy(),
            "z": found["z"].to_numpy(),
            "outlier": apart & enough,
        },
        index=lines.index,
    )
