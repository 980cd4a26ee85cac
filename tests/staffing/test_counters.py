"""Erlang C and A against published figures and against each other."""

from math import exp, factorial, inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.staffing.counters import Counter, Peak, counters_needed, peak_load, roster_for, rostered, staff_needed, waiting


def test_ten_erlangs_need_fourteen_counters():
    found = counters_needed(Counter(10, 3), 0.8, 20 / 60)
    assert found.counters == 14
    assert (round(found.p_wait, 6), round(found.served_within, 6)) == (0.174132, 0.888350)
    assert (round(found.mean_wait * 60, 4), round(found.occupancy, 6)) == (7.8359, 0.714286)
    assert rostered(found.counters, 0.3) == 20


def test_three_counters_with_two_erlangs_have_the_queue_of_the_textbook():
    assert round(waiting(Counter(2, 1), 3, 0).queue, 6) == 0.888889


def test_one_counter_fewer_would_not_do():
    assert waiting(Counter(10, 3), 13, 20 / 60).served_within < 0.8


@given(st.floats(0.05, 40), st.integers(1, 60))
@settings(deadline=None, max_examples=60)
def test_erlang_c_agrees_with_its_formula(load, counters):
    if load >= counters * 0.999:
        return
    top = load**counters / factorial(counters) * counters / (counters - load)
    direct = top / (sum(load**k / factorial(k) for k in range(counters)) + top)
    assert waiting(Counter(load, 1), counters, 0).p_wait == pytest.approx(direct, rel=1e-9)


def test_endless_patience_is_erlang_c():
    one, other = waiting(Counter(10, 3, 1e9), 14, 1 / 3), waiting(Counter(10, 3), 14, 1 / 3)
    np.testing.assert_allclose(
        [one.p_wait, one.served_within, one.mean_wait], [other.p_wait, other.served_within, other.mean_wait], rtol=1e-6
    )


def test_patience_equal_to_service_is_a_poisson_number_of_people():
    """With patience = service every person leaves at one rate, so the number present is Poisson(load)."""
    load, counters = 6.0, 5
    full = 1 - sum(exp(-load) * load**k / factorial(k) for k in range(counters))
    found = waiting(Counter(load, 3, 3.0), counters, 0.5)
    assert found.p_wait == pytest.approx(full, rel=1e-9)
    queue = sum((k - counters) * exp(-load) * load**k / factorial(k) for k in range(counters + 1, 80))
    assert found.queue == pytest.approx(queue, rel=1e-9)
    assert found.left == pytest.approx(queue / 3.0 / (load / 3.0), rel=1e-9)


def test_being_served_in_time_agrees_with_a_simulation():
    chance = np.random.default_rng(7)
    serve, leave, within, ahead, tries = 2.0, 0.4, 1.5, 2, 200_000
    rates = np.array([serve + j * leave for j in range(ahead, -1, -1)])
    ways = chance.exponential(1 / rates, (tries, ahead + 1)).sum(axis=1)
    own = chance.exponential(1 / leave, tries)
    from kpi.staffing.counters.erlang import _served_in_time

    simulated = np.mean((ways <= within) & (ways <= own))
    assert _served_in_time(ahead, serve, leave, within) == pytest.approx(simulated, abs=0.004)


def test_too_few_counters_without_impatience_wait_for_ever():
    found = waiting(Counter(5, 1), 5, 1)
    assert (found.p_wait, found.served_within, found.mean_wait) == (1.0, 0.0, inf)


def test_with_impatience_even_one_counter_is_stable():
    found = waiting(Counter(5, 1, 2), 1, 1)
    assert 0 < found.served_within < 1
    assert 0 < found.left < 1


@given(st.floats(0, 30), st.integers(1, 60))
@settings(deadline=None, max_examples=60)
def test_another_counter_never_makes_waiting_worse(load, counters):
    one, more = (waiting(Counter(load, 2), n, 1) for n in (counters, counters + 1))
    assert more.served_within >= one.served_within - 1e-12


def test_a_year_without_visitors_needs_nobody_at_the_counter():
    assert roster_for(0, 9, 2000, Peak()).rostered == 0


def test_the_peak_is_the_average_hour_times_its_factor():
    assert peak_load(20_000, 9, 2000, 1.5) == pytest.approx(10 * 1.5 * 9 / 60)


def test_the_larger_of_yearly_need_and_roster_counts():
    assert list(staff_needed([4.2, 9.1], [6, 6])) == [6.0, 9.1]


@pytest.mark.parametrize("wrong", [(-1, 3, None), (1, 0, None), (1, 3, 0), (inf, 3, None), (float("nan"), 3, None)])
def test_an_impossible_counter_is_refused(wrong):
    with pytest.raises(ValueError, match="Counter"):
        Counter(*wrong)


def test_no_counter_and_a_hopeless_aim_are_refused():
    with pytest.raises(ValueError, match="0"):
        waiting(Counter(1, 1), 0, 1)
    with pytest.raises(ValueError, match="Peak"):
        Peak(share=1.0)
