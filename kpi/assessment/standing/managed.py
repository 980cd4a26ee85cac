"""Whom each leader manages, as stretches of one list of people laid out along the unit tree.

A head manages everybody in the unit and below. A deputy manages their field: the units they are in charge of, and the
staff of their own unit whose post names the same field; where no field is recorded, the whole unit but its leaders
(docs/decisions/0013). With the people in the order of the tree a subtree is one stretch, so that forty thousand people
under any number of leaders are counted by differences of running sums.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Places = NDArray[np.intp]


@dataclass(frozen=True)
class Stretches:
    """Signed stretches [first, last) of a list, each belonging to a leader (by position); -1 takes people out again.

    They stand in the order of their leaders, and no two of one leader that are counted overlap.
    """

    leader: Places
    first: Places
    last: Places
    sign: Places
    leaders: int

    def total(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """The sum of `values` over each leader's stretches."""
        running = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
        parts = (running[self.last] - running[self.first]) * self.sign
        return np.bincount(self.leader, weights=parts, minlength=self.leaders).astype(np.float64)

    def within(self, leader: int, marked: NDArray[np.bool_]) -> list[int]:
        """The positions of one leader's stretches where `marked`, those taken out left away."""
        mine = slice(*np.searchsorted(self.leader, (leader, leader + 1)))
        found: list[int] = []
        taken: set[int] = set()
        for first, last, sign in zip(self.first[mine], self.last[mine], self.sign[mine], strict=True):
            if sign > 0:
                found += (np.flatnonzero(marked[first:last]) + first).tolist()
            else:
                taken.update(range(first, last))
        return [place for place in found if place not in taken]

    def of(self, chosen: Places) -> "Stretches":
        """Those of some leaders, who are numbered anew from 0."""
        place = np.full(self.leaders, -1, dtype=np.intp)
        place[chosen] = np.arange(len(chosen))
        kept = place[self.leader] >= 0
        return Stretches(place[self.leader[kept]], self.first[kept], self.last[kept], self.sign[kept], len(chosen))


@dataclass(frozen=True)
class Tree:
    """Units in the order of the tree: where each stands, and where its subtree ends."""

    place: Mapping[int, int]
    end: Mapping[int, int]
    depth: Mapping[int, int]

    @classmethod
    def of(cls, paths: Mapping[int, str]) -> "Tree":
        """From every unit's path ("/1/14/203/")."""
        ways = {unit: tuple(int(step) for step in path.strip("/").split("/")) for unit, path in paths.items()}
        ordered = sorted(ways, key=ways.__getitem__)
        place = {unit: number for number, unit in enumerate(ordered)}
        end = {unit: number + 1 for unit, number in place.items()}
        for unit in reversed(ordered):
            above = ways[unit][-2] if len(ways[unit]) > 1 else None
            if above in end:
                end[above] = max(end[above], end[unit])
        return cls(place, end, {unit: len(way) for unit, way in ways.items()})

    def above(self, unit: int, other: int) -> bool:
        """Whether `unit` lies strictly above `other`."""
        return self.place[unit] < self.place[other] < self.end[unit]

    def outermost(self, units: Iterable[int]) -> list[int]:
        """The units of which none lies below another of them."""
        known = sorted((unit for unit in units if unit in self.place), key=self.place.__getitem__)
        found: list[int] = []
        for unit in known:
            if not found or self.place[unit] >= self.end[found[-1]]:
                found.append(unit)
        return found


WHOLE, FIELD, NO_FIELD = "unit", "field", "no_field"
Field = tuple[list[int], list[int]]  # a deputy's: units they are in charge of, and single people of their own unit
Fields = Mapping[tuple[int, int], Field]


@dataclass(frozen=True)
class Managed:
    """Each leader's people and units as stretches, how far their field is known (WHOLE, FIELD or NO_FIELD), and where
    it is, the field itself.
    """

    people: Stretches
    units: Stretches
    scope: list[str]
    fields: list[Field | None]


