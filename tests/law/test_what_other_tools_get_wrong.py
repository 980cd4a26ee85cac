"""Six defects seen in tools for the same decree, each kept out by a test."""

from datetime import date

import pandas as pd
import pytest

from kpi.law import rules_in_force
from kpi.law.quota import quota_table
from kpi.law.rulepage import formula_clauses, formula_text
from tests.law.cases import nd335, result


@pytest.mark.parametrize(
    ("rows", "general", "missing"),
    [
        ([], 30, "assigned work"),
        ([{"assigned": 0, "done": 0}], 30, "assigned work"),
        ([{"assigned": 5, "done": None}], 30, "done"),
        ([{"assigned": 5, "done": 5}], None, "general"),
    ],
)
def test_1_missing_data_never_score_full_marks(rows, general, missing):
    found = result(*rows, general=general)
    assert (found["status"], found["missing"]) == ("insufficient", missing)
    assert found[["total", "rank", "rank_by_score"]].isna().all()


def test_2_nine_of_ten_is_ninety_three_everywhere():
    found = result({"assigned": 10, "done": 9})
    assert found[["a", "b", "c", "task_points", "total"]].tolist() == pytest.approx([0.9, 0.9, 0.9, 63, 93], abs=1e-9)


def test_3_the_quota_is_tested_on_the_closed_set_in_the_agency_and_in_each_group():
    ranks = ["good"] * 10 + ["excellent"] * 2
    duties = ["clerk"] * 10 + ["driver"] * 2
    table = quota_table(pd.DataFrame({"rank": ranks, "unit": "X", "duty_group": duties}), nd335())
    over = {
        group if isinstance(group, str) else "agency": n
        for group, n in zip(table["duty_group"], table["over"], strict=True)
    }
    assert over == {"agency": 0, "clerk": 0, "driver": 2}
    backwards = quota_table(pd.DataFrame({"rank": ranks[::-1], "unit": "X", "duty_group": duties[::-1]}), nd335())
    assert sorted(backwards["over"]) == sorted(table["over"])


def test_4_the_time_to_petition_is_in_working_days_and_a_local_decision():
    rules = nd335()
    for name in ("petition_days", "petition_answer_days"):
        assert rules.parameter(name).unit == "working day"
        assert rules.is_local(name)


def test_5_the_text_of_the_rule_follows_the_rule():
    stored, changed = nd335(), nd335(deduction_rate=0.1, deduction_basis="line")
    assert "0.25 × failures" in formula_text(stored)["en"]
    assert "meeting quality × (1 − 0.1 × failures" in formula_text(changed)["en"]
    assert "(1 − 0,1 × số lần không đạt" in formula_text(changed)["vi"]


def test_6_b_is_quality_and_c_is_timeliness():
    failed = result({"assigned": 1, "done": 1, "failed": 1})
    late = result({"assigned": 1, "done": 1, "late": 1})
    assert (failed["b"], failed["c"]) == (0.75, 1)
    assert (late["b"], late["c"]) == (1, 0.75)
    titles = {clause.name: clause.title["en"] for clause in formula_clauses(nd335())}
    assert (titles["b"], titles["c"]) == ("b, quality", "c, timeliness")


def test_the_rule_page_can_be_rendered_on_any_day_of_force():
    assert formula_text(rules_in_force("nd335", date(2026, 1, 1)))["vi"]
