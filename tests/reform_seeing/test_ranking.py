"""Ranking says how much it knows."""

import numpy as np
import pytest

from kpi.reform.ranking.places import common_share, ranked

NAN = np.nan


def test_twelve_of_twelve_is_not_the_best():
    hits = np.array([12, 970, 950, 900, 880.0])
    cases = np.array([12, 1000, 1000, 1000, 1000.0])
    table = ranked(hits, cases)
    assert table["share"][0] == 1
    assert table["place"].tolist() == pytest.approx([table["place"][0], 1, 2, 4, 5])
    assert table["place"][0] > 1
    assert (table["best"][0], table["worst"][0]) == (1, 4)  # only the unit at 88% is worse beyond doubt
    assert not table["clear"][0]


def test_large_units_far_apart_have_clear_places():
    table = ranked(np.array([9900, 9000, 8000, 7000.0]), np.full(4, 10_000.0))
    assert table["best"].tolist() == table["worst"].tolist() == [1, 2, 3, 4]
    assert table["clear"].all()


def test_where_less_is_better_the_order_turns_round():
    table = ranked(np.array([9900, 9000, 8000.0]), np.full(3, 10_000.0), higher=False)
    assert table["place"].tolist() == [3, 2, 1]


def test_equal_units_share_a_place():
    table = ranked(np.array([90, 90, 40.0]), np.full(3, 100.0))
    assert table["place"].tolist() == [1, 1, 3]
    assert (table["best"][0], table["worst"][0]) == (1, 2)


@pytest.mark.parametrize(("hits", "cases"), [(NAN, NAN), (0, 0), (5, NAN), (5, 4)])
def test_a_unit_without_usable_figures_is_not_ranked(hits, cases):
    table = ranked(np.array([90, hits, 40.0]), np.array([100, cases, 100.0]))
    assert np.isnan(table["place"][1])
    assert table["place"][[0, 2]].tolist() == [1, 2]
    assert table["worst"][2] == 2


def test_nobody_to_rank_is_no_fault():
    assert ranked(np.array([NAN, 0.0]), np.array([NAN, 0.0]))["place"].isna().all()


def test_a_single_unit_is_first_and_last():
    table = ranked(np.array([3.0]), np.array([4.0]))
    assert (table["place"][0], table["best"][0], table["worst"][0]) == (1, 1, 1)


def test_units_that_differ_by_chance_alone_are_not_told_apart():
    rng = np.random.default_rng(11)
    cases = np.full(65, 40.0)
    table = ranked(rng.binomial(40, 0.9, 65).astype(float), cases)
    assert ((table["worst"] - table["best"]) > 50).all()
    assert not table["clear"].any()


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_everybody_the_same_is_a_tie(share):
    table = ranked(np.array([10.0, 200.0]) * share, np.array([10.0, 200.0]))
    assert table["place"].tolist() == [1, 1]
    assert table["low"].tolist() == table["high"].tolist() == [share, share]


def test_the_interval_holds_the_true_share_about_nine_times_in_ten():
    rng = np.random.default_rng(3)
    true = rng.beta(90, 10, 4000)
    cases = rng.integers(5, 400, 4000).astype(float)
    table = ranked(rng.binomial(cases.astype(int), true).astype(float), cases)
    held = ((table["low"] <= true) & (true <= table["high"])).mean()
    assert 0.87 < held < 0.93


def test_the_common_share_is_found_again():
    rng = np.random.default_rng(4)
    cases = np.full(5000, 300.0)
    share, worth = common_share(rng.binomial(300, rng.beta(45, 5, 5000)).astype(float), cases)
    assert share == pytest.approx(0.9, abs=0.01)
    assert worth == pytest.approx(49, rel=0.15)
