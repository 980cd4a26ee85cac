"""The integer model of a reallocation: how many on each arc, which kept team goes where, what stays missing.

A transport problem per family (outflow ≤ surplus, inflow + missing = shortage) with floors, caps, a most number of
moves and kept teams as further rows. Columns: arcs, then team × destination, then what each sink still lacks.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpi.staffing.reallocation.arcs import Arcs, arcs_of, name_of
from kpi.staffing.reallocation.problem import Floats, Ints, Place, Problem
from kpi.staffing.reallocation.rows import Meaning, Rows


@dataclass(frozen=True)
class Model:
    """The model and what its columns stand for. team, goes: of each team column, the team and the unit it goes to."""

    problem: Problem
    arcs: Arcs
    team: Ints
    goes: Ints
    rows: Rows
    most: Floats
    least: Floats
    pinned: Ints

    @property
    def moves(self) -> int:
        """Columns that are moves: arcs and teams."""
        return len(self.arcs.source) + len(self.team)

    @property
    def width(self) -> int:
        """All columns."""
        return self.moves + len(self.arcs.sinks)

    def disturbance(self) -> Floats:
        """What each column disturbs, in thousandths of a move without distance."""
        at, cost = self.problem, np.zeros(self.width)
        cost[: len(self.arcs.source)] = self.arcs.cost
        for column, (team, goes) in enumerate(zip(self.team, self.goes, strict=True), len(self.arcs.source)):
            km = at.distance[at.units.index(at.teams[team].unit), goes]
            cost[column] = round(1000 * (1 + at.weighs * km)) * sum(at.teams[team].people.values())
        return cost

    def shortage(self) -> Floats:
        """The weight of one missing person in each column."""
        weight = np.array([self.problem.priority.get(family, 1) for family in self.problem.families], float)
        return np.concatenate([np.zeros(self.moves), weight[self.arcs.sinks % len(self.problem.families)]])


def model_of(problem: Problem) -> Model:
    """The model of an ordered problem."""
    arcs = arcs_of(problem)
    team, goes = _destinations(problem, arcs)
    width = len(arcs.source) + len(team) + len(arcs.sinks)
    most = np.concatenate([_most(arcs), np.ones(len(team)), arcs.short.astype(float)])
    model = Model(problem, arcs, team, goes, Rows(width), most, np.zeros(width), _fix(problem, arcs))
    for arc, people in zip(model.pinned, _fixed_people(problem, arcs), strict=True):
        model.least[arc] = model.most[arc] = people
    _give(model)
    _take(model)
    _bounds(model)
    _together(model)
    return model


def _most(arcs: Arcs) -> Floats:
    return np.minimum(arcs.spare[arcs.source], arcs.room[arcs.sink]).astype(float)


def _named(problem: Problem, arcs: Arcs) -> dict[object, int]:
    """The places of the arcs the planner fixed."""
    wanted = {(arc.unit, arc.to_unit) for arc in problem.fixed}
    if not wanted:
        return {}
    found = ((name_of(problem, arcs, at), at) for at in range(len(arcs.source)))
    return {name: at for name, at in found if name in problem.fixed}


def _fix(problem: Problem, arcs: Arcs) -> Ints:
    return np.array(sorted(_named(problem, arcs).values()), np.int64)


def _fixed_people(problem: Problem, arcs: Arcs) -> list[int]:
    return [problem.fixed[name_of(problem, arcs, int(at))] for at in _fix(problem, arcs)]


def _destinations(problem: Problem, arcs: Arcs) -> tuple[Ints, Ints]:
    """Where each kept team could go: units within reach that have room for every one of its members."""
    room = np.zeros(problem.existing.size, np.int64)
    room[arcs.sinks] = arcs.room
    table = room.reshape(problem.existing.shape)
    team, goes = [], []
    for number, one in enumerate(problem.teams):
        home = problem.units.index(one.unit)
        fits = np.isfinite(problem.distance[home]) & (np.arange(len(problem.units)) != home)
        if problem.distance_limit is not None:
            fits &= problem.distance[home] <= problem.distance_limit
        if problem.groups is not None:
            fits &= np.array([group == problem.groups[home] for group in problem.groups])
        for family, people in one.people.items():
            column = problem.families.index(family)
            fits &= (table[:, column] >= people) & (problem.surplus()[home, column] >= people)
        team += [number] * int(fits.sum())
        goes += np.flatnonzero(fits).tolist()
    return np.array(team, np.int64), np.array(goes, np.int64)


def _team_entries(model: Model, leaving: bool) -> tuple[Ints, Ints, Ints]:
    """Flattened place, column and people of every member of every team column, at home or where they go."""
    at, place, column, people = model.problem, [], [], []
    for number, (team, goes) in enumerate(zip(model.team, model.goes, strict=True)):
        unit = at.units.index(at.teams[team].unit) if leaving else int(goes)
        for family, size in at.teams[team].people.items():
            place.append(unit * len(at.families) + at.families.index(family))
            column.append(len(model.arcs.source) + number)
            people.append(size)
    return np.array(place, np.int64), np.array(column, np.int64), np.array(people, np.int64)


def _meanings(model: Model, kind: str, places: Ints) -> list[Meaning]:
    at, width = model.problem, len(model.problem.families)
    people = at.existing.size
    return [
        Meaning(kind, at.units[place // width], at.families[place % width]) if place < people
        else Meaning("reinforcement", at.reinforcements[place - people].name,
                     at.reinforcements[place - people].family)
        for place in places.tolist()
    ]  # fmt: skip


def _give(model: Model) -> None:
    """Outflow ≤ surplus, of each source; members of a kept team leave only with it."""
    arcs = model.arcs
    place, column, people = _team_entries(model, leaving=True)
    inside = np.isin(place, arcs.sources)
    row = np.concatenate([arcs.source, np.searchsorted(arcs.sources, place[inside])])
    columns = np.concatenate([np.arange(len(arcs.source)), column[inside]])
    values = np.concatenate([np.ones(len(arcs.source)), people[inside]])
    count = len(arcs.sources)
    model.rows.block(_meanings(model, "surplus", arcs.sources), row, columns, values,
                     np.full(count, -np.inf), arcs.spare.astype(float))  # fmt: skip
    _alone(model)


def _alone(model: Model) -> None:
    """Those outside the kept teams are the only ones who leave alone."""
    at, width = model.problem, len(model.problem.families)
    bound: dict[int, int] = {}
    for team in at.teams:
        for family, size in team.people.items():
            place = at.units.index(team.unit) * width + at.families.index(family)
            bound[place] = bound.get(place, 0) + size
    for place, size in sorted(bound.items()):
        columns = np.flatnonzero(model.arcs.sources[model.arcs.source] == place)
        free = max(int(at.existing.ravel()[place]) - size, 0)
        model.rows.add(_meanings(model, "kept", np.array([place]))[0], columns, np.ones(len(columns)), -np.inf, free)


def _take(model: Model) -> None:
    """Inflow + missing lies between what each sink lacks and what it may take."""
    arcs = model.arcs
    place, column, people = _team_entries(model, leaving=False)
    count = len(arcs.sinks)
    row = np.concatenate([arcs.sink, np.searchsorted(arcs.sinks, place), np.arange(count)])
    columns = np.concatenate([np.arange(len(arcs.sink)), column, model.moves + np.arange(count)])
    values = np.concatenate([np.ones(len(arcs.sink)), people, np.ones(count)])
    model.rows.block(_meanings(model, "room", arcs.sinks), row, columns, values,
                     arcs.short.astype(float), arcs.room.astype(float))  # fmt: skip


def _bounds(model: Model) -> None:
    """Floors and caps of units and families, and the most moves there may be."""
    at = model.problem
    for kind, limits in (("floor", at.floors), ("cap", at.caps)):
        for place, people in limits.items():
            columns, values = _net(model, place)
            have = _people(at, place)
            lower, upper = (people - have, np.inf) if kind == "floor" else (-np.inf, people - have)
            model.rows.add(Meaning(kind, place.unit, place.family), columns, values, lower, upper)
    if at.most_moves is not None:
        own = model.arcs.sources[model.arcs.source] < at.existing.size
        sizes = [float(sum(at.teams[team].people.values())) for team in model.team]
        values = np.concatenate([own.astype(float), np.array(sizes)])
        model.rows.add(Meaning("moves"), np.arange(model.moves), values, -np.inf, at.most_moves)


def _people(problem: Problem, place: Place) -> int:
    row = problem.existing[problem.units.index(place.unit)]
    return int(row.sum() if place.family is None else row[problem.families.index(place.family)])


def _net(model: Model, place: Place) -> tuple[Ints, Floats]:
    """Columns and coefficients of those who come to a place less those who leave it."""
    arcs, at, width = model.arcs, model.problem, len(model.problem.families)

    def inside(places: Ints) -> NDArray[np.bool_]:
        hit = (places // width == at.units.index(place.unit)) & (places < at.existing.size)
        if place.family is not None:
            hit &= places % width == at.families.index(place.family)
        return np.asarray(hit, np.bool_)

    comes, leaves = inside(arcs.sinks)[arcs.sink], inside(arcs.sources)[arcs.source]
    net = np.zeros(model.width)
    net[: len(arcs.source)] = comes.astype(float) - leaves
    for leaving, sign in ((False, 1.0), (True, -1.0)):
        spot, column, people = _team_entries(model, leaving)
        np.add.at(net, column, sign * people * inside(spot))
    columns = np.flatnonzero(net)
    return columns, net[columns]


def _together(model: Model) -> None:
    """A kept team goes to one unit at most."""
    for number, team in enumerate(model.problem.teams):
        columns = len(model.arcs.source) + np.flatnonzero(model.team == number)
        model.rows.add(Meaning("team", team.unit), columns, np.ones(len(columns)), 0, 1)
