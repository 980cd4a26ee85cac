"""Adopting a scenario changes the unit tree from a day on and leaves history where it was."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from kpi.access.actor import NotPermitted
from kpi.language.numbers import today
from kpi.organisation.raters_book import Leaders
from kpi.staffing.scenarios.adopting import AdoptScenario
from kpi.staffing.scenarios.commands import AddStep, CreateScenario
from kpi.staffing.scenarios.steps import MergeUnits, SetHeadcount
from kpi.storage.tables import AuditEntry, Month, Period, Person, Post, Unit
from kpi.storage.unit_of_work import UnitOfWork, reading
from tests.access.household import everything
from tests.scenarios.scene import BOTH
from tests.scenarios.test_building import MERGE, add, refused

DAY = (today().replace(day=1) + timedelta(days=32)).replace(day=1)
BEFORE = DAY - timedelta(days=1)


@pytest.fixture
def number(scene):
    made = scene.does(CreateScenario("Gộp"))
    add(scene, made, MERGE)
    return made


def units(scene, on):
    alive = (Unit.valid_from <= on) & (Unit.valid_to.is_(None) | (Unit.valid_to >= on))
    return {code for (code,) in scene.rows(select(Unit.code).where(alive))}


def post(scene, person, on):
    running = (Post.valid_from <= on) & (Post.valid_to.is_(None) | (Post.valid_to >= on))
    columns = select(Unit.code, Post.role, Post.title, Post.valid_to).join(Unit, Unit.id == Post.unit_id)
    return scene.rows(columns.join(Person, Person.id == Post.person_id).where(Person.code == person, running))


def test_the_new_unit_exists_from_the_day_and_the_old_ones_until_the_day_before(scene, number):
    done = scene.does(AdoptScenario(number, DAY, "Nghị quyết số 1/NQ-HĐND"))
    assert (done.founded, done.closed, done.transferred) == (1, 6, 10)
    assert units(scene, BEFORE) == {"KH", "A", "A.VP", "A.KT", "B", "B.VP", "B.KT", "C", "C.VP", "C.KT"}
    assert units(scene, DAY) == {"KH", "AB", "AB.VP", "AB.KT", "C", "C.VP", "C.KT"}
    query = select(Unit.name, Unit.population, Unit.area_km2, Unit.merged_from).where(Unit.code == "AB")
    assert scene.rows(query) == [("An Bình", 20000, 150.0, "An, Bình")]


@BOTH
def test_everybody_goes_to_what_continues_their_unit_and_keeps_post_and_title(scene, number):
    scene.does(AdoptScenario(number, DAY, "QĐ 1"))
    assert post(scene, "an-clerk", BEFORE) == [("A.VP", "staff", "Văn thư", BEFORE)]
    assert post(scene, "an-clerk", DAY) == [("AB.VP", "staff", "Văn thư", None)]
    assert post(scene, "an-land-3", DAY) == [("AB.KT", "staff", "Địa chính", date(2099, 12, 31))]
    assert post(scene, "chi-clerk", DAY) == [("C.VP", "staff", "Văn thư", None)]
    running = Post.valid_to.is_(None) | (Post.valid_to > DAY)
    assert scene.rows(select(func.count(Post.id)).where(running)) == [(12,)], "nobody is lost or counted twice"


def test_a_unit_has_one_head_the_seats_and_the_others_wait_as_deputies(scene, number):
    done = scene.does(AdoptScenario(number, DAY, "QĐ 1"))
    assert done.waiting == 2
    assert post(scene, "an-chair", DAY)[0][:2] == ("AB", "head")
    assert post(scene, "binh-chair", DAY)[0][:3] == ("AB", "deputy", "Chủ tịch")
    assert post(scene, "an-office-head", DAY)[0][:2] == ("AB.VP", "head")
    assert post(scene, "binh-office-head", DAY)[0][:2] == ("AB.VP", "deputy")
    assert post(scene, "binh-land-head", DAY)[0][:2] == ("AB.KT", "head"), "the seat had none"


@BOTH
def test_a_deputy_stays_in_charge_of_what_continues_the_division(scene, number):
    scene.does(AdoptScenario(number, DAY, "QĐ 1"))
    with reading(scene.engine) as session:
        division = session.scalars(select(Unit.id).where(Unit.code == "AB.KT")).one()
        head = session.scalars(select(Person.id).where(Person.code == "binh-land-head")).one()
        vice = session.scalars(select(Person.id).where(Person.code == "an-vice")).one()
        assert Leaders.on(session, DAY).raters(head, division, "head").reviewer_id == vice


@BOTH
def test_three_units_merged_in_two_steps_become_one(scene, number):
    step = MergeUnits(("AB", "C"), "ABC", "An Bình Chi", "commune", "C")
    add(scene, number, step)
    done = scene.does(AdoptScenario(number, DAY, "QĐ 1"))
    assert (done.founded, done.closed) == (1, 9)
    assert units(scene, DAY) == {"KH", "ABC", "ABC.VP", "ABC.KT"}
    assert post(scene, "chi-chair", DAY)[0][:2] == ("ABC", "head"), "the seat is C"


def test_the_record_holds_the_adoption_whole(scene, number):
    scene.does(AdoptScenario(number, DAY, "QĐ 1", "Theo kết luận cuộc họp"))
    query = select(AuditEntry.command, AuditEntry.reason, AuditEntry.changes).order_by(AuditEntry.number.desc())
    command, reason, changes = scene.rows(query)[0]
    assert (command, reason) == ("AdoptScenario", "Theo kết luận cuộc họp")
    assert {change["table"] for change in json.loads(changes)} >= {"unit", "post", "scenario", "field_in_charge"}


@pytest.mark.parametrize(
    ("day", "decision", "words"),
    [(DAY, " ", "number and date"), (DAY.replace(day=2), "QĐ 1", "first day of a month"),
     (date(2025, 8, 1), "QĐ 1", "month to come")],
)  # fmt: skip
def test_an_adoption_that_cannot_be_is_refused_and_changes_nothing(scene, number, day, decision, words):
    assert words in refused(scene, AdoptScenario(number, day, decision))


def test_a_scenario_without_a_merger_changes_no_tree(scene):
    made = scene.does(CreateScenario("Khác"))
    scene.does(AddStep(made, "headcount", SetHeadcount("A", "land", 1).terms()))
    assert "nothing to change" in refused(scene, AdoptScenario(made, DAY, "QĐ 1"))


def test_an_adopted_scenario_no_longer_changes(scene, number):
    scene.does(AdoptScenario(number, DAY, "QĐ 1"))
    assert "Copy it" in refused(scene, AddStep(number, MERGE.kind, MERGE.terms()))
    assert "adopted" in refused(scene, AdoptScenario(number, DAY, "QĐ 1"))


def test_a_code_taken_meanwhile_is_refused(scene, number):
    with UnitOfWork(scene.engine) as work:
        work.session.add(
            Unit(code="AB", name="x", kind="agency", parent_id=1, path="/1/999/", valid_from=date(2025, 7, 1))
        )
        work.commit()
    assert "another unit" in refused(scene, AdoptScenario(number, DAY, "QĐ 1"))


def test_months_already_opened_beyond_the_day_stand_in_the_way(scene, number):
    ends = (DAY + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    with UnitOfWork(scene.engine) as work:
        days = {"submit_by": ends, "review_by": ends, "approve_by": ends}
        period = Period(code=f"{DAY:%Y-%m}", kind="month", starts=DAY, ends=ends, state="open", **days)
        work.session.add(period)
        work.session.flush()
        unit = work.session.scalars(select(Unit.id).where(Unit.code == "A.VP")).one()
        person = work.session.scalars(select(Person.id).where(Person.code == "an-clerk")).one()
        month = {"role": "staff", "title": "x", "duty_group": "x", "state": "draft"}
        work.session.add(Month(period_id=period.id, person_id=person, unit_id=unit, **month))
        work.commit()
    assert "already opened" in refused(scene, AdoptScenario(number, DAY, "QĐ 1"))


def test_only_the_committee_adopts(scene, number):
    for actor in (scene.home_affairs, scene.auditor, scene.head("A")):
        before = everything(scene.engine)
        with pytest.raises(NotPermitted):
            scene.does(AdoptScenario(number, DAY, "QĐ 1"), actor)
        assert everything(scene.engine) == before
