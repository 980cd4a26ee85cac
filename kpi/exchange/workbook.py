"""Writing workbooks: text that stays text, looks that are made once, sheets that print as they should."""

import io
import re
import unicodedata
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
LONGEST_TITLE = 31
LINES = Side(style="thin", color="000000")


@dataclass(frozen=True)
class Look:
    """How a cell looks: built once for a workbook, then shared by every cell that looks the same."""

    size: float = 13
    bold: bool = False
    italic: bool = False
    color: str = "000000"
    across: str = "left"
    down: str = "center"
    boxed: bool = False
    wrapped: bool = True
    rule: Literal["thin", "dotted"] | None = None  # a line below the cell: "thin" or "dotted"
    fill: str | None = None
    number: str = "General"
    open: bool = False  # may be typed into on a protected sheet
    quoted: bool = False  # starts like a formula and is none


def plain_text(value: object) -> str:
    """A text without what a workbook cannot hold or would run: control characters become blanks or nothing."""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return unicodedata.normalize("NFC", UNWRITABLE.sub("", text))


class Writer:
    """Puts values into the sheets of one workbook."""

    def __init__(self) -> None:
        self.book = Workbook()
        self.font = "Times New Roman"
        self._made: dict[Look, Any] = {}
        self._blank = self.book.worksheets[0]

    def sheet(self, title: str, *, hidden: bool = False) -> Worksheet:
        """A new sheet, its title made allowable and unique."""
        made: Worksheet = self.book.create_sheet(_free_title(title, self.book.sheetnames))
        if hidden:
            made.sheet_state = "veryHidden"
        return made

    def put(self, sheet: Worksheet, row: int, column: int, value: Any, look: Look) -> None:
        """Write a number, a date, a text or nothing. A text is never run as a formula."""
        cell = sheet.cell(row, column)
        if isinstance(value, str):
            risky = value.startswith(STARTS_A_FORMULA)
            cell.value = plain_text(value)
            cell.data_type = "s"
            look = replace(look, quoted=True) if risky else look
        else:
            cell.value = _number(value)
        self._dress(cell, look)

    def formula(self, sheet: Worksheet, row: int, column: int, formula: str, look: Look) -> None:
        """Write a formula of our own; nothing a person typed may be part of it."""
        cell = sheet.cell(row, column, formula)
        self._dress(cell, look)

    def merge(self, sheet: Worksheet, row: int, first: int, last: int, value: Any, look: Look) -> None:
        """Write across columns as one cell, every part dressed here: openpyxl merges fifty times slower."""
        self.put(sheet, row, first, value, look)
        for column in range(first + 1, last + 1):
            self._dress(sheet.cell(row, column), look)
        if last > first:
            sheet.merged_cells.add(f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}")

    def to_bytes(self) -> bytes:
        """The finished .xlsx file."""
        self.book.remove(self._blank)
        self.book.active = 0
        held = io.BytesIO()
        self.book.save(held)
        return held.getvalue()

    def _dress(self, cell: Any, look: Look) -> None:
        style = self._made.get(look)
        if style is None:
            self._make(cell, look)
            self._made[look] = copy(cell._style)
        else:
            cell._style = copy(style)

    def _make(self, cell: Any, look: Look) -> None:
        cell.font = Font(self.font, sz=look.size, b=look.bold, i=look.italic, color=look.color)
        cell.alignment = Alignment(horizontal=look.across, vertical=look.down, wrap_text=look.wrapped)
        if look.boxed:
            cell.border = Border(left=LINES, right=LINES, top=LINES, bottom=LINES)
        elif look.rule:
            cell.border = Border(bottom=Side(style=look.rule, color="000000"))
        if look.fill:
            cell.fill = PatternFill("solid", fgColor=look.fill)
        cell.number_format = look.number
        cell.protection = Protection(locked=not look.open)
        cell.quotePrefix = look.quoted


def widths(sheet: Worksheet, columns: Iterable[float]) -> None:
    """Set column widths from the first column on, in characters."""
    for place, width in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def protect(sheet: Worksheet) -> None:
    """Keep locked cells from being overwritten by accident. There is no password; whoever must may lift it."""
    guard = sheet.protection
    guard.sheet = True
    guard.formatColumns = guard.formatRows = guard.autoFilter = guard.sort = False


def footer_text(text: str) -> str:
    """A text as a header or footer shows it: an ampersand there begins a code."""
    return plain_text(text).replace("&", "&&")


def _number(value: Any) -> Any:
    """A figure as Excel keeps it; a missing one is an empty cell, never 0."""
    if value is None or value != value:
        return None
    return float(value) if isinstance(value, float) else value


def _free_title(title: str, taken: list[str]) -> str:
    clean = NOT_IN_TITLES.sub(" ", plain_text(title).replace("\n", " ")).strip()[:LONGEST_TITLE] or "1"
    used = {name.casefold() for name in taken}
    number, free = 1, clean
    while free.casefold() in used:
        number += 1
        ending = f" ({number})"
        free = clean[: LONGEST_TITLE - len(ending)] + ending
    return free
