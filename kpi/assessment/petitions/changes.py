"""The figures of a closed month that a correction changes, each checked as a reviewer's figure is."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Refused
from kpi.assessment.cells import COUNTS, REVIEWED, contradiction, effective, parsed
from kpi.assessment.marks import MarkValue, check_mark
from kpi.assessment.months import as_row
from kpi.assessment.petitions.overlay import Overlay, overlay
from kpi.assessment.scoring import LEADER_CRITERIA
from kpi.language.message import Message, say
from kpi.law import general_criteria
from kpi.storage.tables import Mark, Period, PeriodResult, WorkLine
from kpi.storage.tables import Month as MonthRow

COUNTED = (*(f"reviewed_{name}" for name in COUNTS), "failed_excused", "late_excused")
MARK = "reviewed_value"


@dataclass(frozen=True)
class Change:
    """One figure as it should be: of a line (`line_id`, a reviewed count), or of a criterion (`criterion`)."""

    value: float | None
    line_id: int | None = None
    criterion: str | None = None
    field: str = MARK
    reason: str | None = None


@dataclass(frozen=True)
class Place:
    """A change that may be made, and the figure that counted there before."""

    change: Change
    before: float | None


@dataclass(frozen=True)
class MonthAsItCounts:
    """A closed month's lines and marks with every correction made so far."""

    lines: list[dict[str, Any]]
    marks: list[dict[str, Any]]


def month_as_it_counts(session: Session, month_id: int, on_top: Overlay | None = None) -> MonthAsItCounts:
    """The month as the newest version of its result has it; `on_top` instead of the corrections stored."""
    made = overlay(session, [month_id]) if on_top is None else on_top
    lines = session.scalars(select(WorkLine).where(WorkLine.month_id == month_id).order_by(WorkLine.id))
    marks = session.scalars(select(Mark).where(Mark.month_id == month_id).order_by(Mark.criterion))
    return MonthAsItCounts(made.on_lines(map(as_row, lines)), made.on_marks(month_id, map(as_row, marks)))


def checked(session: Session, result: PeriodResult, changes: tuple[Change, ...]) -> list[Place]:
    """What the changes change. Refused for a figure that cannot stand, is not of this month, or is given twice."""
    if not changes:
        return []
    if result.month_id is None:
        raise Refused(
            say("The figures of a quarter or a year follow from its months. Correct the month, then close this again.")
        )
    if len({(change.line_id, change.criterion, change.field) for change in changes}) < len(changes):
        raise Refused(say("A figure is corrected twice. Keep one of the two."))
    month = month_as_it_counts(session, result.month_id)
    places = [*_of_lines(month, changes), *_of_marks(session, month, result, changes)]
    different = [place for place in places if place.before != place.change.value]
    if not different:
        raise Refused(say("Nothing would change. Correct a figure, or decide another rank."))
    return different


def _of_lines(month: MonthAsItCounts, changes: tuple[Change, ...]) -> list[Place]:
    lines = {line["id"]: line for line in month.lines if line["state"] == "accepted"}
    asked: dict[int, dict[str, Any]] = {}
    places = []
    for change in changes:
        if change.line_id is None:
            continue
        line = lines.get(change.line_id)
        if line is None or change.criterion is not None or change.field not in COUNTED:
            raise Refused(say("This figure is not part of the month the petition is about. Reload the page."))
        value = parsed(REVIEWED[change.field], change.value)
        if isinstance(value, Message):
            raise Refused(say("“{title}”: {problem}", title=line["title"], problem=value))
        asked.setdefault(change.line_id, {})[change.field] = change.value
        places.append(Place(change, counted(line, change.field)))
    for line_id, values in asked.items():
        if problem := contradiction(lines[line_id] | values):
            raise Refused(say("“{title}”: {problem}", title=lines[line_id]["title"], problem=problem))
    return places


def counted(line: dict[str, Any], field: str) -> float | None:
    """The figure that counts for a reviewed column: the reviewed one, else the declared one."""
    value = effective(line)[field.removeprefix("reviewed_")]
    return None if value is None else float(value)


def _of_marks(
    session: Session, month: MonthAsItCounts, result: PeriodResult, changes: tuple[Change, ...]
) -> list[Place]:
    most = _maxima(session, result)
    given = {mark["criterion"]: mark for mark in month.marks}
    places = []
    for change in changes:
        if change.line_id is not None:
            continue
        if change.criterion is None or change.field != MARK or change.value is None:
            raise Refused(say("This figure is not part of the month the petition is about. Reload the page."))
        check_mark(MarkValue(change.criterion, change.value), most)
        places.append(Place(change, _marked(given.get(change.criterion), result, change.criterion)))
    return places


def _marked(mark: dict[str, Any] | None, result: PeriodResult, criterion: str) -> float | None:
    if criterion in LEADER_CRITERIA:
        return None if getattr(result, criterion) is None else float(getattr(result, criterion))
    if mark is None:
        return None
    value = mark["self_value"] if mark["reviewed_value"] is None else mark["reviewed_value"]
    return None if value is None else float(value)


def _maxima(session: Session, result: PeriodResult) -> dict[str, float]:
    starts = session.scalars(
        select(Period.starts).join(MonthRow, MonthRow.period_id == Period.id).where(MonthRow.id == result.month_id)
    ).one()
    most = {leaf.code: leaf.maximum for group in general_criteria(starts) for leaf in group.criteria}
    return most | (dict.fromkeys(LEADER_CRITERIA, 1.0) if result.role != "staff" else {})
