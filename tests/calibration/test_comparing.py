"""Distributions, raters and severity: small groups are marked, and severity is told only where raters cross."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sqlalchemy import select

from kpi.access.actor import NotPermitted
from kpi.assessment.calibration.distributions import differences, everybody_excellent, lowered_and_raised, spread
from kpi.assessment.calibration.hours_funnel import funnel_of
from kpi.assessment.calibration.raters import raters
from kpi.assessment.calibration.reading import rated_before, rated_months
from kpi.assessment.calibration.severity import severity
from kpi.law.settings import settings_in_force
from kpi.storage.tables import Month
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import FEBRUARY, MARCH, Scene


def rated(**columns: object) -> pd.DataFrame:
    frame = pd.DataFrame(columns)
    return frame.assign(rater=[f"rater {one}" for one in frame["rater_id"]] if "rater_id" in frame else "")


def group(name: str, people: int, excellent: int) -> pd.DataFrame:
    ranks = ["excellent"] * excellent + ["good"] * (people - excellent)
    return pd.DataFrame({"unit": name, "rank": ranks, "total": [95.0] * excellent + [80.0] * (people - excellent)})


def test_groups_are_placed_by_their_share_and_small_ones_are_never_ranked():
    table = spread(pd.concat([group("few", 7, 7), group("many", 10, 4), group("other", 8, 4)]), "unit")
    assert table["group"].tolist() == ["other", "many", "few"]
    assert table["place"].tolist()[:2] == [1, 2]
    assert np.isnan(table["place"].iloc[2])
    assert table["small"].tolist() == [False, False, True]
    assert table["excellent"].tolist() == [0.5, 0.4, 1.0]


def test_units_where_everybody_is_excellent_are_named():
    table = everybody_excellent(pd.concat([group("all", 9, 9), group("nearly", 9, 8), group("two", 2, 2)]), "unit")
    assert table.to_numpy().tolist() == [["all", 9, False], ["two", 2, True]]


def test_what_the_review_changed_is_counted_exactly():
    rows = pd.DataFrame({"total": [80.0, 80.0, 81.0, 90.0, 70.0], "self_total": [80.0, 82.5, 80.0, 89.999, np.nan]})
    assert lowered_and_raised(rows) == (1, 1, 2)
    assert differences(rows).to_numpy().tolist() == [[-3, -2, 1], [0, 1, 2], [1, 2, 1]]


def test_a_raters_distance_from_the_rest_is_welchs():
    mine, rest = np.array([80, 84, 88, 82, 90, 86, 84, 86.0]), np.array([70, 75, 71, 78, 74, 73, 76, 75, 72, 79.0])
    rows = rated(
        person_id=range(18), rater_id=[1] * 8 + [2] * 10, total=[*mine, *rest], self_total=[*(mine + 1), *rest]
    )
    one = raters(rows).set_index("rater_id").loc[1]
    known = stats.ttest_ind(mine, rest, equal_var=False).confidence_interval(0.95)
    assert one["apart"] == pytest.approx(mine.mean() - rest.mean())
    assert (one["low"], one["high"]) == pytest.approx((known.low, known.high))
    assert one["self_apart"] == pytest.approx(-1)


def test_a_rater_of_few_people_is_marked_and_not_compared():
    rows = rated(person_id=range(17), rater_id=[1] * 7 + [2] * 10, total=[99.0] * 7 + [70.0, 71] * 5, self_total=70.0)
    one = raters(rows).set_index("rater_id").loc[1]
    assert one["small"]
    assert not one["far"]
    assert np.isnan(one["apart"])


def test_only_a_rater_far_beyond_the_differences_between_raters_is_called_far():
    chance = np.random.default_rng(335)
    ids = np.repeat(np.arange(20), 12)
    totals = 80 + chance.normal(0, 1, 20)[ids] + chance.normal(0, 3, 240) + np.where(ids == 7, 14, 0)
    table = raters(rated(person_id=range(240), rater_id=ids, total=totals, self_total=totals))
    assert table.loc[table["far"], "rater_id"].tolist() == [7]
    assert table["rater_id"].iloc[0] == 7


def test_severity_is_not_told_of_raters_who_never_cross():
    rows = rated(person_id=[1, 2, 3, 4], rater_id=[1, 1, 2, 2], total=[95.0, 96, 60, 61])
    table = severity(rows)
    assert not table["told"].any()
    assert table[["points", "low", "high"]].isna().all(axis=None)


def test_severity_of_raters_who_share_people_is_the_difference_on_those_people():
    """Rater 1 gives everybody 4 points more than rater 2; that rater 2's own people are weaker makes no difference."""
    rows = rated(
        person_id=[1, 1, 2, 2, 3, 3, 4, 5], rater_id=[1, 2, 1, 2, 1, 2, 2, 2], total=[84.0, 80, 74, 70, 94, 90, 50, 51]
    )
    table = severity(rows).set_index("rater_id")
    assert table["points"].tolist() == pytest.approx([2, -2])
    assert table["shared"].tolist() == [3, 3]


