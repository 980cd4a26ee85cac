"""What a file would change: its rows as new, changed, unchanged or refused, and what must be settled first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from kpi.exchange.tables import CellError
from kpi.language.message import N_, Message


class Outcome(StrEnum):
    """What becomes of a row's figure."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


OUTCOME_NAMES = {
    Outcome.NEW: N_("new"),
    Outcome.CHANGED: N_("changed"),
    Outcome.UNCHANGED: N_("unchanged"),
    Outcome.REFUSED: N_("refused"),
}


@dataclass(frozen=True)
class Line:
    """One figure of a row: of a unit and an indicator (`code`), or of a plan task (`code` is the task's).

    before, after: numerator and denominator, or progress and the day done; before is None for what is new. confirmed:
    the head confirmed what stands there, and would have to again. doubt: why it is unusual.
    """

    row: int
    target_id: int
    target: str
    code: str
    outcome: Outcome
    before: tuple[float | date | None, ...] | None
    after: tuple[float | date | None, ...]
    confirmed: bool = False
    doubt: Message | None = None
    detail: Mapping[str, Any] | None = None

    @property
    def quantities(self) -> tuple[float, float | None]:
        """Numerator and denominator, of a statistics line."""
        return cast(tuple[float, float | None], self.after)

    @property
    def state(self) -> tuple[float, date | None]:
        """Progress and the day done, of a task's line."""
        return cast(tuple[float, date | None], self.after)


@dataclass(frozen=True)
class UnknownName:
    """A name of the file nobody has said the meaning of, the rows it stands in, and codes of what comes nearest."""

    kind: str  # unit, task
    name: str
    rows: tuple[int, ...]
    near: tuple[str, ...]


@dataclass(frozen=True)
class Planned:
    """What the file would change. Nothing can be saved while there is an error or an unknown name.

    before: when and by whom this very file was imported with the mapping as it is now.
    """

    lines: tuple[Line, ...] = ()
    errors: tuple[CellError, ...] = ()
    unknown: tuple[UnknownName, ...] = ()
    notices: tuple[Message, ...] = ()
    before: tuple[datetime, str] | None = None

    @property
    def refused_rows(self) -> int:
        """Rows with something wrong."""
        return len({error.row for error in self.errors if error.row is not None})

    def counted(self, outcome: Outcome) -> int:
        """How many figures come out so; rows, for refused."""
        if outcome is Outcome.REFUSED:
            return self.refused_rows
        return sum(line.outcome is outcome for line in self.lines)

    @property
    def changes(self) -> list[Line]:
        """What would be written."""
        return [line for line in self.lines if line.outcome in (Outcome.NEW, Outcome.CHANGED)]

    @property
    def can_be_saved(self) -> bool:
        """Whether everything is settled and there is something to save."""
        return not self.errors and not self.unknown and self.before is None and bool(self.changes)
