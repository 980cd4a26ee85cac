"""What lies behind a task's percent: people and months, reports, and the terms it had."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.reform.plan.proof import files_of
from kpi.storage.tables import Month, Period, Person, PlanAmendment, TaskReport, TaskSupport, TaskTerms, Unit, WorkLine


@dataclass(frozen=True)
class Behind:
    """What lies behind a task's percent: months and people one may see, how many one may not, reports, terms.

    Each line of `work` says its `share` of the quantity planned (0 to 1; None until the month is approved), its link
    and its files.
    """

    supporting: list[str]
    work: list[dict[str, Any]]
    hidden: int
    reports: list[dict[str, Any]]
    terms: list[dict[str, Any]]


def behind(session: Session, actor: Actor, task_id: int, day: date) -> Behind:
    """The facts behind a task on a day; people only where one may read their months."""
    actor.require(Action.READ_REFORM)
    everything = _lines(session, task_id, day)
    seen = session.scalars(
        select(WorkLine.id)
        .join(Month, Month.id == WorkLine.month_id)
        .join(Unit, Unit.id == Month.unit_id)
        .where(WorkLine.plan_task_id == task_id, actor.rows(Action.READ_MONTH, Month.person_id))
    )
    visible = set(seen)
    terms = _all_terms(session, task_id)
    files = files_of(session, sorted(visible))
    quantity = _planned(terms, day)
    work = [
        line | {"share": line["done"] / quantity if line["state"] == "approved" else None,
                "files": files.get(line["line_id"], [])}
        for line in everything if line["line_id"] in visible
    ]  # fmt: skip
    return Behind(
        supporting=[name for _, name in _supporting(session, task_id)],
        work=work,
        hidden=len(everything) - len(work),
        reports=_all_reports(session, task_id, day),
        terms=terms,
    )


def _planned(terms: list[dict[str, Any]], day: date) -> float:
    """The quantity planned under the terms in force on a day."""
    held = [one for one in terms if one["since"] <= day] or terms[:1]
    return float(held[-1]["quantity"])


def _lines(session: Session, task_id: int, day: date) -> list[dict[str, Any]]:
    done = func.coalesce(WorkLine.reviewed_done, WorkLine.done, 0.0)
    columns = (
        WorkLine.id.label("line_id"), Person.full_name.label("person"), Unit.name.label("unit"),
        Period.code.label("period"), Period.starts, WorkLine.title, done.label("done"), Month.state,
        WorkLine.month_id, WorkLine.link,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Month, Month.id == WorkLine.month_id)
        .join(Person, Person.id == Month.person_id)
        .join(Unit, Unit.id == Month.unit_id)
        .join(Period, Period.id == Month.period_id)
        .where(WorkLine.plan_task_id == task_id, WorkLine.state == "accepted", Period.starts <= day)
    )
    return [dict(row) for row in session.execute(query.order_by(Period.starts, Person.full_name)).mappings()]


def support_codes(session: Session, actor: Actor, task_id: int) -> list[str]:
    """The codes of the units that support a task under its newest terms."""
    actor.require(Action.READ_REFORM)
    return [code for code, _ in _supporting(session, task_id)]


def _supporting(session: Session, task_id: int) -> list[tuple[str, str]]:
    newest = select(func.max(TaskTerms.id)).where(TaskTerms.task_id == task_id).scalar_subquery()
    query = select(Unit.code, Unit.name).join(TaskSupport, TaskSupport.unit_id == Unit.id)
    rows = session.execute(query.where(TaskSupport.terms_id == newest).order_by(Unit.path))
    return [*rows.all()]


def _all_reports(session: Session, task_id: int, day: date) -> list[dict[str, Any]]:
    names = ("id", "reported_on", "progress", "done_on", "note", "link", "source", "reported_by", "withdrawn")
    columns = [getattr(TaskReport, name) for name in names]
    query = select(*columns).where(TaskReport.task_id == task_id, TaskReport.reported_on <= day)
    rows = session.execute(query.order_by(TaskReport.reported_on.desc(), TaskReport.id.desc())).mappings()
    return [dict(row) for row in rows]


def _all_terms(session: Session, task_id: int) -> list[dict[str, Any]]:
    names = ("since", "field", "name", "product", "quantity", "assigner", "starts", "due", "weight", "dropped")
    columns = [getattr(TaskTerms, name) for name in names]
    query = (
        select(*columns, Unit.name.label("lead"), PlanAmendment.number, PlanAmendment.decision)
        .join(Unit, Unit.id == TaskTerms.lead_unit_id)
        .outerjoin(PlanAmendment, PlanAmendment.id == TaskTerms.amendment_id)
        .where(TaskTerms.task_id == task_id)
    )
    return [dict(row) for row in session.execute(query.order_by(TaskTerms.since, TaskTerms.id)).mappings()]


def may_report(session: Session, actor: Actor, lead_path: str) -> bool:
    """Whether the actor may report on a task led by the unit at that path."""
    return actor.may(Action.REPORT_TASK, Subject(path=lead_path))
