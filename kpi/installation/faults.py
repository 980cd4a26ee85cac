"""What is wrong in the data files a province is set up from, with its place, all of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.language.message import Message


@dataclass(frozen=True)
class Fault:
    """One thing to correct: the file, the row or item in it, and what to do."""

    file: str
    place: str
    message: Message

    def in_(self, language: str) -> str:
        """One line for a person, the place first."""
        return f"{self.file}, {self.place}: {self.message.in_(language)}"


class DataFaults(ValueError):  # noqa: N818 - it carries what to correct
    """Every fault found in the data files, in `.faults`; nothing was set up."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = list(faults)

    def in_(self, language: str) -> str:
        """One line for each fault."""
        return "\n".join(fault.in_(language) for fault in self.faults)

    def __str__(self) -> str:
        return self.in_("en")
