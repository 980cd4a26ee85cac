"""What each step does to a copy of today, and what it refuses."""

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.staffing.scenarios import STEPS, Assumptions, CriteriaTables, Point, apply, outcome, step_of
from kpi.staffing.scenarios.compare import compared, families_compared
from kpi.staffing.scenarios.steps import (
    ChangeVolumes,
    ClosePoint,
    MergeUnits,
    MoveArea,
    MoveFunction,
    OpenPoint,
    SetHeadcount,
    UseCriteria,
)
from kpi.staffing.wisn import need
from tests.scenarios.small import AWT, state

NOTHING = Assumptions()
AB = MergeUnits(("A", "B"), "AB", "An Bình", "commune", "A")


def done(*steps, criteria=None):
    applied = apply(state(), steps, criteria)
    assert applied.faults == {}
    return applied.state


def refused(*steps):
    """The last step is refused, and the state is as without it."""
    applied, before = apply(state(), steps), apply(state(), steps[:-1])
    assert list(applied.faults) == [len(steps) - 1]
    for name in ("units", "families", "activities", "support", "individual"):
        pd.testing.assert_frame_equal(getattr(applied.state, name), getattr(before.state, name))
    return applied.faults[len(steps) - 1].in_("en")


def workload(found):
    return need(found.families, found.activities, found.support, found.individual).table


def figure(found, unit, family, column="existing"):
    table = found.families if column == "existing" else workload(found)
    return float(table[(table["unit"] == unit) & (table["family"] == family)][column].iloc[0])


def test_today_is_not_changed_by_a_scenario():
    today = state()
    apply(today, [AB, SetHeadcount("C", "land", 3), ChangeVolumes(growth=0.5)])
    pd.testing.assert_frame_equal(today.families, state().families)
    pd.testing.assert_frame_equal(today.activities, state().activities)
    pd.testing.assert_frame_equal(today.units, state().units)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 30000), min_size=9, max_size=9))
def test_merging_units_changes_the_workload_by_nothing_when_standards_are_equal(volumes):
    today = state()
    today.activities["volume"] = volumes
    before, after = workload(today), workload(apply(today, [AB]).state)
    for column in ("a", "c", "required", "existing"):
        assert after[column].sum() == pytest.approx(before[column].sum(), rel=1e-12)


def test_a_merged_unit_has_the_people_work_area_and_population_of_its_parts():
    found = done(AB)
    assert found.units["unit"].tolist() == ["AB", "C"]
    row = found.units.iloc[0]
    assert (row["name"], row["area_km2"], row["population"], row["merged_units"]) == ("An Bình", 150, 20000, 2)
    assert figure(found, "AB", "one_stop") == 5
    assert figure(found, "AB", "land") == 2
    receive = found.activities.query("unit == 'AB' and activity == 'receive'")
    assert receive["volume"].tolist() == [15000]
    assert found.parts == {"A": "AB", "B": "AB", "C": "C"}
    assert set(found.points) == {Point("AB", "A"), Point("AB", "B"), Point("C", "C")}, "both seats stay open"


def test_different_unit_times_stay_apart_so_that_the_workload_stays():
    today = state()
    at = (today.activities["unit"] == "B") & (today.activities["activity"] == "survey")
    today.activities.loc[at, "unit_time_minutes"] = 300.0
    before, found = workload(today), apply(today, [AB]).state
    assert workload(found)["a"].sum() == pytest.approx(before["a"].sum(), rel=1e-12)
    assert len(found.activities.query("unit == 'AB' and family == 'land'")) == 2


def test_a_function_goes_with_its_work_and_as_many_people_as_said():
    found = done(MoveFunction("land", ("A", "B"), "C", staff=1))
    assert (figure(found, "A", "land"), figure(found, "B", "land"), figure(found, "C", "land")) == (1, 0, 6)
    assert figure(found, "C", "land", "a") == pytest.approx(1900 * 4 / AWT)
    assert figure(found, "A", "land", "a") == 0


