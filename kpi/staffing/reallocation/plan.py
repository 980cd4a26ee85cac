"""What a reallocation answers: moves by number and family, what stays missing, and how good the answer is."""

from dataclasses import dataclass
from datetime import date

from kpi.language.message import Message
from kpi.staffing.reallocation.problem import Arc, Ints


@dataclass(frozen=True)
class Move:
    """So many people from a family of a unit to a family of a unit; never who.

    km: the way, None where none is counted. weight: of the skill. until: the last day of a reinforcement, None for a
    lasting move. team: the kept team or reinforcement they belong to. why: sentences for the planner.
    """

    arc: Arc
    people: int
    km: float | None
    weight: float
    until: date | None = None
    team: str | None = None
    fixed: bool = False
    why: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Broken:
    """A constraint that cannot hold, and by how much it would have to give way."""

    kind: str
    by: float
    unit: str | None = None
    family: str | None = None
    message: Message | None = None


@dataclass(frozen=True)
class Plan:
    """A solved reallocation; arrays are units × families in the problem's own order.

    after: people afterwards, reinforcements counted. lent: of these, reinforcements. missing: still short.
    worst: the largest share of its target that any unit lacks afterwards. gap: the proven relative distance of each
    stage from its optimum, the largest. variables: of the model.
    """

    moves: tuple[Move, ...]
    before: Ints
    after: Ints
    lent: Ints
    missing: Ints
    worst: float
    disturbance: float
    gap: float
    optimal: bool
    variables: int

    @property
    def people(self) -> int:
        """How many people move, reinforcements not counted."""
        return sum(move.people for move in self.moves if move.until is None)
