"""What is wrong with a table, said for whoever has to correct it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kpi.language.message import N_, Message


@dataclass(frozen=True)
class InputFault:
    """One value no need can be computed from.

    table: "families", "activities", "support" or "individual". row: position in that table, from 0 (-1: the table as
    a whole). unit, family: whose row it is ("" where that itself is missing). value: what stands in the cell.
    """

    table: str
    row: int
    unit: str
    family: str
    column: str
    value: Any
    message: Message

    @property
    def told(self) -> Message:
        """The message with the unit and family it is about."""
        if not self.unit:
            return self.message
        values = {"unit": self.unit, "family": self.family or "–", "message": self.message}
        return Message(N_("unit {unit}, family {family}: {message}"), values)


class InputFaults(ValueError):  # noqa: N818 - it holds several
    """Every fault found in the tables given to `need`, in `.faults`; nothing was computed."""

    def __init__(self, faults: Sequence[InputFault]) -> None:
        super().__init__(faults)
        self.faults = list(faults)

    def __str__(self) -> str:
        return "; ".join(f"{f.table}[{f.row}].{f.column} = {f.value!r}: {f.told.in_('en')}" for f in self.faults)
