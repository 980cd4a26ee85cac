"""Direct reports on a task, by its lead unit or Home Affairs; a wrong one is withdrawn, never erased."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.language.message import say
from kpi.language.numbers import format_date, today
from kpi.reform.plan.commands import ReportTask, WithdrawReport
from kpi.reform.plan.keeping import terms_on
from kpi.storage.tables import Plan, PlanTask, TaskReport, Unit


def _lead(command: ReportTask, session: Session) -> Subject:
    if session.get(PlanTask, command.task_id) is None:
        return Subject()
    return Subject(path=session.get_one(Unit, terms_on(session, command.task_id).lead_unit_id).path)


def _reported(command: WithdrawReport, session: Session) -> Subject:
    report = session.get(TaskReport, command.report_id)
    return _lead(ReportTask(report.task_id, report.reported_on, 0.0), session) if report else Subject()


@handles(ReportTask, Action.REPORT_TASK, _lead)
def report_task(command: ReportTask, actor: Actor, session: Session) -> int:
    """The report's id. Refused for a dropped task, a day to come, progress out of range, or "done" without its day."""
    task = session.scalars(select(PlanTask).where(PlanTask.id == command.task_id).with_for_update()).one_or_none()
    if task is None or terms_on(session, task.id).dropped:
        raise Refused(say("The task is not in the plan any more. Reload the page."))
    _check(command, session.get_one(Plan, task.plan_id))
    report = TaskReport(
        task_id=task.id,
        reported_on=command.reported_on,
        progress=float(command.progress),
        done_on=command.done_on,
        note=command.note.strip() or None,
        link=command.link.strip() or None,
        reported_by=actor.name,
        at=datetime.now(UTC),
    )
    session.add(report)
    session.flush()
    return report.id


def _check(command: ReportTask, plan: Plan) -> None:
    if command.reported_on > today():
        raise Refused(say("A report cannot be of a day to come. Choose today or an earlier day."))
    if not 0 <= command.progress <= 1:
        raise Refused(say("Progress lies between 0% and 100%."))
    if (command.progress >= 1) != (command.done_on is not None):
        raise Refused(say("A task that is done needs the day it was done, and only such a task has one."))
    if command.done_on is not None and not plan.decided_on <= command.done_on <= command.reported_on:
        raise Refused(say("The day it was done lies between {first} (the plan's decision) and the day of the report.",
                          first=format_date(plan.decided_on)))  # fmt: skip
    if len(command.link) > 500 or (command.link.strip() and not command.link.strip().startswith("http")):
        raise Refused(say("The link to the evidence begins with http and has at most 500 characters."))


@handles(WithdrawReport, Action.REPORT_TASK, _reported)
def withdraw_report(command: WithdrawReport, actor: Actor, session: Session) -> None:
    """Refused without a reason, or where it was withdrawn before."""
    if not command.reason.strip():
        raise Refused(say("Write why the report is withdrawn; it stays with the reason."))
    report = session.scalars(
        select(TaskReport).where(TaskReport.id == command.report_id).with_for_update()
    ).one_or_none()
    if report is None or report.withdrawn:
        raise Refused(say("This report was withdrawn already. Reload the page."))
    report.withdrawn = command.reason.strip()
