"""The people behind a unit's plan work, as far as the reader may see them."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.storage.tables import Month, Period, Person, Unit, WorkLine

MOST = 200


def people_behind(session: Session, actor: Actor, path: str, year: int) -> list[dict[str, Any]]:
    """Who did approved work for plan tasks in the unit at `path` or below it in a year, most tasks first.

    person, title, unit, tasks, lines, months. Only people whose months the actor may read.
    """
    columns = (
        Person.full_name.label("person"), func.max(Month.title).label("title"), Unit.name.label("unit"),
        func.count(WorkLine.plan_task_id.distinct()).label("tasks"), func.count(WorkLine.id).label("lines"),
        func.count(Month.id.distinct()).label("months"),
    )  # fmt: skip
    query = (
        select(*columns)
        .select_from(WorkLine)
        .join(Month, Month.id == WorkLine.month_id)
        .join(Period, Period.id == Month.period_id)
        .join(Person, Person.id == Month.person_id)
        .join(Unit, Unit.id == Month.unit_id)
        .where(WorkLine.plan_task_id.is_not(None), WorkLine.state == "accepted", Month.state == "approved")
        .where(Period.kind == "month", Period.code.startswith(f"{year}-"), Unit.path.startswith(path, autoescape=True))
        .where(actor.rows(Action.READ_MONTH, Month.person_id))
        .group_by(Person.id, Person.full_name, Unit.name)
        .order_by(func.count(WorkLine.plan_task_id.distinct()).desc(), Person.full_name)
        .limit(MOST)
    )
    return [dict(row) for row in session.execute(query).mappings()]
