"""Small provinces to move people in."""

from typing import Any

import numpy as np

from kpi.staffing.reallocation import Problem


def province(existing: list[list[int]], target: list[list[int]], km: Any = None, **options: Any) -> Problem:
    """Units A, B, C … on a line 10 km apart, families f, g, h …; everybody keeps their own work unless `skill` says."""
    units, families = len(existing), len(existing[0])
    way = 10.0 * np.abs(np.subtract.outer(np.arange(units), np.arange(units))) if km is None else np.array(km, float)
    skill = np.full((families, families), np.inf)
    np.fill_diagonal(skill, 1.0)
    return Problem(
        tuple("ABCDEFGHIJ"[:units]), tuple("fghijklm"[:families]), np.array(existing), np.array(target), way,
        options.pop("skill", skill), **options,
    )  # fmt: skip


def moves(plan: Any) -> dict[tuple[str, str, str, str], int]:
    """The plan's moves by arc."""
    return {tuple(move.arc): move.people for move in plan.moves}
