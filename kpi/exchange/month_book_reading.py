"""Reading a month's workbook back: what differs, what clashes, what is wrong where. Never raises, never saves."""

from collections.abc import Iterable
from typing import Any

from kpi.assessment.views import MonthView
from kpi.exchange.month_book_changes import BookReading
from kpi.exchange.month_book_columns import MARK_SHEET, MARKS, META, VERSION, WORK, WORK_SHEET, Column, titles
from kpi.exchange.month_book_comparing import Comparing, compare_marks, compare_work
from kpi.exchange.month_book_meta import Meta, read_meta
from kpi.exchange.rows import UnreadableTableError
from kpi.exchange.tables import CellError
from kpi.exchange.workbook_reading import Place, Sheet, find_columns, open_workbook
from kpi.language.message import N_, Message, say

FILE = N_("Workbook")


def read_month_book(data: bytes, view: MonthView, language: str = "vi") -> BookReading:
    """Compare an uploaded workbook with the month as it is now.

    data: the .xlsx as uploaded. view: the person's month, read just now. language: of column names in errors.
    Whatever is wrong with the file is in
    `.errors`, one entry for each cell, row or sheet, each saying what to do.
    """
    try:
        sheets = open_workbook(data)
    except UnreadableTableError as unreadable:
        return _refused(view, unreadable.message, language)
    meta = read_meta(sheets.get(META))
    if wrong := _wrong_book(meta, view):
        return _refused(view, wrong, language)
    assert meta is not None
    at = Comparing(view, meta, language)
    for part, title, columns, compare in (
        ("work", WORK_SHEET, WORK, compare_work),
        ("marks", MARK_SHEET, MARKS, compare_marks),
    ):
        place = _place(at, sheets, part, title, columns)
        if place is not None:
            compare(at, place)
    return BookReading(view, tuple(at.differences), tuple(at.conflicts), tuple(at.errors), tuple(_notices(at)))


def _wrong_book(meta: Meta | None, view: MonthView) -> Message | None:
    if meta is None or meta.kind != "month":
        return say(
            "This is not a month's workbook downloaded from the tool, or its hidden sheet was damaged. "
            "Download the month again and copy your figures into it."
        )
    if meta.version != VERSION:
        return say("The workbook was made by another version of the tool. Download the month again.")
    if meta.person_code != view.person_code:
        return say(
            "The workbook belongs to {code}, but this is the month of {person} ({own}). Choose the right file.",
            code=meta.person_code,
            person=view.person,
            own=view.person_code,
        )
    if meta.period != view.period or meta.month_id != view.id:
        return say(
            "The workbook is for {other}, but the month on the screen is {period}. Choose the right file or month.",
            other=meta.period,
            period=view.period,
        )
    return None


def _refused(view: MonthView, message: Message, language: str) -> BookReading:
    return BookReading(view, errors=(CellError(Message(FILE).in_(language), None, "", None, message),))


def _place(at: Comparing, sheets: dict[str, Sheet], part: str, title: str, columns: tuple[Column, ...]) -> Place | None:
    """The sheet and where its columns stand; what is missing is an error."""
    names = [Message(title).in_(each) for each in (at.language, "vi", "en")]
    found = next((sheets[name] for name in names if name in sheets), None)
    if found is None:
        at.wrong(
            names[0],
            None,
            "",
            None,
            say("The sheet “{sheet}” is missing or was renamed. Give it this name again.", sheet=Message(title)),
        )
        return None
    written = {key.split(".", 1)[1]: name for key, name in at.meta.headers.items() if key.startswith(part + ".")}
    place = find_columns(found, titles(columns, written))
    if place.absent:
        for column in (column for column in columns if column.key in place.absent):
            at.wrong(found.title, place.top or None, column.in_(at.language), None, Message(HEADER))
        return None
    return place


def _notices(at: Comparing) -> Iterable[Message]:
    if at.meta.revision != at.view.revision:
        yield say(
            "The month changed in the tool after this workbook was downloaded. Values you did not touch stay as "
            "they are in the tool."
        )
    if at.new_lines:
        yield say("Work assigned after the download is not in this workbook: {titles}.", titles=_listed(at.new_lines))
    if at.gone:
        yield say("{count} rows are skipped: their work was taken away in the tool after the download.", count=at.gone)
    if not at.differences and not at.conflicts and not at.errors:
        yield say("The workbook says the same as the tool.")


def _listed(titles_: list[str]) -> Any:
    return ", ".join(f"“{title}”" for title in titles_)


HEADER = N_("The column is missing or its header was renamed. Write the header as it was.")
