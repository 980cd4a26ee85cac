"""Joining the tables by unit and family without looping: texts become numbers once, numbers are joined."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.int64]
DENSE = 20_000_000  # pairs a table of all of them may have


def floats(table: pd.DataFrame, column: str) -> Numbers:
    """A column as float64; NaN where it is missing, empty or no number."""
    if column not in table.columns:
        return np.broadcast_to(np.float64(np.nan), (len(table),))
    values = table[column]
    if values.dtype == np.float64:
        return values.to_numpy()
    if not pd.api.types.is_numeric_dtype(values.dtype):
        values = pd.to_numeric(values, errors="coerce")
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def is_text(table: pd.DataFrame, column: str) -> Mask:
    """Cells that hold something which is no number."""
    if column not in table.columns or pd.api.types.is_numeric_dtype(table[column].dtype):
        return np.zeros(len(table), dtype=np.bool_)
    return table[column].notna().to_numpy() & np.isnan(floats(table, column))


def sound(values: Numbers, *, above_zero: bool = False) -> bool:
    """Whether every value is a finite number, none below zero (or none at zero either): two passes, no copy."""
    if not len(values):
        return True
    least, most = float(values.min()), float(values.max())  # NaN where any value is, and NaN compares false
    return (least > 0 if above_zero else least >= 0) and most < np.inf


def filled(values: pd.Series) -> bool:
    """Whether no cell is empty."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return not len(values) or int(values.cat.codes.to_numpy().min()) >= 0
    if values.dtype == np.float64 and len(values):
        return not np.isnan(values.to_numpy().min())
    return not values.isna().any()


def codes(values: pd.Series) -> tuple[NDArray[Any], pd.Index]:
    """Each cell's number among the distinct values (-1 where empty), and those values."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.codes.to_numpy(), values.cat.categories
    found, distinct = pd.factorize(values)
    return found, pd.Index(distinct)


def names(values: pd.Series) -> pd.Series:
    """The cells as they stand, as text where they were categories; numbered from 0."""
    if isinstance(values.dtype, pd.CategoricalDtype) and filled(values):
        return pd.Series(values.cat.categories.take(values.cat.codes.to_numpy()))
    return pd.Series(values.to_numpy(), copy=False) if values.dtype == object else values.reset_index(drop=True)


@dataclass(frozen=True)
class Pairs:
    """The (unit, family) pairs of the families table, to find other tables' rows by."""

    units: pd.Index
    families: pd.Index
    keys: pd.Index
    count: int
    dense: bool  # every unit has every family, in order: a pair's key is its row

    @classmethod
    def of(cls, table: pd.DataFrame) -> "Pairs":
        """The pairs in the order of their rows; a pair with an empty half or a repeated one is never found."""
        (unit_codes, units), (family_codes, families) = codes(table["unit"]), codes(table["family"])
        unit, family = unit_codes.astype(np.int64), family_codes.astype(np.int64)
        keys = np.where((unit < 0) | (family < 0), -1 - np.arange(len(table)), unit * len(families) + family)
        keys = np.where(pd.Index(keys).duplicated(), -1 - len(table) - np.arange(len(table)), keys)
        dense = len(units) * len(families) == len(table) and bool(np.array_equal(keys, np.arange(len(table))))
        return cls(units, families, pd.Index(keys), len(table), dense)

    def places(self, table: pd.DataFrame) -> Places:
        """For each row of another table the position of its pair; -1 where there is none."""
        if not len(table):
            return np.zeros(0, dtype=np.int64)
        unit, family = _translated(table["unit"], self.units), _translated(table["family"], self.families)
        wanted = np.multiply(unit, len(self.families), dtype=np.int64)
        wanted += family
        fits = len(self.units) * len(self.families) <= DENSE
        if fits and unit.min() >= 0 and family.min() >= 0:
            found: Places = wanted if self.dense else self._dense()[wanted]
            return found
        known = (unit >= 0) & (family >= 0)
        found = self.keys.get_indexer(pd.Index(np.where(known, wanted, -1)))
        return np.where(known, found, -1).astype(np.int64, copy=False)

    def _dense(self) -> Places:
        """The position of every possible pair, -1 where it is not listed: quicker than a hash while it fits."""
        table = np.full(max(1, len(self.units) * len(self.families)), -1, dtype=np.int64)
        keys = self.keys.to_numpy()
        listed = keys >= 0
        table[keys[listed]] = np.flatnonzero(listed)
        return table

    def sums(self, places: Places, values: Numbers) -> Numbers:
        """`values` added up by pair, in the order of the families table."""
        return np.bincount(places, weights=values, minlength=self.count).astype(np.float64, copy=False)


def _translated(values: pd.Series, known: pd.Index) -> NDArray[Any]:
    found, distinct = codes(values)
    if distinct is known or distinct.equals(known):
        return found
    to = np.append(known.get_indexer(distinct), -1)  # the last answers code -1
    translated: Places = to.astype(np.int64, copy=False)[found]
    return translated


def repeated(places: Places, values: pd.Series) -> Mask:
    """Rows whose pair and value stood in a row before."""
    code, distinct = codes(values)
    if not len(code):
        return np.zeros(0, dtype=np.bool_)
    most = (int(places.max()) + 1) * (len(distinct) + 1)
    size: type[np.signedinteger[Any]] = np.int32 if most < np.iinfo(np.int32).max else np.int64
    keys = np.multiply(places, len(distinct) + 1, dtype=size, casting="unsafe")
    np.add(keys, code, out=keys, casting="unsafe")
    if places.min() >= 0 and code.min() >= 0 and bool((keys[1:] > keys[:-1]).all()):
        return np.zeros(len(keys), dtype=np.bool_)  # in order, so nothing stands twice
    again: Mask = pd.Index(keys).duplicated() & (places >= 0) & (code >= 0)
    return again


def shown(table: pd.DataFrame, row: int, column: str) -> Any:
    """A cell as a message repeats it; None where there is none."""
    if row < 0 or column not in table.columns:
        return None
    value = table[column].iloc[row]
    if pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value
