"""What a plan does with surplus, distance, skill, fairness and the planner's limits."""

from datetime import date

import numpy as np
import pytest

from kpi.staffing.reallocation import Arc, Impossible, KeptTeam, Reinforcement, solve
from kpi.staffing.reallocation.problem import Place
from kpi.staffing.reallocation.recruitment import Lent, places_left, recruitment
from tests.reallocation.small import moves, province


def test_the_nearest_surplus_fills_the_shortage():
    plan = solve(province([[5], [3], [5]], [[4], [4], [3]], km=[[0, 30, 9], [30, 0, 10], [9, 10, 0]]))
    assert moves(plan) == {("C", "f", "B", "f"): 1}
    assert plan.missing.sum() == 0


def test_nobody_leaves_a_family_that_has_no_surplus():
    plan = solve(province([[4], [1]], [[4], [3]]))
    assert plan.moves == ()
    assert plan.missing.tolist() == [[0], [2]]


def test_a_unit_gives_no_more_than_it_may_spare():
    plan = solve(province([[9], [1]], [[4], [9]], spare=np.array([[2], [0]])))
    assert moves(plan) == {("A", "f", "B", "f"): 2}


def test_another_familys_work_is_taken_up_only_where_it_is_allowed():
    assert solve(province([[3, 0], [1, 1]], [[2, 1], [1, 1]])).moves == ()
    skill = np.array([[1.0, 1.5], [np.inf, 1.0]])
    plan = solve(province([[3, 0], [1, 1]], [[2, 1], [1, 1]], skill=skill))
    assert moves(plan) == {("A", "f", "A", "g"): 1}
    assert plan.moves[0].weight == 1.5


def test_the_same_work_is_preferred_to_another_familys():
    skill = np.array([[1.0, 3.0], [3.0, 1.0]])
    plan = solve(province([[1, 2], [2, 0], [1, 1]], [[1, 1], [1, 1], [1, 1]], skill=skill, weighs=0.01))
    assert moves(plan) == {("A", "g", "B", "g"): 1}


def test_the_unit_that_lacks_most_comes_first_however_far():
    """One person to spare; B lacks one of ten and is near, C lacks one of two and is far."""
    plan = solve(province([[2], [9], [1]], [[1], [10], [2]]))
    assert moves(plan) == {("A", "f", "C", "f"): 1}
    assert plan.worst == pytest.approx(0.1)


def test_a_family_with_priority_comes_before_fairness():
    skill = np.ones((2, 2))
    problem = province([[2, 0], [2, 0], [0, 0]], [[1, 0], [4, 0], [0, 1]], skill=skill)
    assert moves(solve(problem)) == {("A", "f", "C", "g"): 1}, "C lacks all it needs, B half"
    problem = province([[2, 0], [2, 0], [0, 0]], [[1, 0], [4, 0], [0, 1]], skill=skill, priority={"f": 3})
    assert moves(solve(problem)) == {("A", "f", "B", "f"): 1}


def test_no_move_is_longer_than_the_limit():
    plan = solve(province([[5], [4], [2]], [[4], [4], [3]], distance_limit=15.0))
    assert plan.moves == ()
    assert plan.missing.sum() == 1


def test_no_more_move_than_allowed():
    plan = solve(province([[9], [1], [1]], [[1], [5], [5]], most_moves=3))
    assert plan.people == 3
    assert plan.missing.sum() == 5


def test_people_stay_within_their_group():
    plan = solve(province([[5], [3], [5], [2]], [[4], [4], [4], [4]], groups=("x", "y", "y", "y")))
    assert {move.arc.unit for move in plan.moves} == {"C"}


def test_a_unit_keeps_its_floor_and_takes_no_more_than_its_cap():
    plan = solve(province([[6], [1]], [[2], [6]], floors={Place("A"): 5}))
    assert plan.after.tolist() == [[5], [2]]
    plan = solve(province([[6], [1]], [[2], [6]], caps={Place("B", "f"): 3}))
    assert plan.after.tolist() == [[4], [3]]


def test_a_unit_below_its_floor_is_brought_up_to_it_beyond_its_need():
    plan = solve(province([[6], [2]], [[3], [2]], floors={Place("B"): 4}))
    assert plan.after.tolist() == [[4], [4]]


def test_a_kept_team_goes_together_or_stays():
    team = KeptTeam("couple", "A", {"f": 1, "g": 1})
    together = solve(province([[1, 1], [0, 1], [0, 0]], [[0, 0], [1, 1], [1, 1]], teams=(team,)))
    assert {(move.arc.to_unit, move.arc.family) for move in together.moves} == {("C", "f"), ("C", "g")}
    assert {move.team for move in together.moves} == {"couple"}
    stays = solve(province([[1, 1], [0, 1], [1, 0]], [[0, 0], [1, 1], [1, 1]], teams=(team,)))
    assert stays.moves == (), "no unit lacks both"


