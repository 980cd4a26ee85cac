"""Which column stands where: titles over one to three rows, and a guess where nobody has said yet."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from kpi.exchange.feeds.sheet import Sheet, is_blank
from kpi.exchange.rows import UnreadableTableError, Unusable
from kpi.language.message import N_, Message
from kpi.reform.feeds.mapping import MOST_HEADER_ROWS, Layout

BETWEEN = " › "
SEARCHED = 40


def sheet_of(sheets: Sequence[Sheet], layout: Layout) -> Sheet:
    """The sheet the layout names, else the first visible one. Raises UnreadableTableError."""
    visible = [sheet for sheet in sheets if sheet.visible]
    if not layout.sheet:
        if not visible:
            raise UnreadableTableError(Message(ALL_HIDDEN))
        return visible[0]
    named = [sheet for sheet in sheets if plain(sheet.title) == plain(layout.sheet) or not sheet.title]
    if not named:
        raise UnreadableTableError(Message(NO_SHEET, {"sheet": layout.sheet}))
    if not named[0].visible:
        raise UnreadableTableError(Message(HIDDEN, {"sheet": layout.sheet}))
    return named[0]


def titles(sheet: Sheet, layout: Layout) -> list[str]:
    """The title of each column; titles over several rows are joined from the top: "Giải quyết › Đúng hạn".

    In all rows but the last, an empty cell continues the title to its left, as groups of columns are written.
    """
    last = layout.header_row + layout.header_rows - 1
    rows = [sheet.rows[number] for number in sheet.rows if layout.header_row <= number <= last]
    wide = max((place for cells in rows for place, cell in enumerate(cells, 1) if not is_blank(cell)), default=0)
    levels = [_level(sheet, number, wide, number < last) for number in range(layout.header_row, last + 1)]
    return [BETWEEN.join(dict.fromkeys(part for part in parts if part)) for parts in zip(*levels, strict=True)]


def _level(sheet: Sheet, number: int, wide: int, continued: bool) -> list[str]:
    cells = [*sheet.rows.get(number, []), *[None] * wide][:wide]
    found: list[str] = []
    for cell in cells:
        text = "" if is_blank(cell) else shown(cell)
        found.append(text or (found[-1] if continued and found else ""))
    return found


def places(sheet: Sheet, layout: Layout, wanted: Iterable[str]) -> tuple[dict[str, int], list[tuple[str, Message]]]:
    """Where each wanted title stands, and what is wrong: absent ones with the nearest there is, doubled ones."""
    there = [plain(title) for title in titles(sheet, layout)]
    found: dict[str, int] = {}
    wrong: list[tuple[str, Message]] = []
    for title in wanted:
        number = there.count(plain(title))
        if number == 1:
            found[title] = there.index(plain(title))
        elif number:
            wrong.append((title, Message(TWICE)))
        else:
            near = difflib.get_close_matches(plain(title), [text for text in there if text], 1, 0.6)
            original = titles(sheet, layout)[there.index(near[0])] if near else None
            row = layout.header_row
            told = Message(NEARLY, {"row": row, "near": original}) if near else Message(ABSENT, {"row": row})
            wrong.append((title, told))
    return found, wrong


def guessed_rows(sheet: Sheet) -> tuple[int, int]:
    """Where the header seems to begin and over how many rows: the row with most texts, and rows of titles around it."""
    numbers = [number for number in sheet.rows if number <= SEARCHED]
    first = last = max(numbers, key=lambda number: (len(_texts(sheet, number)[0]), -number), default=1)
    while last - first < MOST_HEADER_ROWS - 1 and _is_titles(sheet, first - 1):
        first -= 1
    while last - first < MOST_HEADER_ROWS - 1 and _is_titles(sheet, last + 1):
        last += 1
    return first, last - first + 1


def _is_titles(sheet: Sheet, number: int) -> bool:
    texts, figures = _texts(sheet, number)
    return len(texts) > 1 and not figures


def _texts(sheet: Sheet, number: int) -> tuple[set[str], int]:
    """The different texts of a row, and how many of its cells are figures."""
    cells = [cell for cell in sheet.rows.get(number, ()) if not is_blank(cell)]
    figures = [cell for cell in cells if not isinstance(cell, str) or re.fullmatch(r"[0-9.,%/\s-]+", cell)]
    return {plain(cell) for cell in cells if isinstance(cell, str) and cell not in figures}, len(figures)


def plain(text: Any) -> str:
    """A title or name without the differences nobody sees: case, spaces, composed accents."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", str(text))).strip().casefold()


def shown(cell: Any) -> str:
    """A cell in one line, not too long."""
    text = cell.shown if isinstance(cell, Unusable) else str(cell)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()[:200]


ALL_HIDDEN = N_("The workbook has no visible sheet. Unhide the sheet with the table.")
NO_SHEET = N_("The workbook has no sheet “{sheet}”. Rename the sheet, or change the mapping.")
HIDDEN = N_("The sheet “{sheet}” is hidden. Unhide it, so that you see what is imported.")
TWICE = N_("The column stands twice. Keep one of them.")
ABSENT = N_("There is no such column in row {row}. Correct the title in the file, or the mapping.")
NEARLY = N_("There is no such column in row {row}; “{near}” comes nearest. Correct the title, or the mapping.")
