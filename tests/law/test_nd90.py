"""Decree 90/2020 with 48/2023: four ranks by conditions, and no points."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.law.explain import explain
from tests.law.others import result, rules_of, scored

WELL = {"assigned": 2, "done": 2, "exceeded": 0}
OVER = {"assigned": 2, "done": 3, "exceeded": 1}
LATE = {"assigned": 2, "done": 2, "late": 1, "exceeded": 0}
SHORT = {"assigned": 2, "done": 1, "exceeded": 0}


def rank(*rows: dict, **person: object) -> str | None:
    found = result("nd90", *rows, **person)["rank"]
    return None if pd.isna(found) else str(found)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([OVER, OVER, WELL], "excellent"),
        ([OVER, WELL], "excellent"),  # exactly half exceeded
        ([OVER, WELL, WELL], "good"),  # a third
        ([WELL, WELL], "good"),
        ([OVER, OVER, OVER, LATE], "completed"),  # one late
        ([WELL, SHORT], "completed"),  # exactly half missed is not more than half
        ([WELL, SHORT, LATE], "not_completed"),
        ([SHORT], "not_completed"),
    ],
)
def test_staff_are_ranked_by_the_conditions(rows: list[dict], expected: str) -> None:
    assert rank(*rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([WELL] * 4 + [LATE], "good"),  # exactly 80% on time, all done
        ([WELL] * 3 + [LATE], "completed"),  # 75%
        ([WELL] * 4 + [SHORT], "completed"),  # a target not reached
        ([OVER] * 4 + [LATE], "good"),  # excellent needs all of them
        ([OVER] * 4, "excellent"),
    ],
)
def test_a_leader_is_good_with_every_target_and_four_fifths_on_time(rows: list[dict], expected: str) -> None:
    assert rank(*rows, role="head") == expected


def test_what_was_exceeded_and_not_recorded_is_never_excellent_and_said_so() -> None:
    unrecorded = {"assigned": 2, "done": 2}
    assert rank(unrecorded) == "good"
    told = " ".join(step.text["en"] for step in explain(scored("nd90", unrecorded), "An"))
    assert "not recorded for every task" in told


def test_without_the_general_criteria_nothing_above_completed() -> None:
    assert rank(OVER, general_met=False) == "completed"
    assert rank(OVER, general_met=None, general=15) == "excellent"
    assert rank(OVER, general_met=None, general=14.99) == "completed"
    assert rules_of("nd90").is_local("general_met_share")
    found = result("nd90", OVER, general_met=None)
    assert (found["missing"], pd.isna(found["rank"])) == ("general", True)


@pytest.mark.parametrize(
    ("months", "expected"), [(2.99, "excellent"), (3, "completed"), (5.99, "completed"), (6, None), (None, "excellent")]
)
def test_absence_of_three_to_under_six_months_is_not_above_completed(
    months: float | None, expected: str | None
) -> None:
    assert rank(OVER, months_absent=months) == expected


def test_absence_does_not_lift_anybody() -> None:
    assert rank(SHORT, months_absent=4) == "not_completed"


def test_a_disciplined_person_is_not_completed() -> None:
    found = result("nd90", OVER, disqualified="disciplined")
    assert (found["rank_by_score"], found["rank"], found["reason"]) == ("excellent", "not_completed", "disqualified")


def test_there_are_no_points_and_missing_work_is_named() -> None:
    found = result("nd90", OVER)
    assert all(np.isnan(found[name]) for name in ("a", "task_points", "general_points", "total"))
    assert result("nd90")["missing"] == "assigned work"
    assert result("nd90", {"assigned": 2})["missing"] == "done"


ROWS = st.lists(st.sampled_from([WELL, OVER, LATE, SHORT]), min_size=1, max_size=8)


@given(ROWS, st.sampled_from(["staff", "head"]))
def test_one_more_task_done_well_and_exceeded_never_ranks_lower(rows: list[dict], role: str) -> None:
    order = ["excellent", "good", "completed", "not_completed"]
    assert order.index(rank(*rows, OVER, role=role)) <= order.index(rank(*rows, role=role))


@given(ROWS)
def test_excellent_means_all_well_and_half_exceeded_and_not_completed_more_than_half_missed(rows: list[dict]) -> None:
    well = sum(row in (WELL, OVER) for row in rows)
    over = sum(row is OVER for row in rows)
    assert (rank(*rows) == "excellent") == (well == len(rows) and 2 * over >= len(rows))
    assert (rank(*rows) == "not_completed") == (2 * (len(rows) - well) > len(rows))
