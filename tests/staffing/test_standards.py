"""Standards of Resolution 76/2025 and classes of Decree 307/2025 at their boundaries."""

import pandas as pd
import pytest

from kpi.staffing.standards import UnitClass, against_standards, class_of, draft_points, possible_classes, standard_of


def unit(kind, area, population, code="X", **more):
    return pd.DataFrame([{"unit": code, "kind": kind, "area_km2": area, "population": population, **more}])


MEETS = [
    ("commune", 30, 16_000, False, True), ("commune", 29.9, 16_000, False, False),
    ("commune", 30, 15_999, False, False),
    ("commune", 100, 5_000, True, True), ("commune", 99.9, 5_000, True, False), ("commune", 100, 4_999, True, False),
    ("ward", 5.5, 21_000, False, True), ("ward", 5.5, 20_999, False, False), ("ward", 5.4, 21_000, False, False),
    ("ward", 5.5, 15_000, True, True), ("special_zone", 1, 1, False, True),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "area", "population", "mountain", "meets"), MEETS)
def test_a_unit_meets_its_standard_from_both_figures_on(kind, area, population, mountain, meets):
    found = against_standards(unit(kind, area, population), {"X"} if mountain else ())
    assert found["meets"].iloc[0] == meets


def test_a_ward_of_a_central_city_needs_forty_five_thousand():
    assert standard_of("ward", is_central_city=True).population == 45_000


def test_three_merged_units_are_exempt_and_two_are_not():
    assert list(
        against_standards(pd.concat([unit("commune", 1, 1, merged_units=n) for n in (2, 3)], ignore_index=True))[
            "meets"
        ]
    ) == [False, True]


def test_an_unknown_figure_never_meets_a_standard():
    assert not against_standards(unit("commune", float("nan"), 99_999))["meets"].iloc[0]


CLASSES = [
    (59.99, "commune", "III"), (60, "commune", "II"), (74.99, "commune", "II"), (75, "commune", "I"),
    (95, "commune", "I"),    (89.99, "ward", "I"), (90, "ward", "special"), (90, "special_zone", "special"),
]  # fmt: skip


@pytest.mark.parametrize(("points", "kind", "found"), CLASSES)
def test_a_class_begins_at_its_points(points, kind, found):
    assert class_of(points, kind) == UnitClass(found)


def test_points_of_the_draft_are_known_for_communes_only():
    assert draft_points("ward", 50_000, 10) is None
    at = draft_points("commune", 20_000, 50)
    assert (at.population, at.area, at.total) == (15, 15, 30)
    assert draft_points("commune", 21_000, 60).total == 31
    assert draft_points("commune", 99_999, 999).total == 50
    assert draft_points("commune", 15_000, 50, is_mountain=True).population == 15


def test_a_class_is_a_range_while_other_points_are_unknown():
    assert possible_classes(30, "commune") == (UnitClass.THIRD, UnitClass.FIRST)
    assert possible_classes(24, "commune") == (UnitClass.THIRD, UnitClass.SECOND)