def test_a_function_may_go_in_part():
    found = done(MoveFunction("one_stop", ("A",), "B", activities=("receive",), staff=0))
    assert figure(found, "A", "one_stop", "a") == pytest.approx(8000 * 0.1 / AWT)
    assert figure(found, "B", "one_stop", "a") == pytest.approx((15000 * 0.2 + 5500 * 0.1) / AWT)


def test_an_area_takes_its_share_of_work_and_staff_along():
    found = done(MoveArea("A", "B", 6000, 40.0))
    assert found.units["population"].tolist() == [6000, 14000, 30000]
    assert found.units["area_km2"].tolist() == [60.0, 90.0, 9.0]
    assert (figure(found, "A", "one_stop"), figure(found, "B", "one_stop")) == (2, 3), "half of three, rounded down"
    assert workload(found)["a"].sum() == pytest.approx(workload(state())["a"].sum())


def test_volumes_grow_only_where_said():
    found = done(ChangeVolumes(growth=0.1, units=("C",), families=("land",)))
    assert figure(found, "C", "land", "a") == pytest.approx(1.1 * 900 * 4 / AWT)
    assert figure(found, "A", "land", "a") == figure(state(), "A", "land", "a")


def test_going_online_saves_nothing_unless_the_planner_says_how_long_it_takes():
    assert workload(done(ChangeVolumes(online=0.8)))["a"].sum() == pytest.approx(workload(state())["a"].sum())
    found = done(ChangeVolumes(online=0.5, online_time=0.4, units=("A",)))
    assert figure(found, "A", "one_stop", "a") == pytest.approx((9000 * 0.2 * (0.5 + 0.5 * 0.4) + 800) / AWT)


def test_other_criteria_change_the_need_and_not_the_staff():
    times = pd.DataFrame({"activity": ["receive"], "unit_time_minutes": [24.0]})
    support = pd.DataFrame({"family": ["one_stop"], "activity": ["meetings"], "amount": [20.0], "basis": ["percent"]})
    duties = pd.DataFrame({"family": ["land"], "duty": ["archive"], "staff": [2], "hours_per_year": [160.0]})
    version = CriteriaTables(times, {"awt_hours": 1500.0}, support, duties)
    found = done(AB, UseCriteria(7), criteria={7: version})
    assert figure(found, "AB", "one_stop", "a") == pytest.approx((15000 * 0.4 + 13500 * 0.1) / 1500)
    assert figure(found, "AB", "one_stop", "b") == pytest.approx(1.25)
    assert figure(found, "AB", "land", "c") == pytest.approx(4 * 160 / 1500), "the duty of both units"
    assert found.families["existing"].sum() == state().families["existing"].sum()


