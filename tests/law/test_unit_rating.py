"""The 30/70 scale of agencies and units: thresholds, gates, and what is missing is named."""

from datetime import date

import pandas as pd
import pytest

from kpi.law.settings import parameters_of, settings_in_force
from kpi.law.unit_rating import rate_units, unit_criteria

DAY = date(2026, 3, 1)
WHOLE = {"tasks": 10.0, "done": 10.0, "on_time": 10.0, "good": 10.0}


def rated(
    general: float | None = 27.0, share: float | None = 0.9, gate: str = "plan", **changes: object
) -> dict[str, object]:
    unit = {
        "general": general,
        "people": share,
        "kpi": share,
        "deadlines": share,
        "kpi_needed": True,
        **WHOLE,
        **changes,
    }
    frame = pd.DataFrame([unit]).astype(dict.fromkeys([n for n in unit if n != "kpi_needed"], "float64"))
    return dict(rate_units(frame, settings_in_force("units_nd335", DAY, {"gate_tasks": gate})).iloc[0])


def test_the_points_are_thirty_and_seventy():
    unit = rated(27.0, 0.9)
    assert (unit["task_points"], unit["total"]) == (pytest.approx(63), pytest.approx(90))


def test_the_parts_are_weighted_as_decided_and_only_those_needed():
    assert rated(people=1.0, kpi=0.5, deadlines=0.0)["task_share"] == pytest.approx(0.6)
    assert rated(people=1.0, kpi=None, deadlines=0.4, kpi_needed=False)["task_share"] == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("total", "rank"),
    [
        (89.99, "good"),
        (90.0, "excellent"),  # from 90
        (69.99, "completed"),
        (70.0, "good"),
        (49.99, "not_completed"),
        (50.0, "completed"),
    ],
)
def test_ranks_just_below_at_and_above_each_threshold(total, rank):
    assert rated(general=total - 49.0 if total > 60 else total - 35.0, share=0.7 if total > 60 else 0.5)["rank"] == rank


@pytest.mark.parametrize(
    ("tasks", "rank"),
    [
        ({}, "excellent"),
        ({"on_time": 9.0}, "completed"),  # one of ten late
        ({"good": 9.0}, "completed"),
        ({"on_time": 8.0}, "completed"),  # exactly 20% late
        ({"on_time": 7.0}, "not_completed"),
        ({"done": 9.0, "on_time": 9.0, "good": 9.0}, "not_completed"),  # not everything done
    ],
)
def test_a_rank_falls_to_the_next_whose_gate_is_met(tasks, rank):
    unit = rated(30.0, 1.0, **tasks)
    assert (unit["by_score"], unit["rank"]) == ("excellent", rank)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"general": None}, "general"),
        ({"people": None}, "people"),
        ({"kpi": None}, "kpi"),
        ({"deadlines": None}, "deadlines"),
        ({"tasks": 0.0, "gate": "lines"}, "tasks"),
        ({"done": None}, "tasks"),
        ({"general": None, "kpi": None}, "general,kpi"),
    ],
)
def test_what_is_missing_is_named_and_is_neither_zero_nor_full(changes, missing):
    unit = rated(**changes)
    assert (unit["status"], unit["missing"], unit["rank"]) == ("insufficient", missing, None)
    assert pd.isna(unit["total"])


def test_without_a_plan_task_due_the_gates_have_nothing_to_judge():
    unit = rated(30.0, 1.0, tasks=0.0, done=0.0, on_time=0.0, good=0.0)
    assert (unit["missing"], unit["rank"]) == ("", "excellent")


def test_the_stored_criteria_add_up_to_thirty():
    assert sum(leaf.maximum for leaf in unit_criteria(DAY)) == 30
    assert len({leaf.code for leaf in unit_criteria(DAY)}) == len(unit_criteria(DAY))


def test_the_division_of_the_points_is_never_shown_as_law():
    settings = settings_in_force("units_nd335", DAY)
    local = {name for name, _value in settings.values if settings.is_local(name)}
    assert {"weight_people", "weight_kpi", "weight_deadlines", "kpi_for", "gate_tasks"} <= local
    assert all(entry.why for entry in parameters_of("units_nd335").values() if entry.certainty == "open")
