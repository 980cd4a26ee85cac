"""The published stories: what the decree gives for a piece of work, to nine decimals."""

from dataclasses import replace

import pytest

from kpi.law.party import party_results
from kpi.law.quarter import score_quarter
from kpi.law.quota import quota
from tests.law.cases import STORIES, month, nd335, qd366, scored

COLUMNS = {"task": "task_points"}


def told(kind):
    return [pytest.param(story, id=story["name"]) for story in STORIES if kind in story]


def expect(scores, expected):
    row = scores.people.iloc[0]
    for name, value in expected.items():
        found = row[COLUMNS.get(name, name)]
        assert found == (value if isinstance(value, str) else pytest.approx(value, abs=1e-9)), name


@pytest.mark.parametrize("story", told("lines"))
def test_a_month_is_scored_as_told(story):
    person = {"general": story["general"], "disqualified": story.get("disqualified"), **story.get("leader", {})}
    scores = scored(*story["lines"], rules=nd335(**story.get("parameters", {})), role=story["role"], **person)
    expected = dict(story["expect"])
    barred = expected.pop("rank_366_not", [])
    expect(scores, expected)
    member = scores.people.assign(party_member=True)
    assert party_results(replace(scores, people=member), qd366())["rank_366"].iloc[0] not in barred


@pytest.mark.parametrize("story", told("months"))
def test_a_quarter_is_scored_as_told(story):
    months = [month(*part["lines"], role=story["role"], general=part["general"]) for part in story["months"]]
    expect(score_quarter(months, nd335(**story.get("parameters", {}))), story["expect"])


@pytest.mark.parametrize("story", told("quota"))
def test_the_quota_is_as_told(story):
    allowed = quota(story["quota"]["good"], nd335())
    assert {name: getattr(allowed, name) for name in story["expect"]} == story["expect"]