def test_the_uncertainty_of_severity_is_that_of_the_paired_comparison():
    first, second = np.array([84.0, 75, 93, 80, 88]), np.array([80.0, 72, 90, 73, 85])
    rows = rated(person_id=[*range(5), *range(5)], rater_id=[1] * 5 + [2] * 5, total=[*first, *second])
    one = severity(rows).set_index("rater_id").loc[1]
    known = stats.ttest_rel(first, second).confidence_interval(0.95)
    assert one["points"] * 2 == pytest.approx((first - second).mean())
    assert (one["low"] * 2, one["high"] * 2) == pytest.approx((known.low, known.high))


def test_a_rater_linked_through_another_is_told_and_a_lonely_one_is_not():
    rows = rated(person_id=[1, 1, 2, 2, 3], rater_id=[1, 2, 2, 3, 4], total=[80.0, 78, 70, 69, 99])
    table = severity(rows).set_index("rater_id")
    assert table["told"].to_dict() == {1: True, 2: True, 3: True, 4: False}
    assert table.loc[1, "points"] - table.loc[3, "points"] == pytest.approx(3)


def test_units_of_unequal_size_are_held_against_limits_of_their_own():
    chance = np.random.default_rng(6)
    sizes = {f"unit {number}": 200 for number in range(15)} | {"tiny": 3, "slow": 200}
    measured = pd.concat([
        pd.DataFrame({"unit": name, "apart": chance.normal(0.8 if name in ("slow", "tiny") else 0, 0.4, size)})
        for name, size in sizes.items()
    ])  # fmt: skip
    found = funnel_of(measured, settings_in_force("declared_hours", date(2026, 3, 1)))
    assert found is not None
    assert found.units.loc[found.units["outside"], "unit"].tolist() == ["slow"]
    assert found.units["unit"].iloc[-1] == "tiny"
    assert found.limits["high"].is_monotonic_decreasing


def test_one_unit_alone_has_no_funnel():
    measured = pd.DataFrame({"unit": "only", "apart": [0.1, 0.2, -0.1]})
    assert funnel_of(measured, settings_in_force("declared_hours", date(2026, 3, 1))) is None


def test_each_leader_calibrates_what_they_lead_and_the_province_everything(scene: Scene) -> None:
    for who in ("an", "chi", "dung"):
        scene.approved(who)
    owners = {
        "head": {"an"}, "chair": {"an", "chi"}, "other-chair": {"dung"}, "governor": {"an", "chi", "dung"},
        "home-affairs": {"an", "chi", "dung"}, "organizing": {"an", "chi", "dung"}, "auditor": {"an", "chi", "dung"},
    }  # fmt: skip
    with reading(scene.engine) as session:
        for who, seen in owners.items():
            rows = rated_months(session, scene.actor(who), MARCH)
            assert set(rows["person_id"]) == {scene.person(one) for one in seen}, who
        for who in ("an", "vice", "administrator"):
            with pytest.raises(NotPermitted):
                rated_months(session, scene.actor(who), MARCH)
        (one,) = rated_months(session, scene.actor("other-chair"), MARCH).to_dict("records")
        assert (one["rater"], one["agency"]) == ("Person other-head", "Unit cam-lam")


def test_only_approved_months_are_compared(scene: Scene) -> None:
    scene.handed_in("an")
    with reading(scene.engine) as session:
        assert rated_months(session, scene.actor("chair"), MARCH).empty


def test_a_year_of_months_is_looked_through_for_raters_who_cross(scene: Scene) -> None:
    scene.approved("an")
    words = {"role": "staff", "title": "-", "duty_group": "-", "state": "approved"}
    place = {"period_id": scene.period(FEBRUARY), "unit_id": scene.unit("economy").id}
    scene.write(Month(person_id=scene.person("binh"), **place, **words))
    with reading(scene.engine) as session:
        rows = rated_before(session, scene.actor("chair"), MARCH)
        assert len(rows) == len(scene.all(select(Month).where(Month.state == "approved"))) - 1
        assert not severity(rows)["told"].any()
