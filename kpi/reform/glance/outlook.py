"""Forecasts of a course: each indicator of a unit to the end of the year, and the plan."""

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from kpi.reform.forecast.completion import PlanForecast, forecast_plan
from kpi.reform.forecast.counts import forecast_counts
from kpi.reform.forecast.outcome import NO_DATES, NO_FORECAST, NOT_MONTHLY
from kpi.reform.forecast.shares import forecast_shares
from kpi.reform.glance.course import Course, Floats

COLUMNS = ["so_far", "pace", "value", "low", "high", "needed", "expected", "must", "outcome", "reason"]
NOWHERE = (math.nan, math.nan, math.nan, math.nan, math.nan, math.nan)


def outlook(course: Course, unit_ids: Sequence[int]) -> pd.DataFrame:
    """unit_id, code, target and the columns of `forecast_shares`, for every entered indicator of the units.

    Shares are forecast as shares, counts as counts; what is not entered monthly or does not add up over months gets no
    forecast, and the reason.
    """
    entered = course.indicators[course.indicators.index.isin(course.expected["code"])]
    units, codes = np.repeat(np.asarray(unit_ids), len(entered)), np.tile(entered.index.to_numpy(), len(unit_ids))
    frame = pd.DataFrame({"unit_id": units, "code": codes})
    frame = frame.merge(course.values[["unit_id", "code", "target"]], how="left", on=["unit_id", "code"])
    of = entered.loc[frame["code"]]
    monthly = ((of["period_kind"] == "month") & (of["over_time"] == "sum")).to_numpy()
    shares = monthly & (of["formula"] == "ratio").to_numpy()
    counts = monthly & (of["formula"] == "count").to_numpy()
    found = pd.DataFrame(np.nan, frame.index, COLUMNS[:-2]).assign(outcome=NO_FORECAST, reason=NOT_MONTHLY)
    found = found.astype({"outcome": object, "reason": object})
    for which, ratio in ((shares, True), (counts, False)):
        if which.any():
            rows = _forecast(course, frame[which], of["higher_is_better"].to_numpy(bool)[which], ratio)
            found.loc[which, COLUMNS] = rows[COLUMNS].to_numpy()
    found = found.astype(dict.fromkeys(COLUMNS[:-2], float))
    return pd.concat([frame, found], axis=1)


def _forecast(course: Course, frame: pd.DataFrame, higher: np.ndarray, ratio: bool) -> pd.DataFrame:
    codes, units = frame["code"].tolist(), frame["unit_id"].tolist()

    def months(year: int, name: str) -> Floats:
        return course.table(codes, units, year, name)

    target = frame["target"].to_numpy(float)
    if not ratio:
        return forecast_counts(months(course.year, "numerator"), target, higher, months(course.year - 1, "numerator"))
    hits, cases = months(course.year, "numerator"), months(course.year, "denominator")
    return forecast_shares(hits, cases, target, higher, months(course.year - 1, "denominator"))


def plan_outlook(tasks: pd.DataFrame, day: date, until: date) -> PlanForecast:
    """The plan's tasks done by `until`, seen from `day`. tasks: starts, due, done_on as datetimes."""
    if tasks.empty:
        return PlanForecast(0, 0, *NOWHERE, reason=NO_DATES)
    starts, due, done_on = (_numbers(tasks[name]) for name in ("starts", "due", "done_on"))
    return forecast_plan(starts, due, done_on, _number(day), _number(until))


def _numbers(dates: pd.Series) -> Floats:
    since = (pd.to_datetime(dates) - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)
    return np.asarray(since, dtype=np.float64)


def _number(day: date) -> float:
    return float((day - date(1970, 1, 1)).days)
