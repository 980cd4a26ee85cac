"""Year-end at today's pace, on cases whose answer is known by hand."""

import numpy as np
import pytest
from scipy.stats import binom

from kpi.language.catalogue import translate
from kpi.reform.forecast.completion import curve_of, forecast_plan, sum_band
from kpi.reform.forecast.counts import forecast_counts
from kpi.reform.forecast.months import ahead, counted
from kpi.reform.forecast.outcome import OUTCOMES, REASONS
from kpi.reform.forecast.shares import dispersion, forecast_shares

NAN = np.nan
UP, DOWN = np.array([True]), np.array([False])


def year(*figures):
    """Twelve months of which the first are given."""
    return np.array([[*figures, *([NAN] * (12 - len(figures)))]], dtype=float)


def one(hits, cases, target, higher=UP, before=None):
    return forecast_shares(hits, cases, np.array([target]), higher, before).iloc[0]


def test_six_even_months_end_where_they_are():
    found = one(year(*[90] * 6), year(*[100] * 6), 0.95)
    assert found["so_far"] == found["value"] == pytest.approx(0.9)
    assert found["expected"] == 600
    assert found["needed"] == pytest.approx((0.95 * 1200 - 540) / 600)  # = 1.00: exactly every one of them
    assert found["outcome"] == "behind"


def test_the_pace_is_that_of_the_last_three_months():
    found = one(year(80, 80, 80, 100, 100, 100), year(*[100] * 6), 0.9)
    assert found["pace"] == 1.0
    assert found["value"] == pytest.approx((540 + 600) / 1200)


def test_a_finished_year_has_no_band():
    found = one(np.full((1, 12), 93.0), np.full((1, 12), 100.0), 0.93)
    assert found["low"] == found["value"] == found["high"] == pytest.approx(0.93)
    assert found["outcome"] == "secured"


def test_a_finished_year_below_its_target_cannot_be_mended():
    assert one(np.full((1, 12), 93.0), np.full((1, 12), 100.0), 0.931)["outcome"] == "impossible"


def test_a_target_out_of_reach_even_with_every_remaining_dossier_on_time():
    found = one(year(*[50] * 9), year(*[100] * 9), 0.95)
    assert found["must"] == (0.95 * 900 - 450) / 0.05  # 8,100 on time without one miss, and 300 are expected
    assert found["needed"] > 1
    assert found["outcome"] == "impossible"


def test_just_within_reach_is_not_called_impossible():
    cases = year(*[100] * 6)
    reachable = one(year(*[90] * 6), cases, 0.95)  # needs all 600 expected
    beyond = one(year(*[89] * 6), cases, 0.95)  # needs 720
    assert reachable["must"] == 600
    assert reachable["outcome"] != "impossible"
    assert beyond["must"] == 720
    assert beyond["outcome"] == "impossible"


def test_all_of_them_is_lost_with_the_first_miss():
    found = one(year(100, 99, 100), year(100, 100, 100), 1.0)
    assert np.isinf(found["must"])
    assert found["outcome"] == "impossible"


def test_a_target_nothing_can_endanger_any_more_is_secured():
    assert one(year(*[100] * 11), year(*[100] * 11), 0.9)["outcome"] == "secured"


def test_where_less_is_better_everything_is_mirrored():
    up = one(year(95, 97, 93, 96), year(*[100] * 4), 0.95)
    down = one(year(5, 3, 7, 4), year(*[100] * 4), 0.05, DOWN)
    assert down["value"] == pytest.approx(1 - up["value"])
    assert (down["low"], down["high"]) == pytest.approx((1 - up["high"], 1 - up["low"]))
    assert down["outcome"] == up["outcome"]
    assert down["must"] == up["must"]


def test_last_years_seasons_say_what_is_still_to_come():
    before = np.array([[100.0] * 6 + [300.0] * 6])
    found = one(year(*[190] * 6), year(*[200] * 6), 0.95, before=before)
    assert found["expected"] == 3600  # twice last year's 1,800


