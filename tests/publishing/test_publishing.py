"""Publishing: who may, when, what opens with it, and until when one may petition."""

from datetime import date

import pytest
from sqlalchemy import select

from kpi.access.actor import NotPermitted
from kpi.assessment.publishing.deadlines import answer_by, petition_by
from kpi.assessment.publishing.publish import PublishResults
from kpi.assessment.publishing.views import published_results, unit_ranks
from kpi.storage.tables import Period
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import APRIL, MARCH
from tests.publishing.closed import closed, published


def own(scene, who, owner=None):
    with reading(scene.engine) as session:
        return published_results(session, scene.actor(who), scene.person(owner or who))


def ranks(scene, who, code=MARCH):
    with reading(scene.engine) as session:
        return [(row["person"], row["rank"]) for row in unit_ranks(session, scene.actor(who), code)]


def test_a_closed_period_is_published_once_and_tells_the_last_day_to_petition(scene):
    scene.approved("an")
    closed(scene, "an")
    last = scene.do("home-affairs", PublishResults(MARCH))
    period = scene.one(select(Period).where(Period.code == MARCH))
    assert (period.state, period.petition_by) == ("published", last)
    assert period.published_at is not None
    scene.refused("home-affairs", PublishResults(MARCH), "Only a closed period")


def test_an_open_period_and_one_without_results_are_not_published(scene):
    scene.refused("home-affairs", PublishResults(APRIL), "Only a closed period")
    scene.refused("home-affairs", PublishResults("2031-01"), "Only a closed period")
    scene.close(APRIL)
    scene.refused("home-affairs", PublishResults(APRIL), "no results")


def test_nobody_but_home_affairs_publishes(scene):
    scene.approved("an")
    closed(scene, "an")
    others = ["an", "head", "chair", "governor", "auditor", "organizing", "administrator"]
    scene.refused_to(others, PublishResults(MARCH))


def test_a_person_reads_their_result_only_once_it_is_published(scene):
    scene.approved("an")
    closed(scene, "an", decided_rank="good")
    assert own(scene, "an") == ()
    assert ranks(scene, "an") == []
    scene.do("home-affairs", PublishResults(MARCH))
    (result,) = own(scene, "an")
    assert (result.system_rank, result.rank, result.version) == ("excellent", "good", 1)
    assert result.petition_by == scene.one(select(Period.petition_by).where(Period.code == MARCH))


def test_the_unit_reads_names_and_ranks_and_no_other_unit_does(scene):
    for owner in ("an", "binh", "dung"):
        scene.approved(owner)
    published(scene, "an", "binh", "dung")
    assert ranks(scene, "an") == [("Person an", "excellent"), ("Person binh", "excellent")]
    assert ranks(scene, "dung") == [("Person dung", "excellent")]
    assert ranks(scene, "chi") == ranks(scene, "chair") == []
    with pytest.raises(NotPermitted):
        ranks(scene, "auditor")


def test_another_persons_full_result_stays_closed_to_colleagues(scene):
    scene.approved("an")
    published(scene, "an")
    for stranger in ("binh", "dung", "other-head"):
        with pytest.raises(NotPermitted):
            own(scene, stranger, "an")
    assert own(scene, "head", "an") == own(scene, "an")


@pytest.mark.parametrize(
    ("published_on", "last"),
    [
        (date(2026, 4, 10), date(2026, 4, 17)),  # Friday: the next Friday
        (date(2026, 2, 13), date(2026, 2, 27)),  # the Friday before Tết: nine days off lie between
        (date(2026, 2, 14), date(2026, 2, 27)),  # nor does that Saturday count
        (date(2026, 4, 24), date(2026, 5, 6)),  # 27/4 in lieu of the Hùng Kings' day, 30/4 and 1/5
    ],
)
def test_five_working_days_to_petition_leave_weekends_and_holidays_out(scene, published_on, last):
    with reading(scene.engine) as session:
        assert petition_by(session, "nd335", published_on) == last


def test_ten_working_days_to_answer_reach_over_tet(scene):
    with reading(scene.engine) as session:
        assert answer_by(session, "nd335", date(2026, 2, 12)) == date(2026, 3, 5)


def test_a_province_may_decide_other_days_from_a_date(scene):
    scene.choose(date(2026, 5, 1), petition_days="10", petition_answer_days="15")
    with reading(scene.engine) as session:
        assert petition_by(session, "nd335", date(2026, 4, 10)) == date(2026, 4, 17)
        assert petition_by(session, "nd335", date(2026, 6, 1)) == date(2026, 6, 15)
        assert answer_by(session, "nd335", date(2026, 6, 1)) == date(2026, 6, 22)