def test_headcount_and_receiving_points():
    found = done(AB, SetHeadcount("AB", "land", 2), ClosePoint("AB", "B"), OpenPoint("C", "B"))
    assert figure(found, "AB", "land") == 4
    assert set(found.points) == {Point("AB", "A"), Point("C", "C"), Point("C", "B")}


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((MergeUnits(("A",), "AB", "x", "commune", "A"),), "at least two"),
        ((MergeUnits(("A", "B"), "C", "x", "commune", "A"),), "another unit"),
        ((AB, SetHeadcount("A", "land", 1)), "does not exist at this point"),
        ((MoveArea("A", "A", 10, 1.0),), "another unit"),
        ((MoveArea("A", "B", 12000, 1.0),), "Move fewer"),
        ((MoveFunction("law", ("A",), "B"),), "has this family"),
        ((MoveFunction("land", ("A",), "B", staff=9),), "no more than that"),
        ((MoveFunction("land", ("B",), "B"),), "at least one unit"),
        ((SetHeadcount("B", "land", -1),), "no more can be taken"),
        ((ClosePoint("A", "A"),), "only receiving point"),
        ((ClosePoint("A", "B"),), "no receiving point there"),
        ((OpenPoint("A", "A"),), "already"),
        ((OpenPoint("A", "X"),), "today's units"),
        ((ChangeVolumes(growth=-1.0),), "100%"),
        ((ChangeVolumes(online=1.2),), "0 and 100%"),
        ((UseCriteria(9),), "no longer exist"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_step_that_does_not_fit_says_why_and_changes_nothing(steps, words):
    assert words in refused(*steps)


def test_the_order_of_steps_counts():
    grown = done(ChangeVolumes(growth=1.0, units=("A",)), AB)
    assert apply(state(), [AB, ChangeVolumes(growth=1.0, units=("A",))]).faults
    assert figure(grown, "AB", "land", "a") == pytest.approx((1400 + 300) * 4 / AWT)


@pytest.mark.parametrize("step", [AB, MoveArea("A", "B", 5, 1.0), MoveFunction("land", ("A",), "B", ("survey",), 2),
                                  OpenPoint("A", "B"), ClosePoint("A", "B"), ChangeVolumes(0.1, 0.2, 0.3, ("A",)),
                                  UseCriteria(3), SetHeadcount("A", "land", -1)], ids=lambda one: one.kind)  # fmt: skip
def test_a_step_survives_being_kept(step):
    assert step_of(step.kind, json.loads(json.dumps(step.terms()))) == step
    assert STEPS[step.kind] is type(step)


def test_nothing_is_saved_by_a_merger_unless_the_planner_says_so():
    before, after = outcome(state(), NOTHING), outcome(done(AB), NOTHING)
    assert after.total("needed") == pytest.approx(before.total("needed"))
    assert (after.fixed.central, after.satellite.central) == (0, 0)


def test_fixed_staff_and_satellite_offices_count_with_their_band():
    found = outcome(done(AB), Assumptions({"land": 1.0}, 0.5, "one_stop", band=0.2))
    assert (found.fixed.low, found.fixed.central, found.fixed.high) == pytest.approx((-1.2, -1.0, -0.8))
    assert found.satellites == 1
    assert (found.satellite.low, found.satellite.central, found.satellite.high) == pytest.approx((0.4, 0.5, 0.6))


def test_closing_a_receiving_point_lengthens_the_way():
    before, after = outcome(done(AB), NOTHING), outcome(done(AB, ClosePoint("AB", "B")), NOTHING)
    assert after.travel.mean_km > before.travel.mean_km
    assert after.travel.worst == "B"
    assert after.travel.worst_km == pytest.approx((100 / 3.141592653589793) ** 0.5 + (50 / 3.141592653589793) ** 0.5)
    assert after.satellites == 0


def test_standards_and_classes_are_of_the_merged_unit():
    today, merged = outcome(state(), NOTHING), outcome(done(AB), NOTHING)
    assert dict(zip(today.units["unit"], today.units["meets"], strict=True)) == {"A": True, "B": False, "C": True}
    assert dict(zip(merged.units["unit"], merged.units["meets"], strict=True)) == {"AB": True, "C": True}
    assert merged.units.set_index("unit")["classes"]["C"] is None, "nothing is known of wards"
    assert merged.units.set_index("unit")["classes"]["AB"]


def test_scenarios_stand_side_by_side_with_today():
    outcomes = {"today": outcome(state(), NOTHING), "merged": outcome(done(AB), NOTHING),
                "less": outcome(done(SetHeadcount("C", "land", -2)), NOTHING)}  # fmt: skip
    table = compared(outcomes)
    assert list(table.columns) == ["today", "merged", "less"]
    assert table.loc["units"].tolist() == [3, 2, 3]
    assert table.loc["existing"].tolist() == [16, 16, 14]
    assert table.loc["below"].tolist() == [1, 0, 1]
    families = families_compared(outcomes)
    assert families.groupby("name")["existing"].sum().to_dict() == {"today": 16, "merged": 16, "less": 14}
