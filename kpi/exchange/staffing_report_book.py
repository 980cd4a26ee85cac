"""The staffing workbook: inputs as values, A × B + C and everything after it as live formulas."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kpi.exchange.workbook import Look, Writer, widths
from kpi.language.catalogue import translate
from kpi.language.message import N_
from kpi.staffing.families import family_name
from kpi.staffing.today import Picture
from kpi.staffing.volumes.sources import SOURCE_NAMES
from kpi.staffing.wisn import working_year
from kpi.staffing.wisn.available import WEEKS
from kpi.staffing.wisn.columns import USUAL_WEEK

HEADER = Look(size=11, bold=True, across="center", boxed=True, fill="F1EDE6")
TEXT = Look(size=11, boxed=True, wrapped=False)
FIGURE = Look(size=11, across="right", boxed=True, number="#,##0.00")
WHOLE = Look(size=11, across="right", boxed=True, number="#,##0")
EXACT = Look(size=11, across="right", boxed=True, number="#,##0.0000")
TITLE = Look(size=14, bold=True, wrapped=False)
NOTE = Look(size=10, italic=True, wrapped=False)
SHEETS = ("units", "families", "activities", "support", "duties", "parameters")
SHEET_NAMES = {
    "units": N_("Units"),
    "families": N_("Job families"),
    "activities": N_("Activities"),
    "support": N_("Support"),
    "duties": N_("Duties"),
    "parameters": N_("Working time"),
}
RESULTS = (N_("short"), N_("over"), N_("no difference shown"))
AWT, BAND, HOURS, WEEK = ("$B$8", "$B$9", "$B$6", "$B$7")


@dataclass
class Book:
    """A workbook being written in one language."""

    picture: Picture
    band: float
    language: str
    writer: Writer = field(default_factory=Writer)
    sheets: dict[str, Worksheet] = field(default_factory=dict)

    def say(self, text: str) -> str:
        """A text of the catalogue."""
        return translate(text, self.language)

    def ref(self, sheet: str) -> str:
        """A sheet's name inside a formula."""
        return f"'{self.sheets[sheet].title}'!"


def staffing_workbook(picture: Picture, band: float, language: str) -> bytes:
    """An .xlsx file: units, families, activities, support, duties, working time. band: of the intervals, a share."""
    book = Book(picture, band, language)
    for name in SHEETS:
        book.sheets[name] = book.writer.sheet(book.say(SHEET_NAMES[name]))
    _parameters(book)
    _activities(book)
    _support(book)
    _duties(book)
    _families(book)
    _units(book)
    book.writer.book.calculation.fullCalcOnLoad = True
    return book.writer.to_bytes()


def _table(book: Book, name: str, headers: Sequence[str], columns: Sequence[float]) -> Worksheet:
    sheet = book.sheets[name]
    for place, header in enumerate(headers, 1):
        book.writer.put(sheet, 1, place, book.say(header), HEADER)
    widths(sheet, columns)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    return sheet


def _row(book: Book, sheet: Worksheet, row: int, cells: Sequence[tuple[Any, Look]]) -> None:
    """A row of values and formulas."""
    for place, (value, look) in enumerate(cells, 1):
        if isinstance(value, Formula):
            book.writer.formula(sheet, row, place, value.text, look)
        else:
            book.writer.put(sheet, row, place, value, look)


@dataclass(frozen=True)
class Formula:
    """A formula of our own, never holding anything a person typed."""

    text: str


def _parameters(book: Book) -> None:
    sheet, criteria = book.sheets["parameters"], book.picture.inputs.criteria
    year = working_year(book.picture.inputs.year)
    rows: list[tuple[str, Any]] = [
        (N_("Working days of the year (Monday to Friday)"), year.working_days),
        (N_("Public holidays on them"), year.public_holidays),
        (N_("Annual leave (days a year)"), criteria.number("annual_leave")),
        (N_("Sick leave (days a year)"), criteria.number("sick_leave")),
        (N_("Training and other absence (days a year)"), criteria.number("other_leave")),
        (N_("Working hours a day"), criteria.number("hours_per_day")),
        (N_("Working days a week"), max(USUAL_WEEK, round(year.working_days / WEEKS))),
        (N_("Available working time (hours a year)"), Formula("=(B1-B2-B3-B4-B5)*B6")),
        (N_("Band on unit times (share)"), book.band),
    ]
    for number, (label, value) in enumerate(rows, 1):
        _row(book, sheet, number, [(book.say(label), TEXT), (value, FIGURE)])
    book.writer.put(sheet, 11, 1, criteria.title, NOTE)
    book.writer.put(sheet, 12, 1, criteria.source, NOTE)
    widths(sheet, (52, 16))


