"""What screens show of a plan: its tasks with their progress and standing on a day, totals, and what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.reform.plan.progress import REPORTS, WORK, progress, standing
from kpi.reform.words import DONE, Standing
from kpi.storage.tables import (
    Month,
    Period,
    Plan,
    PlanAmendment,
    PlanTask,
    TaskReport,
    TaskTerms,
    Unit,
    WorkLine,
)

TERMS = (
    "task_id", "plan", "plan_id", "plan_title", "year", "generated", "code", "terms_id", "field", "name", "product",
    "quantity", "assigner", "starts", "due", "weight", "lead_unit_id", "lead", "lead_code", "lead_path",
)  # fmt: skip


@dataclass(frozen=True)
class PlanLine:
    """A plan with its owner and how often it was amended."""

    code: str
    year: int
    title: str
    owner: str
    decision: str
    decided_on: date
    generated: bool
    source: str | None
    amendments: int


def plans(session: Session, actor: Actor) -> list[PlanLine]:
    """The plans, newest first."""
    actor.require(Action.READ_REFORM)
    amended = select(func.count(PlanAmendment.id)).where(PlanAmendment.plan_id == Plan.id).scalar_subquery()
    columns = (Plan.code, Plan.year, Plan.title, Unit.name, Plan.decision, Plan.decided_on, Plan.generated, Plan.source)
    query = select(*columns, amended).join(Unit, Unit.id == Plan.owner_unit_id)
    rows = session.execute(query.order_by(Plan.year.desc(), Plan.decided_on.desc(), Plan.id))
    return [PlanLine(*row) for row in rows]


def amendments(session: Session, actor: Actor, plan_code: str) -> list[tuple[int, date, str, str]]:
    """A plan's amendments, oldest first: number, date, decision, summary."""
    actor.require(Action.READ_REFORM)
    columns = (PlanAmendment.number, PlanAmendment.dated, PlanAmendment.decision, PlanAmendment.summary)
    query = select(*columns).join(Plan, Plan.id == PlanAmendment.plan_id).where(Plan.code == plan_code)
    return [*session.execute(query.order_by(PlanAmendment.number)).all()]


def tasks(session: Session, actor: Actor, day: date, plan_codes: Sequence[str] | None = None) -> pd.DataFrame:
    """The tasks of the plans named (all where none is) as they stood on `day`, by the terms in force then.

    Columns: `TERMS`, what `progress` returns (by_work, by_report, progress, done_on, source …), standing, and `left`:
    days to the deadline (negative: days over it). Overdue and due soon come first, then by deadline.
    """
    actor.require(Action.READ_REFORM)
    return tasks_on(session, day, plan_codes)


def tasks_on(
    session: Session, day: date, plan_codes: Sequence[str] | None = None, led_under: str | None = None
) -> pd.DataFrame:
    """As `tasks`, for other parts of the house; `led_under`: those led by the unit at that path or below it alone."""
    frame = _terms(session, day, plan_codes, led_under)
    ids = [int(one) for one in frame["task_id"]]
    on = pd.Timestamp(day)
    counted = progress(frame, _work(session, ids, on), _reports(session, ids, on))
    frame = frame.merge(counted, on="task_id")
    frame["standing"] = standing(frame, on)
    frame["left"] = (frame["due"] - on).dt.days
    order = {str(one): place for place, one in enumerate(Standing)}
    keyed = frame.assign(order=frame["standing"].map(order)).sort_values(["order", "due", "code"], kind="stable")
    return keyed.drop(columns="order").reset_index(drop=True)


