"""Sums over the tree, by hand-made trees and by properties that hold for every tree."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.reform.indicators.rollup import attainment, distance, missing, over_months, roll_up

UNITS = pd.DataFrame({"unit_id": [1, 10, 11, 12, 110], "path": ["/1/", "/1/10/", "/1/11/", "/1/12/", "/1/11/110/"]})
MARCH = "2026-03"


def values(*rows: tuple[int, str, float, float | None]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [(unit, code, MARCH, numerator, denominator) for unit, code, numerator, denominator in rows],
        columns=["unit_id", "code", "period", "numerator", "denominator"],
    )
    return frame.astype({"numerator": float, "denominator": float})


def reporters(*units: int, code: str = "on_time") -> pd.DataFrame:
    return pd.DataFrame({"unit_id": list(units), "code": code})


def row(frame: pd.DataFrame, unit: int, code: str = "on_time") -> pd.Series:
    return frame[(frame["unit_id"] == unit) & (frame["code"] == code)].iloc[0]


def test_a_parent_is_the_sum_of_its_children_and_never_the_mean_of_their_percentages():
    found = roll_up(values((10, "on_time", 12, 12), (12, "on_time", 800, 1000)), UNITS, reporters(10, 12), ["on_time"])
    province = row(found, 1)
    assert (province["numerator"], province["denominator"]) == (812, 1012)
    assert province["value"] == 812 / 1012
    assert province["value"] != (1.0 + 0.8) / 2


def test_the_published_quantities_reproduce_the_published_percentages():
    found = roll_up(
        values((10, "on_time", 100_000, 107_818), (12, "on_time", 37_884, 40_000)),
        UNITS,
        reporters(10, 12),
        ["on_time"],
    )
    assert f"{row(found, 1)['value']:.2%}" == "93.28%"
    assert f"{147_818 / 191_957:.2%}" == "77.01%"


def test_a_missing_child_is_counted_as_missing_and_enters_neither_sum():
    given_ = values((10, "on_time", 9, 10))
    found = roll_up(given_, UNITS, reporters(10, 12), ["on_time"])
    province = row(found, 1)
    assert (province["reported"], province["expected"], province["value"]) == (1, 2, 0.9)
    silent = row(found, 12)
    assert silent["reported"] == 0
    assert np.isnan(silent["value"])
    assert np.isnan(silent["numerator"])
    assert missing(given_, reporters(10, 12), [MARCH]).to_dict("records") == [
        {"unit_id": 12, "code": "on_time", "period": MARCH}
    ]


def test_a_grandchild_counts_in_every_unit_above_it_once():
    found = roll_up(values((110, "on_time", 3, 4), (10, "on_time", 1, 4)), UNITS, reporters(10, 110), ["on_time"])
    assert row(found, 11)["value"] == 0.75
    assert (row(found, 1)["numerator"], row(found, 1)["denominator"]) == (4, 8)


def test_a_count_is_the_sum_of_numerators():
    found = roll_up(values((10, "received", 5, None), (12, "received", 7, None)), UNITS,
                    reporters(10, 12, code="received"), [])  # fmt: skip
    assert row(found, 1, "received")["value"] == 12


def test_a_denominator_of_nought_gives_no_percentage():
    found = roll_up(values((10, "on_time", 0, 0)), UNITS, reporters(10), ["on_time"])
    assert np.isnan(row(found, 1)["value"])
    assert row(found, 1)["reported"] == 1


def test_somebody_who_is_no_reporter_is_left_out():
    found = roll_up(values((10, "on_time", 1, 2), (12, "on_time", 100, 100)), UNITS, reporters(10), ["on_time"])
    assert row(found, 1)["value"] == 0.5
    assert not (found["unit_id"] == 12).any()


def test_months_of_a_flow_add_up_and_the_newest_of_a_stock_stands():
    frame = pd.DataFrame(
        [
            (10, "on_time", "2026-01", 9.0, 10.0),
            (10, "on_time", "2026-02", 1.0, 10.0),
            (10, "agencies", "2026-01", 21.0, np.nan),
            (10, "agencies", "2026-02", 14.0, np.nan),
        ],
        columns=["unit_id", "code", "period", "numerator", "denominator"],
    )
    found = over_months(frame, ["2026-01", "2026-02", "2026-03"], ["agencies"], "2026-Q1").set_index("code")
    assert found.loc["on_time", ["numerator", "denominator", "months_reported"]].tolist() == [10, 20, 2]
    assert found.loc["agencies", "numerator"] == 14
    assert set(found["period"]) == {"2026-Q1"}


@pytest.mark.parametrize(
    ("value", "target", "higher", "ahead", "share"),
    [
        (0.96, 0.95, True, 0.01, 1.0),
        (0.95, 0.95, True, 0.0, 1.0),  # left boundary: reached
        (0.76, 0.95, True, -0.19, 0.8),
        (14, 14, False, 0, 1.0),
        (28, 14, False, -14, 0.5),
        (7, 14, False, 7, 1.0),
        (0, 14, False, 14, 1.0),
        (3, 0, False, -3, 0.0),
        (0, 0, False, 0, 1.0),
        (0, 0, True, 0, 1.0),
    ],
)
def test_distance_and_attainment_follow_the_direction(value, target, higher, ahead, share):
    one = [pd.Series([float(value)]), pd.Series([float(target)]), pd.Series([higher])]
    assert distance(*one)[0] == pytest.approx(ahead)
    assert attainment(*one)[0] == pytest.approx(share)


def test_without_a_value_or_a_target_there_is_no_attainment():
    none = pd.Series([float("nan"), 1.0])
    assert attainment(none, pd.Series([1.0, float("nan")]), pd.Series([True, True])).isna().all()


@st.composite
def trees(draw):
    """A tree of up to 30 units, quantities for some of its leaves."""
    size = draw(st.integers(2, 30))
    paths = ["/1/"]
    for number in range(2, size + 1):
        paths.append(f"{paths[draw(st.integers(0, number - 2))]}{number}/")
    units = pd.DataFrame({"unit_id": range(1, size + 1), "path": paths})
    leaves = [n for n in range(1, size + 1) if sum(p.startswith(paths[n - 1]) for p in paths) == 1]
    quantities = st.tuples(st.integers(0, 500), st.integers(0, 500))
    reported = draw(st.dictionaries(st.sampled_from(leaves), quantities))
    return units, leaves, reported


@settings(deadline=None, max_examples=40)
@given(trees())
def test_every_unit_equals_its_leaves_added_one_by_one(tree):
    units, leaves, reported = tree
    frame = values(*[(unit, "on_time", n, d) for unit, (n, d) in reported.items()])
    found = roll_up(frame, units, reporters(*leaves), ["on_time"])
    for unit_id, path in zip(units["unit_id"], units["path"], strict=True):
        below = [leaf for leaf in leaves if units["path"][leaf - 1].startswith(path)]
        given_ = [reported[leaf] for leaf in below if leaf in reported]
        if not reported:
            assert found.empty
            continue
        told = row(found, unit_id)
        assert (told["reported"], told["expected"]) == (len(given_), len(below))
        if given_:
            assert told["numerator"] == sum(n for n, _ in given_)
            assert told["denominator"] == sum(d for _, d in given_)
        else:
            assert np.isnan(told["value"])


@settings(deadline=None, max_examples=40)
@given(trees())
def test_the_order_of_the_rows_does_not_matter(tree):
    units, leaves, reported = tree
    frame = values(*[(unit, "on_time", n, d) for unit, (n, d) in reported.items()])
    keys = ["unit_id", "code", "period"]
    straight = roll_up(frame, units, reporters(*leaves), ["on_time"]).sort_values(keys, ignore_index=True)
    turned = roll_up(frame[::-1], units[::-1], reporters(*leaves[::-1]), ["on_time"])
    pd.testing.assert_frame_equal(straight, turned.sort_values(keys, ignore_index=True))
