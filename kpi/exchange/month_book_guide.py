"""The short guide inside a month's workbook."""

from typing import Any

from kpi.exchange.row_heights import height
from kpi.exchange.workbook import Look, Writer, protect, widths
from kpi.language.message import N_, Message

WIDE = 110.0
STEPS = (
    N_("Fill in only the white cells of the sheets “Work” and “General criteria”. Grey cells come from the tool."),
    N_(
        "Write what was done in the month. 0 means nothing was done; an empty cell means it is not known yet, "
        "and the month cannot be handed in while one is missing."
    ),
    N_("“Quality met” counts the products that met quality; leave it empty when all that were done did."),
    N_(
        "“Failed reviews” and “Times late” are whole numbers. Where the cause was objective, write it beside; "
        "your head decides on it."
    ),
    N_("An evidence link begins with https://. Files are attached in the tool."),
    N_("Do not delete, add, copy or sort away rows, and do not rename sheets or headers."),
    N_(
        "Save the file as .xlsx and upload it on the page “My month”. You see every difference before anything is "
        "saved; if one cell is wrong, nothing is saved and the cell is named."
    ),
    N_("If the month changed in the tool after the download, both values are shown and you choose."),
)


def write_guide(writer: Writer, title: str, language: str) -> None:
    """Add the sheet."""
    sheet = writer.sheet(title)
    widths(sheet, [5, WIDE])
    writer.put(sheet, 1, 2, title, Look(size=14, bold=True))
    for number, step in enumerate(STEPS, 1):
        writer.put(sheet, number + 2, 1, number, Look(size=12, across="center", down="top"))
        writer.put(sheet, number + 2, 2, Message(step).in_(language), Look(size=12, down="top"))
        sheet.row_dimensions[number + 2].height = height(Message(step).in_(language), WIDE, 12) + 4
    page: Any = sheet
    page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToHeight = True, 0
    page.sheet_view.showGridLines = False
    protect(sheet)
