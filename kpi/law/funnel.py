"""Funnel plot with over-dispersion, for units of unequal size.

D. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005) 1185–1202, and
Handling over-dispersion of performance indicators, Quality and Safety in Health Care 14 (2005) 347–351.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Funnel:
    """target: the centre. phi: over-dispersion (1 where there is none). tau2: the variance between units.

    z: each unit's distance from the target in standard errors, before over-dispersion; adjusted: with it.
    """

    target: float
    phi: float
    tau2: float
    z: Floats
    adjusted: Floats

    def limits(self, errors: Floats, z: float) -> tuple[Floats, Floats]:
        """The lower and upper limit for units with these standard errors."""
        reach = z * np.sqrt(errors**2 + self.tau2)
        return self.target - reach, self.target + reach


def winsorised(z: Floats, share: float) -> Floats:
    """The lowest and highest `share` of the scores set to the quantile they lie beyond."""
    if len(z) == 0 or share <= 0:
        return z
    low, high = np.quantile(z, [share, 1 - share])
    return np.asarray(np.clip(z, low, high))


def funnel(values: Floats, errors: Floats, winsorise: float) -> Funnel:
    """Units' values with their standard errors against their precision-weighted mean, over-dispersion added.

    φ = mean of the squared winsorised scores; τ² = (Iφ − (I − 1)) ÷ (Σw − Σw² ÷ Σw) with w = 1 ÷ s², never less than 0,
    is added to each unit's variance (the additive, random-effects form). Raises ValueError for errors not above 0.
    """
    if len(values) == 0:
        empty = np.empty(0)
        return Funnel(float("nan"), 1.0, 0.0, empty, empty)
    if not (errors > 0).all():
        raise ValueError("every standard error has to be above 0")
    weights = 1 / errors**2
    target = float((weights * values).sum() / weights.sum())
    z = (values - target) / errors
    phi = float((winsorised(z, winsorise) ** 2).mean())
    tau2 = _between(weights, phi)
    return Funnel(target, max(1.0, phi), tau2, z, (values - target) / np.sqrt(errors**2 + tau2))


def _between(weights: Floats, phi: float) -> float:
    count, total = len(weights), weights.sum()
    spread = float(total - (weights**2).sum() / total)
    if count < 2 or spread <= 0:
        return 0.0
    return max(0.0, (count * phi - (count - 1)) / spread)
