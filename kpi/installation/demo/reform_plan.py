"""Generated reform plans: the 62 tasks of 2025, whose totals equal the published ones, and a plan of the present year.

Published for the first half of 2025: 17 of 62 tasks done, 17 of 17 from the Government and the Prime Minister on time.
The names of the tasks are not public; these are generated and marked so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from kpi.installation.demo.people import SEED
from kpi.reform.indicators.definitions import document
from kpi.storage.tables import Month, Plan, PlanTask, Product, TaskReport, TaskTerms, Unit, WorkLine

MARK = "Dữ liệu minh họa"
FIRST_YEAR, HALF_YEAR = 2025, date(2025, 6, 30)
OFFSETS = (-290, -250, -220, -190, -165, -140, -120, -100, -85, -70, -55, -45, -38, -30, -24, -18, -13, -9, -5, 2, 4, 6)
NEVER_DONE, DONE_LATE = (7, 15), (4, 10, 16)  # places in the plan of the present year
WORDS_OF_LINKED = ("%cải cách hành chính%", "%chuyển đổi số%", "%thủ tục hành chính%")
LEAST_LINES = 6


@dataclass(frozen=True)
class Draft:
    """A task to be generated, with what was reported on it."""

    code: str
    field: str
    words: tuple[str, str, str, float]
    assigner: str
    starts: date
    due: date
    reports: tuple[tuple[date, float], ...]


def add_plans(session: Session, units: list[Unit], today: date) -> None:
    """Both plans with their tasks and reports, and some approved work that points to tasks."""
    ids = {unit.code: unit.id for unit in units}
    drafts = {FIRST_YEAR: first_year(), today.year: this_year(today)}
    for year, tasks in drafts.items():
        plan = Plan(
            code=f"CCHC-{year}", year=year, title=document("plan_demo")["title"].format(year=year),
            owner_unit_id=ids["KH"], decision=document("plan_demo")["decision"], decided_on=date(year, 1, 5),
            generated=True, source=MARK,
        )  # fmt: skip
        session.add(plan)
        session.flush()
        for draft in tasks:
            _store(session, plan, draft, ids, today)
    session.flush()
    link_work(session, f"CCHC-{today.year}")


def _store(session: Session, plan: Plan, draft: Draft, ids: Mapping[str, int], today: date) -> None:
    name, product, lead, quantity = draft.words
    task = PlanTask(plan_id=plan.id, code=draft.code, generated=True)
    session.add(task)
    session.flush()
    session.add(TaskTerms(
        task_id=task.id, since=plan.decided_on, field=draft.field, name=name, product=product, quantity=quantity,
        assigner=draft.assigner, lead_unit_id=ids[lead], starts=draft.starts, due=draft.due,
    ))  # fmt: skip
    session.add_all(
        TaskReport(
            task_id=task.id, reported_on=day, progress=progress, done_on=day if progress == 1 else None,
            source="generated", reported_by=MARK, at=datetime.combine(day, time(9), UTC),
        )
        for day, progress in draft.reports
        if day <= today
    )  # fmt: skip


def named_tasks() -> Iterator[tuple[str, tuple[str, str, str, float]]]:
    """Field, and name, product, lead unit, quantity of each of the 62, the fields in turn."""
    fields: Mapping[str, list[Any]] = document("plan_demo")["fields"]
    for place in range(max(map(len, fields.values()))):
        for field, tasks in fields.items():
            if place < len(tasks):
                name, product, lead, quantity = tasks[place]
                yield field, (name, product, str(lead), float(quantity))


def first_year() -> list[Draft]:
    """The 62 tasks of 2025: 17 from the centre, done on time by 30/06; 45 under way on that day, none of them due."""
    chance = Random(f"{SEED} plan {FIRST_YEAR}")
    central = document("plan_demo")["central"]
    assigners = [name for name, count in central.items() for _ in range(count)]
    drafts = []
    for number, (field, words) in enumerate(named_tasks(), 1):
        code, starts = f"NV{number:02d}", date(FIRST_YEAR, 1, 15)
        if number <= len(assigners):
            due = date(FIRST_YEAR, 3, 1) + timedelta(days=chance.randint(0, (HALF_YEAR - date(FIRST_YEAR, 3, 1)).days))
            done = due - timedelta(days=chance.randint(0, 14))
            drafts.append(Draft(code, field, words, assigners[number - 1], starts, due, ((done, 1.0),)))
            continue
        due = date(FIRST_YEAR, 8, 15) + timedelta(days=chance.randint(0, 138))
        done = due - timedelta(days=chance.randint(0, 25)) if number % 15 else due + timedelta(days=12)
        reports = ((HALF_YEAR, chance.choice((0.2, 0.3, 0.4, 0.5, 0.6))), (done, 1.0))
        drafts.append(Draft(code, field, words, "province", starts, due, reports))
    return drafts


def this_year(today: date) -> list[Draft]:
    """A plan of the present year: most of what was due is done, a few tasks are late, a few fall due this week."""
    chance = Random(f"{SEED} plan {today.year}")
    drafts = []
    chosen = list(named_tasks())[: document("plan_demo")["this_year"]]
    for place, (field, words) in enumerate(chosen):
        offset = OFFSETS[place] if place < len(OFFSETS) else 20 + 6 * (place - len(OFFSETS))
        wished = today + timedelta(days=offset)
        due = min(max(wished, date(today.year, 1, 25)), date(today.year, 12, 31))
        assigner = ("province", "government", "province", "prime_minister", "province")[place % 5]
        reports = _reports(chance, place, due, today)
        drafts.append(Draft(f"NV{place + 1:02d}", field, words, assigner, date(today.year, 1, 12), due, reports))
    return drafts


def _reports(chance: Random, place: int, due: date, today: date) -> tuple[tuple[date, float], ...]:
    begun = date(due.year, 1, 12)
    if due < today and place not in NEVER_DONE:
        done = due + timedelta(days=3) if place in DONE_LATE else due - timedelta(days=chance.randint(0, 9))
        return ((max(min(done, today), begun), 1.0),)
    run = (today - begun).days / max(1, (due - begun).days)
    share = round(min(0.9, max(0.0, run * chance.uniform(0.5, 1.05))), 1)
    return ((max(begun, today - timedelta(days=chance.randint(4, 30))), share),) if share else ()


def link_work(session: Session, plan_code: str) -> None:
    """Let generated lines about reform, digital transformation and procedures point to a task their unit leads."""
    query = (
        select(PlanTask.id, Unit.path)
        .join(TaskTerms, TaskTerms.task_id == PlanTask.id)
        .join(Unit, Unit.id == TaskTerms.lead_unit_id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .where(Plan.code == plan_code, TaskTerms.quantity >= LEAST_LINES)
    )
    for task_id, path in session.execute(query.order_by(PlanTask.id)).all():
        lines = (
            select(WorkLine.id)
            .join(Product, Product.id == WorkLine.product_id)
            .join(Month, Month.id == WorkLine.month_id)
            .join(Unit, Unit.id == Month.unit_id)
            .where(Unit.path.startswith(path), WorkLine.plan_task_id.is_(None), WorkLine.state == "accepted")
            .where(Product.task.like(WORDS_OF_LINKED[0]) | Product.task.like(WORDS_OF_LINKED[1])
                   | Product.task.like(WORDS_OF_LINKED[2]))
        )  # fmt: skip
        chosen = list(session.scalars(lines.order_by(WorkLine.id).limit(LEAST_LINES)))
        if chosen:  # its progress follows from the work, not from a report
            session.execute(update(WorkLine).where(WorkLine.id.in_(chosen)).values(plan_task_id=task_id))
            session.execute(delete(TaskReport).where(TaskReport.task_id == task_id, TaskReport.progress < 1))
