"""Solving a reallocation: parts that cannot touch one another apart, each to its proven gap, explained move by move."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from kpi.staffing.reallocation.arcs import name_of, place_of
from kpi.staffing.reallocation.elastic import broken, faults
from kpi.staffing.reallocation.model import Model, model_of
from kpi.staffing.reallocation.parts import parts_of
from kpi.staffing.reallocation.plan import Broken, Move, Plan
from kpi.staffing.reallocation.problem import Arc, Floats, Ints, Problem
from kpi.staffing.reallocation.stages import NoPlan, stages
from kpi.staffing.reallocation.why import with_reasons


class Impossible(Exception):  # noqa: N818 - an answer: these constraints cannot hold together
    """No moves keep every constraint; `broken` says which cannot hold, and by how much."""

    def __init__(self, found: tuple[Broken, ...]) -> None:
        super().__init__("; ".join(str(one.message) for one in found))
        self.broken = found


def solve(problem: Problem) -> Plan:
    """The plan of least shortage, then fairest, then least disturbance; raises `Impossible`.

    Whatever the order of units, families or rows, the plan is the same.
    """
    wrong = tuple(faults(problem))
    if wrong:
        raise Impossible(wrong)
    ordered = problem.ordered()
    plans = [_part(part) for part in parts_of(ordered)]
    return _together(problem, ordered, plans)


def _part(problem: Problem) -> Plan:
    model = model_of(problem)
    try:
        values, stage = stages(model)
    except NoPlan:
        found = broken(model)
        if not found:
            raise
        raise Impossible(found) from None
    moves = tuple(_moves(model, values))
    after, lent, missing = _after(model, values)
    share = missing.sum(axis=1) / np.maximum(problem.target.sum(axis=1), 1)
    return Plan(moves, problem.existing, after, lent, missing, float(share.max(initial=0.0)),
                float(model.disturbance() @ values) / 1000, stage.gap, stage.optimal, model.width)  # fmt: skip


def _moves(model: Model, values: Floats) -> Iterator[Move]:
    at, arcs = model.problem, model.arcs
    lent = {one.name: one for one in at.reinforcements}
    for column in np.flatnonzero(values[: len(arcs.source)] > 0).tolist():
        arc, one = name_of(at, arcs, column), None
        if arcs.sources[arcs.source[column]] >= at.existing.size:
            one = lent[arc.unit]
        km = None if one is not None and one.at is None else float(arcs.km[column])
        yield Move(arc, int(values[column]), km, float(arcs.weight[column]), one.until if one else None,
                   one.name if one else None, arc in at.fixed)  # fmt: skip
    for column in np.flatnonzero(values[len(arcs.source) : model.moves] > 0).tolist():
        team, goes = at.teams[model.team[column]], int(model.goes[column])
        km = float(at.distance[at.units.index(team.unit), goes])
        for family, people in team.people.items():
            yield Move(Arc(team.unit, family, at.units[goes], family), people, km, 1.0, None, team.name)


def _after(model: Model, values: Floats) -> tuple[Ints, Ints, Ints]:
    """People afterwards, of these reinforcements, and who is still missing; units × families."""
    at, arcs = model.problem, model.arcs
    after, lent = at.existing.ravel().copy(), np.zeros(at.existing.size, np.int64)
    people = values[: len(arcs.source)].astype(np.int64)
    own = arcs.sources[arcs.source] < at.existing.size
    np.add.at(after, arcs.sinks[arcs.sink], people)
    np.subtract.at(after, arcs.sources[arcs.source[own]], people[own])
    np.add.at(lent, arcs.sinks[arcs.sink[~own]], people[~own])
    for column in np.flatnonzero(values[len(arcs.source) : model.moves] > 0).tolist():
        team = at.teams[model.team[column]]
        for family, size in team.people.items():
            f = at.families.index(family)
            after[at.units.index(team.unit) * len(at.families) + f] -= size
            after[int(model.goes[column]) * len(at.families) + f] += size
    shape = at.existing.shape
    table = after.reshape(shape)
    return table, lent.reshape(shape), np.maximum(at.target - table, 0)


def _together(problem: Problem, ordered: Problem, plans: list[Plan]) -> Plan:
    """The parts' plans as one, in the order the problem came in."""
    where = {unit: row for row, unit in enumerate(ordered.units)}
    back = np.ix_([where[unit] for unit in problem.units], [ordered.families.index(f) for f in problem.families])
    tables = [np.zeros(ordered.existing.shape, np.int64) for _ in range(3)]
    for part, plan in zip(parts_of(ordered), plans, strict=True):
        rows = [where[unit] for unit in part.units]
        for table, found in zip(tables, (plan.after, plan.lent, plan.missing), strict=True):
            table[rows] = found
    moves = tuple(sorted((move for plan in plans for move in plan.moves), key=lambda move: move.arc))
    merged = Plan(
        moves, problem.existing, tables[0][back], tables[1][back], tables[2][back],
        max((plan.worst for plan in plans), default=0.0), sum(plan.disturbance for plan in plans),
        max((plan.gap for plan in plans), default=0.0), all(plan.optimal for plan in plans),
        sum(plan.variables for plan in plans),
    )  # fmt: skip
    return replace(merged, moves=with_reasons(problem, merged))


__all__ = ["Impossible", "place_of", "solve"]