def managed(
    people: pd.DataFrame, tree: Tree, charged: Mapping[tuple[int, int], list[int]], kept: Fields | None = None
) -> Managed:
    """For every leader among `people`, in their order.

    people: person_id, unit_id, role, field, in the order of the tree. charged: (person, unit of the post) → units a
    deputy is in charge of. kept: deputies' fields as found before, in place of those and of the posts' fields.
    """
    places = np.asarray(people["unit_id"].map(tree.place), dtype=np.intp)
    rows = _Rows(people, tree, places, kept)
    of_people: list[tuple[int, int, int, int]] = []
    of_units: list[tuple[int, int, int, int]] = []
    scope: list[str] = []
    fields: list[Field | None] = []
    for number, row in enumerate(np.flatnonzero((people["role"] != "staff").to_numpy())):
        units, singles, reach = rows.field(int(row), charged)
        scope.append(reach)
        fields.append((units, rows.person[singles].tolist()) if reach == FIELD else None)
        for unit in units:
            of_units.append((number, tree.place[unit], tree.end[unit], 1))
            of_people.append((number, *rows.stretch(unit), 1))
        of_people += [(number, place, place + 1, 1) for place in singles]
        if reach != FIELD:
            of_people += [(number, place, place + 1, -1) for place in rows.left_out(int(row), reach)]
    return Managed(_stretches(of_people, len(scope)), _stretches(of_units, len(scope)), scope, fields)


class _Rows:
    """The list of people, to be asked about one leader at a time."""

    def __init__(self, people: pd.DataFrame, tree: Tree, places: Places, kept: Fields | None) -> None:
        self.tree, self.places, self.kept = tree, places, kept
        self.person, self.unit = people["person_id"].to_numpy(), people["unit_id"].to_numpy()
        self.role, self.given = people["role"].to_numpy(dtype=object), people["field"].to_numpy(dtype=object)

    def stretch(self, unit: int) -> tuple[int, int]:
        """Where the people of a unit and below begin and end."""
        first, last = np.searchsorted(self.places, (self.tree.place[unit], self.tree.end[unit]))
        return int(first), int(last)

    def field(self, row: int, charged: Mapping[tuple[int, int], list[int]]) -> tuple[list[int], list[int], str]:
        """Units (with all below), single people of the own unit, and how far the field is known."""
        unit = int(self.unit[row])
        if self.role[row] == "head":
            return [unit], [], WHOLE
        if self.kept is not None:
            units, persons = self.kept.get((int(self.person[row]), unit), ([], []))
            singles = [place for place in self._own_unit(row) if self.person[place] in persons]
            return (units, singles, FIELD) if units or singles else ([unit], [], NO_FIELD)
        below = [one for one in charged.get((int(self.person[row]), unit), []) if one in self.tree.place]
        units = self.tree.outermost(one for one in below if self.tree.above(unit, one))
        singles = self._same_field(row)
        return (units, singles, FIELD) if units or singles else ([unit], [], NO_FIELD)

    def left_out(self, row: int, reach: str) -> list[int]:
        """Whom the whole unit does not mean: a head leaves out themselves, a deputy every leader of the own unit."""
        if reach == WHOLE:
            return [row]
        return [place for place in self._own_unit(row) if self.role[place] != "staff"]

    def _same_field(self, row: int) -> list[int]:
        mine = _plain(self.given[row])
        if not mine:
            return []
        own = self._own_unit(row)
        return [place for place in own if self.role[place] == "staff" and _plain(self.given[place]) == mine]

    def _own_unit(self, row: int) -> range:
        first, last = np.searchsorted(self.places, (self.places[row], self.places[row] + 1))
        return range(int(first), int(last))


def _plain(field: Any) -> str:
    return " ".join(field.casefold().split()) if isinstance(field, str) else ""


def _stretches(parts: list[tuple[int, int, int, int]], leaders: int) -> Stretches:
    columns = np.array(parts, dtype=np.intp).reshape(-1, 4).T
    return Stretches(columns[0], columns[1], columns[2], columns[3], leaders)
