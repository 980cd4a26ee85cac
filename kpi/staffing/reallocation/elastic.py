"""Why no plan exists: every row may give way at a price, and the rows that have to are named with how much."""

from collections.abc import Iterator

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack

from kpi.language.message import Message, say
from kpi.staffing.reallocation.model import Model
from kpi.staffing.reallocation.plan import Broken
from kpi.staffing.reallocation.problem import Arc, Problem
from kpi.staffing.reallocation.rows import Meaning
from kpi.staffing.reallocation.stages import SLACK


def faults(problem: Problem) -> Iterator[Broken]:
    """What cannot hold whatever anybody moves: codes that do not exist, moves out of reach, too few posts."""
    for arc, people in problem.fixed.items():
        yield from _fixed_faults(problem, arc, people)
    have = int(problem.existing.sum())
    if problem.total is not None and have > problem.total:
        text = say("The units have {have} people, the province only {total} posts. Moves take nobody away; raise the "
                   "total or leave it out.", have=have, total=problem.total)  # fmt: skip
        yield Broken("total", have - problem.total, message=text)


def _fixed_faults(problem: Problem, arc: Arc, people: int) -> Iterator[Broken]:
    lent = {one.name: one for one in problem.reinforcements}
    known = (arc.unit in problem.units or arc.unit in lent) and arc.to_unit in problem.units
    if not known or not {arc.family, arc.to_family} <= set(problem.families):
        text = say("A fixed move names {unit} → {to}, which are not both among the units here. Remove it.",
                   unit=arc.unit, to=arc.to_unit)  # fmt: skip
        yield Broken("unknown", people, arc.unit, arc.family, text)
    elif people > 0 and arc.unit not in lent and problem.distance_limit is not None:
        km = float(problem.distance[problem.units.index(arc.unit), problem.units.index(arc.to_unit)])
        if km > problem.distance_limit:
            text = say("A fixed move goes from {unit} to {to}, {km} km; the limit is {limit} km. Raise the limit or "
                       "remove the move.", unit=arc.unit, to=arc.to_unit, km=round(km, 1),
                       limit=float(problem.distance_limit))  # fmt: skip
            yield Broken("distance", km - problem.distance_limit, arc.unit, arc.family, text)


def broken(model: Model) -> tuple[Broken, ...]:
    """The rows that have to give way, least in all; empty where HiGHS finds none."""
    rows = model.rows
    count, matrix = len(rows.meanings), rows.matrix()
    give = eye_array(count, format="csr")
    whole = csr_array(hstack([matrix, give, -give]))
    price = np.array([_price(meaning) for meaning in rows.meanings])
    cost = np.concatenate([np.zeros(model.width), price, price])
    bounds = Bounds(
        np.concatenate([model.least, np.zeros(2 * count)]),
        np.concatenate([model.most, np.full(2 * count, np.inf)]),
    )
    integrality = np.concatenate([np.ones(model.moves), np.zeros(model.width - model.moves + 2 * count)])
    limits = LinearConstraint(whole, np.array(rows.lower, float), np.array(rows.upper, float))
    options = {"time_limit": model.problem.time_limit}
    found = milp(cost, integrality=integrality, bounds=bounds, constraints=limits, options=options)
    if found.x is None:
        return ()
    gives = found.x[model.width : model.width + count] + found.x[model.width + count :]
    return tuple(_broken(rows.meanings[at], float(gives[at])) for at in np.flatnonzero(gives > SLACK).tolist())


def _price(meaning: Meaning) -> float:
    """Limits a planner set give way before what is so: people one has, and people one lacks."""
    return 1.0 if meaning.kind in ("floor", "cap", "moves") else 1.001


def _broken(meaning: Meaning, by: float) -> Broken:
    return Broken(meaning.kind, round(by, 6), meaning.unit, meaning.family, _message(meaning, round(by)))


def _message(meaning: Meaning, by: int) -> Message:
    unit, family = meaning.unit or "", meaning.family or ""
    if meaning.kind == "floor":
        if meaning.family:
            return say("{unit}, {family}: the floor cannot be reached, {by} people are missing for it. Lower the "
                       "floor, allow a longer way, or recruit.", unit=unit, family=family, by=by)  # fmt: skip
        return say("{unit}: the floor cannot be reached, {by} people are missing for it. Lower the floor, allow a "
                   "longer way, or recruit.", unit=unit, by=by)  # fmt: skip
    if meaning.kind == "cap":
        return say("{unit}: {by} people too many for the cap, and nobody can take them. Raise the cap.",
                   unit=unit, by=by)  # fmt: skip
    if meaning.kind == "moves":
        return say("The most moves allowed are {by} too few for the fixed moves, floors and caps. Allow more moves.",
                   by=by)  # fmt: skip
    if meaning.kind == "room":
        return say("{unit}, {family}: the fixed moves bring {by} more people than are missing. Lower them.",
                   unit=unit, family=family, by=by)  # fmt: skip
    if meaning.kind == "reinforcement":
        return say("{unit}: the fixed moves use {by} more people than were lent. Lower them.", unit=unit, by=by)
    return say("{unit}, {family}: the fixed moves take {by} more people than can be spared. Lower them.",
               unit=unit, family=family, by=by)  # fmt: skip
