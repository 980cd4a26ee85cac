"""Declared time per product by unit, beside the same product elsewhere: a funnel with over-dispersion.

Units differ in size, so small ones scatter widely by chance alone. Shown to ask, never to cut.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.hours.flags import hours_settings
from kpi.assessment.hours.measured import declared_lines
from kpi.assessment.ranking.agencies import agencies_by_unit
from kpi.law.declared_hours import time_per_case
from kpi.law.funnel import Funnel, funnel
from kpi.law.settings import Settings
from kpi.storage.tables import Period, Unit

FEWEST = 2


@dataclass(frozen=True)
class HoursFunnel:
    """units: unit, lines, ratio (time per product as a multiple of what is usual), adjusted, small, outside.

    limits: lines, low, high of the funnel, as ratios. phi: over-dispersion.
    """

    units: pd.DataFrame
    limits: pd.DataFrame
    target: float
    phi: float


def hours_funnel(session: Session, actor: Actor, period: str, agency_id: int | None = None) -> HoursFunnel | None:
    """By agency, or by the units of one agency, within what the actor may calibrate. None where there is too little."""
    actor.require(Action.READ_CALIBRATION)
    row = session.scalars(select(Period).where(Period.code == period)).one_or_none()
    if row is None:
        return None
    settings = hours_settings(session, row)
    lines = declared_lines(session, row)
    times = time_per_case(lines, settings)
    enough = times["cases"] >= settings.number("least_cases")
    known = lines[enough & times["minutes"].notna()]
    apart = np.log(times["minutes"] / times["usual"])[known.index]
    places = _places(session, actor, agency_id)
    measured = pd.DataFrame({"unit": known["unit_id"].map(places), "apart": apart}).dropna()
    return funnel_of(measured, settings)


def _places(session: Session, actor: Actor, agency_id: int | None) -> dict[int, str]:
    """The name each unit in reach is counted under: its agency, or itself within one agency."""
    agencies = agencies_by_unit(session)
    seen = session.execute(select(Unit.id, Unit.name).where(actor.rows(Action.READ_CALIBRATION))).all()
    if agency_id is None:
        return {unit_id: agencies[unit_id].name for unit_id, _name in seen}
    return {unit_id: name for unit_id, name in seen if agencies[unit_id].id == agency_id}


def funnel_of(measured: pd.DataFrame, settings: Settings) -> HoursFunnel | None:
    """measured: unit and apart, the log of each line's time against the usual one. None for fewer than two units."""
    grouped = measured.groupby("unit", sort=True)["apart"]
    units = pd.DataFrame({"lines": grouped.size(), "mean": grouped.mean()}).reset_index()
    within = measured["apart"] - grouped.transform("mean")
    freedom = len(measured) - len(units)
    spread = float(np.sqrt((within**2).sum() / freedom)) if freedom > 0 else 0.0
    if len(units) < FEWEST or spread == 0:
        return None
    errors = spread / np.sqrt(units["lines"].to_numpy(dtype=np.float64))
    found = funnel(units["mean"].to_numpy(dtype=np.float64), errors, settings.number("winsorise"))
    limit = settings.number("funnel_z")
    small = units["lines"] < settings.number("least_cases")
    table = units.assign(
        ratio=np.exp(units["mean"]), adjusted=found.adjusted, small=small,
        outside=(np.abs(found.adjusted) > limit) & ~small,
    ).drop(columns="mean")  # fmt: skip
    ordered = table.sort_values(["small", "ratio", "unit"], ascending=[True, False, True], ignore_index=True)
    return HoursFunnel(ordered, _limits(found, spread, units["lines"], limit), float(np.exp(found.target)), found.phi)


def _limits(found: Funnel, spread: float, lines: pd.Series, z: float) -> pd.DataFrame:
    sizes = np.unique(np.geomspace(1, max(2, int(lines.max())), 60).round())
    low, high = found.limits(spread / np.sqrt(sizes), z)
    return pd.DataFrame({"lines": sizes, "low": np.exp(low), "high": np.exp(high)})
