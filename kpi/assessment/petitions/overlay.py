"""Corrections put on top of the stored rows of months: what counts, while the rows themselves stay as they were.

The corrections that count at a moment are those made up to it. So a closing is proved by the moment it was made at, and
a version of a result by the moment of its own corrections.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.storage.tables import Closing, Correction, PeriodResult

Row = Mapping[str, Any]
CORRECTED = "correction"  # the reasons themselves are kept with each correction


@dataclass(frozen=True)
class Overlay:
    """The last corrected value of each (line, column) and each (month, criterion)."""

    lines: Mapping[tuple[int, str], float | None]
    marks: Mapping[tuple[int, str], float | None]

    def __bool__(self) -> bool:
        return bool(self.lines or self.marks)

    def touches(self, rows: Iterable[Row]) -> bool:
        """Whether a figure of one of these lines was corrected."""
        wanted = {line for line, _ in self.lines}
        return any(row["id"] in wanted for row in rows)

    def on_lines(self, rows: Iterable[Row]) -> list[dict[str, Any]]:
        """Rows of `work_line` as they count."""
        by_line: dict[int, dict[str, float | None]] = {}
        for (line_id, name), value in self.lines.items():
            by_line.setdefault(line_id, {})[name] = value
        return [{**row, **by_line.get(row["id"], {})} for row in rows]

    def on_marks(self, month_id: int, rows: Iterable[Row]) -> list[dict[str, Any]]:
        """Rows of `mark` of one month as they count; a criterion nobody had marked gets a row.

        A corrected mark is a decision with a reason: it stands before what follows from the people below.
        """
        mine = {criterion: value for (month, criterion), value in self.marks.items() if month == month_id}
        kept = [dict(row) | (_marked(mine.pop(row["criterion"])) if row["criterion"] in mine else {}) for row in rows]
        blank = {"id": None, "month_id": month_id, "self_value": None, "self_reason": None}
        return kept + [{**blank, "criterion": name, **_marked(value)} for name, value in mine.items()]


def _marked(value: float | None) -> dict[str, Any]:
    return {"reviewed_value": value, "review_reason": CORRECTED}


def overlay(session: Session, month_ids: Collection[int], until: datetime | None = None) -> Overlay:
    """The corrections of some months made up to a moment; all of them without one."""
    return overlay_of(corrections(session, PeriodResult.month_id.in_(month_ids), until))


def overlay_of_period(session: Session, period_id: int, until: datetime | None = None) -> Overlay:
    """As `overlay`, for every month of a period."""
    of_period = select(Closing.id).where(Closing.period_id == period_id)
    return overlay_of(corrections(session, PeriodResult.closing_id.in_(of_period), until))


def corrections(session: Session, where: Any, until: datetime | None = None) -> list[tuple[int, Correction]]:
    """(month id, correction) in the order made; those of a rank alone have no month's figure."""
    query = (
        select(PeriodResult.month_id, Correction)
        .join(PeriodResult, PeriodResult.id == Correction.result_id)
        .where(where, PeriodResult.month_id.is_not(None))
        .order_by(Correction.id)
    )
    if until is not None:
        query = query.where(Correction.at <= until)
    return [(int(month_id or 0), made) for month_id, made in session.execute(query)]


def overlay_of(made: Iterable[tuple[int, Correction]]) -> Overlay:
    """The last value of each figure, in the order the corrections were made."""
    lines: dict[tuple[int, str], float | None] = {}
    marks: dict[tuple[int, str], float | None] = {}
    for month_id, correction in made:
        if correction.line_id is not None:
            lines[correction.line_id, correction.field] = correction.after
        elif correction.criterion is not None:
            marks[month_id, correction.criterion] = correction.after
    return Overlay(lines, marks)
