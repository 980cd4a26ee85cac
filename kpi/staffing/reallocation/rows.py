"""Rows of a linear model that remember what they stand for, so that one that cannot hold can be named."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from kpi.staffing.reallocation.problem import Floats, Ints


@dataclass(frozen=True)
class Meaning:
    """What a row limits: its kind, and the unit and family it is about."""

    kind: str
    unit: str | None = None
    family: str | None = None


@dataclass
class Rows:
    """Rows lower ≤ A·x ≤ upper, gathered piece by piece."""

    width: int
    meanings: list[Meaning] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    _row: list[Ints] = field(default_factory=list)
    _column: list[Ints] = field(default_factory=list)
    _value: list[Floats] = field(default_factory=list)

    def add(self, meaning: Meaning, columns: Ints, values: Floats, lower: float, upper: float) -> None:
        """One row."""
        self.block([meaning], np.zeros(len(columns), np.int64), columns, values, [lower], [upper])

    def block(
        self, meanings: Sequence[Meaning], row: Ints, column: Ints, value: Floats,
        lower: Sequence[float] | Floats, upper: Sequence[float] | Floats,
    ) -> None:  # fmt: skip
        """Many rows at once; `row` counts within the block."""
        self._row.append(row + len(self.meanings))
        self._column.append(column)
        self._value.append(np.asarray(value, float))
        self.meanings.extend(meanings)
        self.lower.extend(lower)
        self.upper.extend(upper)

    def matrix(self) -> csr_array:
        """The coefficients."""
        shape = (len(self.meanings), self.width)
        if not self._row:
            return csr_array(shape)
        parts = (np.concatenate(self._value), (np.concatenate(self._row), np.concatenate(self._column)))
        return csr_array(parts, shape=shape)
