"""The party's result stands beside the decree's, each with its reasons."""

import pandas as pd
import pytest

from kpi.law.party import party_reasons, party_results
from tests.law.cases import qd366, scored

ALL = {"assigned": 10, "done": 10}


def ranked(*rows, **person):
    scores = scored(*rows, **{"party_member": True, **person})
    return party_results(scores, qd366()).iloc[0], scores.people.iloc[0]


@pytest.mark.parametrize(
    ("exceeded", "rank"),
    [
        (2.9, "good"),  # below 30%
        (3, "excellent"),  # exactly 30%
        (4, "excellent"),
        (None, "good"),  # not recorded
    ],
)
def test_excellent_needs_three_tenths_exceeded(exceeded, rank):
    assert ranked({**ALL, "exceeded": exceeded})[0]["rank_366"] == rank


def test_three_tenths_of_awkward_decimals_is_exact():
    rows = [{"assigned": k, "done": k, "exceeded": k * 3 / 10} for k in (1, 10, 100)]
    assert ranked(*rows, {"assigned": 0.1, "done": 0.1, "exceeded": 0.03})[0]["rank_366"] == "excellent"


def test_what_is_reached_without_an_unrecorded_line_is_reached():
    assert ranked({**ALL, "exceeded": 10}, ALL)[0]["rank_366"] == "excellent"
    assert ranked({**ALL, "exceeded": 5}, ALL)[0]["rank_366"] == "good"


@pytest.mark.parametrize(
    "short",
    [
        {"assigned": 10, "done": 9},
        {**ALL, "quality_ok": 9},
        {**ALL, "failed": 1},
        {**ALL, "late": 1},
    ],
)
def test_one_line_short_of_full_on_time_and_with_quality_is_neither_excellent_nor_good(short):
    found, scored_as = ranked({"assigned": 90, "done": 90, "exceeded": 90}, {**short, "exceeded": 10})
    assert scored_as["rank"] == "excellent"
    assert found["rank_366"] == "completed"


def test_more_of_one_product_does_not_make_up_for_another():
    assert (
        ranked({"assigned": 10, "done": 20, "exceeded": 10}, {"assigned": 10, "done": 9})[0]["rank_366"] == "completed"
    )


def test_excused_failures_leave_the_gate_open():
    assert ranked({**ALL, "failed": 1, "failed_excused": 1, "exceeded": 5})[0]["rank_366"] == "excellent"


def test_a_leader_answers_for_the_unit_led():
    leader = {"role": "head", "d": 1, "e": 1}
    assert ranked({**ALL, "exceeded": 5}, **leader, dd=1)[0]["rank_366"] == "excellent"
    found, scored_as = ranked({**ALL, "exceeded": 5}, **leader, dd=0.5)
    assert scored_as["rank"] == "excellent"
    assert found["rank_366"] == "completed"


@pytest.mark.parametrize("member", [False, None])
def test_only_members_have_a_party_result(member):
    found, scored_as = ranked(ALL, party_member=member)
    assert pd.isna(found["rank_366"])
    assert party_reasons(found, scored_as, qd366()) == []


def test_a_member_who_cannot_be_scored_has_no_party_result_and_is_told_why():
    found, scored_as = ranked(ALL, general=None)
    assert pd.isna(found["rank_366"])
    assert [reason.in_("en") for reason in party_reasons(found, scored_as, qd366())] == [
        "No party result: the general criteria points missing."
    ]


def test_a_ground_of_the_decree_overrules_the_gates():
    assert ranked({**ALL, "exceeded": 5}, disqualified="disciplined")[0]["rank_366"] == "not_completed"


def test_every_gate_has_its_reason():
    found, scored_as = ranked({"assigned": 10, "done": 9}, role="head", d=1, dd=0.5, e=1)
    assert [reason.in_("en") for reason in party_reasons(found, scored_as, qd366())] == [
        "By score alone: excellent.",
        "Not every task was done in full, on time and with quality, so neither excellent nor good.",
        "What was exceeded is not recorded for every task, so excellent is not shown.",
        "The unit led did not complete everything on plan, so neither excellent nor good.",
    ]
