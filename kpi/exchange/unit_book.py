"""A unit's months as a workbook: work to assign offline, everybody's lines, a summary, and the lists behind them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from kpi.assessment.views import MonthView
from kpi.exchange.month_book_columns import META, STATES, Column
from kpi.exchange.row_heights import row_height
from kpi.exchange.unit_book_checks import assign_checks
from kpi.exchange.unit_book_columns import (
    ASSIGN,
    ASSIGN_SHEET,
    LINES,
    LINES_SHEET,
    PEOPLE,
    PEOPLE_SHEET,
    PRODUCTS,
    PRODUCTS_SHEET,
    SUMMARY,
    SUMMARY_SHEET,
    VERSION,
)
from kpi.exchange.unit_book_lists import AssignmentLists
from kpi.exchange.unit_book_summary import summary_rows
from kpi.exchange.workbook import Look, Writer, protect, widths
from kpi.language.message import Message

EMPTY_ROWS = 1000
HEAD = Look(size=11, bold=True, across="center", boxed=True, fill="D9E2F3")
LOCKED = Look(size=11, boxed=True)
OPEN = Look(size=11, boxed=True, open=True)
FORMATS = {"coefficient": "0.00####", "due": "dd/mm/yyyy"} | dict.fromkeys(
    ("self_total", "general_points", "task_points", "total"), "0.00"
)
NAMED = {"person", "name", "title", "unit", "detail", "output", "cause", "note", "rank", "missing", "catalogue"}


def unit_book(views: Sequence[MonthView], lists: AssignmentLists, language: str = "vi") -> bytes:
    """A workbook a head fills in to assign work (`read_assignment_book` reads it) and keeps as a record of the unit.

    views: the months begun in the period, as the head may see them. lists: from `assignment_lists`.
    """
    writer = Writer()
    assign = _table(writer, ASSIGN_SHEET, ASSIGN, (), language)
    _to_fill_in(writer, assign)
    _table(writer, LINES_SHEET, LINES, _lines(views, language), language)
    _table(writer, SUMMARY_SHEET, SUMMARY, summary_rows(views, language), language)
    people = [
        {"code": each.code, "name": each.name, "title": each.title, "unit": each.unit, "lines": len(each.present)}
        for each in lists.people
    ]
    _table(writer, PEOPLE_SHEET, PEOPLE, people, language)
    products = [vars(product) for product in lists.products]
    _table(writer, PRODUCTS_SHEET, PRODUCTS, products, language)
    assign_checks(writer, assign, lists, EMPTY_ROWS, language)
    _meta(writer, lists, language)
    return writer.to_bytes()


def unit_book_name(lists: AssignmentLists) -> str:
    """What the file is called: "Giao-viec_2026-03.xlsx"."""
    return f"Giao-viec_{lists.period}.xlsx"


def _table(
    writer: Writer, title: str, columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], language: str
) -> Worksheet:
    sheet = writer.sheet(Message(title).in_(language))
    for place, column in enumerate(columns, 1):
        writer.put(sheet, 1, place, column.in_(language), HEAD)
    sheet.row_dimensions[1].height = row_height([(each.in_(language), each.width) for each in columns], 11, bold=True)
    widths(sheet, [column.width for column in columns])
    number = 1
    for number, row in enumerate(rows, 2):
        for place, column in enumerate(columns, 1):
            writer.put(sheet, number, place, row.get(column.key), _look(column.key, LOCKED))
        sheet.row_dimensions[number].height = _high(columns, row)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    if number > 1:
        sheet.auto_filter.ref = f"A1:{sheet.cell(1, len(columns)).coordinate[:-1]}{number}"
    page: Any = sheet
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    protect(sheet)
    return sheet


def _high(columns: Sequence[Column], values: Mapping[str, Any]) -> float:
    texts = [(value, column.width) for column in columns if isinstance(value := values.get(column.key), str)]
    return max(18.0, row_height(texts, LOCKED.size))


def _look(key: str, base: Look) -> Look:
    number = FORMATS.get(key, "General")
    return replace(base, across="left" if key in NAMED else "center", number=number)


def _to_fill_in(writer: Writer, sheet: Worksheet) -> None:
    looks = [_look(column.key, OPEN) for column in ASSIGN[:-1]]
    looks = [
        replace(look, number="@") if column.key in ("person", "product") else look
        for column, look in zip(ASSIGN, looks, strict=False)
    ]
    for row in range(2, EMPTY_ROWS + 2):
        for place, look in enumerate(looks, 1):
            writer.put(sheet, row, place, None, look)


def _lines(views: Sequence[MonthView], language: str) -> Iterable[dict[str, Any]]:
    for view in views:
        for line in view.lines:
            if line["state"] in STATES:
                about = {"person_code": view.person_code, "person": view.person, "unit": view.unit}
                yield line | about | {"state": Message(STATES[line["state"]]).in_(language)}


def _meta(writer: Writer, lists: AssignmentLists, language: str) -> None:
    sheet = writer.sheet(META, hidden=True)
    rows = [("head", "kind", "assignment"), ("head", "version", VERSION), ("head", "period", lists.period)]
    rows += [("column", column.key, column.in_(language)) for column in ASSIGN]
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            writer.put(sheet, number, place, value, Look(size=10))
    sheet.protection.sheet = True
