"""A list of assigned tasks against the plan: each task's progress as new, changed, unchanged or refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.exchange.cells import BadCellError
from kpi.exchange.feeds.names import Meanings, meanings, unknown_names
from kpi.exchange.feeds.planned import Line, Outcome, Planned
from kpi.exchange.feeds.reading import Row, read_rows, said
from kpi.exchange.feeds.values import day_in, progress_in, text_in
from kpi.exchange.tables import CellError
from kpi.language.message import N_, Message, say
from kpi.reform.feeds.mapping import TaskMapping
from kpi.reform.feeds.names import LEFT_OUT, settled_names
from kpi.storage.tables import FeedSource, Plan, PlanTask, TaskReport, TaskTerms

T = TypeVar("T")
LONGEST_NOTE, LONGEST_LINK = 2000, 500


@dataclass(frozen=True)
class Task:
    """A task of the plan as it stands: the day of the plan's decision, and what was last reported of it."""

    id: int
    code: str
    name: str
    since: date
    progress: float | None
    done_on: date | None


def plan_tasks(
    session: Session, source: FeedSource, mapping: TaskMapping, day: date, name: str, data: bytes
) -> Planned:
    """What a task list, of the state on `day`, would report; nothing is saved. Never raises for what the file holds."""
    plan = session.scalars(select(Plan).where(Plan.code == mapping.plan)).one_or_none()
    if plan is None:
        told = say("There is no plan “{code}” any more. Choose the plan in the mapping.", code=mapping.plan)
        return Planned(errors=(CellError(name, None, "", None, told),))
    wanted = [title for title in (mapping.progress, mapping.done_on) if title]
    read = read_rows(name, data, mapping, mapping.task, wanted)
    tasks = tasks_of(session, plan)
    known = meanings("task", [(task.id, task.code, task.name) for task in tasks.values()],
                     settled_names(session, source.id, "task"))  # fmt: skip
    codes = {task.id: task.code for task in tasks.values()}
    unknown = unknown_names([(row.number, row.name) for row in read.rows], known, codes)
    errors = list(read.errors)
    lines = [line for row in read.rows if (line := _judged(name, mapping, day, row, known, tasks, errors)) is not None]
    lines = _once(name, mapping, lines, errors)
    errors.sort(key=lambda error: error.row or 0)
    return Planned(tuple(lines), tuple(errors), tuple(unknown), read.notices)


def tasks_of(session: Session, plan: Plan) -> dict[int, Task]:
    """The tasks of a plan by id, in their newest terms, dropped ones left out."""
    query = select(PlanTask.id, PlanTask.code, TaskTerms).join(TaskTerms, TaskTerms.task_id == PlanTask.id)
    terms = {}
    for number, code, newest in session.execute(query.where(PlanTask.plan_id == plan.id)
                                                .order_by(TaskTerms.since, TaskTerms.id)):  # fmt: skip
        terms[number] = code, newest
    reported = select(TaskReport).join(PlanTask, PlanTask.id == TaskReport.task_id)
    rows = session.scalars(reported.where(PlanTask.plan_id == plan.id, TaskReport.withdrawn.is_(None))
                           .order_by(TaskReport.reported_on, TaskReport.id))  # fmt: skip
    latest = {row.task_id: row for row in rows}
    return {
        number: Task(number, code, one.name, plan.decided_on, *_state(latest.get(number)))
        for number, (code, one) in terms.items()
        if not one.dropped
    }


def _state(report: TaskReport | None) -> tuple[float | None, date | None]:
    return (report.progress, report.done_on) if report else (None, None)


def _judged(
    file: str, mapping: TaskMapping, day: date, row: Row, known: Meanings, tasks: Mapping[int, Task],
    errors: list[CellError],
) -> Line | None:  # fmt: skip
    task_id = known.of(row.name)
    if task_id is None or task_id == LEFT_OUT or task_id not in tasks:
        return None
    task, before = tasks[task_id], len(errors)
    progress, done_on, note, link = _cells(file, mapping, row, errors)
    if len(errors) > before:
        return None
    if link and not link.startswith(("http://", "https://")):
        errors.append(CellError(file, row.number, mapping.link, link, Message(NO_LINK)))
        return None
    if (fault := _fault(task, progress, done_on, day)) is not None:
        title, message = fault
        title = getattr(mapping, title) or mapping.progress or mapping.done_on
        errors.append(CellError(file, row.number, title, said(row.cells[title]), message))
        return None
    after = (1.0 if done_on else float(progress or 0.0), done_on)
    same = (task.progress, task.done_on) == after
    outcome = Outcome.NEW if task.progress is None else Outcome.UNCHANGED if same else Outcome.CHANGED
    held = None if task.progress is None else (task.progress, task.done_on)
    return Line(row.number, task_id, task.name, task.code, outcome, held, after, detail={"note": note, "link": link})


def _cells(
    file: str, mapping: TaskMapping, row: Row, errors: list[CellError]
) -> tuple[float | None, date | None, str | None, str | None]:
    def read(title: str, reader: Callable[[Any], T]) -> T | None:
        try:
            return reader(row.cells[title]) if title else None
        except BadCellError as bad:
            errors.append(CellError(file, row.number, title, said(row.cells[title]), bad.message))
            return None

    return (
        read(mapping.progress, partial(progress_in, layout=mapping.layout)),
        read(mapping.done_on, partial(day_in, layout=mapping.layout)),
        read(mapping.note, partial(text_in, longest=LONGEST_NOTE)),
        read(mapping.link, partial(text_in, longest=LONGEST_LINK)),
    )


def _fault(task: Task, progress: float | None, done_on: date | None, day: date) -> tuple[str, Message] | None:
    """What is wrong between the cells of a row, with the field it concerns."""
    if done_on and done_on > day:
        return "done_on", say("The task was not yet done on {day}, the day the list is of.", day=f"{day:%d/%m/%Y}")
    if done_on and done_on < task.since:
        return "done_on", say("The plan was decided on {day}; the task cannot have been done before.",
                              day=f"{task.since:%d/%m/%Y}")  # fmt: skip
    if done_on and progress is not None and progress < 1:
        return "progress", Message(DONE_AND_NOT)
    if progress is not None and progress >= 1 and not done_on:
        return "done_on", Message(NO_DAY)
    if progress is None and done_on is None:
        return "progress", Message(NOTHING)
    return None


def _once(file: str, mapping: TaskMapping, lines: list[Line], errors: list[CellError]) -> list[Line]:
    first: dict[int, int] = {}
    kept = []
    for line in lines:
        if line.target_id in first:
            told = Message(DOUBLED, {"row": first[line.target_id], "code": line.code})
            errors.append(CellError(file, line.row, mapping.task, line.code, told))
        else:
            first[line.target_id] = line.row
            kept.append(line)
    return kept


DONE_AND_NOT = N_("The row gives a day the task was done, and progress below 100%. Correct one of the two.")
NO_DAY = N_("The task is done, but the row does not say on which day. Whether it was on time follows from that day.")
NO_LINK = N_("A link begins with http:// or https://. Correct it, or empty the cell.")
NOTHING = N_("The row gives neither progress nor a day.")
DOUBLED = N_("Row {row} already gives the progress of task {code}. Keep one of the two rows.")
