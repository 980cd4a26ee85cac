"""A first look at a file nobody has mapped yet: its sheets, where its header seems to be, its columns."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from kpi.exchange.feeds.header import guessed_row, plain, sheet_of, shown, titles
from kpi.exchange.feeds.sheet import Sheet, is_blank, sheets_of
from kpi.exchange.rows import UnreadableTableError
from kpi.language.message import Message
from kpi.reform.feeds.mapping import Layout

SHOWN_ROWS = 5


@dataclass(frozen=True)
class Look:
    """What is seen: titles of visible sheets, the header's row and titles, the first rows below; or what is wrong."""

    sheets: tuple[str, ...] = ()
    header_row: int = 1
    titles: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    wrong: Message | None = None


def look(name: str, data: bytes, sheet: str = "", header_row: int | None = None, header_rows: int = 1) -> Look:
    """The file by a layout that is still being chosen; without a row, the likeliest. Never raises."""
    try:
        found = sheets_of(name, data)
        chosen = sheet_of(found, Layout(1, 1, sheet))
    except UnreadableTableError as unreadable:
        return Look(wrong=unreadable.message)
    row = header_row or guessed_row(chosen)
    layout = Layout(row, header_rows, sheet)
    there = [title for title in titles(chosen, layout) if title]
    visible = tuple(one.title for one in found if one.visible and one.title)
    return Look(visible, row, tuple(dict.fromkeys(there)), _first_rows(chosen, row + header_rows))


def _first_rows(sheet: Sheet, start: int) -> tuple[tuple[str, ...], ...]:
    numbers = [number for number in sheet.rows if number >= start][:SHOWN_ROWS]
    return tuple(tuple("" if is_blank(cell) else shown(cell) for cell in sheet.rows[number]) for number in numbers)


def likely(wanted: str | None, columns: Sequence[str]) -> str:
    """The column whose title is nearest to what is wanted; empty where none is near."""
    if not wanted:
        return ""
    names = [plain(title.split(" › ")[-1]) for title in columns]
    near = difflib.get_close_matches(plain(wanted), names, 1, 0.72)
    return columns[names.index(near[0])] if near else ""
