"""Support activities (CAS) as shares of available time."""

import numpy as np
import pandas as pd

from kpi.staffing.wisn.available import days_a_week, hours_a_day
from kpi.staffing.wisn.keys import Numbers, Places, codes, floats


def shares(families: pd.DataFrame, support: pd.DataFrame, places: Places, awt: Numbers) -> Numbers:
    """Each support activity's share: minutes over the day, hours over the week, hours over AWT, or per cent.

    `places`: the position of each row's unit and family in `families`; rows at -1 give NaN.
    """
    amount = floats(support, "amount")
    if not len(support):
        return amount
    day, week = hours_a_day(families), days_a_week(families)
    whole = {"min_per_day": day * 60, "hours_per_week": day * week, "hours_per_year": awt, "percent": 100 + 0 * awt}
    code, bases = codes(support["basis"])
    found = np.full(len(support), np.nan)
    for number, basis in enumerate(bases):
        if basis in whole:
            mine = np.flatnonzero((code == number) & (places >= 0))
            found[mine] = amount[mine] / whole[basis][places[mine]]
    return found
