"""The workbook officials are entered in, and the sheet their one-time passwords are handed out from."""

from collections.abc import Mapping, Sequence

from openpyxl.worksheet.datavalidation import DataValidation

from kpi.exchange.officials import COLUMNS, HEADER_OF, ROLES
from kpi.exchange.plain_sheet import HEADER, TEXT, list_workbook
from kpi.exchange.workbook import Writer, widths
from kpi.language.catalogue import translate
from kpi.language.message import N_

WIDTHS = (14, 28, 16, 18, 30, 34, 34, 34, 12, 14, 22)
ROWS = 5000
SHOWN_ROLES = [ROLES["head"][1], ROLES["deputy"][1], ROLES["staff"][1]]


def officials_template(units: Mapping[str, str], language: str) -> bytes:
    """An empty table to fill in, with a list of the units' codes beside it; its headers are those the import reads."""
    writer = Writer()
    sheet = writer.sheet(translate(N_("Officials"), language))
    for place, column in enumerate(COLUMNS, 1):
        writer.put(sheet, 1, place, column.name, HEADER)
    widths(sheet, WIDTHS)
    sheet.freeze_panes = "A2"
    listed = writer.sheet(translate(N_("Unit codes"), language))
    for place, header in enumerate((N_("Unit code"), N_("Unit")), 1):
        writer.put(listed, 1, place, translate(header, language), HEADER)
    for number, (code, name) in enumerate(units.items(), 2):
        writer.put(listed, number, 1, code, TEXT)
        writer.put(listed, number, 2, name, TEXT)
    widths(listed, (16, 60))
    names = [column.name for column in COLUMNS]
    _choose(sheet, names.index(HEADER_OF["unit_code"]), f"='{listed.title}'!$A$2:$A${max(2, len(units) + 1)}")
    _choose(sheet, names.index(HEADER_OF["role"]), '"' + ",".join(SHOWN_ROLES) + '"')
    _choose(sheet, names.index(HEADER_OF["party_member"]), '"x,không"')
    return writer.to_bytes()


def _choose(sheet: object, place: int, formula: str) -> None:
    letter = "ABCDEFGHIJKLMN"[place]
    rule = DataValidation(type="list", formula1=formula, allow_blank=True)
    sheet.add_data_validation(rule)  # type: ignore[attr-defined]
    rule.add(f"{letter}2:{letter}{ROWS + 1}")


def passwords_workbook(people: Sequence[tuple[str, str, str]], passwords: Mapping[str, str], language: str) -> bytes:
    """One row a new account, to be cut and handed over. people: account, full name and unit code."""
    headers = (N_("Name"), N_("Unit code"), N_("Account"), N_("One-time password"))
    rows = [(name, unit, account, passwords[account]) for account, name, unit in people if account in passwords]
    title = translate(N_("One-time passwords"), language)
    return list_workbook(title, [translate(one, language) for one in headers], rows, (32, 16, 24, 28), headed=False)
