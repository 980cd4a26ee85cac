"""Reading a table a person has filled in: every error with its row and column, never a guess, never an exception."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from openpyxl.utils import get_column_letter

from kpi.exchange.cells import BadCellError, read_cell
from kpi.exchange.rows import Rows, UnreadableTableError, Unusable, is_empty, rows_of
from kpi.language.message import N_, Message
from kpi.language.numbers import format_amount


@dataclass(frozen=True)
class Column:
    """A column a table may have.

    kind: text, number, share (also 50%), boolean, or ground (a reason; "no" means none).
    required: the column must be there. filled: no cell of it may be empty. titles: other headers it goes by.
    """

    name: str
    kind: str = "text"
    required: bool = False
    filled: bool = False
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class CellError:
    """What is wrong where: row as the file's reader counts it (None: the file as a whole)."""

    file: str
    row: int | None
    column: str
    value: Any
    message: Message

    def in_(self, language: str) -> str:
        """One line for a person."""
        values: dict[str, Any] = {
            "file": self.file,
            "row": str(self.row),
            "column": self.column,
            "message": self.message,
        }
        if self.row is None:
            return Message(N_("{file}: {message}"), values).in_(language)
        if is_empty(self.value):
            return Message(N_("{file}, row {row}, column {column}: {message}"), values).in_(language)
        value = format_amount(self.value, language) if isinstance(self.value, float) else str(self.value)
        values["value"] = value
        return Message(N_("{file}, row {row}, column {column}, “{value}”: {message}"), values).in_(language)


@dataclass(frozen=True)
class Table:
    """What was read: typed columns (missing ones absent), and for each of its rows the row number in the file."""

    name: str
    frame: pd.DataFrame
    rows: list[int]
    errors: list[CellError] = field(default_factory=list)
    notices: list[Message] = field(default_factory=list)

    def at(self, position: int, column: str, value: Any, message: Message) -> CellError:
        """An error found later, at a position of `frame` (-1: the table as a whole)."""
        return CellError(self.name, self.rows[position] if position >= 0 else None, column, value, message)


def read_table(source: Path | bytes, name: str, columns: Sequence[Column], sheet: str | None = None) -> Table:
    """Read a .csv or .xlsx file. `name` is what the file is called in messages; its ending tells the format.
    `sheet` names a sheet of a workbook that is there; without it the first visible one is read.

    Numbers come as float64 with NaN for empty cells, everything else as objects with None. Never raises: what cannot
    be read is in `.errors`, and the cells concerned are missing from the frame.
    """
    try:
        data = source if isinstance(source, bytes) else _content(source)
        raw = rows_of(name, data, (header for column in columns for header in _headers(column)), sheet)
    except UnreadableTableError as unreadable:
        return Table(name, pd.DataFrame(), [], [CellError(name, None, "", None, unreadable.message)])
    if not raw.cells:
        return Table(name, pd.DataFrame(), [], [CellError(name, None, "", None, Message(EMPTY))])
    places, errors, notices = _matched(name, raw, columns)
    errors += _too_long(name, raw)
    frame: dict[str, Any] = {}
    for column, place in places.items():
        frame[column.name], found = _read_column(name, raw, column, place)
        errors += found
    errors.sort(key=lambda error: error.row or 0)
    return Table(name, pd.DataFrame(frame), raw.numbers[1:], errors, [*raw.notices, *notices])


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableTableError(Message(N_("There is no such file."))) from error
    except OSError as error:
        raise UnreadableTableError(
            Message(N_("The file cannot be opened. Close it elsewhere and check access to it."))
        ) from error


def _headers(column: Column) -> Iterable[str]:
    return map(_plain, (column.name, *column.titles))


def _plain(header: Any) -> str:
    """A header without the differences nobody sees: case, spaces, composed accents."""
    return re.sub(r"[\s_-]+", "_", unicodedata.normalize("NFC", str(header)).strip().casefold())


