"""Ways between units: along neighbours, each as if round, where nobody measured them.

Two neighbours are as far apart as both radii together, √(area ÷ π) each: the straight way between the centres of two
round units. Units further apart: the shortest way along neighbours. A user's own matrix replaces all of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from kpi.staffing.reallocation.problem import Floats


@dataclass(frozen=True)
class Touch:
    """Two neighbouring units by code; km only where the way is known, for instance by sea."""

    unit: str
    neighbour: str
    km: float | None = None


def radius(area: float | None) -> float:
    """Of a round unit of that area, in kilometres; 0 where the area is not known."""
    return float(np.sqrt((area or 0.0) / np.pi))


def ways(units: Sequence[str], areas: Mapping[str, float | None], touches: Iterable[Touch]) -> Floats:
    """Kilometres between every two units; infinite where no chain of neighbours joins them."""
    place = {unit: at for at, unit in enumerate(units)}
    known = [one for one in touches if one.unit in place and one.neighbour in place]
    rows = [place[one.unit] for one in known]
    columns = [place[one.neighbour] for one in known]
    km = [one.km if one.km is not None else max(radius(areas[one.unit]) + radius(areas[one.neighbour]), 0.1)
          for one in known]  # fmt: skip
    graph = csr_array((km, (rows, columns)), shape=(len(units), len(units)))
    return np.asarray(dijkstra(graph, directed=False), np.float64)


def hops(units: Sequence[str], touches: Iterable[Touch]) -> Floats:
    """How many borders lie between every two units."""
    return ways(units, dict.fromkeys(units, np.pi / 4), [Touch(one.unit, one.neighbour, 1.0) for one in touches])


def merged(touches: Iterable[Touch], gone: Mapping[str, str]) -> list[Touch]:
    """The neighbours once the units of `gone` lie within others: they inherit each other's borders."""
    found: dict[tuple[str, str], Touch] = {}
    for one in touches:
        unit, neighbour = gone.get(one.unit, one.unit), gone.get(one.neighbour, one.neighbour)
        if unit != neighbour:
            found.setdefault((min(unit, neighbour), max(unit, neighbour)), Touch(unit, neighbour, one.km))
    return list(found.values())
