"""What a reallocation is asked: staff and target by unit and family, and what limits the moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Arc(NamedTuple):
    """From a family of a unit to a family of a unit, by code. A reinforcement's unit is its name."""

    unit: str
    family: str
    to_unit: str
    to_family: str


class Place(NamedTuple):
    """A unit, or a family of a unit."""

    unit: str
    family: str | None = None


@dataclass(frozen=True)
class KeptTeam:
    """People of one unit who move together, to a unit short of each of them, or not at all. people: by family."""

    name: str
    unit: str
    people: Mapping[str, int]


@dataclass(frozen=True)
class Reinforcement:
    """People lent from outside the units until a day (the last, inclusive), for instance a support team for IT.

    at: the code of the unit they are based in, for the way; None: no way is counted.
    """

    name: str
    family: str
    people: int
    until: date
    at: str | None = None


@dataclass(frozen=True)
class Problem:
    """A reallocation to be solved.

    existing, target: people, units × families. spare: how many each may give at most; by default what exceeds the
    target. distance: units × units in kilometres, infinite where there is no way. skill: families × families, the
    weight of taking up the other family's work (1 the same work), infinite where it is not allowed. floors, caps:
    people in a unit or a family of it afterwards. total: posts the province has. priority: weight of one missing person
    by family. fixed: moves that must be exactly so many (0 forbids). groups: moves stay within a group.
    weighs: what one kilometre adds to the disturbance of a move, whose weight without distance is 1.
    """

    units: tuple[str, ...]
    families: tuple[str, ...]
    existing: Ints
    target: Ints
    distance: Floats
    skill: Floats
    spare: Ints | None = None
    floors: Mapping[Place, int] = field(default_factory=dict)
    caps: Mapping[Place, int] = field(default_factory=dict)
    total: int | None = None
    most_moves: int | None = None
    distance_limit: float | None = None
    teams: tuple[KeptTeam, ...] = ()
    reinforcements: tuple[Reinforcement, ...] = ()
    fixed: Mapping[Arc, int] = field(default_factory=dict)
    priority: Mapping[str, int] = field(default_factory=dict)
    groups: tuple[str, ...] | None = None
    weighs: float = 0.05
    gap: float = 0.0
    time_limit: float = 30.0

    def surplus(self) -> Ints:
        """How many people each family of each unit may give at most; never more than it has."""
        most = np.maximum(self.existing - self.target, 0) if self.spare is None else self.spare
        given: Ints = np.clip(most, 0, self.existing).astype(np.int64)
        return given

    def shortage(self) -> Ints:
        """How many people each family of each unit lacks."""
        missing: Ints = np.maximum(self.target - self.existing, 0).astype(np.int64)
        return missing

    def ordered(self) -> "Problem":
        """The same in the order of the codes, so that the order things came in decides nothing."""
        u = sorted(range(len(self.units)), key=lambda at: self.units[at])
        f = sorted(range(len(self.families)), key=lambda at: self.families[at])
        return replace(
            self,
            units=tuple(self.units[at] for at in u),
            families=tuple(self.families[at] for at in f),
            existing=self.existing[np.ix_(u, f)],
            target=self.target[np.ix_(u, f)],
            spare=None if self.spare is None else self.spare[np.ix_(u, f)],
            distance=self.distance[np.ix_(u, u)],
            skill=self.skill[np.ix_(f, f)],
            groups=None if self.groups is None else tuple(self.groups[at] for at in u),
            teams=tuple(sorted(self.teams, key=lambda team: (team.unit, team.name))),
            reinforcements=tuple(sorted(self.reinforcements, key=lambda one: one.name)),
            floors=dict(sorted(self.floors.items(), key=str)),
            caps=dict(sorted(self.caps.items(), key=str)),
            fixed=dict(sorted(self.fixed.items())),
        )
