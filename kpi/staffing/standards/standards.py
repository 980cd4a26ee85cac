"""Area and population a commune-level unit should have (Resolution 76/2025/UBTVQH15)."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.staffing.standards.source import document


@dataclass(frozen=True)
class Standard:
    """The standard that applies to a unit. area_km2 in square kilometres."""

    code: str
    area_km2: float
    population: float


def standard_of(kind: str, is_mountain: bool = False, is_central_city: bool = False) -> Standard | None:
    """The standard of a commune or ward; None for a special zone, which has none."""
    if kind == "commune":
        code = "commune_mountain" if is_mountain else "commune"
    elif kind == "ward":
        code = "ward_mountain" if is_mountain else "ward_central_city" if is_central_city else "ward"
    else:
        return None
    return Standard(code, **document()["standards"][code])


def exempt(merged_units: int) -> bool:
    """Whether a merger takes in so many units that area and population are not considered."""
    return merged_units >= int(document()["standards"]["exempt_from_units"])


def against_standards(units: pd.DataFrame, mountain: Collection[str] = ()) -> pd.DataFrame:
    """`units` (unit, kind, area_km2, population; merged_units where a merger made the unit) with its standard.

    standard: its code; area_share, population_share: of the standard reached; meets: both reach it, or the unit is
    exempt, or no standard applies; exempt. Shares are NaN where no standard applies or a figure is unknown; an
    unknown figure never meets a standard.
    """
    found = [standard_of(k, u in mountain) for u, k in zip(units["unit"], units["kind"], strict=True)]
    area = np.array([s.area_km2 if s else np.nan for s in found])
    people = np.array([s.population if s else np.nan for s in found])
    area_share = units["area_km2"].to_numpy(dtype=np.float64, na_value=np.nan) / area
    people_share = units["population"].to_numpy(dtype=np.float64, na_value=np.nan) / people
    merged = units["merged_units"] if "merged_units" in units.columns else pd.Series(1, index=units.index)
    is_exempt = merged.map(exempt).to_numpy(dtype=bool)
    codes = pd.Series([s.code if s else None for s in found], index=units.index, dtype=object)
    meets = ((area_share >= 1) & (people_share >= 1)) | is_exempt | np.isnan(area)
    return units.assign(
        standard=codes, area_share=area_share, population_share=people_share,
        exempt=is_exempt, meets=meets,
    )  # fmt: skip
