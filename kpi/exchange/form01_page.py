"""The paper of Form 01: A4, margins as Decree 30/2020 sets them, one grid for the form and its annex."""

from collections.abc import Iterable
from typing import Any

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from kpi.assessment.views import MonthView
from kpi.exchange.form01_words import text
from kpi.exchange.row_heights import height
from kpi.exchange.workbook import Look, Writer, footer_text, plain_text, widths

GRID = (5.0, 24.0, 5.5, 6.0, 6.5, 7.0, 7.0, 7.0, 5.0, 5.0, 11.0)
LAST = len(GRID)
MILLIMETRE = 1 / 25.4
A4 = 9
FONT = "Times New Roman,Regular"
PAPER = 257 / 25.4 * 72  # points between the margins
PLAIN, BOLD = Look(), Look(bold=True)
TO_WRITE_ON = Look(rule="dotted")


class Page:
    """A sheet being filled from the top."""

    def __init__(self, writer: Writer, title: str) -> None:
        self.writer = writer
        self.sheet: Worksheet = writer.sheet(title)
        self.row = 0
        self.used = 0.0  # points of this page
        widths(self.sheet, GRID)

    def line(self, *parts: tuple[int, int, Any, Look], least: float = 0.0) -> int:
        """A row of cells, each (first column, last column, value, look), as high as its longest text needs."""
        self.row += 1
        need = least
        for first, last, value, look in parts:
            self.writer.merge(self.sheet, self.row, first, last, value, look)
            room = sum(GRID[first - 1 : last])
            need = max(need, height(value if isinstance(value, str) else "", room, look.size, bold=look.bold))
        self._high(need)
        return self.row

    def across(self, value: str, look: Look = PLAIN, least: float = 0.0) -> int:
        """One text over the whole width."""
        return self.line((1, LAST, value, look), least=least)

    def paragraphs(self, written: str | None, look: Look, blanks: int = 2) -> None:
        """A person's own words, a row for each paragraph; dotted lines to write on where there are none."""
        found = [part for part in plain_text(written or "").splitlines() if part.strip()]
        for part in found:
            self.across(part, look)
        for _ in range(0 if found else blanks):
            self.line((1, LAST, None, TO_WRITE_ON), least=22)
        self.space(4)

    def space(self, points: float) -> None:
        """An empty row."""
        self.row += 1
        self._high(points)

    def together(self, points: float) -> None:
        """Begin a new page unless the next rows, `points` high, still fit on this one."""
        if self.used + points > PAPER:
            self.turn()

    def _high(self, points: float) -> None:
        self.sheet.row_dimensions[self.row].height = points
        self.used = self.used + points if self.used + points <= PAPER else points

    def turn(self) -> None:
        """Begin a new page."""
        self.sheet.row_breaks.append(Break(id=self.row))
        self.used = 0.0

    def finish(self, view: MonthView, repeated: tuple[int, int] | None) -> None:
        """Paper, margins, print area, repeated rows, footer, and the marks of a draft or of generated data."""
        sheet: Any = self.sheet
        sheet.print_area = f"A1:K{self.row}"
        if repeated:
            sheet.print_title_rows = f"{repeated[0]}:{repeated[1]}"
        sheet.page_setup.paperSize = A4
        sheet.page_setup.orientation = "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.top = margins.bottom = 20 * MILLIMETRE
        margins.left, margins.right = 28 * MILLIMETRE, 15 * MILLIMETRE
        margins.header = margins.footer = 9 * MILLIMETRE
        sheet.sheet_view.showGridLines = False
        self._margins_text(view)

    def _margins_text(self, view: MonthView) -> None:
        sheet: Any = self.sheet
        bottom, top = sheet.oddFooter, sheet.oddHeader
        _say(bottom.left, text("footer", version=view.rules.version, revision=view.revision), 9, "000000")
        bottom.right.text, bottom.right.size, bottom.right.font = text("page"), 9, FONT
        if marks := " – ".join(marks_of(view)):
            _say(top.center, marks, 10, "C00000")


def _say(part: Any, value: str, size: int, color: str) -> None:
    part.text, part.size, part.color, part.font = footer_text(value), size, color, FONT


def marks_of(view: MonthView) -> Iterable[str]:
    """What a reader must know before anything else: not approved, corrected since, not real."""
    said = {"draft": view.state != "approved", "corrected": view.corrected, "generated": view.generated}
    return [text(name) for name, holds in said.items() if holds]
