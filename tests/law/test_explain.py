"""Every figure is explained in the words of the rule, from the lines up to the rank."""

import math

import pytest

from kpi.law.explain import explain
from kpi.law.quarter import score_quarter
from tests.law.cases import month, nd335, scored

DONE = {"product": "Báo cáo", "assigned": 10, "done": 10}


def said(scores, figure, language="en"):
    return " ".join(step.text[language] for step in explain(scores, "An") if step.figure == figure)


def test_the_steps_lead_from_the_lines_to_the_rank():
    steps = explain(scored(DONE, DONE, role="head", d=1, dd=1, e=0.5), "An")
    assert [step.figure for step in steps] == [
        *("line", "line", "a", "b", "c", "d", "dd", "e", "task_points", "general_points", "total", "rank"),
    ]
    assert all(step.article and step.certainty and step.text["vi"] and step.text["en"] for step in steps)


def test_numbers_are_written_as_the_reader_writes_them():
    scores = scored({**DONE, "K": 2.5, "done": 9})
    assert "K = 2,5" in said(scores, "line", "vi")
    assert "K = 2.5" in said(scores, "line", "en")


def test_deductions_are_said_by_the_basis_that_was_used():
    row = {**DONE, "failed": 3, "failed_excused": 1, "late": 1}
    unit = said(scored(row), "line")
    assert "Failed reviews: 2, each taking 25% of one product's quality." in unit
    assert "Late: 1 times" in unit
    assert "Nothing is taken away for 1 with a confirmed objective cause." in unit
    assert "of the whole line's quality" in said(scored(row, rules=nd335(deduction_basis="line")), "line")


def test_a_cap_is_said_where_it_binds_and_only_there():
    scores = scored({**DONE, "done": 12, "quality_ok": 9})
    assert said(scores, "a") == "Quantity: a = 12 ÷ 10 = 120.00%. More than assigned, so it counts as at most 100.00%."
    assert said(scores, "b") == "Quality, over what was assigned: b = 9 ÷ 10 = 90.00%."


def test_why_there_is_no_score_is_said_and_what_is_known_is_shown():
    steps = explain(scored(DONE, general=None), "An")
    assert [step.figure for step in steps] == ["line", "a", "b", "c", "task_points", "rank"]
    assert "missing: the general criteria points" in steps[-1].text["en"]
    missing = explain(scored({**DONE, "done": None}), "An")
    assert [step.figure for step in missing] == ["line", "general_points", "rank"]
    assert math.isnan(missing[0].value)


def test_a_ground_is_said_beside_the_rank_by_score():
    text = said(scored(DONE, disqualified="disciplined"), "rank")
    assert text == (
        "Ranked not completed whatever the score: duty-related discipline from reprimand up in the year. "
        "By score alone: excellent."
    )


def test_a_total_just_below_a_threshold_is_never_shown_as_the_threshold():
    text = said(scored(DONE, general=19.9996), "total")
    assert "89.9996" in text
    assert "90.00" not in text


@pytest.mark.parametrize(("general", "text"), [(20, "90.00 points reach 90"), (0, "70.00 points reach 70")])
def test_the_rank_names_the_threshold_reached(general, text):
    assert said(scored(DONE, general=general), "rank").startswith(text)


def test_a_local_decision_is_told_from_law():
    local = {step.figure: step.local for step in explain(scored(DONE), "An")}
    assert local["b"]
    assert not local["general_points"]


def test_the_mean_of_months_is_not_explained_as_a_sum():
    scores = score_quarter([month(DONE), month({**DONE, "done": 0})], nd335(quarter_rule="mean"))
    assert said(scores, "a") == "Quantity: the mean of the months, a = 50.00%."
    assert said(scores, "task_points") == "Task points: the mean of the months = 35.00."


def test_a_person_who_was_not_scored_cannot_be_explained():
    with pytest.raises(KeyError):
        explain(scored(DONE), "Binh")
