"""Available working time: what is left of a year's working days, in hours."""

import numpy as np
import pandas as pd

from kpi.staffing.wisn.columns import LEAVES, USUAL_DAY, USUAL_WEEK
from kpi.staffing.wisn.keys import Numbers, floats

WEEKS = 52


def available_hours(families: pd.DataFrame) -> Numbers:
    """AWT in hours a year: as given, else (working days − public holidays − leaves) × hours a day."""
    given = floats(families, "awt_hours")
    return np.where(np.isnan(given), available_days(families) * hours_a_day(families), given)


def available_days(families: pd.DataFrame) -> Numbers:
    """Working days less public holidays, annual, sick and other leave; an empty leave counts as none."""
    return floats(families, "working_days") - sum(np.nan_to_num(floats(families, name)) for name in LEAVES)


def hours_a_day(families: pd.DataFrame) -> Numbers:
    """As given, else the usual eight."""
    hours = floats(families, "hours_per_day")
    return np.where(np.isnan(hours), USUAL_DAY, hours)


def days_a_week(families: pd.DataFrame) -> Numbers:
    """Five, or six or seven where the year's possible working days (312, 365) say so."""
    days = np.nan_to_num(floats(families, "working_days")) / WEEKS
    return np.clip(np.rint(days), USUAL_WEEK, 7)
