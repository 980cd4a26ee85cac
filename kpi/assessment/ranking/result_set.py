"""The results a quota is tested on: approved months while a period is open, the closed set afterwards."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import and_, func, literal, select
from sqlalchemy.orm import Session

from kpi.assessment.states import State
from kpi.storage.tables import Closing, Month, MonthScore, Period, PeriodResult, Person, Unit

MONTHS, CLOSED = "months", "closing"
AFTER_CLOSING = ("closed", "published")
PERSON = (Person.full_name.label("person"), Person.code.label("person_code"))
PLACE = (Unit.name.label("unit"), Unit.path)


@dataclass(frozen=True)
class ResultSet:
    """People's results in a period, one row a person and unit.

    rows: result_id (missing before closing), person_id, unit_id, person, person_code, unit, path, role, title,
    duty_group, rule_set, status, missing, total, rank, decided_rank, petition_id. source: MONTHS or CLOSED.
    unfinished: people whose month is not approved yet; nobody any more after closing.
    """

    rows: pd.DataFrame
    source: str
    unfinished: int

    @property
    def digest(self) -> str:
        """What somebody has seen, in short: it changes when any total, rank or decision does."""
        names = ("person_id", "unit_id", "total", "rank", "decided_rank", "proposed_rank")
        shown = self.rows[[name for name in names if name in self.rows.columns]].sort_values(["person_id", "unit_id"])
        return hashlib.sha256(repr(shown.to_dict("split")["data"]).encode()).hexdigest()


def result_set(session: Session, period: Period, units: Collection[int]) -> ResultSet:
    """The results of everybody in these units (ids), ordered by total, highest first, then by code."""
    if period.state in AFTER_CLOSING:
        return ResultSet(_frame(session, _closed(period, units)), CLOSED, 0)
    waiting = select(func.count(Month.id)).where(
        Month.period_id == period.id, Month.state != State.APPROVED, Month.unit_id.in_(units)
    )
    return ResultSet(_frame(session, _approved(period, units)), MONTHS, session.scalar(waiting) or 0)


def _approved(period: Period, units: Collection[int]) -> Any:
    nothing = literal(None)
    return (
        select(
            nothing.label("result_id"), Month.person_id, Month.unit_id, *PERSON, *PLACE, Month.role, Month.title,
            Month.duty_group, MonthScore.rules["rule_set"].as_string().label("rule_set"), MonthScore.status,
            MonthScore.missing, MonthScore.total, MonthScore.rank, nothing.label("decided_rank"),
            nothing.label("petition_id"),
        )
        .select_from(Month)
        .join(MonthScore, and_(MonthScore.month_id == Month.id, MonthScore.stage == "reviewed"))
        .join(Person, Person.id == Month.person_id)
        .join(Unit, Unit.id == Month.unit_id)
        .where(Month.period_id == period.id, Month.state == State.APPROVED, Month.unit_id.in_(units))
    )  # fmt: skip


def _closed(period: Period, units: Collection[int]) -> Any:
    latest = select(func.max(Closing.id)).where(Closing.period_id == period.id).scalar_subquery()
    newer = PeriodResult.__table__.alias("newer")
    superseded = (
        select(newer.c.id)
        .where(
            newer.c.closing_id == PeriodResult.closing_id,
            newer.c.person_id == PeriodResult.person_id,
            newer.c.unit_id == PeriodResult.unit_id,
            newer.c.version > PeriodResult.version,
        )
        .exists()
    )
    found = PeriodResult
    return (
        select(
            found.id.label("result_id"), found.person_id, found.unit_id, *PERSON, *PLACE, found.role, found.title,
            found.duty_group, found.rule_set, found.status, found.missing, found.total, found.rank,
            found.decided_rank, found.petition_id,
        )
        .join(Person, Person.id == found.person_id)
        .join(Unit, Unit.id == found.unit_id)
        .where(found.closing_id == latest, ~superseded, found.unit_id.in_(units))
    )  # fmt: skip


def _frame(session: Session, query: Any) -> pd.DataFrame:
    answer = session.execute(query)
    frame = pd.DataFrame(answer.all(), columns=list(answer.keys()), dtype=object)
    frame["total"] = frame["total"].astype("float64")
    return frame.sort_values(["total", "person_code", "unit_id"], ascending=[False, True, True], ignore_index=True)
