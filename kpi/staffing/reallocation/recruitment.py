"""What moves cannot solve: whom to recruit, by family, and what falls vacant when reinforcements leave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kpi.staffing.reallocation.problem import Ints


@dataclass(frozen=True)
class Wanted:
    """A family's recruits: `now` missing after all moves, by unit; `later` what only lent people fill, by their day."""

    family: str
    now: int
    units: dict[str, int]
    later: dict[date, int]


class Lent(NamedTuple):
    """People lent to a family until a day."""

    family: str
    until: date
    people: int


def recruitment(units: Sequence[str], families: Sequence[str], missing: Ints, lent: Iterable[Lent]) -> list[Wanted]:
    """Families with somebody still to recruit, the most first. missing: units × families."""
    later: dict[str, dict[date, int]] = {}
    for one in lent:
        days = later.setdefault(one.family, {})
        days[one.until] = days.get(one.until, 0) + one.people
    found = []
    for column, family in enumerate(families):
        short = {unit: int(n) for unit, n in zip(units, missing[:, column], strict=True) if n}
        if short or family in later:
            found.append(Wanted(family, sum(short.values()), short, later.get(family, {})))
    return sorted(found, key=lambda one: (-one.now, one.family))


def places_left(total: int | None, existing: Ints) -> int | None:
    """How many recruits the province's posts allow; None where no total was given."""
    return None if total is None else max(total - int(existing.sum()), 0)
