"""The cells of a .csv or .xlsx file as they stand, with the row numbers its reader sees."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kpi.language.message import N_, Message

LARGEST = 400_000_000


class UnreadableTableError(ValueError):
    """A file that is no table this program can read; `.message` says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, eq=False)
class Unusable:
    """A cell whose value cannot be known, and why."""

    shown: str
    message: Message


@dataclass(frozen=True)
class Rows:
    """Rows that are not empty, each with its number in the file (from 1); the first is the header."""

    numbers: list[int]
    cells: list[Sequence[Any]]
    notices: list[Message] = field(default_factory=list)


def rows_of(name: str, data: bytes, headers: Iterable[str], sheet: str | None = None) -> Rows:
    """Read a file by the ending of its name. `headers` help to tell the separator; `sheet` names one of a workbook.

    Raises UnreadableTableError.
    """
    ending = name.lower().rpartition(".")[2]
    if ending == "csv":
        return csv_rows(data, headers)
    if ending == "xlsx":
        return xlsx_rows(data, sheet)
    raise UnreadableTableError(Message(N_("The file is neither .csv nor .xlsx. Save it as one of these.")))


def csv_rows(data: bytes, headers: Iterable[str]) -> Rows:
    """Comma, semicolon or tab between cells, UTF-8 with or without its mark, or Excel's Unicode text (UTF-16)."""
    text = decoded(data)
    wanted = set(headers)
    separator = max(",;\t", key=lambda sign: len(wanted & _first_line(text, sign)))
    try:
        numbered = list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1))
    except csv.Error as error:
        message = Message(
            N_("The file is not well-formed CSV ({error}). Save it again as CSV UTF-8."), {"error": error}
        )
        raise UnreadableTableError(message) from error
    return _without_empty(numbered, [])


def xlsx_rows(data: bytes, sheet: str | None = None) -> Rows:
    """The sheet of that name, else the first visible one: values as last computed.

    Formulas never computed and merged cells are unusable.
    """
    try:
        return _workbook_rows(data, sheet)
    except UnreadableTableError:
        raise
    except Exception as error:  # a damaged workbook fails in as many ways as it has parts
        raise UnreadableTableError(Message(DAMAGED)) from error


def _workbook_rows(data: bytes, wanted: str | None) -> Rows:
    markup = _sheet_markup(data)
    merged = any(b"<mergeCell " in sheet for sheet in markup)
    formulas = any(b"<f>" in sheet or b"<f " in sheet for sheet in markup)
    sheet, notices = _chosen(data, wanted, read_only=not merged, values=True)
    numbered: list[tuple[int, Sequence[Any]]] = list(enumerate(sheet.iter_rows(values_only=True), 1))
    if formulas:
        uncomputed = _uncomputed(data, wanted)
        numbered = [(number, _with(uncomputed.get(number, {}), cells)) for number, cells in numbered]
    if merged:
        numbered = _mark_merged(numbered, sheet)
    return _without_empty(numbered, notices)


def decoded(data: bytes) -> str:
    """A text file in UTF-8 or UTF-16. Raises UnreadableTableError for anything else."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableTableError(Message(N_("The file is not UTF-8 text. Save it again as CSV UTF-8."))) from error
    if "\0" in text:
        raise UnreadableTableError(Message(N_("The file is not text. Save it again as CSV UTF-8.")))
    return text


def _first_line(text: str, separator: str) -> set[str]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return {cell.strip().strip('"').strip().casefold() for cell in first.split(separator)}


def _without_empty(numbered: Iterable[tuple[int, Sequence[Any]]], notices: list[Message]) -> Rows:
    kept = [(number, cells) for number, cells in numbered if any(not is_empty(cell) for cell in cells)]
    return Rows([number for number, _ in kept], [cells for _, cells in kept], notices)


def is_empty(cell: Any) -> bool:
    """True for nothing and for blanks."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _sheet_markup(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
            raise UnreadableTableError(
                Message(N_("The workbook is too large. Split it, or save the sheet as CSV UTF-8."))
            )
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return [archive.read(name) for name in names]


def _chosen(data: bytes, wanted: str | None, read_only: bool, values: bool) -> tuple[Any, list[Message]]:
    book = load_workbook(io.BytesIO(data), read_only=read_only, data_only=values)
    if wanted is not None:
        if read_only:
            book[wanted].reset_dimensions()
        return book[wanted], []
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise UnreadableTableError(Message(N_("The workbook has no visible sheet. Unhide the sheet with the table.")))
    if read_only:
        visible[0].reset_dimensions()
    notice = Message(
        N_("The workbook has several sheets; the first visible one, {sheet}, was read."), {"sheet": visible[0].title}
    )
    return visible[0], [notice] if len(book.sheetnames) > 1 else []


def _uncomputed(data: bytes, wanted: str | None) -> dict[int, dict[int, Unusable]]:
    """Formulas without a value, by row and place. A formula that gives an empty text has been computed."""
    values, _ = _chosen(data, wanted, read_only=True, values=True)
    formulas, _ = _chosen(data, wanted, read_only=True, values=False)
    found: dict[int, dict[int, Unusable]] = {}
    for number, (computed, written) in enumerate(zip(values.iter_rows(), formulas.iter_rows(), strict=True), 1):
        for place, (value, formula) in enumerate(zip(computed, written, strict=True)):
            if formula.data_type == "f" and value.value is None and value.data_type == "n":
                found.setdefault(number, {})[place] = Unusable(str(formula.value), Message(NOT_COMPUTED))
    return found


def _with(replaced: dict[int, Unusable], cells: Sequence[Any]) -> Sequence[Any]:
    return [replaced.get(place, cell) for place, cell in enumerate(cells)] if replaced else cells


def _mark_merged(numbered: list[tuple[int, Sequence[Any]]], sheet: Worksheet) -> list[tuple[int, Sequence[Any]]]:
    cells = {number: list(row) for number, row in numbered}
    for merged in sheet.merged_cells.ranges:
        for number in range(merged.min_row, merged.max_row + 1):
            for place in range(merged.min_col - 1, min(merged.max_col, len(cells.get(number, [])))):
                cells[number][place] = Unusable(str(merged), Message(MERGED))
    return list(cells.items())


DAMAGED = N_(
    "The file cannot be read as an Excel workbook. Open it in Excel, remove any password and save it as .xlsx."
)
NOT_COMPUTED = N_("The formula has no computed value. Open the file in Excel and save it, or write the number.")
MERGED = N_("The cell is merged with others. Unmerge it and fill in every row.")
