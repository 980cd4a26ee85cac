"""Moving an area with its people, or the work of a family, from units to another."""

from dataclasses import replace

import pandas as pd

from kpi.language.message import say
from kpi.staffing.scenarios.fault import StepFault, present
from kpi.staffing.scenarios.merging import merged_activities, merged_families
from kpi.staffing.scenarios.state import State
from kpi.staffing.scenarios.steps import MoveArea, MoveFunction


def move_area(state: State, step: MoveArea) -> State:
    """Work follows the people: their share of the unit's population; staff too, in whole people."""
    present(state, step.unit, step.to)
    if step.unit == step.to:
        raise StepFault(say("Choose another unit to move to."))
    row = state.units.set_index("unit").loc[step.unit]
    population, area = float(row["population"] or 0), float(row["area_km2"] or 0)
    if not 0 < step.population < population or not 0 <= step.area_km2 < area:
        raise StepFault(say("{unit} has {people} people and {area} km². Move fewer of both, or merge the units.",
                            unit=row["name"], people=int(population), area=area))  # fmt: skip
    share = step.population / population
    sign = state.units["unit"].map({step.unit: -1, step.to: 1}).fillna(0)
    units = state.units.assign(
        population=state.units["population"] + sign * step.population,
        area_km2=state.units["area_km2"] + sign * step.area_km2,
    )
    staff = share if step.with_staff else 0.0
    return replace(
        state,
        units=units,
        families=_shifted_staff(state.families, (step.unit,), step.to, staff),
        activities=_shifted_work(state.activities, (step.unit,), step.to, share),
    )


def move_function(state: State, step: MoveFunction) -> State:
    """The work goes whole; of the people as many as said, else all."""
    sources = tuple(unit for unit in dict.fromkeys(step.units) if unit != step.to)
    present(state, step.to, *sources)
    if not sources:
        raise StepFault(say("Choose at least one unit the work comes from."))
    inside = state.families["unit"].isin(sources) & (state.families["family"] == step.family)
    have = int(state.families.loc[inside, "existing"].sum())
    if not inside.any():
        raise StepFault(say("None of these units has this family. Choose others."))
    if step.staff is not None and not 0 <= step.staff <= have:
        raise StepFault(say("The units have {have} people in this family. Move no more than that.", have=have))
    wanted = have if step.staff is None else step.staff
    families = _shifted_count(state.families, sources, step, wanted)
    return replace(
        state,
        families=families,
        activities=_shifted_work(state.activities, sources, step.to, 1.0, step.family, step.activities),
        support=_like(state.support, sources, step, "activity"),
    )


def _shifted_work(
    activities: pd.DataFrame, sources: tuple[str, ...], to: str, share: float, family: str | None = None,
    only: tuple[str, ...] = (),
) -> pd.DataFrame:  # fmt: skip
    inside = activities["unit"].isin(sources)
    if family is not None:
        inside &= activities["family"] == family
    if only:
        inside &= activities["activity"].isin(only)
    gone = activities[inside].assign(unit=to, volume=activities.loc[inside, "volume"].astype(float) * share)
    left = activities["volume"].astype(float).where(~inside, activities["volume"].astype(float) * (1 - share))
    kept = activities.assign(volume=left)
    return merged_activities(pd.concat([kept, gone], ignore_index=True))


def _shifted_staff(families: pd.DataFrame, sources: tuple[str, ...], to: str, share: float) -> pd.DataFrame:
    """Whole people by the share, rounded down, so that nobody is counted twice."""
    inside = families["unit"].isin(sources)
    going = (families["existing"].astype(float) * share // 1).where(inside, 0.0)
    return _joined(families, inside, going, to)


def _shifted_count(families: pd.DataFrame, sources: tuple[str, ...], step: MoveFunction, people: int) -> pd.DataFrame:
    """So many of the family's people, taken in the order of the units."""
    inside = families["unit"].isin(sources) & (families["family"] == step.family)
    have = families["existing"].astype(float).where(inside, 0.0)
    before = have.cumsum() - have
    going = (people - before).clip(lower=0.0).combine(have, min).where(inside, 0.0)
    return _joined(families, inside, going, step.to)


def _joined(families: pd.DataFrame, inside: pd.Series, going: pd.Series, to: str) -> pd.DataFrame:
    kept = families.assign(existing=families["existing"].astype(float) - going)
    gone = families[inside].assign(unit=to, existing=going[inside])
    return merged_families(pd.concat([kept, gone], ignore_index=True))


def _like(table: pd.DataFrame, sources: tuple[str, ...], step: MoveFunction, name: str) -> pd.DataFrame:
    """Where the receiving unit never did such work, it takes over the allowances of the first that did."""
    if ((table["unit"] == step.to) & (table["family"] == step.family)).any():
        return table
    rows = table[(table["unit"] == sources[0]) & (table["family"] == step.family)]
    return pd.concat([table, rows.assign(unit=step.to)], ignore_index=True).drop_duplicates(["unit", "family", name])
