"""Opening a workbook somebody has worked in: its sheets' cells as they stand, or the reason it cannot be read."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from kpi.exchange.rows import DAMAGED, MERGED, NOT_COMPUTED, UnreadableTableError, Unusable, is_empty
from kpi.language.message import N_, Message

LARGEST = 60_000_000  # bytes unpacked
MOST_ROWS = 20_000
MOST_COLUMNS = 60


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows that are not empty, by their number in Excel; a cell whose value is unknowable is `Unusable`."""

    title: str
    rows: Mapping[int, Sequence[Any]]


@dataclass(frozen=True)
class Place:
    """Where the columns of a sheet stand: the row of the headers, and each column's place from 0."""

    sheet: Sheet
    top: int
    columns: Mapping[str, int] = field(default_factory=dict)
    absent: tuple[str, ...] = ()

    def cell(self, number: int, column: str) -> Any:
        """A cell of a row below the headers; None where there is nothing."""
        cells, place = self.sheet.rows[number], self.columns[column]
        return cells[place] if place < len(cells) else None

    @property
    def numbers(self) -> list[int]:
        """The rows below the headers."""
        return [number for number in self.sheet.rows if number > self.top]


def open_workbook(data: bytes) -> dict[str, Sheet]:
    """Every sheet by its title, hidden ones too. Raises UnreadableTableError, and nothing else, for a bad file."""
    markup = _markup(data)
    try:
        sheets = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets
        values = {sheet.title: _cells(sheet) for sheet in sheets}
        if any(b"<f>" in part or b"<f " in part for part in markup.values()):
            for sheet in load_workbook(io.BytesIO(data), read_only=True).worksheets:
                _mark_uncomputed(values[sheet.title], _cells(sheet))
        for sheet in sheets:
            _mark_merged(values[sheet.title], _merged_areas(markup, sheet))
    except UnreadableTableError:
        raise
    except Exception as error:  # openpyxl lets errors of every kind through for a damaged file
        raise UnreadableTableError(Message(DAMAGED)) from error
    return {title: Sheet(title, _filled(rows)) for title, rows in values.items()}


def find_columns(sheet: Sheet, wanted: Mapping[str, Sequence[str]], tops: int = 12) -> Place:
    """Where the wanted columns stand; each goes by any of its titles, compared as people see them."""
    names = {same(title): name for name, titles in wanted.items() for title in titles}
    best = Place(sheet, 0, {}, tuple(wanted))
    for number in [number for number in sheet.rows if number <= tops]:
        found: dict[str, int] = {}
        for place, cell in enumerate(sheet.rows[number]):
            name = names.get(same(cell)) if isinstance(cell, str) else None
            if name is not None and name not in found:
                found[name] = place
        if len(found) > len(best.columns):
            best = Place(sheet, number, found, tuple(name for name in wanted if name not in found))
    return best


def same(text: Any) -> str:
    """A header or a name without the differences nobody sees: case, spaces, composed accents."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", str(text))).strip().casefold()


def _markup(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise UnreadableTableError(Message(TOO_LARGE))
            names = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
            return {name: archive.read(name) for name in names}
    except UnreadableTableError:
        raise
    except Exception as error:  # a damaged archive fails in many ways
        raise UnreadableTableError(Message(DAMAGED)) from error


def _cells(sheet: Any) -> dict[int, list[Any]]:
    sheet.reset_dimensions()
    rows: dict[int, list[Any]] = {}
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        if any(not is_empty(cell) for cell in cells):
            rows[number] = list(cells)
        if len(rows) > MOST_ROWS:
            raise UnreadableTableError(Message(TOO_LARGE))
    return rows


def _mark_uncomputed(values: dict[int, list[Any]], written: Mapping[int, Sequence[Any]]) -> None:
    for number, cells in written.items():
        known = values.setdefault(number, [None] * len(cells))
        known.extend([None] * (len(cells) - len(known)))
        for place, cell in enumerate(cells):
            formula = cell is not None and (not isinstance(cell, str) or cell.startswith("="))
            if formula and known[place] is None:
                known[place] = Unusable(str(cell), Message(NOT_COMPUTED))


def _merged_areas(markup: Mapping[str, bytes], sheet: Any) -> list[tuple[int, int, int, int]]:
    """Left, top, right, bottom of each; read from the markup, as a merged million of cells must cost nothing."""
    part = markup.get(str(sheet._worksheet_path).lstrip("/"), b"")
    references = re.findall(rb'<mergeCell [^>]*ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"', part)
    areas: list[Any] = [range_boundaries(reference.decode()) for reference in references]
    return areas


def _mark_merged(values: dict[int, list[Any]], areas: Sequence[tuple[int, int, int, int]]) -> None:
    for left, top, right, bottom in areas:
        for number in range(top, min(bottom, max(values, default=0)) + 1):
            cells = values.setdefault(number, [])
            cells.extend([None] * (min(right, MOST_COLUMNS) - len(cells)))
            for place in range(left - 1, min(right, MOST_COLUMNS)):
                cells[place] = Unusable("", Message(MERGED))


def _filled(rows: Mapping[int, list[Any]]) -> dict[int, list[Any]]:
    return {number: rows[number] for number in sorted(rows) if any(not is_empty(cell) for cell in rows[number])}


TOO_LARGE = N_(
    "The workbook is far larger than the one you downloaded. Download it again and copy your figures into it."
)
