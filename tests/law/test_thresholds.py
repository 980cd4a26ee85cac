"""Art. 20: ninety is excellent, anything below is not, however awkward the decimals."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from kpi.law import score
from kpi.law.quarter import score_quarter
from kpi.law.scoring import NEAR
from tests.law.cases import lines, month, nd335, people, result

AWKWARD = [0.1, 0.28, 0.7, 1.1, 0.142857, 2.3, 0.033]


def six_sevenths(coefficients):
    return [{"K": k, "assigned": 7, "done": 6} for k in coefficients]


def plain_total(coefficients, done, general):
    """The same sum in floating point, in the order of the lines."""
    k = np.array(coefficients)
    share = np.add.reduce(k * done) / np.add.reduce(k * 7)
    return general + (share + share + share) / 3 * 70


@pytest.mark.parametrize(
    ("general", "rank"),
    [
        (29.9999999999, "good"),  # just below
        (30, "excellent"),  # the boundary itself counts
    ],
)
@pytest.mark.parametrize("count", range(1, len(AWKWARD) + 1))
def test_exactly_ninety_is_excellent_and_anything_less_is_not(count, general, rank):
    found = result(*six_sevenths(AWKWARD[:count]), general=general)
    assert found["rank"] == rank
    assert (found["total"] == 90) == (rank == "excellent")


def test_sums_that_floating_point_puts_below_the_threshold_are_ranked_at_it():
    subsets = [AWKWARD[i:j] for i in range(7) for j in range(i + 1, 8)]
    wrong = [subset for subset in subsets if plain_total(subset, 5, 20) < 70]
    assert len(wrong) > 3
    for subset in wrong:
        found = result(*({"K": k, "assigned": 7, "done": 5} for k in subset), general=20)
        assert (found["total"], found["rank"]) == (70, "good")


def test_a_sum_that_floating_point_puts_at_the_threshold_is_ranked_below_it():
    assert plain_total([0.1, 0.28], 6, 29.999999999999996) >= 90
    assert result(*six_sevenths([0.1, 0.28]), general=29.999999999999996)["rank"] == "good"


@pytest.mark.parametrize(
    ("general", "done", "rank"),
    [
        (20, 100, "excellent"),  # 20 + 70: at 90
        (19.999999999999996, 100, "good"),  # the next smaller number that can be typed
        (20.000000000000004, 100, "excellent"),
        (20, 71.42857142857142, "completed"),  # as typed a little less than 5/7
        (20, 71.42857142857143, "good"),  # and a little more
        (0, 100, "good"),  # 0 + 70: at 70
        (15, 50, "completed"),  # 15 + 35: at 50
        (14.999999999999998, 50, "not_completed"),
    ],
)
def test_each_threshold_below_at_and_above(general, done, rank):
    assert result({"assigned": 100, "done": done}, general=general)["rank"] == rank


def test_a_sum_of_decimals_counts_as_typed_not_as_stored():
    # 0.1 + 0.2 is not 0.3 in binary: 0.3 of 0.3 units is everything
    found = result({"assigned": 0.1, "done": 0.1}, {"assigned": 0.2, "done": 0.2}, general=20)
    assert (found["total"], found["rank"]) == (90, "excellent")


def test_deductions_at_a_threshold_are_exact():
    # c = 1 - 0.25 * 12/21 = 6/7; a = b = 6/7 through K and quality
    found = result({"K": 0.1, "assigned": 21, "done": 21, "quality_ok": 15, "late": 12}, general=30)
    exact = 30 + Fraction(70, 3) * (1 + Fraction(15, 21) + Fraction(18, 21))
    assert exact == 90
    assert (found["total"], found["rank"]) == (90, "excellent")


def test_a_leader_at_a_threshold_is_exact():
    found = result({"K": 0.28, "assigned": 7, "done": 5}, role="head", general=30, d=1, dd=1, e=1)
    assert Fraction(70, 6) * (3 * Fraction(5, 7) + 3) == 60
    assert (found["total"], found["rank"]) == (90, "excellent")


def test_the_mean_of_months_is_exact():
    months = [month(*six_sevenths([0.1, 0.28]), general=general) for general in (29.9, 30, 29.8)]
    months += [month(*six_sevenths([0.7]), general=29.9)]
    short = score_quarter(months, nd335(quarter_rule="mean")).people.iloc[0]
    assert short["rank"] == "good"
    sevens = [month({"K": 0.1, "assigned": 7, "done": 7}, general=g) for g in (20.1, 20.2, 19.7)]
    even = score_quarter(sevens, nd335(quarter_rule="mean")).people.iloc[0]
    assert (even["total"], even["rank"]) == (90, "excellent")
    added = score_quarter(sevens, nd335()).people.iloc[0]
    assert (added["total"], added["rank"]) == (90, "excellent")


def test_many_people_at_a_threshold_among_others_keep_their_places():
    count = 30
    work = pd.concat([lines(*six_sevenths(AWKWARD), person=number) for number in range(count)], ignore_index=True)
    everyone = people(*({"person": n, "general": 30 if n % 3 else 12.5} for n in range(count)))
    found = score(work, everyone, nd335()).people
    assert [rank == "excellent" for rank in found["rank"]] == [n % 3 != 0 for n in range(count)]


def test_a_total_is_looked_at_exactly_within_a_millionth():
    assert NEAR == 1e-6
