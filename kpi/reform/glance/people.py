"""The people behind a unit's plan work, as far as the reader may see them."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.storage.tables import Month, Period, Person, Plan, PlanTask, TaskTerms, Unit, WorkLine

MOST = 200


def people_behind(session: Session, actor: Actor, path: str, year: int) -> list[dict[str, Any]]:
    """Who did approved work for plan tasks in the unit at `path` or below it in a year, most tasks first.

    person_id, person, title, unit, tasks, lines, months. Only people whose months the actor may read.
    """
    columns = (
        Person.id.label("person_id"), Person.full_name.label("person"), func.max(Month.title).label("title"),
        Unit.name.label("unit"),
        func.count(WorkLine.plan_task_id.distinct()).label("tasks"), func.count(WorkLine.id).label("lines"),
        func.count(Month.id.distinct()).label("months"),
    )  # fmt: skip
    grouped = _approved(select(*columns), actor, path, year).group_by(Person.id, Person.full_name, Unit.name)
    ordered = grouped.order_by(func.count(WorkLine.plan_task_id.distinct()).desc(), Person.full_name)
    return [dict(row) for row in session.execute(ordered.limit(MOST)).mappings()]


def work_of(session: Session, actor: Actor, person_id: int, path: str, year: int) -> list[dict[str, Any]]:
    """One person's approved work for plan tasks in the unit at `path` in a year, newest month first.

    starts (of the month), month_id, plan, code and task (its newest name), title, done. Empty where the actor may not
    read the person's months.
    """
    newer = aliased(TaskTerms)
    newest = select(func.max(newer.id)).where(newer.task_id == PlanTask.id).scalar_subquery()
    columns = (
        Period.starts, Month.id.label("month_id"), Plan.code.label("plan"), PlanTask.code, TaskTerms.name.label("task"),
        WorkLine.title, func.coalesce(WorkLine.reviewed_done, WorkLine.done, 0.0).label("done"),
    )  # fmt: skip
    query = (
        _approved(select(*columns), actor, path, year)
        .join(PlanTask, PlanTask.id == WorkLine.plan_task_id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .join(TaskTerms, TaskTerms.id == newest)
        .where(Person.id == person_id)
    )
    rows = session.execute(query.order_by(Period.starts.desc(), PlanTask.code, WorkLine.id)).mappings()
    return [dict(row) for row in rows]


def _approved(query: Select[*tuple[Any, ...]], actor: Actor, path: str, year: int) -> Select[*tuple[Any, ...]]:
    """Accepted lines of approved months that serve a plan task, as far as the actor may read them."""
    return (
        query.select_from(WorkLine)
        .join(Month, Month.id == WorkLine.month_id)
        .join(Period, Period.id == Month.period_id)
        .join(Person, Person.id == Month.person_id)
        .join(Unit, Unit.id == Month.unit_id)
        .where(WorkLine.plan_task_id.is_not(None), WorkLine.state == "accepted", Month.state == "approved")
        .where(Period.kind == "month", Period.code.startswith(f"{year}-"), Unit.path.startswith(path, autoescape=True))
        .where(actor.rows(Action.READ_MONTH, Month.person_id))
    )
