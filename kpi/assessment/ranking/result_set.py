"""The results a quota is tested on: approved months while a period is open, the whole set from its closing on.

While a period is being closed nobody records any more and every result follows from the months, leaders' d and đ
included: what is tested then is what the closing would write. A period closed before closings were kept is read from
its months.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import and_, func, literal, select
from sqlalchemy.orm import Session

from kpi.assessment.closing.computed import computed
from kpi.assessment.states import WITH_RATERS, PeriodState, State
from kpi.storage.tables import Closing, Month, MonthScore, Period, PeriodResult, Person, Unit

MONTHS, CLOSING, CLOSED = "months", "closing", "closed"
PERSON = (Person.full_name.label("person"), Person.code.label("person_code"))
PLACE = (Unit.name.label("unit"), Unit.path)


@dataclass(frozen=True)
class ResultSet:
    """People's results in a period, one row a person and unit.

    rows: person_id, unit_id, person, person_code, unit, path, role, title, duty_group, rule_set, status, missing,
    total, rank, decided_rank, petition_id. source: MONTHS (approved so far), CLOSING (what the closing would write) or
    CLOSED. unfinished: people whose month is not approved yet; once the closing has begun, those still with a rater.
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
    """The results of everybody in these units (ids), ordered by total, highest first, then by code.

    Raises `Refused` for a quarter or year one of whose months is not closed.
    """
    closing = select(func.max(Closing.id)).where(Closing.period_id == period.id)
    if period.state in (PeriodState.CLOSED, PeriodState.PUBLISHED) and (latest := session.scalar(closing)):
        return ResultSet(_frame(session, _closed(latest, units)), CLOSED, 0)
    if period.state == PeriodState.CLOSING or period.derived:
        return ResultSet(_would_be(session, period, units), CLOSING, _months(session, period, units, WITH_RATERS))
    waiting = _months(session, period, units, tuple(state for state in State if state != State.APPROVED))
    return ResultSet(_frame(session, _approved(period, units)), MONTHS, waiting)


def _months(session: Session, period: Period, units: Collection[int], states: Collection[State]) -> int:
    counted = select(func.count(Month.id)).where(
        Month.period_id == period.id, Month.state.in_(states), Month.unit_id.in_(units)
    )
    return session.scalar(counted) or 0


def _would_be(session: Session, period: Period, units: Collection[int]) -> pd.DataFrame:
    """What the closing would write for these units, with everybody's name."""
    found = computed(session, period)
    found = found[found["unit_id"].isin(list(units))]
    people = select(Person.id, *PERSON).where(Person.id.in_(found["person_id"].unique().tolist()))
    places = select(Unit.id, *PLACE).where(Unit.id.in_(list(units)))
    named = pd.DataFrame(session.execute(people).all(), columns=["person_id", "person", "person_code"], dtype=object)
    placed = pd.DataFrame(session.execute(places).all(), columns=["unit_id", "unit", "path"], dtype=object)
    joined = found.merge(named.astype({"person_id": "int64"}), on="person_id").merge(
        placed.astype({"unit_id": "int64"}), on="unit_id"
    )
    return _ordered(joined.assign(petition_id=None, decided_rank=None))


def _approved(period: Period, units: Collection[int]) -> Any:
    nothing = literal(None)
    return (
        select(
            Month.person_id, Month.unit_id, *PERSON, *PLACE, Month.role, Month.title,
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


def _closed(closing_id: int, units: Collection[int]) -> Any:
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
            found.person_id, found.unit_id, *PERSON, *PLACE, found.role, found.title,
            found.duty_group, found.rule_set, found.status, found.missing, found.total, found.rank,
            found.decided_rank, found.petition_id,
        )
        .join(Person, Person.id == found.person_id)
        .join(Unit, Unit.id == found.unit_id)
        .where(found.closing_id == closing_id, ~superseded, found.unit_id.in_(units))
    )  # fmt: skip


def _frame(session: Session, query: Any) -> pd.DataFrame:
    answer = session.execute(query)
    frame = pd.DataFrame(answer.all(), columns=list(answer.keys()), dtype=object)
    return _ordered(frame)


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    frame["total"] = frame["total"].astype("float64")
    rank = frame["rank"].astype(object)
    frame["rank"] = rank.where(rank.notna(), None)
    return frame.sort_values(["total", "person_code", "unit_id"], ascending=[False, True, True], ignore_index=True)
