"""Who is not scored, and what is said to be missing."""

import numpy as np
import pandas as pd
import pytest

from kpi.law import score
from kpi.law.missing import missing_words
from tests.law.cases import lines, nd335, people, result

DONE = {"assigned": 5, "done": 5}


def test_a_leader_without_d_or_e_is_told_which():
    found = result(DONE, role="head", dd=1)
    assert (found["status"], found["missing"]) == ("insufficient", "d; e")


def test_several_gaps_are_all_named_in_order():
    assert result({"assigned": 5}, general=None)["missing"] == "done; general"


@pytest.mark.parametrize("name", ["assigned", "coefficient"])
def test_a_line_without_its_assignment_or_coefficient_is_not_scored(name):
    assert result(DONE, {**DONE, ("K" if name == "coefficient" else name): None})["missing"] == name


def test_staff_need_no_leaders_criteria():
    assert result(DONE)["status"] == "scored"


def test_nothing_assigned_is_zero_where_an_agency_decides_so():
    found = result({"assigned": 0, "done": 3}, general=12, rules=nd335(nothing_assigned="zero"))
    assert (found["a"], found["total"], found["rank"]) == (0, 12, "not_completed")


def test_disqualified_without_enough_data_has_no_rank():
    found = result({"assigned": 5}, disqualified="disciplined")
    assert found["status"] == "insufficient"
    assert pd.isna(found["rank"])


def test_blank_ground_is_no_ground():
    assert result(DONE, disqualified="  ")["rank"] == "excellent"


def test_figures_that_do_not_rest_on_the_gap_are_still_shown():
    found = result(DONE, general=None)
    assert (found["a"], found["task_points"]) == (1, 70)
    assert np.isnan(found["total"])


def test_one_persons_gap_leaves_the_others_alone():
    table = pd.concat([lines(DONE, person=1), lines({"assigned": 1}, person=3)], ignore_index=True)
    found = score(table, people({"person": 1}, {"person": 2}, {"person": 3}), nd335()).people
    assert found["missing"].tolist() == ["", "assigned work", "done"]
    assert found["status"].tolist() == ["scored", "insufficient", "insufficient"]


def test_nobody_and_nothing_can_be_scored():
    assert len(score(lines(), people().iloc[:0], nd335()).people) == 0


def test_missing_things_are_named_in_words():
    assert missing_words("done; general").in_("en") == "the quantity done, the general criteria points"
