"""A first look at a file nobody has mapped yet: its sheets, where its header seems to be, its columns."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from kpi.exchange.feeds.header import BETWEEN, guessed_rows, plain, sheet_of, shown, titles
from kpi.exchange.feeds.reading import TOTALS
from kpi.exchange.feeds.sheet import Sheet, is_blank, sheets_of
from kpi.exchange.rows import UnreadableTableError
from kpi.language.message import Message
from kpi.reform.feeds.mapping import Layout

SHOWN_ROWS = 5
NEAR = 0.8


@dataclass(frozen=True)
class Look:
    """What is seen: titles of visible sheets, the header's row and titles, the first rows below; or what is wrong."""

    sheets: tuple[str, ...] = ()
    header_row: int = 1
    header_rows: int = 1
    titles: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    wrong: Message | None = None


def look(name: str, data: bytes, sheet: str = "", header: tuple[int, int] | None = None) -> Look:
    """The file by a layout that is still being chosen; header: its first row and how many; None: the likeliest.

    Never raises.
    """
    try:
        found = sheets_of(name, data)
        chosen = sheet_of(found, Layout(1, 1, sheet))
    except UnreadableTableError as unreadable:
        return Look(wrong=unreadable.message)
    row, rows = header or guessed_rows(chosen)
    layout = Layout(row, rows, sheet)
    there = [title for title in titles(chosen, layout) if title]
    visible = tuple(one.title for one in found if one.visible and one.title)
    return Look(visible, row, rows, tuple(dict.fromkeys(there)), _first_rows(chosen, row + rows))


def _first_rows(sheet: Sheet, start: int) -> tuple[tuple[str, ...], ...]:
    numbers = [number for number in sheet.rows if number >= start][:SHOWN_ROWS]
    return tuple(tuple("" if is_blank(cell) else shown(cell) for cell in sheet.rows[number]) for number in numbers)


def likely(wanted: str | None, columns: Sequence[str]) -> str:
    """The column whose title is nearest to what is wanted; empty where none is near."""
    if not wanted:
        return ""
    scored = [(max(_alike(wanted, name) for name in _names(title)), -place) for place, title in enumerate(columns)]
    best, place = max(scored, default=(0.0, 0))
    return columns[-place] if best >= NEAR else ""


def _names(title: str) -> list[str]:
    """What a title over several rows may be called: all of it, its last part, its group where that part is a total."""
    *group, last = title.split(BETWEEN)
    return [" ".join([*group, last]), last, *(group if plain(last) in TOTALS else [])]


def _alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, plain(one), plain(other)).ratio()
