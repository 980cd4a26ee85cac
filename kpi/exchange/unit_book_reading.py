"""Reading a unit's workbook of assignments: what would be assigned to whom, and every error by row. Saves nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kpi.exchange.cells import BadCellError
from kpi.exchange.month_book_columns import META, titles
from kpi.exchange.rows import UnreadableTableError, is_empty
from kpi.exchange.tables import CellError
from kpi.exchange.typed_cells import day_in, shown, value_in
from kpi.exchange.unit_book_choices import BadChoiceError, Choices
from kpi.exchange.unit_book_columns import ASSIGN, ASSIGN_SHEET, VERSION
from kpi.exchange.unit_book_command import ApplyAssignmentBook, AssignmentRow
from kpi.exchange.unit_book_lists import Assignee, AssignmentLists, Given, Offered
from kpi.exchange.workbook_reading import Place, Sheet, find_columns, open_workbook
from kpi.language.message import N_, Message, say

TYPED = ("person", "name", "product", "title", "quantity", "due")
NAMES = {column.key: column for column in ASSIGN}
OPTIONAL = {"catalogue"}


@dataclass(frozen=True)
class NewWork:
    """A row that would be assigned, with the names a screen shows."""

    row: AssignmentRow
    code: str
    person: str
    product: str


@dataclass(frozen=True)
class AssignmentReading:
    """What was read. Nothing has been saved; with an error nothing can be.

    work: what would be added. repeated: how many rows are assigned already, word for word, and are left out.
    """

    period_id: int
    work: tuple[NewWork, ...] = ()
    errors: tuple[CellError, ...] = ()
    notices: tuple[Message, ...] = ()
    repeated: int = 0

    @property
    def usable(self) -> bool:
        """Whether there is something to assign and nothing in the way."""
        return bool(self.work) and not self.errors

    def command(self) -> ApplyAssignmentBook:
        """The command that assigns all of it. ValueError while there are errors."""
        if self.errors:
            raise ValueError("a workbook with errors cannot be applied")
        return ApplyAssignmentBook(self.period_id, tuple(new.row for new in self.work))


@dataclass
class _Found:
    lists: AssignmentLists
    language: str
    choices: Choices
    work: list[NewWork] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    rows: dict[tuple[int, int, str], int] = field(default_factory=dict)
    repeated: int = 0


def read_assignment_book(data: bytes, lists: AssignmentLists, language: str = "vi") -> AssignmentReading:
    """Check an uploaded workbook against `assignment_lists` read just now. Never raises for a bad file."""
    try:
        sheets = open_workbook(data)
    except UnreadableTableError as unreadable:
        return _refused(lists, unreadable.message, language)
    head, headers = _meta(sheets.get(META))
    if wrong := _wrong_book(head, lists):
        return _refused(lists, wrong, language)
    names = [Message(ASSIGN_SHEET).in_(each) for each in (language, "vi", "en")]
    sheet = next((sheets[name] for name in names if name in sheets), None)
    if sheet is None:
        missing = say("The sheet “{sheet}” is missing or was renamed. Give it this name again.", sheet=names[0])
        return _refused(lists, missing, language)
    place = find_columns(sheet, titles(ASSIGN, headers))
    found = _Found(lists, language, Choices(lists))
    if absent := [key for key in place.absent if key not in OPTIONAL]:
        _absent(found, place, absent)
    else:
        _rows(found, place)
    return AssignmentReading(
        lists.period_id, tuple(found.work), tuple(found.errors), tuple(_notices(found)), found.repeated
    )


def _rows(found: _Found, place: Place) -> None:
    for number in place.numbers:
        if any(not is_empty(place.cell(number, key)) for key in TYPED):
            _row(found, place, number)


def _row(found: _Found, place: Place, number: int) -> None:
    """One row, with every cell that is wrong in it."""
    before = len(found.errors)
    read = {key: _cell(found, place, number, key) for key in TYPED}
    values = {key: value for key, (value, _) in read.items()}
    person = product = None
    if read["person"][1] and read["name"][1]:
        person = _chosen(found, place, number, lambda: found.choices.person(values["person"], values["name"]))
    if read["product"][1]:
        product = _chosen(found, place, number, lambda: found.choices.product(values["product"], person))
    if read["quantity"][1]:
        _chosen(found, place, number, lambda: found.choices.quantity(values["quantity"]))
    if read["due"][1]:
        _chosen(found, place, number, lambda: found.choices.due(values["due"]))
    if len(found.errors) == before and person is not None and product is not None:
        _add(found, place, number, (person, product), values)


def _add(found: _Found, place: Place, number: int, who: tuple[Assignee, Offered], values: dict[str, Any]) -> None:
    """A row whose cells are all fine: new work, a repetition, or something assigned otherwise already."""
    person, product = who
    title = (values["title"] or product.detail)[:300]
    row = AssignmentRow(number, person.id, product.id, title, float(values["quantity"]), values["due"])
    first = found.rows.setdefault((person.id, product.id, title), number)
    given = next((each for each in person.present if (each.product_id, each.title) == (product.id, title)), None)
    if first != number:
        _wrong(found, place, number, "title", title, say("The row repeats row {row}. Keep one of them.", row=first))
    elif given is None:
        found.work.append(NewWork(row, person.code, person.name, product.code))
    elif _same(given, row):
        found.repeated += 1
    else:
        _wrong(found, place, number, "quantity", row.quantity, say(OTHERWISE, quantity=given.quantity))


def _same(given: Given, row: AssignmentRow) -> bool:
    return (given.quantity, given.due) == (row.quantity, row.due)


def _cell(found: _Found, place: Place, number: int, key: str) -> tuple[Any, bool]:
    cell = place.cell(number, key)
    try:
        return (day_in(cell) if key == "due" else value_in(cell, KINDS[key])), True
    except BadCellError as bad:
        _wrong(found, place, number, key, shown(cell), bad.message)
        return None, False


def _chosen(found: _Found, place: Place, number: int, choose: Any) -> Any:
    try:
        return choose()
    except BadChoiceError as bad:
        _wrong(found, place, number, bad.column, bad.value, bad.message)
        return None


def _wrong(found: _Found, place: Place, number: int, key: str, value: Any, message: Message) -> None:
    written = f"{value:%d/%m/%Y}" if isinstance(value, date) else value
    found.errors.append(CellError(place.sheet.title, number, NAMES[key].in_(found.language), written, message))


def _absent(found: _Found, place: Place, absent: list[str]) -> None:
    for key in absent:
        column = NAMES[key].in_(found.language)
        found.errors.append(CellError(place.sheet.title, place.top or None, column, None, Message(HEADER)))


def _meta(sheet: Sheet | None) -> tuple[dict[str, str], dict[str, str]]:
    rows = [[str(cell) for cell in [*row, "", "", ""][:3]] for row in (sheet.rows.values() if sheet else ())]
    kept = {kind: {name: value for part, name, value in rows if part == kind} for kind in ("head", "column")}
    return kept["head"], kept["column"]


def _wrong_book(head: dict[str, str], lists: AssignmentLists) -> Message | None:
    if head.get("kind") != "assignment" or head.get("version") != str(VERSION):
        return say(
            "This is not a unit's workbook downloaded from the tool, or its hidden sheet was damaged. "
            "Download it again and copy your rows into it."
        )
    if head.get("period") != lists.period:
        return say(
            "The workbook is for {other}, but the period on the screen is {period}. Choose the right file or period.",
            other=head.get("period", "–"),
            period=lists.period,
        )
    return None


def _refused(lists: AssignmentLists, message: Message, language: str) -> AssignmentReading:
    return AssignmentReading(lists.period_id, errors=(CellError(Message(FILE).in_(language), None, "", None, message),))


def _notices(found: _Found) -> Iterable[Message]:
    if found.repeated:
        yield say("{count} rows are assigned already and are left out.", count=found.repeated)
    if not found.work and not found.errors and not found.repeated:
        yield say("No row is filled in yet.")


KINDS = {"person": "text", "name": "text", "product": "text", "title": "text", "quantity": "number"}
FILE = N_("Workbook")
HEADER = N_("The column is missing or its header was renamed. Write the header as it was.")
OTHERWISE = N_(
    "This work is assigned already with quantity {quantity} or another due date. "
    "Change it on the page “Assign work”, or give this row another title."
)
