"""Papers as a workbook: the heading over the first table, every further table on a sheet of its own."""

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.worksheet.properties import PageSetupProperties

from kpi.exchange.papers.paper import FORMATS, Paper, Signature, Table
from kpi.exchange.papers.wording import text
from kpi.exchange.row_heights import height
from kpi.exchange.workbook import Look, Writer, footer_text, widths

MILLIMETRE = 1 / 25.4
A4 = 9
PLAIN, BOLD = Look(), Look(bold=True)
MIDDLE = Look(across="center")
SMALL = Look(size=12, across="center", down="top")
STRONG_SMALL = Look(size=12, bold=True, across="center", down="top")
TITLE = Look(size=14, bold=True, across="center")
SUBTITLE = Look(bold=True, across="center")
RED = Look(bold=True, across="center", color="C00000")
SLANTED = Look(italic=True, across="center", size=12)
HEAD = Look(size=12, bold=True, across="center", boxed=True, fill="F2F2F2")


def workbook(papers: Iterable[Paper]) -> bytes:
    """Papers in one .xlsx file. Text stays text, whatever it begins with. ValueError for none."""
    writer = Writer()
    for paper in papers:
        _write(writer, paper)
    if len(writer.book.worksheets) < 2:
        raise ValueError("no paper to write")
    return writer.to_bytes()


def _write(writer: Writer, paper: Paper) -> None:
    first, *further = paper.tables
    sheet = Sheet(writer, paper.sheet or paper.agency, first, paper)
    sheet.heading(paper)
    for line in paper.before:
        sheet.across(line, PLAIN)
    sheet.table(first)
    for line in paper.after:
        sheet.across(line, PLAIN)
    sheet.signatures(paper.left, paper.right)
    sheet.finish(paper)
    for table in further:
        own = Sheet(writer, table.title, table, paper)
        own.across(table.title, TITLE)
        own.space(6)
        own.table(table)
        own.finish(paper)


class Sheet:
    """A sheet being filled from the top, its grid the columns of its table."""

    def __init__(self, writer: Writer, title: str, table: Table, paper: Paper) -> None:
        self.writer, self.sheet = writer, writer.sheet(title)
        self.widths = [column.width for column in table.columns]
        self.last, self.row, self.repeated = len(self.widths), 0, 0
        widths(self.sheet, self.widths)
        self.half = self._half()

    def _half(self) -> int:
        """The last column of the left half of the heading."""
        whole, used = sum(self.widths), 0.0
        for place, width in enumerate(self.widths, 1):
            used += width
            if used >= whole * 0.4:
                return min(place, self.last - 1)
        return self.last - 1

    def line(self, *parts: tuple[int, int, Any, Look], least: float = 0.0) -> None:
        """A row of cells, each (first column, last column, value, look), as high as its longest text needs."""
        self.row += 1
        need = least
        for first, last, value, look in parts:
            self.writer.merge(self.sheet, self.row, first, last, value, look)
            room = sum(self.widths[first - 1 : last])
            need = max(need, height(value if isinstance(value, str) else "", room, look.size, bold=look.bold))
        self.sheet.row_dimensions[self.row].height = need

    def across(self, value: str, look: Look) -> None:
        """One text over the whole width."""
        self.line((1, self.last, value, look))

    def space(self, points: float) -> None:
        """An empty row."""
        self.row += 1
        self.sheet.row_dimensions[self.row].height = points

    def heading(self, paper: Paper) -> None:
        """Agency and motto, number and date, title, and what a reader must know first."""
        left, right = (1, self.half), (self.half + 1, self.last)
        above, agency = (paper.above, paper.agency) if paper.above else (paper.agency, "")
        top = SMALL if paper.above else STRONG_SMALL
        self.line((*left, above.upper(), top), (*right, text("nation"), STRONG_SMALL))
        self.line((*left, agency.upper(), STRONG_SMALL), (*right, text("motto"), Look(bold=True, across="center")))
        self.line((*left, paper.number, SMALL), (*right, paper.place_date, SLANTED))
        self.space(8)
        self.across(paper.title, TITLE)
        if paper.subtitle:
            self.across(paper.subtitle, SUBTITLE)
        for mark in paper.marks:
            self.across(mark, RED)
        self.space(8)

    def table(self, table: Table) -> None:
        """The heading row, which every page repeats, and the rows."""
        self.line(*((place, place, column.heading, HEAD) for place, column in enumerate(table.columns, 1)))
        self.repeated = self.row
        for number, row in enumerate(table.rows):
            bold = number in table.strong
            cells = [_cell(column.kind, row.get(column.key), bold) for column in table.columns]
            self.line(*((place, place, value, look) for place, (value, look) in enumerate(cells, 1)))
        if not table.rows:
            self.across(table.empty, Look(size=12, italic=True, across="center", boxed=True))
        self.space(6)

    def signatures(self, left: Signature, right: Signature) -> None:
        """Two signatures side by side; none where there is nobody to sign."""
        if not (left.office or right.office):
            return
        sides = ((1, self.half, left), (self.half + 1, self.last, right))
        strong = Look(bold=True, across="center")
        self.line(*((first, last, side.office, strong) for first, last, side in sides))
        self.line(*((first, last, side.note, SLANTED) for first, last, side in sides))
        self.space(64)
        self.line(*((first, last, side.name, strong) for first, last, side in sides))

    def finish(self, paper: Paper) -> None:
        """Paper, margins, repeated row, page number."""
        sheet: Any = self.sheet
        sheet.page_setup.paperSize = A4
        sheet.page_setup.orientation = "landscape" if paper.landscape else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.top = margins.bottom = margins.right = 20 * MILLIMETRE
        margins.left = 30 * MILLIMETRE
        if self.repeated:
            sheet.print_title_rows = f"{self.repeated}:{self.repeated}"
        sheet.sheet_view.showGridLines = False
        sheet.oddFooter.center.text = text("page", page="&P/&N")
        if paper.marks:
            sheet.oddHeader.center.text = footer_text(" – ".join(paper.marks))


def _cell(kind: str, value: Any, bold: bool) -> tuple[Any, Look]:
    """Figures stay figures, with the number format of their kind; a change is shown in points of a hundred."""
    if kind == "text" or isinstance(value, str):
        return value, Look(size=12, boxed=True, bold=bold, across="left" if kind == "text" else "center")
    if kind == "change" and value is not None:
        value = float(value) * 100
    whole = kind == "number" and value is not None and float(value).is_integer()
    form = "#,##0" if whole else FORMATS[kind]
    return value, Look(size=12, boxed=True, bold=bold, across="center", number=form)


def rows_of(values: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Rows numbered from 1 under "number"."""
    return tuple({"number": place, **row} for place, row in enumerate(values, 1))
