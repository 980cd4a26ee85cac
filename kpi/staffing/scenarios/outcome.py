"""What comes of a state: need, staff, standards, people per post, travel, receiving points."""

from collections.abc import Hashable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd

from kpi.staffing.scenarios.state import State
from kpi.staffing.scenarios.travel import Travel, travel
from kpi.staffing.standards import against_standards, draft_points, possible_classes
from kpi.staffing.wisn import interval, need


@dataclass(frozen=True)
class Assumptions:
    """The planner's own; the tool assumes nothing.

    fixed: of each unit's need in a family, posts that do not grow with its work, so that one of two merged units' is
    freed. satellite: posts every receiving point beyond a unit's first one needs, in `satellite_family`. band: how far
    both may be off, a share. time_band: how far unit times may be off.
    """

    fixed: Mapping[str, float] = field(default_factory=dict)
    satellite: float = 0.0
    satellite_family: str = ""
    band: float = 0.2
    time_band: float = 0.2

    def terms(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, terms: Mapping[str, Any]) -> "Assumptions":
        """As it was kept."""
        return cls(**{name: value for name, value in terms.items() if name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Effect:
    """Posts freed (negative) or needed by an assumption: low, central, high over its band."""

    low: float
    central: float
    high: float


@dataclass(frozen=True)
class Outcome:
    """table: unit, family, existing, required, rounded, low, high, shortage, surplus. units: with standards, draft
    class, posts and people per post. satellites: receiving points beyond each unit's first. fixed, satellite: effects
    of the assumptions, apart from the need by workload.
    """

    table: pd.DataFrame
    units: pd.DataFrame
    travel: Travel
    satellites: int
    fixed: Effect
    satellite: Effect

    def total(self, column: str) -> float:
        """The sum of a column of the table."""
        return float(self.table[column].sum())

    def by_family(self) -> pd.DataFrame:
        """existing, required, rounded, shortage and surplus by family."""
        columns = ["existing", "required", "rounded", "shortage", "surplus"]
        return self.table.groupby("family", sort=False)[columns].sum().reset_index()


def outcome(state: State, assumptions: Assumptions, matrix: Any = None) -> Outcome:
    """What comes of the state; raises InputFaults where its work cannot be computed."""
    found = interval(
        need(state.families, state.activities, state.support, state.individual).table, assumptions.time_band
    )
    gap = found["existing"] - found["rounded"]
    table = found.assign(shortage=(-gap).clip(lower=0), surplus=gap.clip(lower=0))
    counts = pd.Series([point.unit for point in state.points], dtype=object).value_counts()
    satellites = int((counts - 1).clip(lower=0).sum())
    return Outcome(
        table, _units(state, table), travel(state, matrix), satellites, _fixed(state, table, assumptions),
        _effect(assumptions.satellite * satellites, assumptions.band),
    )  # fmt: skip


def _units(state: State, table: pd.DataFrame) -> pd.DataFrame:
    mountain = set(state.units.loc[state.units["mountain"].astype(bool), "unit"])
    units = against_standards(state.units, mountain)
    sums = table.groupby("unit", sort=False)[["existing", "required", "rounded"]].sum()
    units = units.merge(sums, left_on="unit", right_index=True, how="left")
    people = units["population"].astype(float)
    return units.assign(
        people_per_post=(people / units["existing"].where(units["existing"] > 0)).astype(float),
        people_per_needed=(people / units["required"].where(units["required"] > 0)).astype(float),
        classes=pd.Series([_classes(row) for row in units.to_dict("records")], index=units.index, dtype=object),
    )


def _classes(row: Mapping[Hashable, Any]) -> str | None:
    """The lowest and highest class by the draft's points of population and area; None where it says nothing."""
    if pd.isna(row["population"]) or pd.isna(row["area_km2"]):
        return None
    points = draft_points(row["kind"], float(row["population"]), float(row["area_km2"]), bool(row["mountain"]))
    if points is None:
        return None
    low, high = possible_classes(points.total, row["kind"])
    return low.value if low == high else f"{low.value}–{high.value}"


def _fixed(state: State, table: pd.DataFrame, assumptions: Assumptions) -> Effect:
    """Freed by mergers: of every unit merged from n, n − 1 times the fixed posts, never more than its need."""
    merged = state.units.set_index("unit")["merged_units"].astype(float)
    posts = table["family"].map(assumptions.fixed).astype(float).fillna(0.0)
    freed = (table["unit"].map(merged) - 1).clip(lower=0) * posts
    return _effect(-float(freed.combine(table["required"], min).sum()), assumptions.band)


def _effect(central: float, band: float) -> Effect:
    low, high = sorted((central * (1 - band), central * (1 + band)))
    return Effect(low + 0.0, central + 0.0, high + 0.0)
