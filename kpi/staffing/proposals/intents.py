"""What planners and heads of units mean to do with a proposal; plain data."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class SolveReallocation:
    """A new proposal for today (scenario_id None) or a scenario. year: of the workload. terms: as in `Terms`."""

    title: str
    year: int
    terms: dict[str, Any]
    scenario_id: int | None = None

    @property
    def about(self) -> str:
        """The proposal, for the audit."""
        return f"reallocation {self.title}"


@dataclass(frozen=True)
class OfProposal:
    """A command on one proposal."""

    reallocation_id: int

    @property
    def about(self) -> str:
        """The proposal, for the audit."""
        return f"reallocation {self.reallocation_id}"


@dataclass(frozen=True)
class SolveAgain(OfProposal):
    """The same proposal solved anew: with today's figures, these terms, and every fixed move."""

    terms: dict[str, Any]


@dataclass(frozen=True)
class FixMove(OfProposal):
    """The planner's word on a move, for every next solving: exactly so many people; 0 forbids it."""

    from_unit: str
    from_family: str
    to_unit: str
    to_family: str
    people: int
    reason: str = ""


@dataclass(frozen=True)
class FreeMove(OfProposal):
    """A fixed move is left to the solver again."""

    pin_id: int


@dataclass(frozen=True)
class PublishProposal(OfProposal):
    """Units see the moves that concern them and answer by a day."""

    answer_by: date


@dataclass(frozen=True)
class WithdrawProposal(OfProposal):
    """A published proposal is taken back; units no longer see it."""

    reason: str


@dataclass(frozen=True)
class AnswerProposal:
    """The head of a unit accepts a move that concerns it, or does not and says why."""

    move_id: int
    unit: str
    accepted: bool
    reason: str = ""

    @property
    def about(self) -> str:
        """The unit, for the audit."""
        return f"unit {self.unit}"
