"""Comparing the rows of a month's workbook with the month: three values a cell (downloaded, now, typed)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kpi.access.actor import Refused
from kpi.assessment.cells import DECLARED, contradiction, parsed
from kpi.assessment.marks import MarkValue, check_mark
from kpi.assessment.scoring import LEADER_CRITERIA
from kpi.assessment.views import MonthView
from kpi.exchange.cells import BadCellError
from kpi.exchange.month_book_changes import Conflict, Difference
from kpi.exchange.month_book_columns import MARK_TYPED, WORK_TYPED, Column
from kpi.exchange.month_book_meta import Meta, snapshot
from kpi.exchange.rows import Unusable
from kpi.exchange.tables import CellError
from kpi.exchange.typed_cells import shown, value_in, whole_text
from kpi.exchange.workbook_reading import Place
from kpi.language.message import N_, Message, say
from kpi.law import general_criteria

Check = Callable[[str, Any], Any]


@dataclass
class Comparing:
    """What has been found so far."""

    view: MonthView
    meta: Meta
    language: str
    differences: list[Difference] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    new_lines: list[str] = field(default_factory=list)
    gone: int = 0

    def __post_init__(self) -> None:
        self.now = snapshot(self.view)

    def wrong(self, sheet: str, row: int | None, column: str, value: Any, message: Message) -> None:
        """Note an error."""
        self.errors.append(CellError(sheet, row, column, value, message))

    def touched(self, part: str, key: str, name: str, value: Any) -> bool:
        """Whether the person changed the cell after the download to something the tool does not hold."""
        return value not in (self.meta.values.get((part, key, name)), self.now.get((part, key, name)))

    def note(self, found: Difference) -> None:
        """Keep what differs from the tool; what also changed in the tool since the download is a conflict."""
        if not self.touched(found.part, found.key, found.field, found.after):
            return
        downloaded = self.meta.values.get((found.part, found.key, found.field))
        if downloaded == found.before:
            self.differences.append(found)
        else:
            self.conflicts.append(Conflict(found, downloaded))


def compare_work(at: Comparing, place: Place) -> None:
    """The sheet of work: a row for each line."""
    lines = {str(line["id"]): line for line in at.view.lines if line["state"] != "refused"}
    titles = {key: line["title"] for key, line in lines.items()}
    rows = _rows(at, place, "id", titles, at.meta.lines)
    for key, number in rows.items():
        _compare(at, place, number, ("work", key, titles[key]), WORK_TYPED, _field_check)
        _whole_line(at, place, number, lines[key])
    at.new_lines += [title for key, title in titles.items() if key not in at.meta.lines]


def compare_marks(at: Comparing, place: Place) -> None:
    """The sheet of general criteria: a row for each criterion."""
    most = _maxima(at.view)
    for key, number in _rows(at, place, "key", {key: key for key in most}, frozenset(most)).items():
        _compare(at, place, number, ("marks", key, key), MARK_TYPED, _mark_check(key, most))


def _rows(
    at: Comparing, place: Place, id_column: str, known: Mapping[str, str], downloaded: frozenset[str]
) -> dict[str, int]:
    """Each known key's row. A key met twice, unknown or missing is an error; one gone from the tool is skipped."""
    found: dict[str, int] = {}
    sheet = place.sheet.title
    for number in place.numbers:
        cell = place.cell(number, id_column)
        key = None if isinstance(cell, Unusable) else whole_text(cell)
        if key is None:
            at.wrong(sheet, number, "", None, say(NO_KEY))
        elif key in found:
            at.wrong(sheet, number, "", None, say(TWICE, row=found[key]))
        elif key in known:
            found[key] = number
        elif key in downloaded:
            at.gone += 1
        else:
            at.wrong(sheet, number, "", None, say(UNKNOWN))
    for key, title in known.items():
        if key in downloaded and key not in found:
            at.wrong(sheet, None, "", None, say(DELETED, title=title))
    return found


def _compare(
    at: Comparing, place: Place, number: int, of: tuple[str, str, str], columns: Iterable[Column], check: Check
) -> None:
    part, key, what = of
    for column in columns:
        try:
            value = value_in(place.cell(number, column.key), _kind(part, key, column.key))
        except BadCellError as bad:
            _bad(at, place, number, column, bad.message)
            continue
        now = at.now.get((part, key, column.key))
        if at.touched(part, key, column.key, value) and isinstance(message := check(column.key, value), Message):
            _bad(at, place, number, column, message)
            continue
        at.note(Difference(part, key, column.key, place.sheet.title, number, what, column.title, now, value))


def _bad(at: Comparing, place: Place, number: int, column: Column, message: Message) -> None:
    cell = place.cell(number, column.key)
    at.wrong(place.sheet.title, number, column.in_(at.language), shown(cell), message)


def _whole_line(at: Comparing, place: Place, number: int, line: Mapping[str, Any]) -> None:
    """Numbers that are fine alone and impossible together; told once for the row."""
    mine = [
        each
        for each in (*at.differences, *(conflict.difference for conflict in at.conflicts))
        if each.part == "work" and each.row == number
    ]
    typed = {each.field: each.after for each in mine}
    if typed and (against := contradiction({**line, **typed})):
        at.wrong(place.sheet.title, number, mine[0].column_in(at.language), typed[mine[0].field], against)


def _field_check(name: str, value: Any) -> Any:
    return parsed(DECLARED[name], value)


def _mark_check(key: str, most: dict[str, float]) -> Check:
    def check(name: str, value: Any) -> Message | None:
        mark = MarkValue(key, value) if name == "value" else MarkValue(key, None, value)
        try:
            check_mark(mark, most)
        except Refused as refused:
            return refused.message
        return None

    return check


def _maxima(view: MonthView) -> dict[str, float]:
    leaves = (leaf for group in general_criteria(view.rules.since) for leaf in group.criteria)
    most = {leaf.code: leaf.maximum for leaf in leaves}
    return most | (dict.fromkeys(LEADER_CRITERIA, 1.0) if view.role != "staff" else {})


def _kind(part: str, key: str, name: str) -> str:
    if part == "work":
        return "number" if DECLARED[name].number else "text"
    if name == "reason":
        return "text"
    return "share" if key in LEADER_CRITERIA else "number"


NO_KEY = N_("The row was added by hand or its hidden number was lost. Remove the row, or download the month again.")
TWICE = N_("The row repeats row {row}. Keep one of them.")
UNKNOWN = N_("This work is not part of the month. Remove the row, or download the month again.")
DELETED = N_("The row of “{title}” is missing. Put it back, or download the month again.")
