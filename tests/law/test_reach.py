"""What it would take: finishing more, or why that is not enough."""

import numpy as np
import pytest

from kpi.law.reach import reach
from tests.law.cases import lines, nd335, result

STAFF = {"role": "staff", "general": 27}


def test_the_fewest_products_of_each_line_are_found():
    work = lines({"product": "A", "assigned": 10, "done": 5}, {"product": "B", "K": 2, "assigned": 5, "done": 3})
    ways = [way for way in reach(work, STAFF, nd335()) if way.rank == "good" and way.line is not None]
    assert [(way.line, way.extra, way.reachable) for way in ways] == [(1, 1, True), (0, 2, True)]
    for way in ways:
        rows = work.drop(columns="person").to_dict("records")
        rows[way.line]["done"] += way.extra
        assert result(*rows, general=27)["total"] == pytest.approx(way.total)
        rows[way.line]["done"] -= 1
        assert result(*rows, general=27)["total"] < 70


def test_finishing_everything_is_always_told():
    ways = reach(lines({"assigned": 10, "done": 5}), STAFF, nd335())
    assert [(way.rank, way.total) for way in ways if way.line is None] == [("good", 97), ("excellent", 97)]


def test_the_rank_told_is_the_one_the_total_gives():
    told = [
        way.message.in_("en") for way in reach(lines({"assigned": 10, "done": 4}), {**STAFF, "general": 20}, nd335())
    ]
    assert told[1] == "Finishing everything assigned on time and with quality gives 90 points: excellent."


def test_what_work_cannot_reach_names_the_points_short():
    way = reach(lines({"assigned": 10, "done": 5}), {"role": "staff", "general": 15.5}, nd335())[-1]
    assert (way.rank, way.reachable, way.total) == ("excellent", False, 85.5)
    assert "4.5 points short" in way.message.in_("en")


def test_lateness_that_has_happened_stays():
    way = reach(lines({"assigned": 1, "done": 0, "late": 3}), {"role": "staff", "general": 20}, nd335())[-1]
    assert not way.reachable


def test_a_rank_already_held_asks_for_nothing():
    assert reach(lines({"assigned": 10, "done": 10}), STAFF, nd335()) == []


def test_work_not_recorded_yet_counts_as_not_begun():
    ways = reach(lines({"assigned": 10, "done": np.nan}), STAFF, nd335(), ("excellent",))
    assert [way.extra for way in ways] == [9, 10]


def test_without_general_points_nothing_is_promised():
    ways = reach(lines({"assigned": 10, "done": 5}), {"role": "staff", "general": np.nan}, nd335())
    assert [way.reachable for way in ways] == [False, False]


def test_a_ground_rules_every_way_out():
    ways = reach(lines({"assigned": 10, "done": 5}), {**STAFF, "disqualified": "disciplined"}, nd335())
    assert not any(way.reachable for way in ways)


def test_parts_of_products_and_long_lines_stay_quick():
    ways = reach(lines({"assigned": 5000.5, "done": 0}), {**STAFF, "general": 30}, nd335(), ("excellent",))
    assert ways[0].reachable
    assert ways[-1].extra == 5000.5
