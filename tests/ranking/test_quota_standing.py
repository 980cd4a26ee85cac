"""Where an agency stands against the quota: both scopes, ties, the margin, and nothing by the order of approving."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.access.actor import NotPermitted
from kpi.law.excess import fewest_to_lower
from tests.assessment.scene import Scene
from tests.law.cases import nd335
from tests.ranking.crowd import COMPLETED, EXCELLENT, GOOD, closing, crowd, open_groups, standing


def test_twelve_good_allow_two_and_four_excellent_are_two_too_many(scene: Scene) -> None:
    crowd(scene, [EXCELLENT] * 4 + [GOOD] * 12)
    whole, *groups = standing(scene, "chair").groups
    assert (whole.good, whole.excellent, whole.limit, whole.over) == (12, 4, 2, 2)
    assert [(group.duty_group, group.over) for group in groups] == [("experts", 2)]


def test_a_group_may_be_above_its_limit_while_the_agency_is_within(scene: Scene) -> None:
    crowd(scene, [EXCELLENT, EXCELLENT] + [GOOD] * 2, group="drivers")
    crowd(scene, [GOOD] * 13, unit="economy", group="experts")
    whole, drivers, experts = standing(scene, "chair").groups
    assert (whole.over, drivers.over, experts.over) == (0, 2, 0)
    assert [(group.duty_group, group.over) for group in open_groups(scene)] == [("drivers", 2)]


def test_the_agency_may_be_above_its_limit_while_every_group_is_within(scene: Scene) -> None:
    for group in ("a", "b"):
        crowd(scene, [EXCELLENT] + [GOOD] * 5, group=group)
    crowd(scene, [EXCELLENT] + [GOOD] * 5 + [COMPLETED], group="c")
    whole, *groups = standing(scene, "chair").groups
    assert [group.over for group in groups] == [0, 0, 0]
    assert (whole.good, whole.limit, whole.excellent) == (15, 3, 3)
    crowd(scene, [COMPLETED], group="c")
    crowd(scene, [EXCELLENT, GOOD, GOOD], group="d")
    assert standing(scene, "chair").groups[0].over == 1


def test_another_agency_in_the_province_is_counted_apart(scene: Scene) -> None:
    crowd(scene, [EXCELLENT] + [GOOD] * 4)
    crowd(scene, [GOOD] * 20, unit="office")
    assert standing(scene, "chair").groups[0].over == 1
    assert [found.agency for found in open_groups(scene)] == ["Unit dien-khanh", "Unit dien-khanh"]


def test_the_list_is_ordered_by_exact_totals_and_equal_ones_share_a_place(scene: Scene) -> None:
    crowd(scene, [92.0, 94.0, 92.0, 93.999] + [GOOD] * 10)
    whole = standing(scene, "chair").groups[0]
    assert [(one.place, one.total) for one in whole.ordered] == [(1, 94.0), (2, 93.999), (3, 92.0), (3, 92.0)]
    assert whole.tied == 0
    assert whole.margin == pytest.approx(1.999)


def test_a_tie_at_the_limit_is_named_and_not_broken(scene: Scene) -> None:
    crowd(scene, [94.0, 92.0, 92.0, 92.0] + [GOOD] * 10)
    whole = standing(scene, "chair").groups[0]
    assert (whole.limit, whole.tied, whole.margin, whole.cut_at) == (2, 3, 0.0, 92.0)


def test_with_fewer_than_five_good_nobody_may_be_excellent(scene: Scene) -> None:
    crowd(scene, [EXCELLENT] + [GOOD] * 4)
    whole = standing(scene, "chair").groups[0]
    assert (whole.limit, whole.over, whole.margin) == (0, 1, None)


@pytest.mark.parametrize(
    ("good", "excellent", "decided", "fewest"),
    [
        (12, 4, False, 2),  # 2 of 14
        (14, 4, False, 1),  # 3 of 15
        (10, 2, False, 0),  # at the limit
        (4, 1, False, 1),
        (4, 1, True, 0),  # 25% of 4
        (0, 5, False, 5),  # 1 of 4 is still too many
        (0, 6, False, 5),  # 1 of 5
    ],
)
def test_whoever_steps_down_joins_those_good(good: int, excellent: int, decided: bool, fewest: int) -> None:
    assert fewest_to_lower(good, excellent, nd335(), decided=decided) == fewest


def test_before_closing_it_is_said_who_is_still_missing(scene: Scene) -> None:
    crowd(scene, [EXCELLENT] + [GOOD] * 5)
    scene.ready("an")
    before = standing(scene, "chair")
    assert (before.closed, before.unfinished) == (False, 1)


def test_while_closing_the_ranks_are_those_the_closing_would_write(scene: Scene) -> None:
    crowd(scene, [EXCELLENT] * 2 + [GOOD] * 5)
    before = standing(scene, "chair").groups[0]
    closing(scene)
    at = standing(scene, "chair")
    assert at.closed
    assert (at.groups[0].good, at.groups[0].excellent) == (before.good, before.excellent) == (5, 2)


ANY_RANK = st.sampled_from(["excellent", "good", "good", "completed", "not_completed", None])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ranks=st.lists(ANY_RANK, min_size=1, max_size=30), seed=st.integers(0, 1000))
def test_the_order_of_people_makes_no_difference(scene: Scene, ranks: list[str | None], seed: int) -> None:
    unit = scene.unit("culture").id
    people = pd.DataFrame(
        {
            "person_id": range(1000, 1000 + len(ranks)),
            "unit_id": unit,
            "rank": pd.Series(ranks, dtype=object),
            "duty_group": ["a" if place % 2 else "b" for place in range(len(ranks))],
        }
    )
    assert open_groups(scene, people) == open_groups(scene, people.sample(frac=1, random_state=seed))


def test_the_head_of_a_division_sees_the_numbers_and_by_name_their_own_people(scene: Scene) -> None:
    mine = crowd(scene, [93.0], unit="economy")
    crowd(scene, [95.0] + [GOOD] * 5)
    at = standing(scene, "head")
    assert (at.groups[0].excellent, [one.person_id for one in at.groups[0].ordered]) == (2, mine)
    assert (at.proposes, at.decides) == (True, False)


def test_home_affairs_the_committee_and_the_auditor_read_every_agency(scene: Scene) -> None:
    crowd(scene, [EXCELLENT] + [GOOD] * 5)
    for who in ("home-affairs", "organizing", "auditor"):
        at = standing(scene, who)
        assert len(at.groups[0].ordered) == 1
        assert (at.proposes, at.decides) == (False, False)


def test_the_head_of_another_commune_and_the_staff_see_nothing(scene: Scene) -> None:
    for who in ("other-chair", "an", "administrator"):
        with pytest.raises(NotPermitted):
            standing(scene, who)
