"""What can be wrong with rules and with the tables to be scored, said for the person who has to correct it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kpi.language.message import Message


class RuleError(ValueError):
    """A rule set, a date, a parameter or a choice that cannot be used; `.message` says what can."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return self.message.in_("en")


@dataclass(frozen=True)
class InputError:
    """One cell that cannot be scored.

    table: "lines" or "people". row: position in that table, from 0 (-1: the table as a whole).
    value: what stands in the cell. message: what is wrong and what to do.
    """

    table: str
    row: int
    column: str
    value: Any
    message: Message


class InputErrors(ValueError):  # noqa: N818 - it holds several
    """Every error found in the tables given to `score`, in `.errors`; nothing was scored."""

    def __init__(self, errors: Sequence[InputError]) -> None:
        super().__init__(errors)
        self.errors = list(errors)

    def __str__(self) -> str:
        found = (f"{e.table}[{e.row}].{e.column} = {e.value!r}: {e.message.in_('en')}" for e in self.errors)
        return "; ".join(found)
