"""Impossible input: every fault named by table, row, unit and value, and nothing computed."""

import numpy as np
import pandas as pd
import pytest

from kpi.staffing.wisn import InputFaults, need
from tests.staffing.tables import activities, families, individual, support

GOOD = {"awt_hours": 1600.0, "hours_per_day": 8.0}


def faults(people=None, work=None, help_=None, own=None):
    with pytest.raises(InputFaults) as refused:
        need(
            families(GOOD) if people is None else people,
            activities([10.0], rate_per_hour=[1.0]) if work is None else work,
            help_, own,
        )  # fmt: skip
    return [(f.table, f.row, f.column, f.value) for f in refused.value.faults], str(refused.value)


WRONG = [
    ({"work": activities([10, -3], rate_per_hour=1.0)}, ("activities", 1, "volume", -3.0)),
    ({"work": activities([10, np.nan], rate_per_hour=1.0)}, ("activities", 1, "volume", None)),
    ({"work": activities([10, np.inf], rate_per_hour=1.0)}, ("activities", 1, "volume", np.inf)),
    ({"work": activities([10], rate_per_hour=[0.0])}, ("activities", 0, "rate_per_hour", 0.0)),
    ({"work": activities([10], unit_time_minutes=[-5.0])}, ("activities", 0, "unit_time_minutes", -5.0)),
    ({"work": activities([10], unit_time_minutes=[np.nan], rate_per_hour=[np.nan])},
     ("activities", 0, "unit_time_minutes", None)),
    ({"work": activities([10], unit_time_minutes=[5.0], rate_per_hour=[6.0])},
     ("activities", 0, "unit_time_minutes", 5.0)),
    ({"work": activities([10], rate_per_hour=["six"])}, ("activities", 0, "rate_per_hour", "six")),
    ({"work": activities([10, 11], rate_per_hour=1.0, activity=["x", "x"])}, ("activities", 1, "activity", "x")),
    ({"work": activities([10, 11], rate_per_hour=1.0, unit=["U", "V"])}, ("activities", 1, "family", "f")),
    ({"work": activities([10], rate_per_hour=1.0, activity=[None])}, ("activities", 0, "activity", None)),
    ({"people": families({})}, ("families", 0, "awt_hours", None)),
    ({"people": families({"awt_hours": 0.0})}, ("families", 0, "awt_hours", 0.0)),
    ({"people": families({"awt_hours": 9000.0})}, ("families", 0, "awt_hours", 9000.0)),
    ({"people": families({"working_days": 20.0, "annual_leave": 20.0})}, ("families", 0, "working_days", 20.0)),
    ({"people": families({"working_days": 400.0})}, ("families", 0, "working_days", 400.0)),
    ({"people": families({"working_days": 260.0, "hours_per_day": 25.0})}, ("families", 0, "hours_per_day", 25.0)),
    ({"people": families({**GOOD, "sick_leave": -1.0})}, ("families", 0, "sick_leave", -1.0)),
    ({"people": families({**GOOD, "existing": -1.0})}, ("families", 0, "existing", -1.0)),
    ({"people": families({**GOOD, "existing": np.nan})}, ("families", 0, "existing", None)),
    ({"people": families(GOOD, GOOD)}, ("families", 1, "family", "f")),
    ({"people": families({"awt_hours": 1600.0, "working_days": 260.0})}, ("families", 0, "awt_hours", 1600.0)),
    ({"help_": support((1600, "hours_per_year"))}, ("support", 0, "amount", 1600)),
    ({"help_": support((60, "percent"), (30, "percent"), (10, "percent"))}, ("support", 2, "amount", 10)),
    ({"help_": support((480, "min_per_day"))}, ("support", 0, "amount", 480)),
    ({"help_": support((5, "furlongs"))}, ("support", 0, "basis", "furlongs")),
    ({"help_": support((-5, "percent"))}, ("support", 0, "amount", -5)),
    ({"own": individual((-1, 10))}, ("individual", 0, "staff", -1)),
    ({"own": individual((1, np.nan))}, ("individual", 0, "hours_per_year", None)),
]  # fmt: skip


@pytest.mark.parametrize(("given", "expected"), WRONG)
def test_each_impossible_value_is_named(given, expected):
    found, told = faults(**given)
    assert expected in found
    assert "unit U" in told or "unit V" in told


def test_support_of_just_under_a_hundred_percent_is_possible():
    found = need(families(GOOD), activities([16], rate_per_hour=[1]), support((99.9, "percent")))
    assert found.table["b"].iloc[0] == pytest.approx(1000)


def test_every_fault_is_told_at_once():
    found, _ = faults(families({**GOOD, "existing": -1.0}), activities([-1], rate_per_hour=[-1]), support((5, "x")))
    assert {table for table, *_ in found} == {"families", "activities", "support"}
    assert len(found) == 4


def test_a_missing_column_is_named_and_an_empty_table_too():
    found, _ = faults(families(GOOD).drop(columns="existing"))
    assert found == [("families", -1, "existing", None)]
    found, _ = faults(families(GOOD).head(0))
    assert ("families", -1, "unit", None) in found


def test_figures_that_give_a_need_beyond_counting_are_refused():
    found, told = faults(work=activities([1e300], rate_per_hour=[1e-300]))
    assert found == [("families", 0, "family", "f")]
    assert "unit U" in told


def test_the_families_without_support_keep_their_work():
    found = need(
        families(GOOD, {**GOOD, "family": "g"}), activities([1600], rate_per_hour=[1]), support((50, "percent"))
    )
    assert found.table["required"].tolist() == [2.0, 0.0]
    assert isinstance(found.table, pd.DataFrame)
