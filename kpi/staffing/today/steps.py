"""One unit and family opened to its inputs: every figure with what it follows from."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from kpi.staffing.counters import Roster, roster_for
from kpi.staffing.today.picture import INTAKE, Picture, open_hours, peak_of
from kpi.staffing.wisn import WorkingYear, working_year


@dataclass(frozen=True)
class Steps:
    """figures: the family's row of `Picture.families`. year and leave: what AWT follows from, in days.

    activities: activity, load, volume, source, months, note, unit_time_minutes, standard_workload, staff. support:
    activity, amount, basis, share. duties: duty, staff, hours_per_year, hours, staff_needed. known: every volume known,
    by source. roster: the counter at its peak, None where the family takes nothing in.
    """

    figures: dict[str, Any]
    year: WorkingYear
    leave: float
    hours_a_day: float
    activities: pd.DataFrame
    support: pd.DataFrame
    duties: pd.DataFrame
    known: pd.DataFrame
    roster: Roster | None


def steps_of(picture: Picture, unit: str, family: str) -> Steps:
    """The steps of one figure. Raises KeyError where the picture has no such unit and family."""
    row = _mine(picture.families, unit, family)
    if not len(row):
        raise KeyError((unit, family))
    criteria, work = picture.inputs.criteria, _mine(picture.need.activities, unit, family)
    leave = sum(criteria.number(name) for name in ("annual_leave", "sick_leave", "other_leave"))
    known = picture.inputs.known
    return Steps(
        dict(zip(row.columns, row.iloc[0], strict=True)), working_year(picture.inputs.year), leave,
        criteria.number("hours_per_day"), work,
        _mine(picture.need.support, unit, family), _mine(picture.need.individual, unit, family),
        known[(known["unit"] == unit) & known["activity"].isin(work["activity"])].reset_index(drop=True),
        _roster(picture, work),
    )  # fmt: skip


def _mine(table: pd.DataFrame, unit: str, family: str) -> pd.DataFrame:
    return table[(table["unit"] == unit) & (table["family"] == family)].reset_index(drop=True)


def _roster(picture: Picture, work: pd.DataFrame) -> Roster | None:
    intake = work[work["load"] == INTAKE]
    volume = float(intake["volume"].sum())
    if volume <= 0:
        return None
    minutes = float((intake["volume"] * intake["unit_time_minutes"]).sum()) / volume
    return roster_for(volume, minutes, open_hours(picture.inputs), peak_of(picture.inputs.criteria))
