"""Changing volumes of work and headcount."""

from dataclasses import replace

import pandas as pd

from kpi.language.message import say
from kpi.staffing.scenarios.fault import StepFault, present
from kpi.staffing.scenarios.state import State
from kpi.staffing.scenarios.steps import ChangeVolumes, SetHeadcount

ONLINE = " (online)"


def change_volumes(state: State, step: ChangeVolumes) -> State:
    """Volumes grow; of intake, a share goes online and takes the said share of the unit time, in a row of its own."""
    present(state, *step.units)
    if step.growth <= -1:
        raise StepFault(say("Work cannot shrink by 100% or more. Choose a smaller figure."))
    if not 0 <= step.online <= 1 or step.online_time < 0:
        raise StepFault(say("The online share lies between 0 and 100%, and its time is not negative."))
    table = state.activities
    inside = pd.Series(True, index=table.index)
    if step.units:
        inside &= table["unit"].isin(step.units)
    if step.families:
        inside &= table["family"].isin(step.families)
    volume = table["volume"].astype(float)
    grown = table.assign(volume=volume.where(~inside, volume * (1 + step.growth)))
    return replace(state, activities=_with_online(grown, inside, step))


def _with_online(table: pd.DataFrame, inside: pd.Series, step: ChangeVolumes) -> pd.DataFrame:
    going = inside & (table["load"] == "intake") & (step.online != 0)
    if not going.any():
        return table
    online = table[going].assign(
        activity=table.loc[going, "activity"] + ONLINE,
        volume=table.loc[going, "volume"] * step.online,
        unit_time_minutes=table.loc[going, "unit_time_minutes"].astype(float) * step.online_time,
    )
    kept = table.assign(volume=table["volume"].where(~going, table["volume"] * (1 - step.online)))
    timed = online[online["unit_time_minutes"] > 0]
    return pd.concat([kept, timed], ignore_index=True)


def set_headcount(state: State, step: SetHeadcount) -> State:
    """So many more or fewer; never fewer than none."""
    present(state, step.unit)
    table = state.families
    at = (table["unit"] == step.unit) & (table["family"] == step.family)
    if not at.any():
        raise StepFault(say("The unit has no such family. Choose another."))
    have = int(table.loc[at, "existing"].iloc[0])
    if have + step.change < 0:
        raise StepFault(say("The unit has {have} people in this family; no more can be taken away.", have=have))
    return replace(state, families=table.assign(existing=table["existing"].astype(float) + at * step.change))
