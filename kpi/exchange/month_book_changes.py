"""What an uploaded workbook would change: differences, conflicts with what changed meanwhile, and errors by row."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from kpi.assessment.marks import MarkValue
from kpi.assessment.record import Cell
from kpi.assessment.views import MonthView
from kpi.exchange.month_book_command import ApplyMonthBook
from kpi.exchange.tables import CellError
from kpi.language.message import Message

MARKS = "marks"


@dataclass(frozen=True)
class Difference:
    """One cell that differs from the tool.

    part: "work" or "marks". key: the line's id or the criterion's code. field: the stored column. row: Excel's row.
    what: the work's title or the criterion. column: its header's English text, to be translated. before: what the
    tool has now. after: what the workbook says.
    """

    part: str
    key: str
    field: str
    sheet: str
    row: int
    what: str
    column: str
    before: Any
    after: Any

    def column_in(self, language: str) -> str:
        """The column's name for people."""
        return Message(self.column).in_(language)


@dataclass(frozen=True)
class Conflict:
    """A cell changed in the workbook and, since the download, in the tool as well: a person chooses."""

    difference: Difference
    downloaded: Any


@dataclass(frozen=True)
class BookReading:
    """What was read. Nothing has been saved; with an error nothing can be."""

    month: MonthView | None
    differences: tuple[Difference, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    errors: tuple[CellError, ...] = ()
    notices: tuple[Message, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether there is something to save and nothing in the way."""
        return self.month is not None and not self.errors and bool(self.differences or self.conflicts)

    def command(self, mine: Collection[Conflict] = ()) -> ApplyMonthBook:
        """The command that saves the differences, and of the conflicts those where the workbook's value is chosen.

        ValueError while there are errors.
        """
        if self.month is None or self.errors:
            raise ValueError("a workbook with errors cannot be applied")
        chosen = [*self.differences, *(conflict.difference for conflict in self.conflicts if conflict in mine)]
        cells = tuple(Cell(int(each.key), each.field, each.after, each.before) for each in chosen if each.part != MARKS)
        marks = _marks(self.month, [each for each in chosen if each.part == MARKS])
        return ApplyMonthBook(self.month.id, self.month.revision, cells, marks)


def _marks(month: MonthView, chosen: list[Difference]) -> tuple[MarkValue, ...]:
    """A criterion is saved with its reason: the half that did not change is kept as it is."""
    kept = {mark["criterion"]: mark for mark in month.marks}
    found: dict[str, dict[str, Any]] = {}
    for each in chosen:
        now = kept.get(each.key, {"self_value": None, "self_reason": None})
        found.setdefault(each.key, {"value": now["self_value"], "reason": now["self_reason"]})[each.field] = each.after
    return tuple(MarkValue(key, values["value"], values["reason"]) for key, values in found.items())
