"""What the months so far say about those to come: which are counted, the pace, the volume still expected."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Z = 1.6448536269514722  # the 95th percentile of a normal variable: a band from the 5th to the 95th holds 90%
RECENT = 3  # months that make "today's pace"


@dataclass(frozen=True)
class Ahead:
    """Per row: months to come, volume expected in them, and its standard deviation."""

    months: Floats
    volume: Floats
    spread: Floats


def counted(*figures: Floats) -> Flags:
    """Months in which every quantity is known. A month nobody has reported is still to come, wherever it lies."""
    known: Flags = np.logical_and.reduce([np.isfinite(one) for one in figures])
    return known


def recent(known: Flags) -> Flags:
    """The last `RECENT` counted months of each row."""
    from_the_end = np.cumsum(known[:, ::-1], axis=1)[:, ::-1]
    last: Flags = known & (from_the_end <= RECENT)
    return last


def total(figures: Floats, where: Flags) -> Floats:
    """Sum over the months of `where`; what is missing elsewhere does not count."""
    summed: Floats = np.where(where, np.nan_to_num(figures), 0.0).sum(axis=1)
    return summed


def ahead(volume: Floats, known: Flags, before: Floats | None = None) -> Ahead:
    """Volume expected in the months not counted yet.

    volume, before: rows × 12, this year's and last year's. Where last year is known whole and not empty in the counted
    months, the months to come follow its seasons, raised or lowered by how this year's counted months compare with
    the same months then; elsewhere they follow the mean of the counted months. The spread comes from how the counted
    months scatter about that same expectation.
    """
    shape = _seasons(volume, known, before)
    so_far, base = total(volume, known), total(shape, known)
    with np.errstate(divide="ignore", invalid="ignore"):
        level = np.where(base > 0, so_far / base, 0.0)
        to_come = total(shape, ~known) * level
        months = known.sum(axis=1)
        off = np.where(known, np.nan_to_num(volume) - level[:, None] * shape, 0.0)
        scatter = (off**2).sum(axis=1) / np.maximum(months - 1, 1)
        left = (~known).sum(axis=1).astype(float)
        spread = np.sqrt(scatter * left * (1 + left / np.maximum(months, 1)))
    return Ahead(left, to_come, spread)


def _seasons(volume: Floats, known: Flags, before: Floats | None) -> Floats:
    flat = np.ones_like(volume, dtype=float)
    if before is None:
        return flat
    usable = np.isfinite(before).all(axis=1) & (total(before, known) > 0) & (np.nan_to_num(before) >= 0).all(axis=1)
    return np.where(usable[:, None], np.nan_to_num(before), flat)


def rows(figures: Any) -> Floats:
    """Anything like a table as rows × months of floats."""
    return np.atleast_2d(np.asarray(figures, dtype=float))
