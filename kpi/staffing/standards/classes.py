"""The class of a commune-level unit from its points (Decree 307/2025/NĐ-CP)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kpi.staffing.standards.source import document


class UnitClass(StrEnum):
    """Special is for wards and special zones only."""

    SPECIAL = "special"
    FIRST = "I"
    SECOND = "II"
    THIRD = "III"


def class_of(points: float, kind: str) -> UnitClass:
    """75 points and more class I, 60 to below 75 class II, below class III; from 90 special for a ward or zone.

    The special class asks for more than points; whoever decides looks at that.
    """
    lines = document()["classes"]
    if kind != "commune" and points >= lines["special_from"]:
        return UnitClass.SPECIAL
    if points >= lines["first_from"]:
        return UnitClass.FIRST
    return UnitClass.SECOND if points >= lines["second_from"] else UnitClass.THIRD


@dataclass(frozen=True)
class DraftPoints:
    """Points of population and of area by the decree's draft; not the decree's own."""

    population: float
    area: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.population + self.area


def draft_points(kind: str, population: float, area_km2: float, is_mountain: bool = False) -> DraftPoints | None:
    """What the draft gives a commune; None for wards and special zones, of which nothing is known.

    Added points go by the share of a step that is reached, to two decimals.
    """
    rules = document()["draft_points"].get(kind)
    if rules is None:
        return None
    scale = rules["population"]["mountain_share"] if is_mountain else 1.0
    return DraftPoints(
        _points(population, rules["population"], float(scale)), _points(area_km2, rules["area_km2"], 1.0)
    )


def _points(value: float, rule: dict[str, Any], scale: float) -> float:
    above = max(0.0, value - rule["from"] * scale) / (rule["step"] * scale)
    return round(float(min(rule["points"] + above * rule["step_points"], rule["most"])), 2)


def possible_classes(points: float, kind: str) -> tuple[UnitClass, UnitClass]:
    """The lowest and highest class a commune may have when only population and area points are known."""
    rules = document()["draft_points"]["commune"]
    others = document()["classes"]["most_points"] - rules["population"]["most"] - rules["area_km2"]["most"]
    return class_of(points, kind), class_of(points + others, kind)
