"""Tasks of the reform plan that speak against criterion đ of those who lead the unit in charge."""

import pandas as pd
from sqlalchemy.orm import Session

from kpi.language.numbers import today
from kpi.reform.plan.views import tasks_on
from kpi.reform.words import Standing
from kpi.storage.tables import Period


def late_tasks(session: Session, period: Period) -> list[int]:
    """The lead unit of every task late in the period, once a task: overdue at its end, or finished late within it.

    While the period runs, as tasks stand today.
    """
    day = min(period.ends, today())
    tasks = tasks_on(session, day)
    if tasks.empty:
        return []
    overdue = tasks["standing"] == Standing.OVERDUE
    late = (tasks["standing"] == Standing.DONE_LATE) & (tasks["done_on"] >= pd.Timestamp(period.starts))
    return [int(unit) for unit in tasks.loc[overdue | late, "lead_unit_id"]]
