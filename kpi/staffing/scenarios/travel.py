"""How far people go to a receiving point: the way between the units of today, and within their own as if it were round.

Straight distances: between neighbouring units both radii √(area ÷ π) together, further along neighbours; within the own
unit two thirds of the radius, the mean distance to the centre of a round area. A user's matrix replaces the first.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.staffing.reallocation.distance import ways
from kpi.staffing.reallocation.problem import Floats
from kpi.staffing.scenarios.state import Point, State


@dataclass(frozen=True)
class Travel:
    """mean_km: over everybody; worst_km and worst: the furthest of today's units, by code. by_part: of each."""

    mean_km: float
    worst_km: float
    worst: str | None
    by_part: pd.Series


def ways_today(state: State) -> Floats:
    """Kilometres between today's units, in the order of `state.today`."""
    units = state.today["unit"].tolist()
    areas = dict(zip(units, state.today["area_km2"].tolist(), strict=True))
    return ways(units, areas, state.touches)


def nearest_points(state: State, matrix: Floats | None = None) -> list[tuple[Point | None, float]]:
    """For each of today's units the nearest receiving point of the unit it lies in, and how far that is."""
    place = {unit: at for at, unit in enumerate(state.today["unit"].tolist())}
    km = ways_today(state) if matrix is None else matrix
    points: dict[str, list[Point]] = {}
    for point in state.points:
        points.setdefault(point.unit, []).append(point)
    found: list[tuple[Point | None, float]] = []
    for unit, at in place.items():
        near = [(float(km[at, place[point.at]]), point.at, point) for point in points.get(state.parts[unit], [])]
        nearest = min(near, default=None, key=lambda one: one[:2])
        found.append((nearest[2], nearest[0]) if nearest else (None, np.inf))
    return found


def travel(state: State, matrix: Floats | None = None) -> Travel:
    """The way from each of today's units to the nearest receiving point of the unit it now lies in."""
    units = state.today["unit"].tolist()
    area = state.today["area_km2"].astype(float).fillna(0).to_numpy()
    own = 2 / 3 * np.sqrt(area / np.pi)
    found = np.array([km for _point, km in nearest_points(state, matrix)])
    way = np.where(np.isfinite(found), np.maximum(found, own), np.nan)
    people = state.today["population"].astype(float).fillna(0).to_numpy()
    known = ~np.isnan(way)
    mean = float(way[known] @ people[known] / people[known].sum()) if people[known].sum() else float("nan")
    by_part = pd.Series(way, index=units)
    worst = None if not known.any() else str(by_part.idxmax())
    return Travel(mean, float(np.nanmax(way)) if known.any() else float("nan"), worst, by_part)
