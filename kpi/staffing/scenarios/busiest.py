"""People on the roster of every receiving point at its busiest hour: points that are open are staffed apart.

A unit's intake is split over its points by the intake of today's units nearest to each; closing a point joins the
queues of two, which is the one effect of a merger that needs no assumption (Erlang).
"""

import pandas as pd

from kpi.staffing.counters import roster_for
from kpi.staffing.reallocation.problem import Floats
from kpi.staffing.scenarios.state import CounterHours, State
from kpi.staffing.scenarios.travel import nearest_points


def rosters(state: State, matrix: Floats | None = None) -> pd.Series:
    """People on the roster by unit and family; empty where the state says nothing of counters."""
    if state.counters is None:
        return pd.Series(dtype=float)
    shares = _shares(state, matrix)
    intake = state.activities[state.activities["load"] == "intake"]
    volume = intake["volume"].astype(float)
    minutes = volume * intake["unit_time_minutes"].astype(float)
    sums = intake.assign(volume=volume, minutes=minutes).groupby(["unit", "family"], sort=False)
    rows = sums[["volume", "minutes"]].sum().reset_index().to_dict("records")
    people = [_people(row["volume"], row["minutes"], shares.get(row["unit"], [1.0]), state.counters) for row in rows]
    pairs = pd.MultiIndex.from_tuples([(row["unit"], row["family"]) for row in rows], names=["unit", "family"])
    return pd.Series(people, index=pairs, dtype=float)


def _people(volume: float, minutes: float, shares: list[float], counters: CounterHours) -> float:
    if volume <= 0 or minutes <= 0:
        return 0.0
    split = (volume * share for share in shares if share > 0)
    return float(sum(roster_for(part, minutes / volume, counters.open_hours, counters.peak).rostered for part in split))


def _shares(state: State, matrix: Floats | None) -> dict[str, list[float]]:
    """Of each unit, the share of its intake at each point: by today's intake of the units nearest to it."""
    weights: dict[str, dict[str, float]] = {}
    for point, weight in zip(nearest_points(state, matrix), state.today["intake"].tolist(), strict=True):
        if point[0] is not None:
            own = weights.setdefault(point[0].unit, {})
            own[point[0].at] = own.get(point[0].at, 0.0) + float(weight)
    return {unit: _of_one(list(own.values())) for unit, own in weights.items()}


def _of_one(weights: list[float]) -> list[float]:
    total = sum(weights)
    return [weight / total for weight in weights] if total > 0 else [1.0]