def test_those_outside_the_kept_team_still_move_alone():
    team = KeptTeam("couple", "A", {"f": 1, "g": 1})
    plan = solve(province([[3, 1], [0, 1]], [[1, 0], [1, 1]], teams=(team,)))
    assert moves(plan) == {("A", "f", "B", "f"): 1}


def test_a_reinforcement_counts_until_its_end_and_the_post_stays_to_be_filled():
    lent = Reinforcement("IT teachers", "f", 2, date(2026, 12, 31))
    problem = province([[1], [0]], [[2], [2]], reinforcements=(lent,), total=3)
    plan = solve(problem)
    assert plan.people == 0
    assert plan.lent.sum() == 2
    assert plan.after.sum() == problem.existing.sum() + 2
    assert {move.until for move in plan.moves} == {date(2026, 12, 31)}
    lent_to = [Lent(move.arc.to_family, move.until, move.people) for move in plan.moves]
    (wanted,) = recruitment(problem.units, problem.families, plan.missing, lent_to)
    assert (wanted.now, wanted.later) == (1, {date(2026, 12, 31): 2})
    assert places_left(problem.total, problem.existing) == 2


def test_a_fixed_move_is_kept_and_a_forbidden_one_avoided():
    free = province([[5], [3], [5]], [[4], [4], [4]], km=[[0, 30, 9], [30, 0, 10], [9, 10, 0]])
    assert moves(solve(free)) == {("C", "f", "B", "f"): 1}
    forbidden = Arc("C", "f", "B", "f")
    plan = solve(province(free.existing.tolist(), free.target.tolist(), free.distance, fixed={forbidden: 0}))
    assert moves(plan) == {("A", "f", "B", "f"): 1}
    plan = solve(province(free.existing.tolist(), free.target.tolist(), free.distance, fixed={Arc(*"AfBf"): 1}))
    assert moves(plan) == {("A", "f", "B", "f"): 1}
    assert plan.moves[0].fixed


def test_every_move_says_which_shortage_it_removes_and_why_from_there():
    plan = solve(province([[5], [2], [5]], [[4], [4], [4]], km=[[0, 30, 9], [30, 0, 10], [9, 10, 0]]))
    assert len(plan.moves) == 2
    for move in plan.moves:
        assert "1 of the 2 missing" in move.why[0].in_("en")
    near = next(move for move in plan.moves if move.arc.unit == "C")
    far = next(move for move in plan.moves if move.arc.unit == "A")
    assert "nearest" in near.why[-1].in_("en")
    assert "1 nearer" in far.why[-1].in_("en")


@pytest.mark.parametrize(
    ("options", "kind", "by", "unit"),
    [
        ({"floors": {Place("B"): 4}}, "floor", 2, "B"),
        ({"caps": {Place("A"): 3}}, "cap", 1, "A"),
        ({"fixed": {Arc(*"AfBf"): 3}}, "surplus", 2, "A"),
        ({"fixed": {Arc(*"AfBf"): 1}, "most_moves": 0}, "moves", 1, None),
        ({"fixed": {Arc(*"AfBf"): 1}, "distance_limit": 4.0}, "distance", 6, "A"),
        ({"fixed": {Arc(*"AfXf"): 1}}, "unknown", 1, "A"),
        ({"total": 5}, "total", 1, None),
    ],
    ids=["floor", "cap", "surplus", "moves", "distance", "unknown", "total"],
)
def test_what_cannot_hold_is_named_with_how_much(options, kind, by, unit):
    existing, target = ([[5], [1]], [[4], [2]]) if kind != "cap" else ([[5], [2]], [[4], [3]])
    if kind == "cap":
        options = {"caps": {Place("A"): 3}}
    with pytest.raises(Impossible) as refused:
        solve(province(existing, target, **options))
    found = {(one.kind, one.by, one.unit) for one in refused.value.broken}
    assert (kind, by, unit) in found
    for one in refused.value.broken:
        assert str(round(one.by)) in one.message.in_("en") or one.kind in ("unknown", "distance", "total")
        assert one.message.in_("en")


def test_each_reason_that_cannot_hold_is_named_apart():
    with pytest.raises(Impossible) as refused:
        solve(province([[2], [2], [2]], [[2], [2], [2]], floors={Place("A"): 4, Place("C"): 3}))
    assert {(one.unit, one.by) for one in refused.value.broken} == {("A", 2), ("C", 1)}
