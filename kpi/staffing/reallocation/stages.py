"""One objective after another, each holding what the former reached: HiGHS through `scipy.optimize.milp`."""

import hashlib
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array, hstack, vstack

from kpi.staffing.reallocation.arcs import place_of
from kpi.staffing.reallocation.flow import is_plain, least_shortage
from kpi.staffing.reallocation.model import Model
from kpi.staffing.reallocation.problem import Floats

SLACK = 1e-6  # integers within this are equal
SCATTER = 1 << 20


class NoPlan(Exception):  # noqa: N818 - an answer of the solver
    """No values keep every row, or none were found in time."""


@dataclass
class Stage:
    """The model with the rows earlier stages added, and what HiGHS proved so far."""

    model: Model
    matrix: csr_array
    lower: Floats
    upper: Floats
    gap: float = 0.0
    optimal: bool = True

    @classmethod
    def first(cls, model: Model) -> "Stage":
        """Nothing added yet."""
        rows = model.rows
        return cls(model, rows.matrix(), np.array(rows.lower, float), np.array(rows.upper, float))

    def least(self, cost: Floats) -> Floats:
        """The columns' values that make `cost` least; raises `NoPlan`.

        First without asking for whole numbers: a transport problem has whole vertices, and then that is the proof.
        """
        at, whole = self.model.problem, np.zeros(self.model.width)
        if not len(cost):
            return self._nothing()
        found = self._run(cost, whole)
        if found.x is not None and np.abs(found.x - np.rint(found.x)).max(initial=0.0) > SLACK:
            whole[: self.model.moves] = 1
            found = self._run(cost, whole)
            self.gap = max(self.gap, float(found.mip_gap or 0))
        if found.x is None:
            raise NoPlan(found.message)
        self.optimal = self.optimal and found.status == 0 and self.gap <= at.gap + SLACK
        return np.asarray(np.rint(found.x), np.float64)

    def _nothing(self) -> Floats:
        """Nobody can move: the only plan, where it keeps every row."""
        if (self.lower > SLACK).any() or (self.upper < -SLACK).any():
            raise NoPlan("nobody can move")
        return np.zeros(0)

    def _run(self, cost: Floats, whole: Floats) -> OptimizeResult:
        at, rows = self.model.problem, (self.lower, self.upper)
        return milp(
            cost,
            integrality=whole,
            bounds=Bounds(self.model.least, self.model.most),
            constraints=LinearConstraint(self.matrix, *rows) if self.matrix.shape[0] else (),
            options={"mip_rel_gap": at.gap, "time_limit": at.time_limit},
        )

    def hold(self, values: Floats, most: float) -> None:
        """From now on, values · x ≤ most."""
        self.matrix = vstack([self.matrix, csr_array(values[None, :])], format="csr")
        self.lower, self.upper = np.append(self.lower, -np.inf), np.append(self.upper, most)

    def hold_each(self, rows: csr_array, most: Floats) -> None:
        """From now on, every row · x ≤ most."""
        self.matrix = vstack([self.matrix, rows], format="csr")
        self.lower = np.append(self.lower, np.full(len(most), -np.inf))
        self.upper = np.append(self.upper, most)


def stages(model: Model) -> tuple[Floats, Stage]:
    """Least shortage, then the least worst share missing of a unit, then least disturbance, then one of equal plans."""
    stage = Stage.first(model)
    if is_plain(model):
        missing, most = least_shortage(model)
        stage.hold(model.shortage(), missing * model.problem.priority.get(model.problem.families[0], 1))
        stage.hold_each(by_unit(model)[0], most.astype(float))
    else:
        values = stage.least(model.shortage())
        stage.hold(model.shortage(), round(float(model.shortage() @ values)))
        if values[model.moves :].any():
            fairest(stage, values)
    return stage.least(model.disturbance() + scattered(model)), stage


