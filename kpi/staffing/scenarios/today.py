"""Today as the state scenarios start from, and versions of the criteria as steps use them."""

from kpi.staffing.criteria.contents import Contents
from kpi.staffing.reallocation.distance import merged
from kpi.staffing.reallocation.neighbours import neighbours
from kpi.staffing.scenarios.state import CounterHours, CriteriaTables, State
from kpi.staffing.today import Inputs, needed_tables
from kpi.staffing.today.picture import open_hours, peak_of
from kpi.staffing.wisn.columns import FAMILIES

YEAR = tuple(name for name in FAMILIES if name not in ("unit", "family", "existing"))


def state_of(inputs: Inputs) -> State:
    """Today, with the criteria the inputs hold; a unit that continues others has their neighbours."""
    tables = needed_tables(inputs)
    touches = tuple(merged(neighbours(), inputs.lineage.continued))
    units = inputs.units.assign(mountain=inputs.units["unit"].isin(list(inputs.mountain)))
    return State.of_today(
        units, tables.families, tables.activities, tables.support, tables.individual, touches, _counters(inputs),
        inputs.criteria.norms,
    )  # fmt: skip


def tables_of(inputs: Inputs, version: Contents) -> CriteriaTables:
    """A version as a step uses it, for the year of the inputs."""
    under = inputs.under(version)
    tables = needed_tables(under)
    first = tables.families.iloc[0]
    return CriteriaTables(
        tables.activities.drop_duplicates("activity")[["activity", "unit_time_minutes"]],
        {name: float(first[name]) for name in YEAR if name in tables.families.columns},
        tables.support.drop_duplicates(["family", "activity"])[["family", "activity", "amount", "basis"]],
        tables.individual.drop_duplicates(["family", "duty"])[["family", "duty", "staff", "hours_per_year"]],
        _counters(under),
        version.norms,
    )


def _counters(inputs: Inputs) -> CounterHours:
    return CounterHours(open_hours(inputs), peak_of(inputs.criteria))