def _activities(book: Book) -> None:
    headers = (
        *(
            N_("Unit code"),
            N_("Unit"),
            N_("Job family"),
            N_("Code"),
            N_("Activity"),
            N_("Volume a year"),
            N_("Source of the figure"),
        ),
        *(N_("Minutes each"), N_("One person a year"), N_("Posts"), N_("Key")),
    )
    sheet = _table(book, "activities", headers, (10, 24, 14, 9, 46, 14, 20, 12, 14, 12, 20))
    names = {a.code: a.named(book.language) for a in book.picture.inputs.criteria.activities}
    units = dict(zip(book.picture.units["unit"], book.picture.units["name"], strict=True))
    work = _of(book.picture.need.activities, units)
    awt = book.ref("parameters") + AWT
    for number, row in enumerate(work.to_dict("records"), 2):
        source = book.say(SOURCE_NAMES[row["source"]])
        _row(book, sheet, number, [
            (row["unit"], TEXT), (units[row["unit"]], TEXT), (row["family"], TEXT), (row["activity"], TEXT),
            (names[row["activity"]], TEXT), (float(row["volume"]), FIGURE), (source, TEXT),
            (float(row["unit_time_minutes"]), FIGURE), (Formula(f"={awt}*60/H{number}"), FIGURE),
            (Formula(f"=F{number}/I{number}"), EXACT), (Formula(f'=A{number}&"|"&C{number}'), TEXT),
        ])  # fmt: skip


def _support(book: Book) -> None:
    headers = (N_("Job family"), N_("Support activity"), N_("Amount"), N_("Counted in"), N_("Share"))
    sheet = _table(book, "support", headers, (16, 46, 12, 18, 12))
    place = book.ref("parameters")
    whole = {"min_per_day": f"({place}{HOURS}*60)", "hours_per_week": f"({place}{HOURS}*{place}{WEEK})",
             "hours_per_year": f"{place}{AWT}", "percent": "100"}  # fmt: skip
    first = book.picture.need.support.drop_duplicates(["family", "activity"])
    for number, row in enumerate(first.to_dict("records"), 2):
        _row(book, sheet, number, [
            (row["family"], TEXT), (row["activity"], TEXT), (float(row["amount"]), FIGURE), (row["basis"], TEXT),
            (Formula(f"=C{number}/{whole[row['basis']]}"), EXACT),
        ])  # fmt: skip


def _duties(book: Book) -> None:
    headers = (N_("Job family"), N_("Duty"), N_("Staff"), N_("Hours a year each"), N_("Hours a year"))
    sheet = _table(book, "duties", headers, (16, 52, 10, 16, 14))
    first = book.picture.need.individual.drop_duplicates(["family", "duty"])
    for number, row in enumerate(first.to_dict("records"), 2):
        _row(book, sheet, number, [
            (row["family"], TEXT), (row["duty"], TEXT), (float(row["staff"]), FIGURE),
            (float(row["hours_per_year"]), FIGURE), (Formula(f"=C{number}*D{number}"), FIGURE),
        ])  # fmt: skip


def _families(book: Book) -> None:
    headers = (
        *(
            N_("Unit code"),
            N_("Unit"),
            N_("Job family"),
            N_("Name of the family"),
            N_("Available hours"),
            "A",
            "B",
            "C",
        ),
        *("A × B + C", N_("Peak roster"), N_("Need"), N_("Least"), N_("Most"), N_("Existing")),
        *(N_("Existing − need"), N_("Existing ÷ need"), N_("Result")),
    )
    sheet = _table(book, "families", headers, (10, 24, 14, 34, *[12] * 12, 22))
    names = dict(zip(book.picture.units["unit"], book.picture.units["name"], strict=True))
    for number, row in enumerate(book.picture.families.to_dict("records"), 2):
        _row(book, sheet, number, [
            (row["unit"], TEXT), (names[row["unit"]], TEXT), (row["family"], TEXT),
            (family_name(row["family"], book.language), TEXT), *_need_cells(book, number),
            (float(row["peak"]), WHOLE), *_result_cells(book, number, float(row["existing"])),
        ])  # fmt: skip


