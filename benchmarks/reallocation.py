"""Time of a reallocation to proven optimality, and its ratio to a floor: one bare HiGHS call on the same columns.

python benchmarks/reallocation.py [units] [families] [provinces]

Without arguments: 65 units × 8 families as one province, then 3,321 × 8 in 34 provinces, nobody moving between them.
The floor is one linear programme of least shortage and disturbance together, its matrix already built: no integers, no
fairness, no one answer among equal ones, no reasons. Data is drawn from a fixed seed.
"""

import sys
import time
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

sys.path.insert(0, str(Path(__file__).parents[1]))

from kpi.staffing.reallocation import Plan, Problem, solve
from kpi.staffing.reallocation.model import Model, model_of
from kpi.staffing.reallocation.parts import parts_of

NATION = (3321, 8, 34)
SIDE_KM = 100.0


def drawn(units: int, families: int, provinces: int, **options: object) -> Problem:
    """A problem with targets of 1 to 8 and up to three people too many or too few in every family of every unit."""
    random = np.random.default_rng(20260101)
    target = random.integers(1, 9, (units, families))
    existing = np.maximum(target + random.integers(-3, 4, (units, families)), 0)
    place = random.uniform(0, SIDE_KM, (units, 2))
    distance = np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1))
    skill = np.full((families, families), np.inf)
    np.fill_diagonal(skill, 1.0)
    for family in range(families - 1):
        skill[family, family + 1] = 1.5
    groups = tuple(f"{unit % provinces:02}" for unit in range(units))
    names = tuple(f"U{unit:04}" for unit in range(units))
    made = Problem(names, tuple(f"F{n}" for n in range(families)), existing, target, distance, skill, groups=groups)
    return Problem(**{**made.__dict__, **options})


def bare(models: list[Model]) -> None:
    """The floor: shortage dearer than any move, in one linear programme a part."""
    for model in models:
        cost = 1e5 * model.shortage() + model.disturbance()
        rows = model.rows
        matrix = LinearConstraint(rows.matrix(), np.array(rows.lower), np.array(rows.upper))
        milp(cost, bounds=Bounds(model.least, model.most), constraints=matrix)


def measured(what: str, problem: Problem) -> Plan:
    """Solve it, and the floor, and say how long both took."""
    begun = time.perf_counter()
    plan = solve(problem)
    took = time.perf_counter() - begun
    models = [model_of(part) for part in parts_of(problem.ordered())]
    begun = time.perf_counter()
    bare(models)
    floor = time.perf_counter() - begun
    print(f"{what}: {plan.variables:,} columns, {took:.2f} s, {took / floor:.1f}× one bare HiGHS call ({floor:.2f} s)")
    proof = "optimal" if plan.optimal else "not proven"
    print(f"  {plan.people:,} people move, {plan.missing.sum():,} missing, gap {plan.gap:g}, {proof}")
    return plan


def main() -> None:
    if len(sys.argv) > 1:
        units, families, provinces = (int(word) for word in [*sys.argv[1:], "1", "1"][:3])
        measured(f"{units} × {families}, {provinces} provinces", drawn(units, families, provinces))
        return
    measured("65 × 8", drawn(65, 8, 1))
    measured("65 × 8, at most 100 moves", drawn(65, 8, 1, most_moves=100))
    measured("65 × 8, at most 30 km", drawn(65, 8, 1, distance_limit=30.0))
    measured("3,321 × 8 within 34 provinces", drawn(*NATION))


if __name__ == "__main__":
    main()
