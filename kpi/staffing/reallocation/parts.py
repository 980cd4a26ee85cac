"""Parts of a problem that cannot touch one another, for instance provinces when nobody moves between them."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from kpi.staffing.reallocation.problem import Place, Problem


def parts_of(problem: Problem) -> list[Problem]:
    """One problem per group; the whole where units have no groups, or something counts across them."""
    if problem.groups is None or problem.most_moves is not None or problem.reinforcements:
        return [problem]
    return [_part(problem, group) for group in sorted(set(problem.groups))]


def _part(problem: Problem, group: str) -> Problem:
    rows = np.array([at for at, one in enumerate(problem.groups or ()) if one == group])
    units = tuple(problem.units[at] for at in rows)
    inside = frozenset(units)
    return replace(
        problem,
        units=units,
        existing=problem.existing[rows],
        target=problem.target[rows],
        spare=None if problem.spare is None else problem.spare[rows],
        distance=problem.distance[np.ix_(rows, rows)],
        groups=tuple(group for _ in units),
        floors=_of(problem.floors, inside),
        caps=_of(problem.caps, inside),
        teams=tuple(team for team in problem.teams if team.unit in inside),
        fixed={arc: people for arc, people in problem.fixed.items() if arc.unit in inside and arc.to_unit in inside},
    )


def _of(limits: Mapping[Place, int], inside: frozenset[str]) -> dict[Place, int]:
    return {place: people for place, people in limits.items() if place.unit in inside}
