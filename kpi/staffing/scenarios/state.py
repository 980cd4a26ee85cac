"""The apparatus a scenario starts from: units, their staff and work, neighbours and receiving points."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from kpi.staffing.reallocation.distance import Touch


@dataclass(frozen=True)
class Point:
    """A receiving point of a unit. at: the unit of today it lies in, by code."""

    unit: str
    at: str


@dataclass(frozen=True)
class CriteriaTables:
    """A version of the staffing criteria as the need is computed with it.

    unit_times: activity, unit_time_minutes. awt_hours: by family, hours a year, or one number for all.
    support: family, activity, amount, basis. duties: family, duty, staff, hours_per_year; of every unit.
    """

    unit_times: pd.DataFrame
    awt_hours: float
    support: pd.DataFrame
    duties: pd.DataFrame


@dataclass(frozen=True)
class State:
    """Units and the four tables of need.

    units: unit, name, kind, area_km2, population, former_province, mountain, merged_units (how many of today's units it
    holds). families, activities, support, individual: as `kpi.staffing.wisn.columns` names them; activities also have
    `load` (intake, processing or internal). parts: of each of today's units, the unit it now lies in.
    today: units of today with area and population, for ways and weights. touches: neighbours among today's units.
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

    @classmethod
    def of_today(
        cls, units: pd.DataFrame, families: pd.DataFrame, activities: pd.DataFrame, support: pd.DataFrame,
        individual: pd.DataFrame, touches: tuple[Touch, ...] = (),
    ) -> "State":  # fmt: skip
        """Today: every unit is itself, with one receiving point of its own."""
        units = units.assign(merged_units=1).reset_index(drop=True)
        codes = units["unit"].tolist()
        return cls(
            units, families.reset_index(drop=True), activities.reset_index(drop=True), support.reset_index(drop=True),
            individual.reset_index(drop=True), touches, tuple(Point(unit, unit) for unit in codes),
            {unit: unit for unit in codes}, units[["unit", "name", "area_km2", "population"]],
        )  # fmt: skip

    def names(self) -> dict[str, str]:
        """Names by code, today's units included."""
        known = dict(zip(self.today["unit"], self.today["name"], strict=True)) if len(self.today) else {}
        return known | dict(zip(self.units["unit"], self.units["name"], strict=True))

    def has(self, unit: str) -> bool:
        """Whether the unit exists here."""
        return bool((self.units["unit"] == unit).any())
