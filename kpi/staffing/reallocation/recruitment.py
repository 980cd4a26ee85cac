"""What moves cannot solve: whom to recruit, by family, and what falls vacant when reinforcements leave."""

from dataclasses import dataclass
from datetime import date

from kpi.staffing.reallocation.plan import Plan
from kpi.staffing.reallocation.problem import Problem


@dataclass(frozen=True)
class Wanted:
    """A family's recruits: `now` missing after all moves, by unit; `later` what only lent people fill, by day."""

    family: str
    now: int
    later: dict[date, int]
    units: dict[str, int]


def recruitment(problem: Problem, plan: Plan) -> list[Wanted]:
    """Families with somebody still to recruit, the most first."""
    later: dict[str, dict[date, int]] = {}
    for move in plan.moves:
        if move.until is not None:
            days = later.setdefault(move.arc.to_family, {})
            days[move.until] = days.get(move.until, 0) + move.people
    found = []
    for column, family in enumerate(problem.families):
        units = {unit: int(n) for unit, n in zip(problem.units, plan.missing[:, column], strict=True) if n}
        if units or family in later:
            found.append(Wanted(family, sum(units.values()), later.get(family, {}), units))
    return sorted(found, key=lambda one: (-one.now, one.family))


def places_left(problem: Problem) -> int | None:
    """How many recruits the province's posts allow; None where no total was given."""
    return None if problem.total is None else max(problem.total - int(problem.existing.sum()), 0)
