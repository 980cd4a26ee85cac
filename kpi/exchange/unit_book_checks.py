"""Lists and limits Excel itself offers while work is assigned in a unit's workbook."""

from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kpi.assessment.new_lines import MOST_ASSIGNED
from kpi.exchange.unit_book_columns import PEOPLE_SHEET, PRODUCTS_SHEET
from kpi.exchange.unit_book_lists import AssignmentLists
from kpi.exchange.workbook import Look, Writer
from kpi.language.message import Message, say
from kpi.language.numbers import format_date

FROM_CATALOGUE = Look(size=11, boxed=True, fill="EDEDED")


def assign_checks(writer: Writer, sheet: Worksheet, lists: AssignmentLists, rows: int, language: str) -> None:
    """Codes and names from the lists, a quantity above zero, a day not before the period; the product shown beside."""
    last = rows + 1
    people, products = (f"'{Message(name).in_(language)}'!" for name in (PEOPLE_SHEET, PRODUCTS_SHEET))
    _listed(
        sheet, f"A2:A{last}", f"{people}$A$2:$A${len(lists.people) + 1}", say("A code of the sheet “People”."), language
    )
    _listed(
        sheet, f"B2:B{last}", f"{people}$B$2:$B${len(lists.people) + 1}", say("A name of the sheet “People”."), language
    )
    codes = f"{products}$A$2:$A${len(lists.products) + 1}"
    _listed(sheet, f"C2:C{last}", codes, say("A code of the sheet “Products”."), language)
    many = say("A number above 0 and at most {most}.", most=MOST_ASSIGNED)
    _limited(sheet, f"E2:E{last}", many, language, type="decimal", formula1="0.01", formula2=str(MOST_ASSIGNED))
    day = say("A day from {day} on.", day=format_date(lists.starts))
    start = f"DATE({lists.starts.year},{lists.starts.month},{lists.starts.day})"
    _limited(sheet, f"F2:F{last}", day, language, type="date", operator="greaterThanOrEqual", formula1=start)
    named = codes.replace("$A$", "$B$")
    for row in range(2, last + 1):
        formula = f'=IFERROR(INDEX({named},MATCH(C{row},{codes},0)),"")'
        writer.formula(sheet, row, 7, formula, FROM_CATALOGUE)


def _listed(sheet: Worksheet, cells: str, source: str, said: Message, language: str) -> None:
    _limited(sheet, cells, said, language, type="list", formula1=source, operator=None)


def _limited(sheet: Worksheet, cells: str, said: Message, language: str, **rule: Any) -> None:
    text = said.in_(language)
    check = DataValidation(
        **{"operator": "between", "allow_blank": True, **rule},
        error=text,
        prompt=text,
        showErrorMessage=True,
        showInputMessage=True,
    )
    check.add(cells)
    sheet.add_data_validation(check)
