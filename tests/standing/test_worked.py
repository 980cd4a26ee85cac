"""Everybody is scored on the time they worked: joining, leaving, moving, leave and secondment inside a month."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kpi.assessment.calendar import is_working_day
from kpi.assessment.standing.absences import WithdrawAbsence
from kpi.assessment.standing.worked import worked_days
from kpi.storage.engine import engine_for
from kpi.storage.tables import Post
from kpi.storage.unit_of_work import reading
from tests.assessment.conftest import _prepare
from tests.assessment.scene import Scene
from tests.databases import built_once, sqlite_copy
from tests.standing.facts import away, day, leave, move, ranking_unit, worked


def test_whoever_holds_one_post_all_month_worked_it_whole(scene: Scene) -> None:
    assert worked(scene, "an") == {"economy": 22}
    assert away(scene) == set()


@pytest.mark.parametrize(
    ("first", "days"), [(2, 22), (3, 21), (8, 17), (9, 17), (31, 1)]
)  # the 1st and 8th are Sundays
def test_joining_inside_the_month_counts_from_that_day(scene: Scene, first: int, days: int) -> None:
    scene.change(Post, Post.person_id == scene.person("an"), valid_from=day(first))
    assert worked(scene, "an") == {"economy": days}


def test_leaving_inside_the_month_counts_to_that_day(scene: Scene) -> None:
    scene.change(Post, Post.person_id == scene.person("an"), valid_to=day(13))
    assert worked(scene, "an") == {"economy": 10}


def test_a_transfer_gives_a_share_in_each_unit_and_the_new_one_ranks(scene: Scene) -> None:
    move(scene, "an", "office", first=16)
    assert worked(scene, "an") == {"economy": 10, "office": 12}
    assert ranking_unit(scene, "an") == scene.unit("office").id


def test_leave_is_taken_from_the_time_worked_working_days_alone(scene: Scene) -> None:
    scene.do("head", leave(scene, "an", 6, 9))  # Friday to Monday
    assert worked(scene, "an") == {"economy": 20}


def test_leave_over_a_transfer_is_taken_from_each_unit(scene: Scene) -> None:
    move(scene, "an", "office", first=16)
    scene.do("home-affairs", leave(scene, "an", 12, 17))
    assert worked(scene, "an") == {"economy": 8, "office": 10}


def test_maternity_leave_throughout_leaves_nothing_to_assess(scene: Scene) -> None:
    scene.do("head", leave(scene, "an", 1, kind="maternity"))
    assert worked(scene, "an") == {"economy": 0}
    assert away(scene) == {scene.person("an")}


def test_a_secondment_counts_for_the_host_and_the_own_unit_still_ranks(scene: Scene) -> None:
    scene.do("head", leave(scene, "an", 16, 31, kind="secondment", host_code="office"))
    assert worked(scene, "an") == {"economy": 10, "office": 12}
    assert ranking_unit(scene, "an") == scene.unit("economy").id
    assert away(scene) == set()


def test_a_secondment_out_of_the_province_is_time_nobody_here_can_assess(scene: Scene) -> None:
    scene.do("head", leave(scene, "an", 1, kind="secondment"))
    assert away(scene) == {scene.person("an")}


def test_a_withdrawn_entry_counts_no_more(scene: Scene) -> None:
    entry = scene.do("head", leave(scene, "an", 6, 9))
    scene.do("head", WithdrawAbsence(entry, "Entered for the wrong person"))
    assert worked(scene, "an") == {"economy": 22}


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_nobody_ever_works_more_or_less_than_the_days_there_are(scene_days, data) -> None:  # type: ignore[no-untyped-def]
    scene, post = scene_days
    first = data.draw(st.dates(day(1) - timedelta(days=20), day(31)))
    last = data.draw(st.one_of(st.none(), st.dates(first, first + timedelta(days=60))))
    starts = data.draw(st.dates(day(1) - timedelta(days=5), day(31)))
    ends = data.draw(st.dates(starts, starts + timedelta(days=40)))
    scene.change(Post, Post.id == post.id, valid_from=first, valid_to=last)
    with reading(scene.engine) as session:
        found = worked_days(session, starts, ends)
    mine = found[found["person_id"] == post.person_id]["days"].sum()
    span = [starts + timedelta(days=n) for n in range((ends - starts).days + 1)]
    held = [one for one in span if first <= one and (last is None or one <= last)]
    assert mine == sum(map(is_working_day, held))


@pytest.fixture(scope="module")
def scene_days(shared):  # type: ignore[no-untyped-def]
    template = built_once(shared / "month_scene.db", _prepare)
    with sqlite_copy(template) as url:
        made = Scene(engine_for(url))
        yield made, made.one(select(Post).where(Post.person_id == made.person("an")))
