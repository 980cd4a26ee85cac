"""What shows that a plan task was worked on: links of its reports, links and files of the work behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.storage.tables import Evidence, Month, Period, TaskReport, WorkLine


@dataclass(frozen=True)
class File:
    """A file attached to a line of work; size in bytes."""

    id: int
    name: str
    media_type: str
    size: int


def evidenced(session: Session, actor: Actor, task_ids: Iterable[int], day: date) -> set[int]:
    """The tasks that have a link or a file, in a report that counts or in approved work, on a day."""
    actor.require(Action.READ_REFORM)
    ids = [int(one) for one in task_ids]
    reports = select(TaskReport.task_id).where(TaskReport.task_id.in_(ids), TaskReport.reported_on <= day)
    told = session.scalars(reports.where(TaskReport.withdrawn.is_(None), TaskReport.link.is_not(None)))
    attached = select(Evidence.id).where(Evidence.line_id == WorkLine.id).exists()
    lines = (
        select(WorkLine.plan_task_id)
        .join(Month, Month.id == WorkLine.month_id)
        .join(Period, Period.id == Month.period_id)
        .where(WorkLine.plan_task_id.in_(ids), WorkLine.state == "accepted", Month.state == "approved")
        .where(Period.starts <= day, or_(WorkLine.link.is_not(None), attached))
    )
    return {*told, *(task for task in session.scalars(lines) if task is not None)}


def files_of(session: Session, line_ids: Sequence[int]) -> dict[int, list[File]]:
    """The files of lines, by line; for lines the reader was found to be allowed to read."""
    columns = (Evidence.line_id, Evidence.id, Evidence.name, Evidence.media_type, Evidence.size)
    query = select(*columns).where(Evidence.line_id.in_(line_ids)).order_by(Evidence.id)
    found: dict[int, list[File]] = {}
    for line_id, evidence_id, name, media_type, size in session.execute(query):
        found.setdefault(line_id, []).append(File(evidence_id, name, media_type, size))
    return found