def test_an_unknown_last_year_is_not_taken_for_an_empty_one():
    before = np.array([[100.0] * 6 + [NAN] * 6])
    assert one(year(*[190] * 6), year(*[200] * 6), 0.95, before=before)["expected"] == 1200


def test_a_month_nobody_reported_is_still_to_come():
    found = one(year(90, NAN, 90, 90), year(100, NAN, 100, 100), 0.9)
    assert found["expected"] == 900


def test_the_band_is_as_wide_as_chance_makes_it():
    """With 10,000 cases a month so far and 100 still to come, chance lies in those 100: the binomial's percentiles."""
    cases = year(*[10_000] * 11)
    before = np.array([[10_000.0] * 11 + [100.0]])
    found = one(year(*[9_000] * 11), cases, 0.9, before=before)
    low, high = binom.ppf([0.05, 0.95], 100, 0.9)
    total = 110_100
    assert found["low"] * total == pytest.approx(99_000 + low, abs=1.5)
    assert found["high"] * total == pytest.approx(99_000 + high, abs=1.5)


def test_months_that_differ_by_more_than_chance_widen_the_band():
    steady = one(year(*[900] * 6), year(*[1000] * 6), 0.9)
    uneven = one(year(990, 810, 990, 810, 990, 810), year(*[1000] * 6), 0.9)
    assert uneven["high"] - uneven["low"] > 3 * (steady["high"] - steady["low"])


def test_dispersion_by_hand():
    """Shares 0.9, 0.8 of 100 each about 0.85: χ² = 2 · 25 / (100 · 0.85 · 0.15) over one degree of freedom."""
    hits, cases = year(90, 80), year(100, 100)
    assert dispersion(hits, cases, counted(hits, cases))[0] == pytest.approx(50 / (100 * 0.85 * 0.15))


@pytest.mark.parametrize(
    ("hits", "cases", "reason"),
    [
        (year(), year(), "nothing"),
        (year(90, 90), year(100, 100), "months"),
        (year(4, 5, 6), year(9, 10, 10), "small"),
    ],
)
def test_too_little_gets_no_forecast_but_a_reason(hits, cases, reason):
    found = one(hits, cases, 0.9)
    assert (found["outcome"], found["reason"]) == ("no_forecast", reason)
    assert np.isnan(found["value"])
    assert np.isnan(found["low"])


def test_thirty_cases_in_three_months_are_enough():
    assert one(year(9, 9, 9), year(10, 10, 10), 0.9)["reason"] == ""


def test_no_target_is_said_and_the_value_still_given():
    found = one(year(*[90] * 6), year(*[100] * 6), NAN)
    assert found["outcome"] == "no_target"
    assert found["value"] == pytest.approx(0.9)


def test_many_rows_come_out_as_each_alone():
    rng = np.random.default_rng(5)
    cases = rng.integers(0, 400, (60, 12)).astype(float)
    cases[:, 8:] = NAN
    hits = np.floor(cases * rng.uniform(0.6, 1.0, (60, 1)))
    target, higher = rng.uniform(0.5, 1, 60), rng.random(60) < 0.5
    together = forecast_shares(hits, cases, target, higher)
    for place in (0, 17, 59):
        alone = forecast_shares(hits[[place]], cases[[place]], target[[place]], higher[[place]]).iloc[0]
        assert alone.to_dict() == pytest.approx(together.iloc[place].to_dict(), nan_ok=True)
    known = together[together["reason"] == ""]
    assert (known["low"] <= known["value"]).all()
    assert (known["value"] <= known["high"]).all()


def test_a_count_goes_on_at_the_mean_of_its_months():
    found = forecast_counts(year(10, 12, 14), np.array([150.0]), UP).iloc[0]
    assert (found["so_far"], found["value"], found["pace"]) == (36, 144, 12)
    assert found["needed"] == pytest.approx(114 / 9)
    assert found["must"] == 114
    assert found["outcome"] == "open"


