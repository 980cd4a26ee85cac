"""From a state and what is asked to a problem the solver knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.staffing.proposals.terms import NOT_MOVED, Terms
from kpi.staffing.reallocation import Arc, KeptTeam, Problem, Reinforcement
from kpi.staffing.reallocation.distance import merged, ways
from kpi.staffing.reallocation.problem import Floats, Ints, Place
from kpi.staffing.scenarios import Outcome, State

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Asked:
    """The problem, and beside it what is needed to judge the plan. posts: needed people, units × families. parts: of
    each unit, the units of the tile map in it."""

    problem: Problem
    posts: Ints
    names: Mapping[str, str]
    kinds: tuple[str, ...]
    former: tuple[str, ...]
    parts: Mapping[str, list[str]]


def asked(
    state: State, found: Outcome, terms: Terms, fixed: Mapping[Arc, int],
    continued: Mapping[str, tuple[str, ...]] | None = None,
) -> Asked:  # fmt: skip
    """The problem of a state: existing against posts needed, in whole people, within what the terms allow.

    continued: of today's units that continue older ones, those.
    """
    units = tuple(state.units["unit"].tolist())
    families = tuple(dict.fromkeys(found.table["family"].tolist()))
    tables = {name: _wide(found.table, name, units, families) for name in ("existing", "posts", "low", "high")}
    existing, posts = (np.rint(tables[name]).astype(np.int64) for name in ("existing", "posts"))
    short, over = existing < posts, existing > posts
    if terms.sure:
        short &= existing < tables["low"] - 1e-9
        over &= existing > tables["high"] + 1e-9
    still = _still(terms, units, families)
    target = np.where((short | over) & ~still, posts, existing)
    spare = np.where(over & ~still, existing - posts, 0)
    problem = Problem(
        units, families, existing, target, distances(state, terms), _skill(terms, families, still),
        spare=spare, floors=_floors(terms, units, existing), caps=_places(terms.caps, units), total=terms.total,
        most_moves=terms.most_moves, distance_limit=terms.distance_limit,
        teams=tuple(KeptTeam(str(one["name"]), str(one["unit"]), {f: int(n) for f, n in one["people"].items() if n})
                    for one in terms.teams if one["unit"] in units),
        reinforcements=tuple(_lent(one, units) for one in terms.reinforcements if one["family"] in families),
        fixed=dict(fixed), priority={name: int(weight) for name, weight in terms.priority.items()},
        groups=tuple(_former(state)) if terms.within_former else None,
    )  # fmt: skip
    kinds = tuple(state.units["kind"].tolist())
    older = continued or {}
    parts = {unit: [one for part, now in state.parts.items() if now == unit for one in older.get(part, (part,))]
             for unit in units}  # fmt: skip
    return Asked(problem, posts, state.names(), kinds, tuple(_former(state)), parts)


def _wide(table: pd.DataFrame, column: str, units: tuple[str, ...], families: tuple[str, ...]) -> Floats:
    wide = table.pivot_table(index="unit", columns="family", values=column, aggfunc="sum", sort=False)
    return wide.reindex(index=list(units), columns=list(families)).fillna(0.0).to_numpy(dtype=np.float64)


def _still(terms: Terms, units: tuple[str, ...], families: tuple[str, ...]) -> Bools:
    """Where nobody leaves or joins."""
    moving = terms.families or tuple(name for name in families if name not in NOT_MOVED)
    out = np.array([unit in terms.left_out for unit in units])[:, None]
    kept = np.array([family not in moving for family in families])[None, :]
    return np.asarray(out | kept)


def distances(state: State, terms: Terms) -> Floats:
    """Kilometres between the state's units: the planner's where given, else along neighbours."""
    units = state.units["unit"].tolist()
    areas = dict(zip(units, state.units["area_km2"].tolist(), strict=True))
    km = ways(units, areas, merged(state.touches, state.parts))
    place = {unit: at for at, unit in enumerate(units)}
    for pair, value in terms.matrix.items():
        one, other = (place.get(code) for code in pair.split(">"))
        if one is not None and other is not None:
            km[one, other] = float(value)
    return km


def _skill(terms: Terms, families: tuple[str, ...], still: Bools) -> Floats:
    weight = np.full((len(families), len(families)), np.inf if terms.trained is None else terms.trained)
    none = still.all(axis=0)
    weight[none] = np.inf
    weight[:, none] = np.inf
    np.fill_diagonal(weight, 1.0)
    return weight


def _floors(terms: Terms, units: tuple[str, ...], existing: Ints) -> dict[Place, int]:
    """The planner's floors; and the least of every unit, as far as it has so many today."""
    have = dict(zip(units, existing.sum(axis=1).tolist(), strict=True))
    floors = {Place(unit): min(terms.least, have[unit]) for unit in units} if terms.least else {}
    return floors | _places(terms.floors, units)


def _places(limits: Mapping[str, int], units: tuple[str, ...]) -> dict[Place, int]:
    return {Place(unit): int(people) for unit, people in limits.items() if unit in units}


def _lent(one: Mapping[str, object], units: tuple[str, ...]) -> Reinforcement:
    at = str(one["at"]) if one.get("at") in units else None
    people = int(str(one["people"]))
    return Reinforcement(str(one["name"]), str(one["family"]), people, date.fromisoformat(str(one["until"])), at)


def _former(state: State) -> list[str]:
    return [str(name or "") for name in state.units["former_province"].tolist()]
