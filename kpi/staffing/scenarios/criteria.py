"""Computing with another version of the staffing criteria."""

from collections.abc import Mapping
from dataclasses import replace

from kpi.language.message import say
from kpi.staffing.scenarios.fault import StepFault
from kpi.staffing.scenarios.state import CriteriaTables, State
from kpi.staffing.scenarios.steps import UseCriteria


def use_criteria(state: State, step: UseCriteria, versions: Mapping[int, CriteriaTables]) -> State:
    """Unit times, available time, allowances and duties as that version has them; volumes and staff stay.

    An activity the version does not know keeps its unit time. A unit merged from several carries each duty as often.
    """
    if step.criteria not in versions:
        raise StepFault(say("These criteria no longer exist. Choose another version."))
    version = versions[step.criteria]
    times = version.unit_times.set_index("activity")["unit_time_minutes"]
    minutes = state.activities["activity"].map(times)
    activities = state.activities.assign(unit_time_minutes=minutes.fillna(state.activities["unit_time_minutes"]))
    pairs = state.families[["unit", "family"]]
    merged = state.units.set_index("unit")["merged_units"]
    duties = pairs.merge(version.duties, on="family")
    return replace(
        state,
        activities=activities,
        families=state.families.assign(**version.year),
        support=pairs.merge(version.support, on="family"),
        counters=version.counters or state.counters,
        norms=version.norms,
        individual=duties.assign(staff=duties["staff"] * duties["unit"].map(merged).fillna(1)),
    )