def test_a_counts_band_by_hand():
    """100 a month for six months: variance 600 + 600²/600 = 1,200, so about ±1.645·√1200 = ±57 around 1,200."""
    found = forecast_counts(year(*[100] * 6), np.array([1200.0]), UP).iloc[0]
    assert found["low"] == pytest.approx(1200 - 57, abs=2)
    assert found["high"] == pytest.approx(1200 + 57, abs=2)


def test_a_ceiling_passed_cannot_be_mended_and_a_target_reached_is_certain():
    counts = year(10, 10, 10)
    assert forecast_counts(counts, np.array([29.0]), DOWN).iloc[0]["outcome"] == "impossible"
    assert forecast_counts(counts, np.array([30.0]), UP).iloc[0]["outcome"] == "secured"


def test_a_count_of_a_finished_year_is_settled_either_way():
    done = np.full((1, 12), 5.0)
    assert forecast_counts(done, np.array([60.0]), UP).iloc[0]["outcome"] == "secured"
    assert forecast_counts(done, np.array([61.0]), UP).iloc[0]["outcome"] == "impossible"


def test_expectation_of_a_whole_year_is_nothing():
    full = np.full((1, 12), 5.0)
    coming = ahead(full, counted(full))
    assert (coming.months[0], coming.volume[0], coming.spread[0]) == (0, 0, 0)


def test_the_completion_curve_by_hand():
    """Five tasks watched from day −10: done at −2, 0, 0; open at 1 and 3. S: 4/5 after −2, then 4/5 · 2/4 after 0."""
    left = np.array([-2.0, 0.0, 0.0, 1.0, 3.0])
    done = np.array([True, True, True, False, False])
    curve = curve_of(np.full(5, -10.0), left, done)
    assert curve.at(np.array([-3.0, -2.0, -1.0, 0.0, 9.0])) == pytest.approx([1, 0.8, 0.8, 0.4, 0.4])


def test_tasks_that_were_always_done_on_their_day_will_be():
    start, due = np.zeros(12), np.array([*range(10, 90, 10), 100, 110, 120, 500], dtype=float)
    finished = np.array([*range(10, 90, 10), *[NAN] * 4], dtype=float)
    found = forecast_plan(start, due, finished, 85, 365)
    assert (found.tasks, found.done, found.value, found.low, found.high) == (12, 8, 11, 11, 11)
    assert found.best_on_time == 1


def test_overdue_tasks_lower_the_best_share_on_time_still_possible():
    start, due = np.zeros(10), np.full(10, 50.0)
    finished = np.array([40.0] * 4 + [60.0] * 4 + [NAN] * 2)
    assert forecast_plan(start, due, finished, 70, 365).best_on_time == pytest.approx(0.4)


def test_few_finished_tasks_give_no_forecast_but_the_pace():
    found = forecast_plan(np.zeros(10), np.full(10, 300.0), np.array([10.0] * 2 + [NAN] * 8), 182.625, 365.25)
    assert found.reason == "tasks"
    assert np.isnan(found.value)
    assert found.pace == pytest.approx(2 / 6)
    assert found.needed == pytest.approx(8 / 6)


def test_tasks_without_dates_are_said_to_be_so():
    found = forecast_plan(np.zeros(3), np.full(3, NAN), np.full(3, NAN), 10, 365)
    assert found.reason == "dates"


def test_a_sum_of_equal_chances_is_binomial():
    assert sum_band(np.full(40, 0.3)) == tuple(binom.ppf([0.05, 0.95], 40, 0.3))


@pytest.mark.parametrize("text", [*OUTCOMES.values(), *REASONS.values()])
def test_every_outcome_has_words_in_both_languages(text):
    assert translate(text, "vi") != text
