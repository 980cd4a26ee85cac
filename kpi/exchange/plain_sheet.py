"""A list as a workbook: a title, a header row, rows; text stays text."""

from collections.abc import Sequence
from typing import Any

from openpyxl.worksheet.properties import PageSetupProperties

from kpi.exchange.workbook import Look, Writer, widths

HEADER = Look(size=12, bold=True, across="center", boxed=True, fill="F1EDE6")
TEXT = Look(size=12, down="top", boxed=True)
FIGURE = Look(size=12, across="right", down="top", boxed=True, number="#,##0.######")


def list_workbook(
    title: str, headers: Sequence[str], rows: Sequence[Sequence[Any]], columns: Sequence[float], *, headed: bool = True
) -> bytes:
    """An .xlsx file with one sheet; with `headed` the title stands above the table. columns: widths in characters."""
    writer = Writer()
    sheet = writer.sheet(title)
    top = 1
    if headed:
        writer.put(sheet, 1, 1, title, Look(size=14, bold=True))
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headers))
        top = 3
    for place, header in enumerate(headers, 1):
        writer.put(sheet, top, place, header, HEADER)
    for number, row in enumerate(rows, top + 1):
        for place, value in enumerate(row, 1):
            writer.put(sheet, number, place, value, TEXT if isinstance(value, str) else FIGURE)
    widths(sheet, columns)
    sheet.freeze_panes = f"A{top + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{top}:{top}"
    return writer.to_bytes()
