"""What Excel itself checks while a month's workbook is filled in. The same limits are checked again on upload."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kpi.assessment.cells import DECLARED, LONGEST, MOST_TIMES_ASSIGNED
from kpi.exchange.month_book_columns import MARKS, META, SHARES, WORK
from kpi.language.message import Message, say

DECIMAL, WHOLE, TEXT, OWN, CHOICE = "decimal", "whole", "textLength", "custom", "list"


def work_checks(sheet: Worksheet, first: int, last: int, language: str) -> None:
    """Counts, links and lengths of the work sheet."""
    if last < first:
        return
    at = {column.key: get_column_letter(place) for place, column in enumerate(WORK, 1)}
    done = f"N(${at['done']}{first})"
    assigned = f"{MOST_TIMES_ASSIGNED}*${at['assigned']}{first}"
    check = _Checks(sheet, first, last, language)
    check.add(at["done"], DECIMAL, "0", assigned, say("A number from 0 to ten times what was assigned."))
    for name in ("quality_ok", "exceeded"):
        check.add(at[name], DECIMAL, "0", done, say("A number from 0 to what was done."))
    for name in ("failed", "late", "hours"):
        most = DECLARED[name].most or 0
        kind = WHOLE if DECLARED[name].whole else DECIMAL
        said = (
            say("A whole number from 0 to {most}.", most=most)
            if kind == WHOLE
            else say("A number from 0 to {most}.", most=most)
        )
        check.add(at[name], kind, "0", f"{most:g}", said)
    link = f"{at['link']}{first}"
    web = f'=OR(LEFT({link},8)="https://",LEFT({link},7)="http://")'
    check.add(at["link"], OWN, web, None, say("A web address that begins with https://."))
    for name in ("cause", "note"):
        check.add(at[name], TEXT, "0", str(LONGEST), say("At most {most} characters.", most=LONGEST))


def mark_checks(sheet: Worksheet, first: int, points: int, last: int, language: str) -> None:
    """Points up to each criterion's maximum; 50% or 100% for a leader's criteria."""
    at = {column.key: get_column_letter(place) for place, column in enumerate(MARKS, 1)}
    most = f"${at['most']}{first}"
    check = _Checks(sheet, first, points, language)
    check.add(at["value"], DECIMAL, "0", most, say("A number from 0 to the maximum beside it."))
    if last > points:
        shares = f"={META}!{SHARES}"
        _Checks(sheet, points + 1, last, language).add(at["value"], CHOICE, shares, None, say("50% or 100% (Art. 15)."))
    _Checks(sheet, first, last, language).add(
        at["reason"], TEXT, "0", str(LONGEST), say("At most {most} characters.", most=LONGEST)
    )


class _Checks:
    def __init__(self, sheet: Worksheet, first: int, last: int, language: str) -> None:
        self.sheet, self.first, self.last, self.language = sheet, first, last, language

    def add(self, letter: str, kind: str, least: str, most: str | None, said: Message) -> None:
        """Check one column; the sentence is shown beside the cell and when it is refused."""
        text = said.in_(self.language)
        rule = DataValidation(
            type=kind,  # type: ignore[arg-type]
            operator=None if kind in (OWN, CHOICE) else "between",
            formula1=least.lstrip("="),
            formula2=most,
            allow_blank=True,
            showErrorMessage=True,
            showInputMessage=True,
            error=text,
            errorTitle=self.sheet.title[:31],
            prompt=text,
        )
        rule.add(f"{letter}{self.first}:{letter}{self.last}")
        self.sheet.add_data_validation(rule)
