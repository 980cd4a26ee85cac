"""The apparatus a scenario starts from: units, their staff and work, neighbours and receiving points."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from kpi.staffing.counters import Peak
from kpi.staffing.norms import NormValues
from kpi.staffing.norms.apply import USUAL
from kpi.staffing.reallocation.distance import Touch


@dataclass(frozen=True)
class Point:
    """A receiving point of a unit. at: the unit of today it lies in, by code."""

    unit: str
    at: str


@dataclass(frozen=True)
class CounterHours:
    """How counters are staffed at their busiest: hours a year they are open, and how that hour is to be served."""

    open_hours: float
    peak: Peak


@dataclass(frozen=True)
class CriteriaTables:
    """A version of the staffing criteria as the need is computed with it.

    unit_times: activity, unit_time_minutes. year: columns of the families table that give available time. support:
    family, activity, amount, basis. duties: family, duty, staff, hours_per_year; of every unit.
    """

    unit_times: pd.DataFrame
    year: Mapping[str, float]
    support: pd.DataFrame
    duties: pd.DataFrame
    counters: CounterHours | None = None
    norms: NormValues = USUAL


@dataclass(frozen=True)
class State:
    """Units and the four tables of need.

    units: unit, name, kind, area_km2, population, former_province, mountain, merged (whether it came from a merger
    already), merged_units (how many of today's units it holds), parts and joined (the units
    that mergers before today took in, and how many). families, activities, support, individual: as
    `kpi.staffing.wisn.columns` names them; activities also have `load` (intake, processing or internal). parts: of each
    of today's units, the unit it now lies in. today: units of today with area, population and minutes of intake, for
    ways and weights. touches: neighbours among today's units. counters: None leaves the busiest hour out.
    """

    units: pd.DataFrame
    families: pd.DataFrame
    activities: pd.DataFrame
    support: pd.DataFrame
    individual: pd.DataFrame
    touches: tuple[Touch, ...] = ()
    points: tuple[Point, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    today: pd.DataFrame = field(default_factory=pd.DataFrame)
    counters: CounterHours | None = None
    norms: NormValues = USUAL

    @classmethod
    def of_today(
        cls, units: pd.DataFrame, families: pd.DataFrame, activities: pd.DataFrame, support: pd.DataFrame,
        individual: pd.DataFrame, touches: tuple[Touch, ...] = (), counters: CounterHours | None = None,
        norms: NormValues = USUAL,
    ) -> "State":  # fmt: skip
        """Today: every unit is itself, with one receiving point of its own."""
        units = _with_parts(units).assign(merged_units=1).reset_index(drop=True)
        codes = units["unit"].tolist()
        today = units[["unit", "name", "area_km2", "population"]].assign(intake=_intake(codes, activities))
        return cls(
            units, families.reset_index(drop=True), activities.reset_index(drop=True), support.reset_index(drop=True),
            individual.reset_index(drop=True), touches, tuple(Point(unit, unit) for unit in codes),
            {unit: unit for unit in codes}, today, counters, norms,
        )  # fmt: skip

    def names(self) -> dict[str, str]:
        """Names by code, today's units included."""
        known = dict(zip(self.today["unit"], self.today["name"], strict=True)) if len(self.today) else {}
        return known | dict(zip(self.units["unit"], self.units["name"], strict=True))

    def has(self, unit: str) -> bool:
        """Whether the unit exists here."""
        return bool((self.units["unit"] == unit).any())


def _with_parts(units: pd.DataFrame) -> pd.DataFrame:
    """Where nothing is said of earlier mergers, there were none."""
    if "parts" in units.columns:
        return units
    parts = pd.Series([(unit,) for unit in units["unit"]], index=units.index, dtype=object)
    return units.assign(parts=parts, joined=1)


def _intake(units: list[str], activities: pd.DataFrame) -> list[float]:
    """Minutes of intake of each unit."""
    intake = activities[activities["load"] == "intake"]
    minutes = intake["volume"].astype(float) * intake["unit_time_minutes"].astype(float)
    return minutes.groupby(intake["unit"]).sum().reindex(units).fillna(0.0).tolist()
