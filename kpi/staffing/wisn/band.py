"""How sure a need is: unit times within a band give an interval of need."""

from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

USUAL_BAND = 0.2


class Verdict(StrEnum):
    """What may be said of existing staff against the interval of need."""

    SHORT = "short"
    OVER = "over"
    NO_DIFFERENCE = "no_difference"


def interval(table: pd.DataFrame, band: float = USUAL_BAND) -> pd.DataFrame:
    """`table` with low and high: the need if every unit time were `band` (a share) smaller or larger.

    Unit times move A alone; B and C stay. All activities move together, so the interval is the widest there is.
    Raises ValueError for a band outside 0 to below 1.
    """
    if not 0 <= band < 1:
        raise ValueError(band)
    work = table["a"] * table["b"]
    return table.assign(low=work * (1 - band) + table["c"], high=work * (1 + band) + table["c"])


def verdicts(existing: ArrayLike, low: ArrayLike, high: ArrayLike) -> NDArray[np.str_]:
    """SHORT below the interval, OVER above it; where the interval holds the existing number, NO_DIFFERENCE."""
    staff = np.asarray(existing, dtype=np.float64)
    slack = 1e-9
    short, over = staff < np.asarray(low) - slack, staff > np.asarray(high) + slack
    return np.where(short, Verdict.SHORT.value, np.where(over, Verdict.OVER.value, Verdict.NO_DIFFERENCE.value))
