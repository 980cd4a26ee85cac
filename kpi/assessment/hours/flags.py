"""Every check of declared hours in a period, as one table."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.assessment.hours.measured import declared_lines, declared_months
from kpi.assessment.rules import choices_on
from kpi.law.declared_hours import OUTLIER, STANDARD, TIME, Floats, beyond_standard, beyond_time, time_per_case
from kpi.law.settings import Settings, settings_in_force
from kpi.storage.tables import FlagAnswer, Month, Period

SETTINGS = "declared_hours"
Flagged = NDArray[np.bool_]
COLUMNS = (
    *("month_id", "person_id", "unit_id", "line_id", "flag", "value", "limit", "z", "cases"),
    *("answered", "head_answered"),
)


def hours_settings(session: Session, period: Period) -> Settings:
    """The figures of the checks as this province applies them in a period."""
    return settings_in_force(SETTINGS, period.starts, choices_on(session, SETTINGS, period.starts))


def flags_in(session: Session, period: Period) -> pd.DataFrame:
    """One row a flag, columns `COLUMNS`, ordered by month, check and line: reasons to ask, never to cut a score.

    flag "time": hours declared in all (value) beyond available time and overtime (limit); line_id is missing.
    "standard": hours of a line beyond volume × standard time × tolerance (limit). "outlier": minutes one product took
    (value) far from the group's median (limit), with z and the group's cases. answered, head_answered: by whom so far.
    """
    settings = hours_settings(session, period)
    lines = declared_lines(session, period)
    return with_answers(
        session, period, found_flags(lines, declared_months(session, period, lines, settings), settings)
    )


def found_flags(lines: pd.DataFrame, months: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The checks on measured lines and months, without answers."""
    parts = [_time(months), _standard(lines, settings), _outliers(lines, settings)]
    found = pd.concat([part for part in parts if len(part)] or [_time(months)], ignore_index=True)
    order = found["flag"].map({TIME: 0, STANDARD: 1, OUTLIER: 2})
    return (
        found.assign(order=order).sort_values(["month_id", "order", "line_id"], ignore_index=True).drop(columns="order")
    )


def beyond_arithmetic(lines: pd.DataFrame, months: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The two checks that need nobody else's lines: hours beyond working time, or beyond volume × standard time."""
    parts = [part for part in (_time(months), _standard(lines, settings)) if len(part)]
    return pd.concat(parts or [_time(months)], ignore_index=True)


def _time(months: pd.DataFrame) -> pd.DataFrame:
    declared, available, overtime = (
        months[n].to_numpy(dtype=np.float64) for n in ("declared", "available", "overtime")
    )
    over = beyond_time(declared, available, overtime) > 0
    rows = months[["month_id", "person_id", "unit_id"]]
    return _flagged(rows.assign(line_id=np.nan), over, TIME, declared, available + overtime)


def _standard(lines: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    hours, done, minutes = (lines[name].to_numpy(dtype=np.float64) for name in ("hours", "done", "standard_minutes"))
    excess = beyond_standard(hours, done, minutes, settings)
    return _flagged(lines, excess > 0, STANDARD, hours, hours - excess)


def _outliers(lines: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    times = time_per_case(lines, settings)
    apart = times["outlier"].to_numpy(dtype=bool)
    found = _flagged(lines, apart, OUTLIER, times["minutes"].to_numpy(), times["usual"].to_numpy())
    return found.assign(z=times["z"].to_numpy()[apart], cases=times["cases"].to_numpy(dtype=np.float64)[apart])


def _flagged(rows: pd.DataFrame, where: Flagged, flag: str, value: Floats, limit: Floats) -> pd.DataFrame:
    made = rows[["month_id", "person_id", "unit_id", "line_id"]].assign(
        flag=flag, value=value, limit=limit, z=np.nan, cases=np.nan
    )
    kept: pd.DataFrame = made[where].astype({"line_id": "float64"})
    return kept


def with_answers(session: Session, period: Period, found: pd.DataFrame) -> pd.DataFrame:
    """The same with answered and head_answered."""
    query = select(FlagAnswer.month_id, FlagAnswer.flag, FlagAnswer.line_id, FlagAnswer.by_head)
    rows = session.execute(query.join(Month, Month.id == FlagAnswer.month_id).where(Month.period_id == period.id))
    given = {(month, flag, line or 0, by_head) for month, flag, line, by_head in rows}
    keys = list(zip(found["month_id"], found["flag"], found["line_id"].fillna(0).astype("int64"), strict=True))
    made = found.assign(
        answered=[(*key, False) in given for key in keys], head_answered=[(*key, True) in given for key in keys]
    )
    return made[list(COLUMNS)]
