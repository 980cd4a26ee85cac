"""How a value stands to its target, in five words: for the heat map, which must be readable without its colours."""

from enum import StrEnum

import numpy as np
import pandas as pd

from kpi.language.message import N_


class Grade(StrEnum):
    """From best to worst, then what cannot be judged."""

    MET = "met"
    NEAR = "near"
    SHORT = "short"
    FAR = "far"
    NO_TARGET = "no_target"
    MISSING = "missing"


GRADE_NAMES = {
    Grade.MET: N_("target met"),
    Grade.NEAR: N_("nearly"),
    Grade.SHORT: N_("short of it"),
    Grade.FAR: N_("far from it"),
    Grade.NO_TARGET: N_("no target"),
    Grade.MISSING: N_("no figures"),
}
NEAR_BY, SHORT_BY = 0.02, 0.10  # of the target: at most this much below it (a local rule; no text settles it)


def graded(value: pd.Series, target: pd.Series, distance: pd.Series) -> pd.Series:
    """The grade of each value. distance: positive on the right side of the target, in the value's own measure."""
    size = target.astype(float).abs()
    gap = -distance.astype(float)
    unmet = gap > 1e-12
    grades = np.select(
        [value.isna(), target.isna(), ~unmet, gap <= NEAR_BY * size, gap <= SHORT_BY * size],
        [Grade.MISSING, Grade.NO_TARGET, Grade.MET, Grade.NEAR, Grade.SHORT],
        Grade.FAR,
    )
    return pd.Series([str(grade) for grade in grades], value.index, dtype=object)
