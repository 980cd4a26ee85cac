"""The rows of a feed's file by its mapping, each cell still as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpi.exchange.cells import BadCellError
from kpi.exchange.feeds.header import places, plain, sheet_of, shown
from kpi.exchange.feeds.sheet import is_blank, sheets_of
from kpi.exchange.feeds.values import text_in
from kpi.exchange.rows import UnreadableTableError, Unusable
from kpi.exchange.tables import CellError
from kpi.language.message import N_, Message
from kpi.reform.feeds.mapping import AnyMapping

TOTALS = {"tổng cộng", "tổng số", "tổng", "cộng", "toàn tỉnh", "total", "sum"}
LONGEST_NAME = 300


@dataclass(frozen=True)
class Row:
    """A row below the header: its number in the file, the name it is about, its cells by title."""

    number: int
    name: str
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class Read:
    """What a file holds; with errors about the file as a whole there are no rows."""

    rows: tuple[Row, ...] = ()
    errors: tuple[CellError, ...] = ()
    notices: tuple[Message, ...] = ()


def read_rows(name: str, data: bytes, mapping: AnyMapping, subject: str, wanted: Sequence[str]) -> Read:
    """Rows with at least one cell under `wanted` filled; `subject` is the title of the column that names each.

    Rows of totals are left out, and so are rows without any figure (a unit that reports nothing is missing, not zero);
    notices say which. Never raises.
    """
    try:
        sheet = sheet_of(sheets_of(name, data), mapping.layout)
    except UnreadableTableError as unreadable:
        return Read(errors=(CellError(name, None, "", None, unreadable.message),))
    found, wrong = places(sheet, mapping.layout, mapping.headers)
    if wrong:
        top = mapping.layout.header_row
        return Read(errors=tuple(CellError(name, top, title, None, message) for title, message in wrong))
    last = mapping.layout.header_row + mapping.layout.header_rows - 1
    rows: list[Row] = []
    errors: list[CellError] = []
    empty: list[int] = []
    totals: list[int] = []
    for number in [number for number in sheet.rows if number > last]:
        cells = sheet.rows[number]
        row = {title: cells[place] if place < len(cells) else None for title, place in found.items()}
        if _is_total(cells, row[subject]):
            totals.append(number)
        elif all(is_blank(row[title]) and not _hidden_figure(cells, row, subject, title) for title in wanted):
            empty.append(number)
        else:
            _take(name, number, row, subject, rows, errors)
    if not rows and not errors:
        errors.append(CellError(name, None, "", None, Message(NO_ROWS, {"row": last})))
    notices = _notice(TOTALS_LEFT, totals) + _notice(EMPTY_LEFT, empty)
    return Read(tuple(rows), tuple(errors), tuple(notices))


def _take(
    name: str, number: int, row: Mapping[str, Any], subject: str, rows: list[Row], errors: list[CellError]
) -> None:
    try:
        named = text_in(row[subject], LONGEST_NAME)
        if named is None:
            raise BadCellError(NO_NAME)
        rows.append(Row(number, named, row))
    except BadCellError as bad:
        errors.append(CellError(name, number, subject, said(row[subject]), bad.message))


def _is_total(cells: Sequence[Any], named: Any) -> bool:
    """A row whose name, or first text where no name stands in it, is a word for a total."""
    label = named if not is_blank(named) else next((cell for cell in cells if not is_blank(cell)), None)
    return isinstance(label, str) and plain(label).strip(": ") in TOTALS


def _hidden_figure(cells: Sequence[Any], row: Mapping[str, Any], subject: str, title: str) -> bool:
    """A figure's cell swallowed by a merged area, in a row that does name something."""
    return isinstance(row[title], Unusable) and not is_blank(row[subject]) and sum(not is_blank(c) for c in cells) > 1


def said(cell: Any) -> Any:
    """A cell as it is repeated in a message."""
    return shown(cell) if isinstance(cell, Unusable | str) else cell


def _notice(text: str, numbers: list[int]) -> list[Message]:
    if not numbers:
        return []
    listed = ", ".join(str(number) for number in numbers[:20]) + (" …" if len(numbers) > 20 else "")
    return [Message(text, {"rows": listed})]


NO_NAME = N_("The row has figures but names nothing they belong to. Fill in the name, or delete the row.")
NO_ROWS = N_("There is no row with figures below row {row}. Check the file, or the header row of the mapping.")
TOTALS_LEFT = N_("Rows of totals are left out: {rows}.")
EMPTY_LEFT = N_("Rows without any figure are left out, as missing: {rows}.")