def _matched(
    name: str, raw: Rows, columns: Sequence[Column]
) -> tuple[dict[Column, int], list[CellError], list[Message]]:
    """Which column stands where. Doubled, misspelt and absent headers are errors; others a notice."""
    known = {header: column for column in columns for header in _headers(column)}
    top = raw.numbers[0]
    places: dict[Column, int] = {}
    errors: list[CellError] = []
    ignored: list[str] = []
    suspected: set[Column] = set()
    for place, header in enumerate(raw.cells[0]):
        if is_empty(header):
            continue
        shown = header.shown if isinstance(header, Unusable) else str(header).strip()
        column = known.get(_plain(header))
        if column in places:
            errors.append(CellError(name, top, shown, None, Message(TWICE)))
        elif column is not None:
            places[column] = place
        elif isinstance(header, Unusable):
            errors.append(CellError(name, top, shown, None, header.message))
        elif (meant := _meant(_plain(header), known)) is not None:
            suspected.add(meant)
            errors.append(CellError(name, top, shown, None, Message(MISSPELT, {"known": meant.name})))
        else:
            ignored.append(shown)
    for column in columns:
        if column.required and column not in places and column not in suspected:
            errors.append(CellError(name, top, column.name, None, Message(ABSENT)))
    notice = Message(
        N_("{file}: these columns are not used: {columns}."), {"file": name, "columns": ", ".join(ignored)}
    )
    return places, errors, [notice] if ignored else []


def _meant(header: str, known: dict[str, Column]) -> Column | None:
    """The column a header seems to be a slip for: nearly the same letters, or the same in another order."""
    near = difflib.get_close_matches(header, known, 1, 0.8)
    near += [name for name in known if len(name) > 3 and sorted(name) == sorted(header)]
    return known[near[0]] if near else None


def _too_long(name: str, raw: Rows) -> list[CellError]:
    """The first cell of each row that stands beyond the headers, by the letter of its column."""
    width = len(raw.cells[0])
    errors = []
    for number, cells in zip(raw.numbers, raw.cells, strict=True):
        place = next((place for place, cell in enumerate(cells[width:], width) if not is_empty(cell)), None)
        if place is not None:
            errors.append(CellError(name, number, get_column_letter(place + 1), cells[place], Message(TOO_LONG)))
    return errors


def _read_column(name: str, raw: Rows, column: Column, place: int) -> tuple[np.ndarray[Any, Any], list[CellError]]:
    """A column's values. Each distinct cell is read once; text and number cells that compare equal stay apart."""
    cells = [row[place] if place < len(row) else None for row in raw.cells[1:]]
    read = {key: _cell(key[1], column) for key in set(zip(map(type, cells), cells, strict=True))}
    values = [read[key][0] for key in zip(map(type, cells), cells, strict=True)]
    errors: list[CellError] = []
    if any(message is not None for _, message in read.values()):
        for number, cell in zip(raw.numbers[1:], cells, strict=True):
            message = read[type(cell), cell][1]
            shown = cell.shown if isinstance(cell, Unusable) else cell
            errors += [CellError(name, number, column.name, shown, message)] if message else []
    number_like = column.kind in ("number", "share")
    return np.array(values, dtype=np.float64 if number_like else object), errors


def _cell(cell: Any, column: Column) -> tuple[Any, Message | None]:
    try:
        value = read_cell(cell, column.kind)
    except BadCellError as bad:
        return None, bad.message
    return value, Message(UNFILLED) if value is None and column.filled else None


EMPTY = N_("The file has no rows. The first row holds the column names.")
TWICE = N_("The column stands twice. Keep one of them.")
MISSPELT = N_("Unknown column; did you mean {known}? Correct the header.")
ABSENT = N_("The column is missing. Add it.")
TOO_LONG = N_(
    "The row has more cells than the header. Put decimals like 2,5 in quotes, or separate cells by semicolons."
)
UNFILLED = N_("The cell is empty. Fill it in.")
