"""What comes of a state: need, staff, standards, people per post, travel, receiving points."""

from collections.abc import Hashable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from kpi.staffing.counters import staff_needed
from kpi.staffing.norms import norm_posts
from kpi.staffing.scenarios.busiest import rosters
from kpi.staffing.scenarios.state import State
from kpi.staffing.scenarios.travel import Travel, travel
from kpi.staffing.standards import against_standards, draft_points, possible_classes
from kpi.staffing.wisn import interval, need, whole_staff

LARGER = {"needed": "required", "low": "low", "high": "high"}


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
    """table: unit, family, existing, required (by the year's work), peak (people on the counters' rosters), needed (the
    larger), low and high (needed within the band of unit times), posts (needed in whole people), shortage, surplus.
    units: with standards, draft class, norm and people per post. satellites: receiving points beyond each unit's first.
    fixed, satellite: effects of the assumptions, apart from the need by workload.
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
        """existing, needed, posts, shortage and surplus by family."""
        columns = ["existing", "needed", "posts", "shortage", "surplus"]
        return self.table.groupby("family", sort=False)[columns].sum().reset_index()


def outcome(state: State, assumptions: Assumptions, matrix: Any = None) -> Outcome:
    """What comes of the state; raises InputFaults where its work cannot be computed."""
    found = interval(
        need(state.families, state.activities, state.support, state.individual).table, assumptions.time_band
    )
    table = _with_posts(found, rosters(state, matrix))
    counts = pd.Series([point.unit for point in state.points], dtype=object).value_counts()
    satellites = int((counts - 1).clip(lower=0).sum())
    return Outcome(
        table, _units(state, table), travel(state, matrix), satellites, _fixed(state, table, assumptions),
        _effect(assumptions.satellite * satellites, assumptions.band),
    )  # fmt: skip


def _with_posts(found: pd.DataFrame, roster: pd.Series) -> pd.DataFrame:
    pairs = pd.MultiIndex.from_frame(found[["unit", "family"]])
    peak = roster.reindex(pairs).fillna(0.0).to_numpy() if len(roster) else np.zeros(len(found))
    needed = {name: staff_needed(found[of], peak) for name, of in LARGER.items()}
    table = found.assign(peak=peak, **needed)
    table = table.assign(posts=whole_staff(table["needed"]))
    gap = table["existing"] - table["posts"]
    return table.assign(shortage=np.maximum(-gap, 0) + 0.0, surplus=np.maximum(gap, 0))


def _units(state: State, table: pd.DataFrame) -> pd.DataFrame:
    mountain = set(state.units.loc[state.units["mountain"].astype(bool), "unit"])
    units = against_standards(state.units.assign(merged_units=state.units["joined"]), mountain)
    units = units.assign(merged_units=state.units["merged_units"])
    sums = table.groupby("unit", sort=False)[["existing", "needed", "posts"]].sum()
    units = norm_posts(units, state.norms, mountain).merge(sums, left_on="unit", right_index=True, how="left")
    people = units["population"].astype(float)
    return units.assign(
        people_per_post=(people / units["existing"].where(units["existing"] > 0)).astype(float),
        people_per_needed=(people / units["needed"].where(units["needed"] > 0)).astype(float),
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
    return _effect(-float(freed.combine(table["needed"], min).sum()), assumptions.band)


def _effect(central: float, band: float) -> Effect:
    low, high = sorted((central * (1 - band), central * (1 + band)))
    return Effect(low + 0.0, central + 0.0, high + 0.0)
