"""What closing a period now would do, before anybody decides to: nothing is written."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.closing.close import decided, next_number
from kpi.assessment.closing.computed import closed_set
from kpi.assessment.closing.differences import Difference, compared, kept_results
from kpi.assessment.closing.lateness import Waiting, waiting_in
from kpi.assessment.closing.result_columns import INSUFFICIENT
from kpi.assessment.closing.views import latest_closing
from kpi.assessment.hours.flags import flags_in
from kpi.assessment.ranking.open_quota import OpenQuota, quota_open
from kpi.storage.tables import Month, Period, Person, Unit

AT_ONCE = 1000


@dataclass(frozen=True)
class Lacking:
    """Somebody who would be closed without a result, and what is missing (as `kpi.law` names it)."""

    person: str
    person_code: str
    unit: str
    title: str
    missing: str
    state: str | None = None  # of the month, where there is one
    approver: str | None = None  # who approves it, and may take an approval back


@dataclass(frozen=True)
class Questions:
    """What the checks of declared hours ask in one unit, and how much of it persons and heads left unanswered."""

    unit: str
    asked: int
    by_person: int
    by_head: int


@dataclass(frozen=True)
class Preview:
    """The closing to come: its number, how many results in each status and rank, who lacks one and who has to act,
    where the quota is exceeded undecided, what the checks of declared hours ask, and what differs from the closing
    before.
    """

    number: int
    statuses: dict[str, int]
    ranks: dict[str, int]
    lacking: tuple[Lacking, ...]
    waiting: tuple[Waiting, ...]
    over: tuple[OpenQuota, ...]
    questions: tuple[Questions, ...]
    behind: tuple[dict[str, Any], ...]
    differences: tuple[Difference, ...]

    @property
    def people(self) -> int:
        """How many results would be written."""
        return sum(self.statuses.values())


def preview(session: Session, actor: Actor, code: str) -> Preview:
    """Compute the closing without writing it. Raises `Refused` where a month a quarter follows from is not closed."""
    actor.require(Action.MANAGE_PERIODS)
    period = session.scalars(select(Period).where(Period.code == code)).one()
    found = closed_set(session, period)
    results = decided(session, period, found.results)
    before = latest_closing(session, code)
    return Preview(
        number=next_number(session, period),
        statuses=dict(Counter(results["status"])),
        ranks=dict(Counter(rank for rank in results["counts"] if isinstance(rank, str))),
        lacking=tuple(_lacking(session, results)),
        waiting=tuple(waiting_in(session, actor, code)),
        over=tuple(quota_open(session, period, results)),
        questions=() if period.derived else tuple(_questions(session, period)),
        behind=tuple(found.behind),
        differences=tuple(compared(session, kept_results(session, before), results)) if before else (),
    )


def _questions(session: Session, period: Period) -> list[Questions]:
    """Unit by unit, the most unanswered first. The checks only ask: no result depends on them."""
    flags = flags_in(session, period)
    if flags.empty:
        return []
    open_ones = flags.assign(by_person=~flags["answered"].astype(bool), by_head=~flags["head_answered"].astype(bool))
    counted = open_ones.groupby("unit_id").agg(
        asked=("flag", "size"), by_person=("by_person", "sum"), by_head=("by_head", "sum")
    )
    names = dict(session.execute(select(Unit.id, Unit.name)).all())
    found = [
        Questions(names[unit], int(asked), int(person), int(head))
        for unit, asked, person, head in counted.reset_index().itertuples(index=False)
    ]
    return sorted(found, key=lambda one: (-one.by_head, -one.asked, one.unit))


def _lacking(session: Session, results: pd.DataFrame) -> list[Lacking]:
    rows = results[results["status"] == INSUFFICIENT]
    if rows.empty:
        return []
    people = {row.id: row for row in session.execute(select(Person.id, Person.full_name, Person.code))}
    units = dict(session.execute(select(Unit.id, Unit.name)).all())
    months = _months(session, [int(month) for month in rows["month_id"].dropna()])
    columns = (rows[name].tolist() for name in ("person_id", "unit_id", "title", "missing", "month_id"))
    found = [
        Lacking(people[person].full_name, people[person].code, units[unit], title, missing, *months.get(month, ()))
        for person, unit, title, missing, month in zip(*columns, strict=True)
    ]
    return sorted(found, key=lambda one: (one.unit, one.person))


def _months(session: Session, ids: list[int]) -> dict[int, tuple[str, str | None]]:
    """State and approver's name of some months."""
    query = select(Month.id, Month.state, Person.full_name).outerjoin(Person, Person.id == Month.approver_id)
    found: dict[int, tuple[str, str | None]] = {}
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        found |= {row.id: (row.state, row.full_name) for row in session.execute(query.where(Month.id.in_(part)))}
    return found