def _terms(session: Session, day: date, plan_codes: Sequence[str] | None, led_under: str | None = None) -> pd.DataFrame:
    newer = aliased(TaskTerms)
    later = or_(newer.since > TaskTerms.since, and_(newer.since == TaskTerms.since, newer.id > TaskTerms.id))
    replaced = select(newer.id).where(newer.task_id == TaskTerms.task_id, newer.since <= day, later).exists()
    original = TaskTerms.amendment_id.is_(None)
    columns = (
        PlanTask.id, Plan.code, Plan.id, Plan.title, Plan.year, PlanTask.generated, PlanTask.code, TaskTerms.id,
        TaskTerms.field, TaskTerms.name, TaskTerms.product, TaskTerms.quantity, TaskTerms.assigner, TaskTerms.starts,
        TaskTerms.due, TaskTerms.weight, Unit.id, Unit.name, Unit.code, Unit.path,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(PlanTask, PlanTask.id == TaskTerms.task_id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .join(Unit, Unit.id == TaskTerms.lead_unit_id)
        .where(or_(TaskTerms.since <= day, original), ~replaced, TaskTerms.dropped.is_(False))
    )
    if plan_codes is not None:
        query = query.where(Plan.code.in_(list(plan_codes)))
    if led_under is not None:
        query = query.where(Unit.path.startswith(led_under, autoescape=True))
    frame = pd.DataFrame(session.execute(query).all(), columns=list(TERMS))
    return frame.assign(starts=pd.to_datetime(frame["starts"]), due=pd.to_datetime(frame["due"]))


def _work(session: Session, ids: Sequence[int], day: pd.Timestamp) -> pd.DataFrame:
    done = func.coalesce(WorkLine.reviewed_done, WorkLine.done, 0.0)
    query = (
        select(WorkLine.plan_task_id, Period.ends, Month.approved_at, func.sum(done))
        .join(Month, Month.id == WorkLine.month_id)
        .join(Period, Period.id == Month.period_id)
        .where(WorkLine.plan_task_id.in_(ids), WorkLine.state == "accepted", Month.state == "approved")
        .group_by(WorkLine.plan_task_id, Month.id, Period.ends, Month.approved_at)
    )
    found = session.execute(query) if ids else ()  # SQLite reads every line to find none of no task
    rows = [(task, _of(ends, approved), total) for task, ends, approved, total in found]
    frame = pd.DataFrame(rows, columns=WORK).astype({"done": float, "task_id": "int64"})
    frame["of"] = pd.to_datetime(frame["of"])
    return frame[frame["of"] <= day]


def _of(ends: date, approved: datetime | None) -> date:
    """The day approved work is of: the month's last, or the day of approval where that came before."""
    return min(ends, approved.date()) if approved else ends


def _reports(session: Session, ids: Sequence[int], day: pd.Timestamp) -> pd.DataFrame:
    columns = (TaskReport.task_id, TaskReport.id, TaskReport.reported_on, TaskReport.progress, TaskReport.done_on)
    query = select(*columns).where(TaskReport.task_id.in_(ids), TaskReport.withdrawn.is_(None))
    rows = session.execute(query.where(TaskReport.reported_on <= day.date())).all()
    frame = pd.DataFrame(rows, columns=REPORTS).astype({"progress": float, "task_id": "int64"})
    return frame.assign(of=pd.to_datetime(frame["of"]), done_on=pd.to_datetime(frame["done_on"]))


COUNTED = {
    "done": DONE,
    "on_time": (Standing.DONE_ON_TIME,),
    "late": (Standing.DONE_LATE,),
    "overdue": (Standing.OVERDUE,),
    "due_soon": (Standing.DUE_SOON,),
}


def totals(frame: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Counts of tasks by a column of `tasks` ("lead", "field", "assigner"), or of all.

    total, done, on_time, late, overdue, due_soon, progress (weighted mean of progress, 0 to 1).
    """
    marked = frame.assign(all="all", moved=frame["progress"] * frame["weight"])
    for name, which in COUNTED.items():
        marked[name] = frame["standing"].isin([str(one) for one in which]).astype("int64")
    groups = marked.groupby(by or "all", sort=False)
    counted = groups[[*COUNTED, "moved", "weight"]].sum()
    counted.insert(0, "total", groups.size())
    counted["progress"] = counted["moved"] / counted["weight"]
    return counted.drop(columns=["moved", "weight"]).reset_index()


def late_tasks(session: Session, path: str, starts: date, ends: date) -> list[dict[str, Any]]:
    """Tasks led by the unit at `path` or below it that were overdue on the last day of a period or done late in it."""
    frame = tasks_on(session, ends)
    late = (frame["standing"] == Standing.OVERDUE) | (
        (frame["standing"] == Standing.DONE_LATE) & (frame["done_on"] >= pd.Timestamp(starts))
    )
    found = frame[frame["lead_path"].str.startswith(path) & late]
    names = ["task_id", "plan", "code", "name", "lead", "due", "done_on", "standing", "left", "generated"]
    return [{str(name): value for name, value in row.items()} for row in found[names].to_dict("records")]
