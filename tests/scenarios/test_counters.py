"""Counters in a scenario: points that stay open are staffed apart, joined queues need fewer."""

from dataclasses import replace

import pytest

from kpi.staffing.counters import Peak
from kpi.staffing.scenarios import Assumptions, apply, outcome
from kpi.staffing.scenarios.state import CounterHours
from kpi.staffing.scenarios.steps import ClosePoint, MergeUnits
from tests.scenarios.small import state

NOTHING = Assumptions()
AB = MergeUnits(("A", "B"), "AB", "An Bình", "commune", "A")


def peak(found):
    table = found.table[found.table["family"] == "one_stop"]
    return dict(zip(table["unit"], table["peak"], strict=True))


@pytest.fixture
def today():
    return replace(state(), counters=CounterHours(2000.0, Peak(factor=2.0, share=0.8, within=5.0)))


def test_a_merger_alone_leaves_the_rosters_as_they_were(today):
    before, after = peak(outcome(today, NOTHING)), peak(outcome(apply(today, [AB]).state, NOTHING))
    assert after == {"AB": before["A"] + before["B"], "C": before["C"]}


def test_closing_a_point_joins_two_queues(today):
    open_, closed = (peak(outcome(apply(today, steps).state, NOTHING)) for steps in ([AB], [AB, ClosePoint("AB", "B")]))
    assert closed["AB"] < open_["AB"]


def test_the_larger_of_roster_and_yearly_need_counts(today):
    table = outcome(today, NOTHING).table
    assert (table["needed"] == table[["required", "peak"]].max(axis=1)).all()
    assert (table["low"] <= table["needed"]).all()
    assert (table["needed"] <= table["high"]).all()


def test_without_counters_the_year_alone_counts():
    table = outcome(state(), NOTHING).table
    assert (table["peak"] == 0).all()
    assert (table["needed"] == table["required"]).all()
