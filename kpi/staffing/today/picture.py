"""Existing staff, norm and need side by side, for every unit and family; never merged into one figure."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.staffing.counters import Peak, roster_for, staff_needed
from kpi.staffing.criteria.contents import Contents
from kpi.staffing.norms import norm_posts, party_range
from kpi.staffing.today.inputs import Inputs, needed_tables
from kpi.staffing.wisn import Need, interval, need, verdicts, working_year

SUMMED = ["existing", "required", "needed", "low", "high", "intake_hours", "processing_hours", "internal_hours"]
LOADS = ("intake", "processing", "internal")
INTAKE = "intake"


@dataclass(frozen=True)
class Picture:
    """What the meeting sees.

    families: one row a unit and family: existing, norm (the least staff the norm asks of a family, NaN without one),
    required (WISN), peak (people on the counter's roster; 0 where no counter), needed (the larger), low and high
    (needed within the band), gap (existing − needed), ratio (existing ÷ needed), verdict.
    units: the same added up, with name, kind, population, former_province, norm, by_hand, capped, party_low,
    party_high, and hours by load: intake at the receiving point, processing at the competent unit, internal.
    need: WISN's own tables, every step of them.
    """

    inputs: Inputs
    need: Need
    families: pd.DataFrame
    units: pd.DataFrame

    def only(self, units: Collection[str]) -> "Picture":
        """The picture of some of its units."""
        kept = list(units)

        def of(table: pd.DataFrame) -> pd.DataFrame:
            return table[table["unit"].isin(kept)].reset_index(drop=True)

        steps = Need(of(self.need.table), of(self.need.activities), of(self.need.support), of(self.need.individual))
        return Picture(self.inputs.only(kept), steps, of(self.families), of(self.units))

    @property
    def province(self) -> dict[str, float]:
        """Sums over every unit shown, and the pooled ratio Σ existing ÷ Σ needed."""
        sums = {name: float(self.units[name].sum()) for name in [*SUMMED, "norm"]}
        return sums | {"gap": sums["existing"] - sums["needed"], "ratio": _ratio(sums["existing"], sums["needed"])}


def picture(inputs: Inputs, band: float | None = None) -> Picture:
    """Everything computed from the inputs; band: of unit times, by default the criteria's."""
    tables = needed_tables(inputs)
    found = need(tables.families, tables.activities, tables.support, tables.individual)
    families = interval(found.table, inputs.criteria.number("band") if band is None else band)
    families = _with_peak(families, found, inputs)
    families = _with_verdict(families.merge(_loads(found), on=["unit", "family"], how="left").fillna(_no_hours()))
    families = families.assign(norm=families["family"].map(_family_norms(inputs.criteria)))
    return Picture(inputs, found, families, _units(families, inputs))


def peak_of(criteria: Contents) -> Peak:
    """How a criteria version wants the busiest hour served."""
    patience = criteria.parameters.get("patience_minutes")
    factor, share = criteria.number("peak_factor"), criteria.number("served_share")
    return Peak(factor, share, criteria.number("within_minutes"), criteria.number("shrinkage"), patience)


def open_hours(inputs: Inputs) -> float:
    """Hours a year a counter is open: every working day that is no public holiday."""
    year = working_year(inputs.year)
    return (year.working_days - year.public_holidays) * inputs.criteria.number("hours_per_day")


def _with_peak(families: pd.DataFrame, found: Need, inputs: Inputs) -> pd.DataFrame:
    """Intake at a counter is served at its peak: people on the roster, beside the yearly need."""
    intake = found.activities[found.activities["load"] == INTAKE]
    minutes = intake.assign(minutes=intake["volume"] * intake["unit_time_minutes"])
    sums = minutes.groupby(["unit", "family"], sort=False)[["volume", "minutes"]].sum().reset_index()
    hours, peak = open_hours(inputs), peak_of(inputs.criteria)
    rosters = [
        roster_for(volume, total / volume, hours, peak).rostered if volume > 0 else 0
        for volume, total in zip(sums["volume"].tolist(), sums["minutes"].tolist(), strict=True)
    ]
    joined = families.merge(sums.assign(peak=rosters)[["unit", "family", "peak"]], on=["unit", "family"], how="left")
    roster = joined["peak"].fillna(0.0).astype("float64")
    larger = {name: staff_needed(joined[column], roster) for name, column in LARGER.items()}
    return joined.assign(peak=roster, **larger)


LARGER = {"needed": "required", "low": "low", "high": "high"}


def _with_verdict(families: pd.DataFrame) -> pd.DataFrame:
    existing, needed = families["existing"].to_numpy(), families["needed"].to_numpy()
    ratio = np.divide(existing, needed, out=np.full(len(families), np.nan), where=needed > 0)
    found = verdicts(existing, families["low"], families["high"])
    return families.assign(gap=existing - needed, ratio=ratio, verdict=found)


def _loads(found: Need) -> pd.DataFrame:
    """Hours a year by load."""
    work = found.activities
    hours = work.assign(hours=work["volume"] * work["unit_time_minutes"] / 60)
    table = hours.pivot_table(index=["unit", "family"], columns="load", values="hours", aggfunc="sum", sort=False)
    return table.reindex(columns=list(LOADS)).fillna(0.0).add_suffix("_hours").reset_index()


def _no_hours() -> dict[str, float]:
    return {f"{load}_hours": 0.0 for load in LOADS}


def _family_norms(criteria: Contents) -> dict[str, float]:
    return {name: float(value) for name, value in criteria.norms.of("by_family").items() if value is not None}


def _units(families: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    sums = families.groupby("unit", sort=False)[SUMMED].sum().reset_index()
    units = norm_posts(inputs.units, inputs.criteria.norms, inputs.mountain).merge(sums, on="unit")
    low, high = party_range(inputs.criteria.norms)
    return _with_verdict(units.assign(party_low=low, party_high=high))


def _ratio(existing: float, needed: float) -> float:
    return existing / needed if needed > 0 else float("nan")
