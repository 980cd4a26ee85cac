"""The sheets of an uploaded file as they stand; what cannot be read is a message, never an exception of a library."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from kpi.exchange.rows import DAMAGED, MERGED, NOT_COMPUTED, UnreadableTableError, Unusable, decoded, is_empty
from kpi.language.message import N_, Message

LARGEST = 60_000_000  # bytes unpacked
MOST_ROWS, MOST_COLUMNS = 20_000, 100
SEPARATORS = ";,\t"


@dataclass(frozen=True)
class Sheet:
    """A sheet: its rows that are not empty by number (from 1), and whether people see it."""

    title: str
    visible: bool
    rows: Mapping[int, Sequence[Any]]


def sheets_of(name: str, data: bytes) -> list[Sheet]:
    """The sheets of an .xlsx or .csv file, by the ending of its name. Raises UnreadableTableError and nothing else."""
    if not data:
        raise UnreadableTableError(Message(NOTHING))
    ending = name.lower().rpartition(".")[2]
    if ending == "csv":
        return [_csv(data)]
    if ending != "xlsx":
        raise UnreadableTableError(Message(N_("The file is neither .csv nor .xlsx. Save it as one of these.")))
    try:
        return _workbook(data)
    except UnreadableTableError:
        raise
    except Exception as error:  # openpyxl lets errors of every kind through for a damaged file
        raise UnreadableTableError(Message(DAMAGED)) from error


def _csv(data: bytes) -> Sheet:
    text = decoded(data)
    lines = [line for line in text.splitlines() if line.strip()][:200]
    separator = max(SEPARATORS, key=lambda sign: sum(line.count(sign) for line in lines))
    rows: dict[int, Sequence[Any]] = {}
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1):
            if number > MOST_ROWS + 1000:
                raise UnreadableTableError(Message(TOO_LONG, {"most": MOST_ROWS}))
            if any(cell.strip() for cell in cells):
                rows[number] = cells[:MOST_COLUMNS]
    except csv.Error as error:
        told = N_("The file is not well-formed CSV ({error}). Save it again as CSV UTF-8.")
        raise UnreadableTableError(Message(told, {"error": error})) from error
    return Sheet("", True, rows)


def _workbook(data: bytes) -> list[Sheet]:
    markup = _markup(data)
    values: list[Any] = list(load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets)
    found = {sheet.title: _cells(sheet) for sheet in values}
    if any(b"<f>" in part or b"<f " in part for part in markup.values()):
        for sheet in load_workbook(io.BytesIO(data), read_only=True).worksheets:
            _mark_uncomputed(found[sheet.title], _cells(sheet))
    for sheet in values:
        _mark_merged(found[sheet.title], markup.get(str(sheet._worksheet_path).lstrip("/"), b""))
    return [Sheet(one.title, one.sheet_state == "visible", _filled(found[one.title])) for one in values]


def _markup(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
            raise UnreadableTableError(Message(TOO_LONG, {"most": MOST_ROWS}))
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return {name: archive.read(name) for name in names}


def _cells(sheet: Any) -> dict[int, list[Any]]:
    sheet.reset_dimensions()
    rows: dict[int, list[Any]] = {}
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        if number > MOST_ROWS + 1000:
            raise UnreadableTableError(Message(TOO_LONG, {"most": MOST_ROWS}))
        if any(cell is not None for cell in cells):
            rows[number] = list(cells)
    return rows


def _mark_uncomputed(values: dict[int, list[Any]], written: Mapping[int, Sequence[Any]]) -> None:
    for number, cells in written.items():
        known = values.setdefault(number, [])
        known.extend([None] * (len(cells) - len(known)))
        for place, cell in enumerate(cells):
            formula = cell is not None and (not isinstance(cell, str) or cell.startswith("="))
            if formula and known[place] is None:
                known[place] = Unusable(str(cell), Message(NOT_COMPUTED))


def _mark_merged(values: dict[int, list[Any]], part: bytes) -> None:
    """Cells a merged area swallowed; its own text stays in the first, so that merged titles can still be read."""
    last = max(values, default=0)
    for left, top, right, bottom in _areas(part):
        for number in range(top, min(bottom, last) + 1):
            cells = values.setdefault(number, [])
            cells.extend([None] * (min(right, MOST_COLUMNS) - len(cells)))
            for place in range(left - 1, min(right, MOST_COLUMNS)):
                if (number, place) != (top, left - 1):
                    cells[place] = Swallowed("", Message(MERGED))


def _areas(part: bytes) -> Iterable[tuple[int, int, int, int]]:
    """Left, top, right, bottom of each; from the markup, as a merged million of cells must cost nothing."""
    for reference in re.findall(rb'<mergeCell [^>]*ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"', part):
        left, top, right, bottom = range_boundaries(reference.decode())
        if None not in (left, top, right, bottom):
            yield left, top, right, bottom  # type: ignore[misc]


def _filled(rows: Mapping[int, list[Any]]) -> dict[int, list[Any]]:
    return {number: rows[number] for number in sorted(rows) if any(not is_blank(cell) for cell in rows[number])}


class Swallowed(Unusable):
    """A cell hidden under a merged one."""


def is_blank(cell: Any) -> bool:
    """Nothing, blanks, or hidden under a merged cell."""
    return is_empty(cell) or isinstance(cell, Swallowed)


NOTHING = N_("The file is empty. Export it again.")
TOO_LONG = N_("The sheet reaches down beyond row {most}. Delete what stands far below the table, or split the file.")