def _need_cells(book: Book, n: int) -> list[tuple[Any, Look]]:
    work, help_, own = (book.ref(name) for name in ("activities", "support", "duties"))
    parts = book.ref("parameters")
    return [
        (Formula(f"={parts}{AWT}"), FIGURE),
        (Formula(f'=SUMIFS({work}$J:$J,{work}$K:$K,A{n}&"|"&C{n})'), EXACT),
        (Formula(f"=1/(1-SUMIFS({help_}$E:$E,{help_}$A:$A,C{n}))"), EXACT),
        (Formula(f"=SUMIFS({own}$E:$E,{own}$A:$A,C{n})/E{n}"), EXACT),
        (Formula(f"=F{n}*G{n}+H{n}"), EXACT),
    ]


def _result_cells(book: Book, n: int, existing: float) -> list[tuple[Any, Look]]:
    band = book.ref("parameters") + BAND
    return [
        (Formula(f"=MAX(I{n},J{n})"), FIGURE),
        (Formula(f"=MAX(F{n}*G{n}*(1-{band})+H{n},J{n})"), FIGURE),
        (Formula(f"=MAX(F{n}*G{n}*(1+{band})+H{n},J{n})"), FIGURE),
        (existing, WHOLE),
        (Formula(f"=N{n}-K{n}"), FIGURE),
        (Formula(f'=IF(K{n}>0,N{n}/K{n},"")'), FIGURE),
        (Formula(_result(book, f"N{n}", f"L{n}", f"M{n}")), TEXT),
    ]


def _result(book: Book, existing: str, low: str, high: str) -> str:
    short, over, equal = (book.say(text) for text in RESULTS)
    return f'=IF({existing}<{low}-0.000000001,"{short}",IF({existing}>{high}+0.000000001,"{over}","{equal}"))'


def _units(book: Book) -> None:
    headers = (
        *(N_("Unit code"), N_("Unit"), N_("Population"), N_("Existing"), N_("Norm"), N_("Need"), N_("Least")),
        *(N_("Most"), N_("Existing − need"), N_("Existing ÷ need"), N_("Result")),
    )
    sheet = _table(book, "units", headers, (10, 28, 14, *[12] * 7, 22))
    rows = book.picture.units.sort_values("gap", kind="stable").to_dict("records")
    for number, row in enumerate(rows, 2):
        norm = None if row["norm"] != row["norm"] else float(row["norm"])
        sums = [(Formula(_sum(book, column, number)), FIGURE) for column in ("K", "L", "M")]
        _row(book, sheet, number, [
            (row["unit"], TEXT), (row["name"], TEXT), (float(row["population"]), WHOLE),
            (Formula(_sum(book, "N", number)), WHOLE), (norm, WHOLE), *sums, (Formula(f"=D{number}-F{number}"), FIGURE),
            (Formula(f'=IF(F{number}>0,D{number}/F{number},"")'), FIGURE),
            (Formula(_result(book, f"D{number}", f"G{number}", f"H{number}")), TEXT),
        ])  # fmt: skip
    _totals(book, sheet, len(rows) + 2)


def _totals(book: Book, sheet: Worksheet, row: int) -> None:
    look = Look(size=11, bold=True, across="right", boxed=True, number="#,##0.00")
    total = [(Formula(f"=SUM({c}2:{c}{row - 1})"), look) for c in "CDEFGHI"]
    ratio = Formula(f'=IF(F{row}>0,D{row}/F{row},"")')
    _row(book, sheet, row, [("", look), (book.say(N_("All (pooled ratio)")), look), *total, (ratio, look), ("", look)])


def _sum(book: Book, column: str, row: int) -> str:
    there = book.ref("families")
    return f"=SUMIFS({there}${column}:${column},{there}$A:$A,A{row})"


def _of(table: pd.DataFrame, units: dict[str, str]) -> pd.DataFrame:
    return table[table["unit"].isin(list(units))]
