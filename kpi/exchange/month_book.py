"""A month as a workbook to fill in offline: what may be typed is open and checked by Excel, the rest is locked."""

from dataclasses import replace
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from kpi.assessment.scoring import LEADER_CRITERIA
from kpi.assessment.views import MonthView
from kpi.exchange.month_book_checks import mark_checks, work_checks
from kpi.exchange.month_book_columns import (
    GUIDE_SHEET,
    LEADER_WORDS,
    MARK_SHEET,
    MARK_TYPED,
    MARKS,
    STATES,
    WORK,
    WORK_SHEET,
    WORK_TYPED,
    Column,
)
from kpi.exchange.month_book_guide import write_guide
from kpi.exchange.month_book_meta import write_meta
from kpi.exchange.row_heights import row_height
from kpi.exchange.workbook import Look, Writer, protect, widths
from kpi.language.message import Message, say
from kpi.language.numbers import format_time
from kpi.law import general_criteria

TOP = 4  # the row of the headers
TITLE = Look(size=14, bold=True, wrapped=False)
HEAD = Look(size=11, bold=True, across="center", boxed=True, fill="D9E2F3")
LOCKED = Look(size=11, boxed=True, fill="EDEDED")
OPEN = Look(size=11, boxed=True, open=True)
NUMBERS = {"coefficient": "0.00####", "due": "dd/mm/yyyy"}
MIDDLE = {"order", "code", "state", "coefficient", "assigned", "due", "most", "value"}
SHARE = "0%"


def month_book(view: MonthView, language: str = "vi") -> bytes:
    """The month as .xlsx in a person's language, to be read back by `read_month_book`."""
    writer = Writer()
    _work(writer, view, language)
    _marks(writer, view, language)
    write_guide(writer, Message(GUIDE_SHEET).in_(language), language)
    write_meta(writer, view, language)
    return writer.to_bytes()


def month_book_name(view: MonthView) -> str:
    """What the file is called: "Cong-viec_2026-03_CC001.xlsx"."""
    return f"Cong-viec_{view.period}_{view.person_code}.xlsx"


def _work(writer: Writer, view: MonthView, language: str) -> None:
    sheet = _sheet(writer, view, WORK_SHEET, WORK, language)
    lines = [line for line in view.lines if line["state"] != "refused"]
    for order, line in enumerate(lines, 1):
        values = line | {"order": order, "state": Message(STATES[line["state"]]).in_(language)}
        _row(writer, sheet, TOP + order, WORK, values, {column.key for column in WORK_TYPED})
    _finish(sheet, "E", len(WORK))
    work_checks(sheet, TOP + 1, TOP + len(lines), language)


def _marks(writer: Writer, view: MonthView, language: str) -> None:
    sheet = _sheet(writer, view, MARK_SHEET, MARKS, language)
    kept = {mark["criterion"]: mark for mark in view.marks}
    rows = [
        {"key": leaf.code, "code": leaf.code, "criterion": leaf.text[language], "most": leaf.maximum}
        for group in general_criteria(view.rules.since)
        for leaf in group.criteria
    ]
    points = len(rows)
    if view.role != "staff":
        rows += [
            {
                "key": key,
                "code": "đ" if key == "dd" else key,
                "criterion": Message(LEADER_WORDS[key]).in_(language),
                "most": 1.0,
            }
            for key in LEADER_CRITERIA
        ]
    for place, row in enumerate(rows, 1):
        mark = kept.get(row["key"], {})
        values = row | {"value": mark.get("self_value"), "reason": mark.get("self_reason")}
        share = {"most": SHARE, "value": SHARE} if place > points else {}
        _row(writer, sheet, TOP + place, MARKS, values, {column.key for column in MARK_TYPED}, share)
    _finish(sheet, "D", len(MARKS))
    mark_checks(sheet, TOP + 1, TOP + points, TOP + len(rows), language)


def _sheet(writer: Writer, view: MonthView, title: str, columns: tuple[Column, ...], language: str) -> Worksheet:
    sheet = writer.sheet(Message(title).in_(language))
    person = say("{person} · {unit} · {period}", person=view.person, unit=view.unit, period=view.period)
    last = max((event["at"] for event in view.events), default=None)
    hint = say(
        "White cells may be filled in; grey cells are locked. Last step in the tool: {time}.", time=format_time(last)
    )
    writer.put(sheet, 1, 2, Message(title).in_(language), TITLE)
    writer.put(sheet, 2, 2, person.in_(language), Look(size=11, wrapped=False))
    writer.put(sheet, 3, 2, hint.in_(language), Look(size=11, italic=True, wrapped=False))
    for place, column in enumerate(columns, 1):
        writer.put(sheet, TOP, place, column.in_(language), HEAD)
    sheet.row_dimensions[TOP].height = row_height(
        [(column.in_(language), column.width) for column in columns], 11, bold=True
    )
    widths(sheet, [column.width for column in columns])
    for place, column in enumerate(columns):
        if column.hidden:
            sheet.column_dimensions[chr(65 + place)].hidden = True
    return sheet


def _row(
    writer: Writer,
    sheet: Worksheet,
    row: int,
    columns: tuple[Column, ...],
    values: dict[str, Any],
    typed: set[str],
    numbers: dict[str, str] | None = None,
) -> None:
    formats = NUMBERS | (numbers or {})
    for place, column in enumerate(columns, 1):
        base = OPEN if column.key in typed else LOCKED
        text = column.key in ("link", "cause", "note", "reason")
        centred = column.key in MIDDLE or (column.key in typed and not text)
        number = "@" if text else formats.get(column.key, "General")
        look = replace(base, across="center" if centred else "left", number=number)
        writer.put(sheet, row, place, values.get(column.key), look)
    sheet.row_dimensions[row].height = _high(columns, values)


def _high(columns: tuple[Column, ...], values: dict[str, Any]) -> float:
    texts = [(value, column.width) for column in columns if isinstance(value := values.get(column.key), str)]
    return max(20.0, row_height(texts, LOCKED.size))


def _finish(sheet: Worksheet, frozen: str, columns: int) -> None:
    sheet.freeze_panes = f"{frozen}{TOP + 1}"
    sheet.print_title_rows = f"{TOP}:{TOP}"
    page: Any = sheet
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    protect(sheet)
