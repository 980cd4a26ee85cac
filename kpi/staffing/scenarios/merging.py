"""Merging units: people, work, area and population are added; nothing is saved unless the planner says so."""

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from kpi.language.message import say
from kpi.staffing.scenarios.fault import StepFault, present
from kpi.staffing.scenarios.state import Point, State
from kpi.staffing.scenarios.steps import MergeUnits


def merge_units(state: State, step: MergeUnits) -> State:
    """The units of `step` as one; their work keeps its unit times, so that the workload (A) stays as it was."""
    parts = tuple(dict.fromkeys(step.units))
    present(state, *parts)
    if len(parts) < 2:
        raise StepFault(say("Choose at least two units to merge."))
    if state.has(step.code) or step.code in state.parts:
        raise StepFault(say("The code “{code}” belongs to another unit. Choose another code.", code=step.code))
    seat = step.seat if step.seat in parts else parts[0]
    return replace(
        state,
        units=_units(state.units, parts, seat, step),
        families=merged_families(_renamed(state.families, parts, step.code, seat)),
        activities=merged_activities(_renamed(state.activities, parts, step.code, seat)),
        support=_renamed(state.support, parts, step.code, seat).drop_duplicates(["unit", "family", "activity"]),
        individual=merged_duties(_renamed(state.individual, parts, step.code, seat)),
        points=_points(state, parts, step.code),
        parts={unit: step.code if now in parts else now for unit, now in state.parts.items()},
    )


def _units(units: pd.DataFrame, parts: Collection[str], seat: str, step: MergeUnits) -> pd.DataFrame:
    inside = units["unit"].isin(parts)
    joined = units[inside]
    new = units[units["unit"] == seat].iloc[0].to_dict() | {
        "unit": step.code,
        "name": step.name,
        "kind": step.unit_kind,
        "area_km2": joined["area_km2"].sum(min_count=len(joined)),
        "population": joined["population"].sum(min_count=len(joined)),
        "mountain": bool(joined["mountain"].all()),
        "merged": True,
        "parts": tuple(one for parts_of_one in joined["parts"] for one in parts_of_one),
        "merged_units": int(joined["merged_units"].sum()),
        "joined": int(joined["joined"].sum()),
    }
    first = int(inside.to_numpy().argmax())
    rest = units[~inside]
    before = int((~inside).to_numpy()[:first].sum())
    made = pd.DataFrame([new]).astype(units.dtypes.to_dict(), errors="ignore")
    return pd.concat([rest.iloc[:before], made, rest.iloc[before:]], ignore_index=True)


def _renamed(table: pd.DataFrame, parts: Collection[str], code: str, seat: str) -> pd.DataFrame:
    """Rows of the parts under the new code, the seat's first, so that what differs is taken from the seat."""
    inside = table["unit"].isin(parts)
    order = (~inside).astype(int) * 2 + (table["unit"] != seat).astype(int) * inside.astype(int)
    return table.assign(unit=table["unit"].where(~inside, code)).iloc[order.argsort(kind="stable")]


def merged_families(families: pd.DataFrame) -> pd.DataFrame:
    """Existing staff added by unit and family; available time as the first row has it."""
    rules = {name: "first" for name in families.columns if name not in ("unit", "family")} | {"existing": "sum"}
    return families.groupby(["unit", "family"], sort=False, as_index=False).agg(rules)[list(families.columns)]


def merged_activities(activities: pd.DataFrame) -> pd.DataFrame:
    """Volumes added where family, activity and unit time agree; otherwise the rows stay apart."""
    time = activities.get("unit_time_minutes", pd.Series(float("nan"), index=activities.index))
    keyed = activities.assign(_time=time.astype(float).fillna(-1.0))
    rules = {name: "first" for name in activities.columns if name not in ("unit", "family", "activity")}
    found = keyed.groupby(["unit", "family", "activity", "_time"], sort=False, as_index=False, dropna=False)
    table = found.agg(rules | {"volume": "sum"})[list(activities.columns)]
    again = table.duplicated(["unit", "family", "activity"])
    number = table.groupby(["unit", "family", "activity"], sort=False).cumcount() + 1
    return table.assign(activity=table["activity"].where(~again, table["activity"] + " (" + number.astype(str) + ")"))


def merged_duties(individual: pd.DataFrame) -> pd.DataFrame:
    """Those who carry a duty added, at the mean of their hours."""
    if individual.empty:
        return individual
    total = individual["staff"].astype(float) * individual["hours_per_year"].astype(float)
    found = individual.assign(_hours=total).groupby(["unit", "family", "duty"], sort=False, as_index=False)
    table = found.agg({"staff": "sum", "_hours": "sum"})
    hours = (table["_hours"] / table["staff"].where(table["staff"] > 0)).fillna(0.0)
    return table.assign(hours_per_year=hours)[["unit", "family", "duty", "staff", "hours_per_year"]]


def _points(state: State, parts: Collection[str], code: str) -> tuple[Point, ...]:
    return tuple(replace(point, unit=code) if point.unit in parts else point for point in state.points)
