"""Required staff of every unit and family: A × B + C."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.staffing.wisn.check import Checked, checked, refuse_beyond_counting
from kpi.staffing.wisn.columns import ACTIVITIES, INDIVIDUAL, RESULTS, SUPPORT
from kpi.staffing.wisn.keys import Numbers, floats, names
from kpi.staffing.wisn.rounding import whole_staff


@dataclass(frozen=True)
class Need:
    """The result and every step to it.

    table: one row a unit and family in the order of `families`, with exactly the columns of `RESULTS`. awt_hours hours
    a person is available in a year; a staff for the activities everybody does; b the factor for support activities;
    c staff for individual duties; required = a × b + c; rounded whole posts; difference = existing − required;
    ratio = existing ÷ required (NaN where nothing is required).
    activities: the given rows with awt_hours, standard_workload (what one person does in a year) and staff.
    support: with share (of the available time). individual: with hours (all of them in a year) and staff_needed.
    """

    table: pd.DataFrame
    activities: pd.DataFrame
    support: pd.DataFrame
    individual: pd.DataFrame


def need(
    families: pd.DataFrame,
    activities: pd.DataFrame,
    support: pd.DataFrame | None = None,
    individual: pd.DataFrame | None = None,
) -> Need:
    """Required staff by WISN. Columns as in `kpi.staffing.wisn.columns`; support and individual may be left out.

    Raises InputFaults with every impossible value: nothing is computed from a table that holds one.
    """
    support = pd.DataFrame(columns=list(SUPPORT)) if support is None else support
    individual = pd.DataFrame(columns=list(INDIVIDUAL)) if individual is None else individual
    tables = checked(families, activities, support, individual)
    awt, share = tables.awt, tables.share
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        work, a = _activity_staff(activities, tables, awt)
        b = 1.0 / (1.0 - tables.pairs.sums(tables.support, share))  # 1 ÷ (1 − ΣCAS)
        hours, c = _individual_staff(individual, tables, awt)
    table = _results(families, awt, a, b, c)
    refuse_beyond_counting(families, table["required"].to_numpy())
    return Need(
        table=table,
        activities=work,
        support=support.assign(share=share),
        individual=individual.assign(hours=hours, staff_needed=hours / awt[tables.individual]),
    )


def _activity_staff(activities: pd.DataFrame, tables: Checked, awt: Numbers) -> tuple[pd.DataFrame, Numbers]:
    """A: Σ volume ÷ standard workload, which is AWT ÷ unit time or AWT × rate per hour."""
    hours, standard, staff = np.empty((3, len(activities)))
    np.take(awt, tables.activities, out=hours, mode="clip")
    np.multiply(hours, _an_hour(activities, standard), out=standard)
    np.divide(floats(activities, "volume"), standard, out=staff)
    nothing = np.broadcast_to(np.float64(np.nan), (len(activities),))
    lacking = {name: nothing for name in ACTIVITIES if name not in activities.columns}
    added = lacking | {"awt_hours": hours, "standard_workload": standard, "staff": staff}
    columns = {name: pd.Series(values, index=activities.index, copy=False) for name, values in added.items()}
    return activities.assign(**columns), tables.pairs.sums(tables.activities, staff)


def _an_hour(activities: pd.DataFrame, into: Numbers) -> Numbers:
    """What one person does in an hour: as often as the unit time fits, else the rate."""
    np.divide(60.0, floats(activities, "unit_time_minutes"), out=into)
    if "rate_per_hour" in activities.columns:
        rate = floats(activities, "rate_per_hour")
        np.copyto(into, rate, where=~np.isnan(rate))
    return into


def _individual_staff(individual: pd.DataFrame, tables: Checked, awt: Numbers) -> tuple[Numbers, Numbers]:
    """C = Σ staff × hours a year ÷ AWT."""
    hours = floats(individual, "staff") * floats(individual, "hours_per_year")
    return hours, tables.pairs.sums(tables.individual, hours) / awt


def _results(families: pd.DataFrame, awt: Numbers, a: Numbers, b: Numbers, c: Numbers) -> pd.DataFrame:
    existing, required = floats(families, "existing"), a * b + c
    ratio = np.divide(existing, required, out=np.full(len(families), np.nan), where=required > 0)
    columns = {
        "unit": names(families["unit"]), "family": names(families["family"]), "awt_hours": awt, "a": a, "b": b,
        "c": c, "required": required, "rounded": whole_staff(required), "existing": existing,
        "difference": existing - required, "ratio": ratio,
    }  # fmt: skip
    return pd.DataFrame(columns)[list(RESULTS)]
