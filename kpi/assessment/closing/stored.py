"""What a period's approved months hold, as tables: headers, accepted lines as reviewed, marks added up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
from sqlalchemy import BigInteger, SQLColumnExpression, case, cast, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from kpi.assessment.closing.bulk_reading import figure, figures_of, rows_of
from kpi.assessment.closing.corrected import corrected_lines, corrected_marks
from kpi.assessment.petitions.overlay import Overlay, overlay_of_period
from kpi.assessment.scoring import LEADER_CRITERIA
from kpi.assessment.states import State
from kpi.law import RuleError, general_criteria
from kpi.storage.tables import Mark, Month, Period, Person, WorkLine

LINES = (
    *("month_id", "line", "coefficient", "assigned", "done", "quality_ok", "failed", "late", "exceeded"),
    *("failed_excused", "late_excused"),
)
MARKS = ("month_id", "general_sum", "given", *LEADER_CRITERIA)
HEADERS = ["month_id", "person_id", "unit_id", "role", "title", "duty_group", "state", "party_member", "kind"]
MILLIONTHS = 1_000_000  # marks have at most two decimals: whole millionths add up without error


@dataclass(frozen=True)
class Stored:
    """months: HEADERS, one row a month in the order of its id. lines: LINES, in the order of month and line.

    marks: month_id, general (points; NaN where a criterion has none) and a leader's marks d, dd, e.
    """

    months: pd.DataFrame
    lines: pd.DataFrame
    marks: pd.DataFrame


def stored_months(session: Session, period: Period, until: datetime | None = None) -> Stored:
    """Everything of a period that a closing is computed from, in four queries whatever the number of people.

    Corrections that followed petitions lie on top, those made after `until` left out.
    """
    made = overlay_of_period(session, period.id, until)
    marks = corrected_marks(session, _marks(session, period), made, _leaves(period))
    return Stored(headers_of(session, period), lines_of(session, [period.id], made), marks)


def headers_of(session: Session, period: Period) -> pd.DataFrame:
    """Every month of the period, approved or not, with its person's kind and party membership."""
    query = (
        select(
            Month.id, Month.person_id, Month.unit_id, Month.role, Month.title, Month.duty_group, Month.state,
            Person.party_member, Person.kind,
        )
        .join(Person, Person.id == Month.person_id)
        .where(Month.period_id == period.id)
    )  # fmt: skip
    frame = pd.DataFrame(rows_of(session, query), columns=HEADERS).sort_values("month_id", ignore_index=True)
    member = frame["party_member"].astype("boolean")  # SQLite gives 0 and 1, PostgreSQL true and false
    return frame.assign(party_member=member.astype(object).where(member.notna(), None))


def lines_of(
    session: Session, period_ids: Collection[int], made: Overlay, within: tuple[int, int] | None = None
) -> pd.DataFrame:
    """Accepted lines of approved months with the counts that score, as `kpi.assessment.cells.effective` has them.

    made: corrections to put on top. within: first and last person's id, where not everybody is wanted.
    """
    query = (
        select(
            figure(Month.id),
            figure(WorkLine.id),
            figure(WorkLine.coefficient),
            figure(WorkLine.assigned),
            figure(func.coalesce(WorkLine.reviewed_done, WorkLine.done)),
            figure(_within_done(WorkLine.reviewed_quality_ok, WorkLine.quality_ok)),
            figure(func.coalesce(WorkLine.reviewed_failed, WorkLine.failed)),
            figure(func.coalesce(WorkLine.reviewed_late, WorkLine.late)),
            figure(_within_done(WorkLine.reviewed_exceeded, WorkLine.exceeded)),
            figure(WorkLine.failed_excused),
            figure(WorkLine.late_excused),
        )
        .join(Month, Month.id == WorkLine.month_id)
        .where(Month.period_id.in_(period_ids), Month.state == State.APPROVED, WorkLine.state == "accepted")
    )
    if within:
        query = query.where(Month.person_id.between(*within))
    lines = corrected_lines(session, figures_of(session, query, LINES, whole=("month_id", "line")), made)
    order = np.lexsort((lines["line"], lines["month_id"]))  # neither database nor index decides the order of adding
    return lines.take(order).reset_index(drop=True)


def _within_done(
    reviewed: SQLColumnExpression[float | None], declared: SQLColumnExpression[float | None]
) -> ColumnElement[float]:
    """Where the reviewer lowered what was done, a declared quality or excess counts up to that."""
    lowered = reviewed.is_(None) & (declared > WorkLine.reviewed_done)
    return case((lowered, WorkLine.reviewed_done), else_=func.coalesce(reviewed, declared))


def _marks(session: Session, period: Period) -> pd.DataFrame:
    """The reviewed mark where there is one, else the person's own; Form 01's leaves added up as `general`."""
    leaves = _leaves(period)
    value = func.coalesce(Mark.reviewed_value, Mark.self_value)
    of_general = Mark.criterion.in_(leaves)
    query = (
        select(
            figure(Mark.month_id),
            figure(func.sum(case((of_general, cast(func.round(value * MILLIONTHS), BigInteger))))),
            figure(func.count(case((of_general, value)))),
            *(figure(func.max(case((Mark.criterion == name, value)))) for name in LEADER_CRITERIA),
        )
        .join(Month, Month.id == Mark.month_id)
        .where(Month.period_id == period.id, Month.state == State.APPROVED)
        .group_by(Mark.month_id)
    )
    marks = figures_of(session, query, MARKS, whole=("month_id",))
    complete = marks["given"] == len(leaves)
    marks["general"] = (marks["general_sum"] / MILLIONTHS).where(complete)
    return marks[["month_id", "general", *LEADER_CRITERIA]]


def _leaves(period: Period) -> list[str]:
    try:
        return [leaf.code for group in general_criteria(period.starts) for leaf in group.criteria]
    except RuleError:  # before Form 01
        return []
