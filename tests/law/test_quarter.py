"""Months make a quarter and a year; who was away is ranked on the time worked."""

import pandas as pd
import pytest

from kpi.law import InputErrors, score
from kpi.law.quarter import Month, score_quarter, score_year
from tests.law.cases import lines, month, nd335, people

DONE = {"assigned": 10, "done": 10}


def test_a_month_not_worked_counts_neither_way():
    months = [month(DONE, general=28), Month(lines(), people().iloc[:0]), month(DONE, general=29)]
    for rules in (nd335(), nd335(quarter_rule="mean")):
        found = score_quarter(months, rules).people.iloc[0]
        assert (found["general_points"], found["total"]) == (28.5, 98.5)


@pytest.mark.parametrize("rule", ["cumulative", "mean"])
def test_one_month_alone_is_that_month(rule):
    row = {"K": 0.28, "assigned": 7, "done": 5, "failed": 1, "late": 2}
    alone = score_quarter([month(row, general=27)], nd335(quarter_rule=rule)).people.iloc[0]
    plain = score(lines(row), people({"general": 27}), nd335()).people.iloc[0]
    for name in ("a", "b", "c", "task_points", "total"):
        assert alone[name] == pytest.approx(plain[name], abs=1e-9)


def test_a_month_worked_without_general_points_leaves_the_quarter_open():
    found = score_quarter([month(DONE), month(DONE, general=None)], nd335()).people.iloc[0]
    assert (found["status"], found["missing"]) == ("insufficient", "general")


def test_work_in_one_month_is_enough_when_adding_up_but_not_for_a_mean():
    months = [month(DONE), month()]
    assert score_quarter(months, nd335()).people["total"].iloc[0] == 100
    assert score_quarter(months, nd335(quarter_rule="mean")).people["missing"].iloc[0] == "assigned work"


def test_a_leaders_criteria_are_the_mean_of_the_months():
    months = [month(DONE, role="head", d=1, dd=dd, e=1) for dd in (1, 0.5, 0.5)]
    found = score_quarter(months, nd335()).people.iloc[0]
    assert found["task_points"] == pytest.approx(70 * (5 + 2 / 3) / 6, abs=1e-9)


def test_a_ground_in_any_month_holds_for_the_quarter():
    months = [month(DONE, disqualified="disciplined"), month(DONE)]
    found = score_quarter(months, nd335()).people.iloc[0]
    assert (found["total"], found["rank"]) == (100, "not_completed")


def test_several_people_in_any_order_keep_their_own_months():
    first = Month(
        pd.concat([lines(DONE, person="Binh"), lines({"assigned": 10, "done": 5})]), people({}, {"person": "Binh"})
    )
    second = Month(
        pd.concat([lines({"assigned": 10, "done": 7}), lines(DONE, person="Binh")]), people({"person": "Binh"}, {})
    )
    for rule in ("cumulative", "mean"):
        scores = score_quarter([first, second], nd335(quarter_rule=rule))
        found = scores.people.set_index("person")
        assert found["a"].to_dict() == pytest.approx({"An": 0.6, "Binh": 1})
        points = scores.lines.groupby("person")["points"].sum()
        assert points.to_dict() == pytest.approx(found["task_points"].to_dict())


def test_a_year_is_the_mean_of_the_months_worked():
    months = [month({"assigned": 10, "done": done}) for done in (10, 5, 3)]
    assert score_year(months, nd335()).people["total"].iloc[0] == pytest.approx(30 + 42)


def test_a_bad_cell_in_any_month_is_refused():
    with pytest.raises(InputErrors):
        score_quarter([month(DONE), month({"assigned": 1, "done": -1})], nd335())
