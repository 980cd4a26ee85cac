"""Every move that is possible at all: from where there is somebody to spare to where somebody is missing."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kpi.staffing.reallocation.problem import Arc, Floats, Ints, Problem, Reinforcement


class Spot(NamedTuple):
    """A family of a unit, by code."""

    unit: str
    family: str


@dataclass(frozen=True)
class Arcs:
    """Sources and sinks by place in the flattened units × families table; sources beyond it are reinforcements.

    source, sink: of each arc, places in `sources` and `sinks`. spare: people each source may give. short, room: people
    each sink lacks and may take. cost: disturbance of one person on each arc, in thousandths.
    """

    sources: Ints
    sinks: Ints
    spare: Ints
    short: Ints
    room: Ints
    source: Ints
    sink: Ints
    km: Floats
    weight: Floats
    cost: Ints


def arcs_of(problem: Problem) -> Arcs:
    """The arcs of an ordered problem, by source and then sink."""
    spare, short = problem.surplus().ravel(), problem.shortage().ravel()
    lifted = _lifted(problem)
    room = short + lifted
    asked = _asked(problem)
    people = len(spare)
    sources = np.flatnonzero(spare | _marked(asked[0], people))
    sinks = np.flatnonzero(room | _marked(asked[1], people))
    lent = people + np.arange(len(problem.reinforcements))
    sources = np.concatenate([sources, lent])
    spares = np.concatenate([spare, np.array([one.people for one in problem.reinforcements], np.int64)])
    km, weight, allowed = _between(problem, sources, sinks)
    allowed |= _pairs(asked, sources, sinks)
    source, sink = np.nonzero(allowed)
    km, weight = km[source, sink], weight[source, sink]
    cost = np.rint(
        1000 * (1 + problem.weighs * np.where(np.isfinite(km), km, 0)) * np.where(np.isfinite(weight), weight, 1)
    )
    return Arcs(sources, sinks, spares[sources], short[sinks], room[sinks], source, sink, km, weight,
                cost.astype(np.int64))  # fmt: skip


def _lifted(problem: Problem) -> Ints:
    """How many more than it lacks a family may take so that its unit, or itself, reaches its floor."""
    more = np.zeros(problem.existing.shape, np.int64)
    units, families = _index(problem.units), _index(problem.families)
    for place, floor in problem.floors.items():
        at = units.get(place.unit)
        if at is None:
            continue
        if place.family is None:
            more[at] += max(floor - int(problem.existing[at].sum()), 0)
        else:
            column = families[place.family]
            gap = floor - max(int(problem.existing[at, column]), int(problem.target[at, column]))
            more[at, column] += max(gap, 0)
    return more.ravel()


def _index(names: tuple[str, ...]) -> dict[str, int]:
    return {name: at for at, name in enumerate(names)}


def _asked(problem: Problem) -> tuple[list[int], list[int]]:
    """The sources and sinks of moves the planner fixed at more than none."""
    units, families = _index(problem.units), _index(problem.families)
    lent = {one.name: at for at, one in enumerate(problem.reinforcements)}
    width = len(problem.families)
    sources, sinks = [], []
    for arc, people in problem.fixed.items():
        if people > 0 and arc.to_unit in units and (arc.unit in units or arc.unit in lent):
            own = units[arc.unit] * width + families[arc.family] if arc.unit in units else None
            sources.append(own if own is not None else len(units) * width + lent[arc.unit])
            sinks.append(units[arc.to_unit] * width + families[arc.to_family])
    return sources, sinks


def _marked(places: list[int], size: int) -> Ints:
    marks = np.zeros(size, np.int64)
    marks[[place for place in places if place < size]] = 1
    return marks


def _pairs(asked: tuple[list[int], list[int]], sources: Ints, sinks: Ints) -> np.ndarray:
    wanted = np.zeros((len(sources), len(sinks)), bool)
    wanted[np.searchsorted(sources, asked[0]), np.searchsorted(sinks, asked[1])] = True
    return wanted


def _between(problem: Problem, sources: Ints, sinks: Ints) -> tuple[Floats, Floats, np.ndarray]:
    """Way, skill weight and whether a move is allowed, sources × sinks."""
    width, people = len(problem.families), problem.existing.size
    own = sources[sources < people]
    km = problem.distance[np.ix_(own // width, sinks // width)]
    weight = problem.skill[np.ix_(own % width, sinks % width)]
    allowed = np.isfinite(km) & np.isfinite(weight) & (own[:, None] != sinks[None, :])
    if problem.distance_limit is not None:
        allowed &= km <= problem.distance_limit
    if problem.groups is not None:
        groups = np.unique(np.array(problem.groups), return_inverse=True)[1]
        allowed &= groups[own // width][:, None] == groups[sinks // width][None, :]
    lent = [_lent(problem, one, sinks) for one in problem.reinforcements]
    if not lent:
        return km, weight, allowed
    return tuple(np.vstack([have, *(row[part][None, :] for row in lent)])
                 for part, have in enumerate((km, weight, allowed)))  # type: ignore[return-value]  # fmt: skip


def _lent(problem: Problem, one: Reinforcement, sinks: Ints) -> tuple[Floats, Floats, np.ndarray]:
    """A reinforcement's row: its own family only, from where it is based, whatever the limit of distance."""
    width = len(problem.families)
    base, family = one.at, problem.families.index(one.family)
    km = problem.distance[problem.units.index(base), sinks // width] if base else np.zeros(len(sinks))
    return km, np.ones(len(sinks)), (sinks % width == family) & np.isfinite(km)


def name_of(problem: Problem, arcs: Arcs, at: int) -> Arc:
    """The arc at a place, by codes."""
    source, sink = int(arcs.sources[arcs.source[at]]), int(arcs.sinks[arcs.sink[at]])
    to = place_of(problem, sink)
    if source < problem.existing.size:
        have = place_of(problem, source)
        return Arc(have.unit, have.family, to.unit, to.family)
    one = problem.reinforcements[source - problem.existing.size]
    return Arc(one.name, one.family, to.unit, to.family)


def place_of(problem: Problem, at: int) -> Spot:
    """The unit and family at a place of the flattened table."""
    width = len(problem.families)
    return Spot(problem.units[at // width], problem.families[at % width])
