"""The plan tasks that press on somebody who leads: overdue or due within seven days, led by their unit or below it."""

from collections.abc import Iterable
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Role
from kpi.reform.plan.views import tasks_on
from kpi.reform.words import SOON_DAYS, Standing
from kpi.storage.tables import TaskTerms, Unit

LEADERS = (Role.HEAD, Role.DEPUTY)
PRESSING = [str(Standing.OVERDUE), str(Standing.DUE_SOON)]


def pressing_tasks(session: Session, actor: Actor, day: date) -> pd.DataFrame:
    """The rows of `plan.views.tasks` a head or deputy answers for that are overdue or due soon; none for others."""
    paths = sorted({held.path for held in actor.holdings if held.role in LEADERS})
    if not paths or not _any_due(session, paths, day):
        return pd.DataFrame()
    found = pd.concat([tasks_on(session, day, led_under=path) for path in paths]).drop_duplicates("task_id")
    return found[found["standing"].isin(PRESSING)].sort_values("due", kind="stable").reset_index(drop=True)


def _any_due(session: Session, paths: Iterable[str], day: date) -> bool:
    """Whether any task, done or not, was due by then: most units lead none, and are told so by one small query."""
    below = or_(*(Unit.path.startswith(path, autoescape=True) for path in paths))
    query = select(TaskTerms.id).join(Unit, Unit.id == TaskTerms.lead_unit_id)
    due = TaskTerms.due <= day + timedelta(days=SOON_DAYS)
    return session.scalars(query.where(below, due).limit(1)).first() is not None
