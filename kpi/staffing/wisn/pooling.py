"""Need of larger wholes: a unit, a kind of unit, the province."""

import numpy as np
import pandas as pd

from kpi.staffing.wisn.keys import Numbers


def pooled(table: pd.DataFrame, by: str | list[str] | None = None) -> pd.DataFrame:
    """Σ existing, Σ required, Σ rounded, their difference, and the pooled ratio Σ existing ÷ Σ required.

    `by`: columns to add up by, in order of appearance; None gives one row for everything.
    """
    sums = ["existing", "required", "rounded"]
    if by is None:
        found = table[sums].sum().to_frame().T
    else:
        found = table.groupby(by, sort=False, observed=True)[sums].sum().reset_index()
    required = found["required"].to_numpy(dtype=np.float64)
    existing = found["existing"].to_numpy(dtype=np.float64)
    return found.assign(difference=existing - required, ratio=_ratio(existing, required))


def mean_of_ratios(table: pd.DataFrame) -> float:
    """The plain mean of the rows' ratios: every family weighs the same, however small. Not the pooled ratio."""
    return float(table["ratio"].mean())


def _ratio(existing: Numbers, required: Numbers) -> Numbers:
    found: Numbers = np.divide(existing, required, out=np.full(len(existing), np.nan), where=required > 0)
    return found
