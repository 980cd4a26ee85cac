"""What holds of every plan."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.staffing.reallocation import Problem, Reinforcement, solve
from kpi.staffing.reallocation.distance import Touch, hops, merged, ways
from kpi.staffing.reallocation.fairness import gini, spread
from kpi.staffing.reallocation.neighbours import neighbours

DAY = date(2026, 12, 31)


@st.composite
def problems(draw):
    units, families = draw(st.integers(2, 6)), draw(st.integers(1, 3))
    people = st.lists(st.lists(st.integers(0, 6), min_size=families, max_size=families), min_size=units, max_size=units)
    km = draw(st.lists(st.lists(st.integers(0, 90), min_size=units, max_size=units), min_size=units, max_size=units))
    skill = np.full((families, families), draw(st.sampled_from([np.inf, 2.0])))
    np.fill_diagonal(skill, 1.0)
    lent = (Reinforcement("team", "f", draw(st.integers(1, 3)), DAY),) if draw(st.booleans()) else ()
    return Problem(
        tuple("UVWXYZ"[:units]), tuple("fgh"[:families]), np.array(draw(people)), np.array(draw(people)),
        np.array(km, float), skill, reinforcements=lent, most_moves=draw(st.none() | st.integers(0, 9)),
        distance_limit=draw(st.none() | st.just(40.0)),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_move_never_creates_staff(problem):
    plan = solve(problem)
    assert plan.after.sum() == problem.existing.sum() + plan.lent.sum()
    assert (plan.after >= 0).all()
    assert (plan.missing <= problem.shortage()).all()
    assert (problem.existing - plan.after + plan.lent <= problem.surplus()).all()
    change = plan.after - problem.existing
    for move in plan.moves:
        change[problem.units.index(move.arc.to_unit), problem.families.index(move.arc.to_family)] -= move.people
        if move.until is None:
            change[problem.units.index(move.arc.unit), problem.families.index(move.arc.family)] += move.people
    assert not change.any(), "the moves alone explain who is where"


@settings(max_examples=40, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_decides_nothing(problem, random):
    u, f = list(range(len(problem.units))), list(range(len(problem.families)))
    random.shuffle(u)
    random.shuffle(f)
    mixed = Problem(
        tuple(problem.units[at] for at in u), tuple(problem.families[at] for at in f),
        problem.existing[np.ix_(u, f)], problem.target[np.ix_(u, f)], problem.distance[np.ix_(u, u)],
        problem.skill[np.ix_(f, f)], reinforcements=problem.reinforcements, most_moves=problem.most_moves,
        distance_limit=problem.distance_limit,
    )  # fmt: skip
    one, other = solve(problem), solve(mixed)
    assert [(move.arc, move.people) for move in one.moves] == [(move.arc, move.people) for move in other.moves]
    assert (one.after[np.ix_(u, f)] == other.after).all()


def test_many_equal_plans_and_always_the_same_one():
    """Ten units with one to spare, ten with one missing, all alike: 10! plans are equally good."""
    existing, target = np.array([[2]] * 10 + [[0]] * 10), np.ones((20, 1), int)
    names = np.array([f"{number:02}" for number in range(20)])
    plans = set()
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(20)
        problem = Problem(tuple(names[order]), ("f",), existing[order], target[order], np.full((20, 20), 7.0),
                          np.ones((1, 1)))  # fmt: skip
        plans.add(tuple((move.arc, move.people) for move in solve(problem).moves))
    assert len(plans) == 1
    assert len(plans.pop()) == 10


@settings(max_examples=30, deadline=None)
@given(problems())
def test_without_limits_no_shortage_stays_beside_a_surplus_of_the_same_family(problem):
    plan = solve(Problem(**{**problem.__dict__, "most_moves": None, "distance_limit": None}))
    left = plan.after - plan.lent - problem.target
    for column in range(len(problem.families)):
        assert not ((left[:, column] > 0).any() and plan.missing[:, column].any())


@pytest.mark.parametrize(("values", "expected"), [([1, 1, 1, 1], 0), ([0, 0, 0, 1], 0.75), ([1, 3], 0.25), ([], 0)])
def test_ginis_coefficient(values, expected):
    assert gini(np.array(values, float)) == pytest.approx(expected)


def test_the_spread_of_ratios_counts_each_unit_once():
    staff, target = np.array([[5, 0], [10, 10], [3, 0], [1, 1]]), np.array([[5, 5], [10, 0], [3, 0], [0, 0]])
    found = spread(staff, target)
    assert (found.shortage, found.surplus, found.units) == (5, 12, 4)
    assert (found.least, found.p10, found.p90) == pytest.approx((0.5, 0.6, 1.8)), "ratios 0.5, 1 and 2"


def test_the_65_units_hang_together_and_only_trường_sa_lies_over_the_sea():
    touches = neighbours()
    units = sorted({code for one in touches for code in (one.unit, one.neighbour)})
    assert len(units) == 65
    assert np.isfinite(hops(units, touches)).all()
    assert [(one.unit, one.km) for one in touches if one.km] == [("22736", 460.0)]


def test_ways_go_along_neighbours_as_between_round_units():
    area = {"A": np.pi, "B": 4 * np.pi, "C": 9 * np.pi}
    touches = [Touch("A", "B"), Touch("B", "C")]
    assert ways("ABC", area, touches).tolist() == [[0, 3, 8], [3, 0, 5], [8, 5, 0]]
    joined = merged(touches, {"B": "A"})
    assert [(one.unit, one.neighbour) for one in joined] == [("A", "C")]


@settings(max_examples=40, deadline=None)
@given(problems())
def test_the_flow_and_the_integer_programme_find_the_same_plan(problem):
    """Flows decide where nothing else limits moves; a limit nobody reaches makes it a programme."""
    plain = solve(Problem(**{**problem.__dict__, "most_moves": None}))
    other = solve(Problem(**{**problem.__dict__, "most_moves": 1000}))
    assert plain.missing.sum() == other.missing.sum()
    assert plain.worst == pytest.approx(other.worst)
    assert [(move.arc, move.people) for move in plain.moves] == [(move.arc, move.people) for move in other.moves]
