"""Rounding as WISN's manual does, just below, at and above each threshold."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.staffing.wisn import whole_staff

THRESHOLDS = [("1.1", 1), ("2.2", 2), ("3.3", 3), ("4.4", 4), ("5.5", 5)]


@pytest.mark.parametrize(("threshold", "whole"), THRESHOLDS)
def test_at_a_threshold_staff_goes_down_and_above_it_up(threshold, whole):
    at = Decimal(threshold)
    just = Decimal("0.000001")
    assert list(whole_staff([float(at - just), float(at), float(at + just)])) == [whole, whole, whole + 1]


@pytest.mark.parametrize(("threshold", "whole"), THRESHOLDS)
def test_noise_of_binary_floats_never_crosses_a_threshold(threshold, whole):
    noisy = np.nextafter(float(threshold), 9)
    assert list(whole_staff([noisy, float(threshold) + 4e-16])) == [whole, whole]


def test_the_trap_of_binary_floats_is_there_and_avoided():
    assert 2.2 - 2 > 0.2
    assert whole_staff([2.2])[0] == 2


@pytest.mark.parametrize(
    ("required", "rounded"),
    [
        (0, 0),
        (1e-15, 1),
        (0.01, 1),
        (0.99, 1),
        (1, 1),
        (1.2, 2),
        (4.5, 5),
        (5.4, 5),
        (6.49, 6),
        (6.5, 7),
        (7.5, 8),
        (42.36, 42),
    ],
)
def test_below_one_is_one_nothing_is_nothing_and_above_five_is_ordinary(required, rounded):
    assert whole_staff([required])[0] == rounded


def test_what_is_unknown_stays_unknown():
    assert np.isnan(whole_staff([np.nan])[0])


@given(st.decimals(min_value=0, max_value=10_000, places=6))
@settings(deadline=None, max_examples=60)
def test_it_agrees_with_the_rule_in_exact_decimals(value):
    whole, rest = int(value), value - int(value)
    if value == 0:
        expected = 0
    elif value < 1:
        expected = 1
    elif whole <= 5:
        expected = whole + (rest > Decimal(whole) / 10)
    else:
        expected = whole + (rest >= Decimal("0.5"))
    assert whole_staff([float(value)])[0] == expected
