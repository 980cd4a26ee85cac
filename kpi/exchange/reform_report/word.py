"""The report as Word, drawn directly: nothing a person wrote is ever read as a template or a field."""

import io
from typing import Any

from docx.shared import Pt

from kpi.exchange.papers.drawing import blank, grid, paragraph, repeat, sides
from kpi.exchange.papers.paper import Column, Table
from kpi.exchange.papers.word import shown
from kpi.exchange.reform_report.report import Report
from kpi.exchange.reform_report.words import entry, text
from kpi.exchange.workbook import plain_text

ROOM = 247.0  # millimetres between the margins of A4 across


def report_document(report: Report) -> bytes:
    """The .docx file."""
    document = blank(landscape=True)
    _heading(document, report)
    for section in report.sections:
        paragraph(document, section.title, bold=True, after=4, together=True)
        for said in section.paragraphs:
            _written(document, said)
        for table in section.tables:
            _table(document, table)
    _ending(document)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _heading(document: Any, report: Report) -> None:
    left = [
        (plain_text(text("above", province=report.province.upper())), {"size": 12, "after": 0}),
        (text("agency"), {"size": 12, "bold": True, "after": 0}),
        ("_______", {"size": 9, "after": 4}),
        (text("number"), {"size": 13, "after": 6}),
    ]
    right = [
        (text("nation"), {"size": 12, "bold": True, "after": 0}),
        (text("motto"), {"size": 13, "bold": True, "after": 0}),
        ("_____________________", {"size": 9, "after": 4}),
        (report.place_date, {"size": 13, "italic": True, "after": 6}),
    ]
    sides(document, left, right, (ROOM * 0.42, ROOM * 0.58))
    for mark in report.marks:
        paragraph(document, mark, across="center", bold=True, red=True)
    paragraph(document, text("kind"), across="center", size=14, bold=True, after=0)
    paragraph(document, report.title, across="center", size=14, bold=True, after=8)
    paragraph(
        document,
        plain_text(text("to", province=report.province[:1].lower() + report.province[1:])),
        across="center",
        after=6,
    )
    _written(document, report.opening)


def _written(document: Any, said: str) -> None:
    made = paragraph(document, plain_text(said), across="justify", after=4)
    made.paragraph_format.first_line_indent = Pt(28)


def _table(document: Any, table: Table) -> None:
    paragraph(document, table.title, bold=True, size=12, after=3, together=True)
    if not table.rows:
        paragraph(document, table.empty, italic=True, size=12, after=6)
        return
    whole = sum(column.width for column in table.columns)
    widths = [ROOM * column.width / whole for column in table.columns]
    drawn = grid(document, widths, len(table.rows) + 1, boxed=True)
    cells = [row.cells for row in drawn.rows]
    for place, column in enumerate(table.columns):
        paragraph(cells[0][place], column.heading, across="center", bold=True, size=11, after=0)
    repeat(drawn.rows[0])
    for number, row in enumerate(table.rows, 1):
        for place, column in enumerate(table.columns):
            said = plain_text(shown(column, row.get(column.key)))
            paragraph(cells[number][place], said, across=_across(column), size=11, after=0)
    paragraph(document, "", size=6, after=4)


def _across(column: Column) -> str:
    return "right" if column.kind in ("number", "share") else "left"


def _ending(document: Any) -> None:
    left: list[tuple[str, dict[str, Any]]] = [(text("recipients"), {"size": 12, "bold": True, "italic": True})]
    left += [(line, {"size": 11, "after": 0}) for line in entry("recipients_list")]
    right: list[tuple[str, dict[str, Any]]] = [
        (text("signer"), {"size": 13, "bold": True, "after": 0}),
        (text("sign"), {"size": 12, "italic": True, "after": 48}),
    ]
    sides(document, left, right, (ROOM * 0.5, ROOM * 0.5))
