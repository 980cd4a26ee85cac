"""Columns of the tables that are scored, and how they become arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

COUNTS = ("assigned", "done", "quality_ok", "failed", "failed_excused", "late", "late_excused", "exceeded")
LEADER = ("d", "dd", "e")
ROLES = ("staff", "head", "deputy")
RANKS = ("excellent", "good", "completed", "not_completed")


Numbers = NDArray[Any]


def named(codes: Numbers, names: Sequence[str]) -> pd.Categorical[str]:
    """Small whole numbers as the names they stand for; -1 as missing."""
    return pd.Categorical.from_codes(codes, pd.Index(names))


def floats(table: pd.DataFrame, column: str) -> NDArray[np.float64]:
    """A column as float64, missing values as NaN; all NaN when the table has no such column."""
    if column not in table.columns:
        return np.broadcast_to(np.float64("nan"), len(table))
    values = table[column]
    if values.dtype == np.float64:
        return values.to_numpy()
    return pd.to_numeric(values, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)


def is_leader(people: pd.DataFrame) -> NDArray[np.bool_]:
    """True where the role is head or deputy: those Art. 15 gives d, đ and e."""
    role = people["role"]
    if isinstance(role.dtype, pd.CategoricalDtype):
        leading = np.asarray(role.cat.categories.isin(ROLES[1:]))
        return np.append(leading, False)[role.cat.codes.to_numpy()]
    return role.isin(ROLES[1:]).to_numpy(dtype=bool)


def texts(table: pd.DataFrame, column: str) -> NDArray[np.object_] | None:
    """A text column as objects with None for missing or blank; None when nothing is written in it at all."""
    if column not in table.columns or not table[column].notna().any():
        return None
    values = table[column].to_numpy(dtype=object)
    missing = pd.isna(values) | np.array([isinstance(value, str) and not value.strip() for value in values])
    if missing.all():
        return None
    written = values.copy()
    written[missing] = None
    return written
