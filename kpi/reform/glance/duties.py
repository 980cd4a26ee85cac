"""Who must act: each unit's overdue tasks, tasks due soon, indicators below target, figures missing or unconfirmed."""

import pandas as pd

from kpi.reform.glance.course import Course
from kpi.reform.glance.grades import Grade
from kpi.reform.words import Standing

COUNTS = ["overdue", "due_soon", "below", "missing", "waiting"]


def duties(course: Course, tasks: pd.DataFrame, missing: pd.DataFrame, waiting: pd.DataFrame) -> pd.DataFrame:
    """unit_id, unit and `COUNTS` for every unit with something to do, the most urgent first.

    tasks: as `plan.views.tasks` returns them. missing: unit_id, code without figures of the month. waiting: unit_id,
    code entered and not yet confirmed. Reporting units only: the province's own sums are no one unit's duty.
    """
    of_tasks = tasks[tasks["standing"].isin([Standing.OVERDUE, Standing.DUE_SOON])]
    late = pd.crosstab(of_tasks["lead_unit_id"], of_tasks["standing"]) if len(of_tasks) else pd.DataFrame()
    own = course.values.merge(course.expected, on=["unit_id", "code"])
    below = own[own["grade"].isin([Grade.SHORT, Grade.FAR])].groupby("unit_id").size()
    unconfirmed = waiting.groupby("unit_id").size()
    silent = missing.merge(waiting[["unit_id", "code"]], how="left", indicator=True)
    absent = silent[silent["_merge"] == "left_only"].groupby("unit_id").size()
    parts = {
        "overdue": _column(late, Standing.OVERDUE),
        "due_soon": _column(late, Standing.DUE_SOON),
        "below": below,
        "missing": absent,
        "waiting": unconfirmed,
    }
    frame = pd.DataFrame(parts).fillna(0).astype("int64").rename_axis("unit_id").reset_index()
    names = dict(zip(course.units["unit_id"], course.units["name"], strict=True))
    names |= dict(zip(tasks["lead_unit_id"], tasks["lead"], strict=True))
    frame["unit"] = frame["unit_id"].map(names)
    urgent = frame[frame[COUNTS].sum(axis=1) > 0].dropna(subset="unit")
    return urgent.sort_values([*COUNTS, "unit"], ascending=[False] * 5 + [True]).reset_index(drop=True)


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    return table[name] if name in table else pd.Series(dtype="int64")
