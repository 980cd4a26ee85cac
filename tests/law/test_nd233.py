"""Decree 233/2026: public employees by the weights their unit decided, never by (a + b + c) ÷ 3."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.law.explain import explain
from tests.law.others import DONE, result, rules_of, scored

PART = {"assigned": 10, "done": 9, "quality_ok": 8, "late": 2}


def test_the_units_weights_count_and_not_the_mean() -> None:
    found = result("nd233", PART)
    assert (found["a"], found["b"], found["c"]) == pytest.approx((0.9, 0.8, 0.85))
    assert found["task_points"] == pytest.approx(0.9 * 20 + 0.8 * 32 + 0.85 * 18)
    assert found["task_points"] != pytest.approx((0.9 + 0.8 + 0.85) / 3 * 70)


@pytest.mark.parametrize(
    "weights", [{}, {"w_quality": None}, {"w_quality": 31}, {"w_quantity": None, "w_progress": None}]
)
def test_without_weights_that_make_seventy_there_is_no_score_and_it_is_said(weights: dict) -> None:
    absent = weights or dict.fromkeys(("w_quantity", "w_quality", "w_progress"))
    found = result("nd233", PART, **absent)
    assert (found["status"], found["missing"], pd.isna(found["rank"])) == ("insufficient", "weights", True)
    told = explain(scored("nd233", PART, **absent), "An")[-1].text["en"]
    assert "the unit's weights of quantity, quality and progress" in told


@pytest.mark.parametrize(
    ("general", "rank"),
    [(20, "excellent"), (19.99, "good"), (0, "good")],
)
def test_seventy_task_points_reach_each_threshold_by_the_general_ones(general: float, rank: str) -> None:
    assert result("nd233", DONE, general=general)["rank"] == rank


@pytest.mark.parametrize(
    ("done", "rank"), [(500, "completed"), (499.9, "not_completed"), (700, "good"), (699.9, "completed")]
)
def test_just_below_and_at_the_lower_thresholds(done: float, rank: str) -> None:
    assert result("nd233", {"assigned": 700, "done": done}, general=0)["rank"] == rank


def test_a_head_is_not_ranked_above_the_unit() -> None:
    for unit, expected in (("completed", "completed"), ("excellent", "excellent"), ("not_completed", "not_completed")):
        found = result("nd233", DONE, role="head", unit_rank=unit)
        assert (found["rank_by_score"], found["rank"]) == ("excellent", expected)
    assert result("nd233", DONE, role="head", unit_rank="good", general=0)["reason"] == "score"
    assert result("nd233", DONE, role="deputy", unit_rank="completed")["rank"] == "excellent"


def test_a_head_waits_for_the_units_rank_unless_the_province_decides_otherwise() -> None:
    assert result("nd233", DONE, role="head")["missing"] == "unit_rank"
    chosen = rules_of("nd233", unit_rank_missing="not_applied")
    assert result("nd233", DONE, role="head", rules=chosen)["rank"] == "excellent"
    assert chosen.is_local("unit_rank_missing")


def test_a_ground_overrules_the_score_and_the_unit() -> None:
    found = result("nd233", DONE, role="head", unit_rank="good", disqualified="declined")
    assert (found["rank"], found["reason"]) == ("not_completed", "disqualified")


def test_the_deadlines_of_a_petition_are_the_decrees() -> None:
    rules = rules_of("nd233")
    assert (rules["petition_days"], rules["petition_answer_days"]) == (5, 10)
    assert not rules.is_local("petition_days")


WEIGHTS = st.tuples(st.integers(1, 68), st.integers(1, 68)).filter(lambda pair: sum(pair) < 70)


@given(WEIGHTS, st.floats(0, 10), st.integers(0, 4))
def test_task_points_lie_within_seventy_and_lines_add_up_to_them(weights: tuple, done: float, late: int) -> None:
    first, second = weights
    person = {"w_quantity": float(first), "w_quality": float(second), "w_progress": float(70 - first - second)}
    found = scored("nd233", {"assigned": 10, "done": done, "late": late}, {"assigned": 2, "done": 3}, **person)
    points = found.people.iloc[0]["task_points"]
    assert 0 <= points <= 70 + 1e-9
    assert found.lines["points"].sum() == pytest.approx(points)


def test_every_figure_is_told_with_the_units_weights() -> None:
    told = [step.text["en"] for step in explain(scored("nd233", PART), "An")]
    assert "90.00% × 20 + 80.00% × 32 + 85.00% × 18" in " ".join(told)
