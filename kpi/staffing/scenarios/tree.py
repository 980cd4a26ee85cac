"""What the mergers of a scenario make of the unit tree: new units, each from some of today's."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpi.staffing.scenarios.steps import MergeUnits, Step


@dataclass(frozen=True)
class NewUnit:
    """A unit to found from units of today; the seat's comes first among the parts."""

    code: str
    name: str
    kind: str
    parts: tuple[str, ...]


def new_units(steps: Iterable[Step]) -> list[NewUnit]:
    """The units left after all mergers; one that was merged again is not founded."""
    made: dict[str, NewUnit] = {}
    for step in steps:
        if not isinstance(step, MergeUnits):
            continue
        ordered = sorted(dict.fromkeys(step.units), key=lambda code: code != step.seat)
        parts = [part for code in ordered for part in (made.pop(code).parts if code in made else (code,))]
        made[step.code] = NewUnit(step.code, step.name, step.unit_kind, tuple(dict.fromkeys(parts)))
    return list(made.values())
