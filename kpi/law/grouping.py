"""Which lines belong to whom, found without sorting when the table is already in order."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.law.columns import Numbers

Positions = NDArray[np.intp]


@dataclass(frozen=True)
class Grouping:
    """Lines brought together by owner.

    order: positions that bring the lines together, or None if they already are.
    starts: where each group begins; owners: the owner of each group (position in the owners' table);
    counts: lines of each owner, none being 0.
    """

    order: Positions | None
    starts: Positions
    owners: Positions
    counts: Positions

    def gather(self, column: Numbers) -> Numbers:
        """A column of lines in grouped order."""
        return column if self.order is None else column[self.order]

    def back(self, column: Numbers) -> Numbers:
        """A column in grouped order, returned to the order of the table."""
        if self.order is None:
            return column
        returned = np.empty_like(column)
        returned[self.order] = column
        return returned

    def spread(self, values: Numbers, empty: object) -> Numbers:
        """One value a group to one value an owner; owners without lines get `empty`."""
        if len(self.owners) == len(self.counts):
            return values
        full = np.full(len(self.counts), empty, dtype=values.dtype)
        full[self.owners] = values
        return full

    def only(self, owners: Positions) -> tuple["Grouping", Positions]:
        """The grouping of some owners' lines, and the positions of those lines in grouped order."""
        first = np.zeros(len(self.counts), dtype=np.intp)
        first[self.owners] = self.starts
        counts = self.counts[owners]
        starts = np.cumsum(counts) - counts
        lines = np.repeat(first[owners] - starts, counts) + np.arange(counts.sum())
        having = np.flatnonzero(counts)
        return Grouping(None, starts[having], having, counts), lines


def group(lines: pd.Series, people: pd.Series) -> Grouping:
    """Group lines by the people they name. Every name must be among `people`, and there only once."""
    names, known = _comparable(lines, people)
    starts = _changes(names)
    found = names[starts]
    if len(found) == len(known) and np.array_equal(found, known):
        return Grouping(None, starts, np.arange(len(known)), _lengths(starts, len(names)))
    owners = pd.Index(known).get_indexer(pd.Index(found))
    if len(owners) == 0 or (np.diff(owners) > 0).all():
        return _grouping(None, starts, owners, len(names), len(known))
    return group_positions(np.repeat(owners, _lengths(starts, len(names))), len(known))


def group_positions(owner: Positions, owners: int) -> Grouping:
    """Group lines by the position of their owner, keeping their order within a group."""
    order = np.argsort(owner, kind="stable")
    sorted_owner = owner[order]
    starts = _changes(sorted_owner)
    return _grouping(order, starts, sorted_owner[starts], len(owner), owners)


def _grouping(order: Positions | None, starts: Positions, owners: Positions, lines: int, known: int) -> Grouping:
    counts = np.zeros(known, dtype=np.intp)
    counts[owners] = _lengths(starts, lines)
    return Grouping(order, starts, owners, counts)


def _comparable(lines: pd.Series, people: pd.Series) -> tuple[Numbers, Numbers]:
    """Both columns as arrays whose equal names compare equal, as cheaply as their type allows."""
    if pd.api.types.is_integer_dtype(lines.dtype) and pd.api.types.is_integer_dtype(people.dtype):
        return lines.to_numpy(), people.to_numpy()
    codes, names = pd.factorize(people)
    if isinstance(lines.dtype, pd.CategoricalDtype):
        return names.get_indexer(lines.cat.categories)[lines.cat.codes.to_numpy()], codes
    return pd.Index(names).get_indexer(pd.Index(lines)), codes


def _changes(names: Numbers) -> Positions:
    if len(names) == 0:
        return np.empty(0, dtype=np.intp)
    return np.concatenate(([0], np.flatnonzero(names[1:] != names[:-1]) + 1))


def _lengths(starts: Positions, lines: int) -> Positions:
    return np.diff(np.append(starts, lines))
