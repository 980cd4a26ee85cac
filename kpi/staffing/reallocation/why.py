"""Why a move is proposed: which shortage it removes, and why from there."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from kpi.language.message import Message, say
from kpi.language.numbers import format_date
from kpi.staffing.reallocation.plan import Move, Plan
from kpi.staffing.reallocation.problem import Ints, Problem


def with_reasons(problem: Problem, plan: Plan) -> tuple[Move, ...]:
    """The plan's moves, each with its sentences; units and families stand in them by code."""
    units = {unit: at for at, unit in enumerate(problem.units)}
    families = {family: at for at, family in enumerate(problem.families)}
    given: dict[tuple[str, str], int] = defaultdict(int)
    for move in plan.moves:
        given[move.arc.unit, move.arc.family] += move.people
    view = _View(problem, units, families, problem.surplus(), problem.shortage(), given)
    return tuple(replace(move, why=tuple(view.reasons(move))) for move in plan.moves)


class _View:
    def __init__(
        self, problem: Problem, units: dict[str, int], families: dict[str, int], spare: Ints, short: Ints,
        given: dict[tuple[str, str], int],
    ) -> None:  # fmt: skip
        self.problem, self.units, self.families = problem, units, families
        self.spare, self.short, self.given = spare, short, given

    def reasons(self, move: Move) -> Iterator[Message]:
        arc = move.arc
        at, column = self.units[arc.to_unit], self.families[arc.to_family]
        lacks = int(self.short[at, column])
        if lacks:
            yield say("Fills {people} of the {lacks} missing there.", people=move.people, lacks=lacks)
        else:
            yield say("Brings the unit to its floor.")
        if move.until is not None:
            yield say("Lent until {day}; the post is to be filled by then.", day=format_date(move.until))
            return
        yield from self._from_where(move)

    def _from_where(self, move: Move) -> Iterator[Message]:
        arc = move.arc
        spare = int(self.spare[self.units[arc.unit], self.families[arc.family]])
        if move.fixed:
            yield say("Fixed by the planner.")
        yield say("{spare} more there than needed.", spare=spare)
        if move.team:
            yield say("A kept team moves together.")
        if arc.family != arc.to_family:
            yield say("Work of another family, taken up with the skill weight {weight}.", weight=move.weight)
        if arc.unit == arc.to_unit:
            yield say("Within the unit: nobody travels.")
        elif not move.fixed and not move.team:
            yield self._nearer(move)

    def _nearer(self, move: Move) -> Message:
        """The units nearer than this one that had somebody of the family to spare, and gave them elsewhere."""
        arc, column = move.arc, self.families[move.arc.family]
        way = self.problem.distance[:, self.units[arc.to_unit]]
        own = way[self.units[arc.unit]]
        nearer = np.flatnonzero((self.spare[:, column] > 0) & (way < own - 1e-9))
        free = [at for at in nearer.tolist()
                if self.given[self.problem.units[at], arc.family] < self.spare[at, column]]  # fmt: skip
        if len(nearer) == 0:
            return say("The nearest with somebody to spare.")
        if not free:
            return say("The {count} nearer with somebody to spare give them to others.", count=len(nearer))
        return say("Nearer ones are held back by a limit of yours.")
