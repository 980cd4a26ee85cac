"""What adopted mergers made of the units: which of them continues which, so that nothing known of the old ones is lost.

The tile map, the list of mountain communes, the neighbours and the norms set by hand name the units they were written
for. A unit founded by an adopted scenario has its place among them through the units it was made of.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.staffing.scenarios.steps import MergeUnits, step_of
from kpi.staffing.scenarios.tree import NewUnit, new_units
from kpi.storage.tables import Scenario, ScenarioStep, Unit


@dataclass(frozen=True)
class Lineage:
    """Units founded by adopted scenarios up to a day, in the order of their founding; the seat's comes first in parts.

    A part may itself have been founded before. `passing`: codes of mergers that were merged again before the day.
    names: of the units that others continue, by code.
    """

    founded: tuple[NewUnit, ...] = ()
    passing: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """Of each unit that continues others today: the oldest units it is made of, the seat's first."""
        made: dict[str, tuple[str, ...]] = {}
        for new in self.founded:
            oldest = [one for part in new.parts for one in made.pop(part, (part,))]
            made[new.code] = tuple(dict.fromkeys(oldest))
        return made

    @property
    def continued(self) -> dict[str, str]:
        """Of each old unit, the unit that continues it today."""
        return {part: code for code, parts in self.parts.items() for part in parts}

    def done(self, step: MergeUnits) -> bool:
        """Whether the merger is in the unit tree already."""
        return step.code in self.passing or any(new.code == step.code for new in self.founded)

    def whole(self, codes: Iterable[str]) -> frozenset[str]:
        """`codes` with every unit that continues only such units: a mountain commune of mountain communes is one."""
        known = frozenset(codes)
        return known | {code for code, parts in self.parts.items() if known.issuperset(parts)}


NONE = Lineage()


def lineage(session: Session, on: date) -> Lineage:
    """What scenarios adopted up to a day founded; only units that exist on it continue others."""
    query = select(Scenario.id, Scenario.adopted_from, ScenarioStep.kind, ScenarioStep.terms)
    query = query.join(ScenarioStep, ScenarioStep.scenario_id == Scenario.id)
    query = query.where(Scenario.state == "adopted", Scenario.adopted_from <= on, ScenarioStep.active)
    query = query.where(ScenarioStep.kind == MergeUnits.kind)
    rows = session.execute(query.order_by(Scenario.adopted_from, Scenario.id, ScenarioStep.place, ScenarioStep.id))
    found: list[NewUnit] = []
    codes: set[str] = set()
    for _, mine in groupby(rows, key=lambda row: row.id):
        steps = [step_of(row.kind, row.terms) for row in mine]
        codes |= {step.code for step in steps if isinstance(step, MergeUnits)}
        found += new_units(steps)
    if not found:
        return NONE
    named = {code for new in found for code in (new.code, *new.parts)}
    names = dict(session.execute(select(Unit.code, Unit.name).where(Unit.code.in_(named))).all())
    founded = tuple(new for new in found if new.code in names)
    return Lineage(founded, frozenset(codes - {new.code for new in founded}), names)


def rows_of(session: Session, found: Lineage) -> dict[str, Unit]:
    """The founded units and those they continue, by code."""
    codes = {code for new in found.founded for code in (new.code, *new.parts)}
    return {unit.code: unit for unit in session.scalars(select(Unit).where(Unit.code.in_(codes)))}