def fairest(stage: Stage, values: Floats) -> None:
    """Let no unit lack a larger share of its target than has to be.

    The least share in fractions of people is a bound; the first share in whole people from there on that can be kept
    is the answer, sought in growing steps because it is nearly always one of the first.
    """
    rows, target = by_unit(stage.model)
    now = worst(rows @ values, target)
    bound = _fractional(stage, rows, target)
    shares = _shares(bound, now, target)
    low, high, step = 0, len(shares), 1
    while low < high:
        middle = min(low + step, high) - 1 if high == len(shares) else (low + high) // 2
        held = replace(stage)
        held.hold_each(rows, np.floor(shares[middle] * target + SLACK))
        try:
            now = worst(rows @ held.least(np.zeros(stage.model.width)), target)
            high = middle
        except NoPlan:
            low, step = middle + 1, 2 * step
    stage.hold_each(rows, np.floor(now * target + SLACK))


def _fractional(stage: Stage, rows: csr_array, target: Floats) -> float:
    """The least worst share if people could be divided."""
    share = csr_array(-target[:, None])
    matrix = vstack([hstack([stage.matrix, csr_array((stage.matrix.shape[0], 1))]), hstack([rows, share])])
    lower = np.append(stage.lower, np.full(len(target), -np.inf))
    upper = np.append(stage.upper, np.zeros(len(target)))
    least, most = np.append(stage.model.least, 0.0), np.append(stage.model.most, np.inf)
    cost = np.append(np.zeros(stage.model.width), 1.0)
    found = milp(cost, bounds=Bounds(least, most), constraints=LinearConstraint(matrix, lower, upper))
    return float(found.x[-1]) if found.x is not None else 0.0


def by_unit(model: Model) -> tuple[csr_array, Floats]:
    """Rows that sum what a unit lacks, and the units' targets; of units that lack anybody."""
    units = model.arcs.sinks // len(model.problem.families)
    present, row = np.unique(units, return_inverse=True)
    columns = model.moves + np.arange(len(units))
    rows = csr_array((np.ones(len(units)), (row, columns)), shape=(len(present), model.width))
    return rows, np.maximum(model.problem.target[present].sum(axis=1), 1).astype(float)


def worst(missing: Floats, target: Floats) -> float:
    """The largest share of its target that a unit lacks."""
    return float((missing / target).max(initial=0.0))


def _shares(least: float, most: float, target: Floats) -> list[float]:
    """Every share a unit could lack from `least` to below `most`, smallest first."""
    every = [np.arange(int(most * size + SLACK) + 1) / size for size in target]
    shares = np.unique(np.concatenate(every).round(12))
    return [float(one) for one in shares[(shares >= least - SLACK) & (shares < most - SLACK)]]


def scattered(model: Model) -> Floats:
    """Numbers fixed by the codes alone, by which one of several equal plans is always the one chosen.

    The product of a number of the source and one of the sink, so that exchanging two destinations changes the sum; so
    small that all moves together weigh less than half a thousandth of a move.
    """
    at, arcs = model.problem, model.arcs
    people = at.existing.size
    source = [_number(*place_of(at, s)) if s < people else _number(at.reinforcements[s - people].name)
              for s in arcs.sources.tolist()]  # fmt: skip
    sink = [_number("to", *place_of(at, s)) for s in arcs.sinks.tolist()]
    cost = np.zeros(model.width)
    cost[: len(arcs.source)] = np.array(source, np.int64)[arcs.source] * np.array(sink, np.int64)[arcs.sink] % SCATTER
    teams = [_number(at.teams[t].name, at.units[g]) for t, g in zip(model.team, model.goes, strict=True)]
    cost[len(arcs.source) : model.moves] = teams
    most = max(min(int(arcs.spare.sum()), int(arcs.room.sum())), 1)
    return cost / SCATTER / (2 * most)


def _number(*words: str) -> int:
    return int.from_bytes(hashlib.blake2b("\0".join(words).encode(), digest_size=4).digest()) % SCATTER
