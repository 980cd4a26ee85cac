"""Khánh Hòa's scale of March 2025: 20 + 10 + 70, with thresholds of its own."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.law import InputErrors
from kpi.law.explain import explain
from tests.law.others import DONE, result, rules_of, scored


def with_total(total: float, **choices: str) -> pd.Series:
    """Everything done (70 points) and the rest from the two groups; below 70 only part is done."""
    if total >= 70:
        over = total - 70
        person = {"common": min(over, 20.0), "reform_it": max(0.0, over - 20.0)}
        return result("kh2025", DONE, rules=rules_of("kh2025", **choices), **person)
    share = total / 70
    person = {"common": 0.0, "reform_it": 0.0}
    return result("kh2025", {"assigned": 700, "done": share * 700}, rules=rules_of("kh2025", **choices), **person)


@pytest.mark.parametrize(
    ("total", "rank"),
    [
        (100, "excellent"), (90, "excellent"), (89.99, "good"), (80.01, "good"),
        (80, "completed"), (79.99, "completed"), (50.01, "completed"), (50, "completed"),
        (49.99, "not_completed"), (0, "not_completed"),
    ],
)  # fmt: skip
def test_just_below_at_and_above_each_threshold(total: float, rank: str) -> None:
    found = with_total(total)
    assert found["total"] == pytest.approx(total, abs=1e-9)
    assert found["rank"] == rank


def test_exactly_fifty_is_a_local_decision() -> None:
    assert rules_of("kh2025").is_local("exactly_completed")
    assert with_total(50, exactly_completed="not_completed")["rank"] == "not_completed"
    assert with_total(50.01, exactly_completed="not_completed")["rank"] == "completed"


@pytest.mark.parametrize(("done", "rank"), [(9, "excellent"), (8.9, "good")])
def test_a_threshold_reached_through_thirds_is_reached(done: float, rank: str) -> None:
    """9 of 10 on every count is 63 points; with 27 the total is 90, not a hair below."""
    found = result("kh2025", {"assigned": 10, "done": done}, common=18.1, reform_it=8.9)
    assert found["rank"] == rank


def test_a_product_that_failed_or_was_late_does_not_count() -> None:
    found = result("kh2025", {**DONE, "failed": 2, "failed_excused": 1, "late": 3})
    assert (found["a"], found["b"], found["c"]) == pytest.approx((1.0, 0.9, 0.7))
    assert found["task_points"] == pytest.approx(70 * 2.6 / 3)


def test_a_late_report_makes_the_month_not_completed_and_the_total_stays() -> None:
    found = result("kh2025", DONE, report_late=True)
    assert (found["total"], found["rank_by_score"], found["rank"]) == (100, "excellent", "not_completed")
    assert found["reason"] == "late_report"
    assert result("kh2025", DONE, report_late=None)["rank"] == "excellent"


def test_a_month_marked_on_form_01_lacks_its_points_until_the_agency_lets_them_stand() -> None:
    person = {"common": None, "reform_it": None, "general": 25.0}
    assert result("kh2025", DONE, **person)["missing"] == "common; reform_it"
    found = result("kh2025", DONE, rules=rules_of("kh2025", general_source="form01"), **person)
    assert (found["total"], found["rank"]) == (95, "excellent")


def test_points_above_what_a_group_gives_are_refused() -> None:
    for person in ({"common": 20.5}, {"reform_it": 10.5}, {"common": -1.0}):
        with pytest.raises(InputErrors, match="Correct the number"):
            result("kh2025", DONE, **person)


def test_a_ground_overrules_and_work_that_is_missing_is_named() -> None:
    assert result("kh2025", DONE, disqualified="disciplined")["rank"] == "not_completed"
    assert result("kh2025")["missing"] == "assigned work"
    assert result("kh2025", {"assigned": 10})["missing"] == "done"


@given(st.floats(0, 10), st.floats(0, 20), st.floats(0, 10), st.booleans())
def test_more_done_never_ranks_lower(done: float, common: float, reform: float, late: bool) -> None:
    order = ["excellent", "good", "completed", "not_completed"]
    less = result("kh2025", {"assigned": 10, "done": done}, common=common, reform_it=reform, report_late=late)
    more = result("kh2025", {"assigned": 10, "done": 10}, common=common, reform_it=reform, report_late=late)
    assert order.index(more["rank"]) <= order.index(less["rank"])
    assert 0 <= less["total"] <= 100


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ({}, "100.00 points reach 90: excellent"),
        ({"common": 10.0}, "90.00 points reach 90"),
        ({"common": 0.0, "reform_it": 10.0}, "80.00 points are not above 80: completed"),
        ({"report_late": True}, "Reported after the 25th, so the month is ranked not completed"),
        ({"disqualified": "disciplined"}, "duty-related discipline"),
        ({"common": None}, "missing: the points of the 20 common criteria"),
    ],
)
def test_the_rank_is_told_in_the_words_of_the_scale(person: dict, told: str) -> None:
    assert told in explain(scored("kh2025", DONE, **person), "An")[-1].text["en"]


def test_a_total_just_above_eighty_is_not_shown_as_eighty() -> None:
    assert "80.0010 points" in explain(scored("kh2025", DONE, common=0.001, reform_it=10), "An")[-1].text["en"] or (
        "80.001 points" in explain(scored("kh2025", DONE, common=0.001, reform_it=10), "An")[-1].text["en"]
    )
