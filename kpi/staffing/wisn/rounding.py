"""Rounding staff as WISN does, in exact decimals."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

PARTS = 1_000_000_000  # of a post: noise of binary floats lies far below one of them
GRADUAL = 5  # up to this whole part, a fraction counts from more than a tenth of the whole part


def whole_staff(required: ArrayLike) -> NDArray[np.float64]:
    """Required staff as whole posts (WHO, WISN user's manual, 2010, 6.3).

    0 stays 0; below 1 gives 1; from 1 to 5 up when the fraction exceeds one tenth of the whole part, so that 1.1, 2.2,
    3.3, 4.4 and 5.5 still go down; above that ordinary rounding, a half up. Counted in whole billionths of a post: in
    binary floats 2.2 − 2 > 0.2 would be true. NaN stays NaN.
    """
    staff = np.asarray(required, dtype=np.float64)
    known = np.isfinite(staff)
    parts = np.rint(np.where(known, np.minimum(staff, 9e9), 0.0) * PARTS).astype(np.int64)
    whole, rest = np.divmod(parts, PARTS)
    up = np.where(whole <= GRADUAL, 10 * rest > whole * PARTS, 2 * rest >= PARTS)
    found = np.where((whole == 0) & (staff > 0), 1, whole + (up & (whole > 0)))
    return np.where(known, found, staff)
