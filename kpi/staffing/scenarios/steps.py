"""What a planner can do to a copy of today. Each step is plain data that survives as JSON."""

from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar

from kpi.language.message import N_


@dataclass(frozen=True)
class Step:
    """A step; `kind` names it in the database."""

    kind: ClassVar[str] = ""
    title: ClassVar[str] = ""

    def terms(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


@dataclass(frozen=True)
class MergeUnits(Step):
    """These units become one new unit; its seat is one of them, the other seats stay receiving points."""

    kind: ClassVar[str] = "merge"
    title: ClassVar[str] = N_("Merge units")
    units: tuple[str, ...]
    code: str
    name: str
    unit_kind: str
    seat: str


@dataclass(frozen=True)
class MoveArea(Step):
    """A part of a unit goes to a neighbour, with so many people and square kilometres.

    Work and staff follow by the share of the people, except staff where `with_staff` is false.
    """

    kind: ClassVar[str] = "area"
    title: ClassVar[str] = N_("Move an area to another unit")
    unit: str
    to: str
    population: int
    area_km2: float
    with_staff: bool = True


@dataclass(frozen=True)
class MoveFunction(Step):
    """The work of a family goes from some units to another unit, with so many of its people (None: all of them).

    activities: only these, by code; empty: all the family's.
    """

    kind: ClassVar[str] = "function"
    title: ClassVar[str] = N_("Move a function to another unit")
    family: str
    units: tuple[str, ...]
    to: str
    activities: tuple[str, ...] = ()
    staff: int | None = None


@dataclass(frozen=True)
class OpenPoint(Step):
    """A unit opens a receiving point in the place of one of today's units."""

    kind: ClassVar[str] = "open"
    title: ClassVar[str] = N_("Open a receiving point")
    unit: str
    at: str


@dataclass(frozen=True)
class ClosePoint(Step):
    """A unit closes a receiving point; the last one of a unit stays."""

    kind: ClassVar[str] = "close"
    title: ClassVar[str] = N_("Close a receiving point")
    unit: str
    at: str


@dataclass(frozen=True)
class ChangeVolumes(Step):
    """Volumes grow by `growth` (a share) in these units and families (empty: all); of what is received, the share
    `online` takes `online_time` of the unit time (1: as long as at the counter, so that nothing is saved unasked).
    """

    kind: ClassVar[str] = "volumes"
    title: ClassVar[str] = N_("Change volumes of work")
    growth: float = 0.0
    online: float = 0.0
    online_time: float = 1.0
    units: tuple[str, ...] = ()
    families: tuple[str, ...] = ()


@dataclass(frozen=True)
class UseCriteria(Step):
    """The need is computed with another version of the criteria."""

    kind: ClassVar[str] = "criteria"
    title: ClassVar[str] = N_("Use other criteria")
    criteria: int


@dataclass(frozen=True)
class SetHeadcount(Step):
    """The staff of a family in a unit changes by so many."""

    kind: ClassVar[str] = "headcount"
    title: ClassVar[str] = N_("Change headcount")
    unit: str
    family: str
    change: int


STEPS: dict[str, type[Step]] = {
    one.kind: one
    for one in (MergeUnits, MoveArea, MoveFunction, OpenPoint, ClosePoint, ChangeVolumes, UseCriteria, SetHeadcount)
}


def step_of(kind: str, terms: dict[str, Any]) -> Step:
    """The step as it was kept; raises KeyError for an unknown kind, TypeError for terms that are not its own."""
    made = STEPS[kind]
    known = {one.name for one in fields(made)}
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in terms.items() if name in known}
    return made(**given)
