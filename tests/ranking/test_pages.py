"""The screens of ranks, hours, calibration and ratings of units, for those who act and those who only read."""

import pytest
from sqlalchemy import select

from kpi.storage.tables import FlagAnswer, Month, QuotaDecision, RankDecision, UnitMark
from tests.assessment.scene import MARCH, Scene
from tests.assessment_admin.pages import Draw, button, draws, fill, vi, words
from tests.ranking.crowd import EXCELLENT, GOOD, closing, crowd, standing

TOO_MANY = "{good} good → at most {limit} excellent; {excellent} are excellent now: {over} too many."
WITHIN = "{good} good → at most {limit} excellent; {excellent} are excellent now: within the limit."
ENOUGH = "Ranking {fewest} of them good is enough: then {excellent} are excellent of {good} good."
pytestmark = pytest.mark.parametrize("scene", ["sqlite"], indirect=True)


@pytest.fixture
def draw(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Draw:
    return draws(scene, monkeypatch)


def test_a_head_sees_how_many_are_too_many_and_decides_with_a_reason(scene: Scene, draw: Draw) -> None:
    four = crowd(scene, [96.0, 95.0, 94.0, 93.0] + [GOOD] * 12)[:4]
    closing(scene)
    app = draw("ranks", "chair", period=MARCH)
    assert not app.exception
    assert vi(TOO_MANY, good=12, limit=2, excellent=4, over=2) in words(app)
    assert vi(ENOUGH, fewest=2, excellent=2, good=14) in words(app)
    box = app.multiselect[0]
    app = box.set_value([one for one in standing(scene, "chair").groups[0].ordered if one.person_id in four[2:]]).run()
    for area in app.text_area:
        area.input("Quota of the agency")
    app = button(app, "Decide on {count} people", count=2)
    assert not app.exception
    assert {row.person_id: row.decided_rank for row in scene.all(select(RankDecision))} == dict.fromkeys(
        four[2:], "good"
    )
    assert vi(WITHIN, good=14, limit=2, excellent=2) in words(app)


def test_before_closing_a_head_only_sees_where_the_agency_stands(scene: Scene, draw: Draw) -> None:
    crowd(scene, [EXCELLENT] * 2 + [GOOD] * 5)
    app = draw("ranks", "chair", period=MARCH)
    assert not app.exception
    assert vi("You decide once Home Affairs has begun to close the period; the list is complete then.") in words(app)
    assert not app.multiselect


def test_home_affairs_reads_ranks_and_decides_nothing(scene: Scene, draw: Draw) -> None:
    crowd(scene, [EXCELLENT] * 2 + [GOOD] * 5)
    closing(scene)
    app = draw("ranks", "home-affairs", period=MARCH, agency=str(scene.unit("dien-khanh").id))
    assert not app.exception
    assert vi(TOO_MANY, good=5, limit=1, excellent=2, over=1) in words(app)
    assert not app.multiselect
    assert not app.text_input


def test_the_decision_on_a_quarter_is_recorded_on_the_screen(scene: Scene, draw: Draw) -> None:
    crowd(scene, [EXCELLENT] + [GOOD] * 4)
    closing(scene)
    app = draw("ranks", "chair", period=MARCH)
    fill(app, {"Number and date of the decision": "7/QĐ", "Outstanding achievement it rests on": "Dẫn đầu tỉnh"})
    app = button(app, "Record the decision")
    assert not app.exception
    assert scene.one(select(QuotaDecision.decision)) == "7/QĐ"


def test_the_person_reads_the_check_before_handing_in_and_answers_it(scene: Scene, draw: Draw) -> None:
    line = scene.assign("an")
    scene.record("an", line, done=10, hours=200.0)
    app = draw("my_month", "an", period=MARCH)
    app.session_state[f"section-{scene.month('an').id}"] = "submit"
    app = app.run()
    assert not app.exception
    assert vi("These are questions, not deductions: no check changes a score or a post. Write why it is so; your head "
              "reads it beside the hours.") in words(app)  # fmt: skip
    fill(app, {"Your answer": "Hai đợt kiểm tra ban đêm"})
    app = button(app, "Keep")
    assert not app.exception
    assert scene.one(select(FlagAnswer.answer)) == "Hai đợt kiểm tra ban đêm"


def test_the_head_finds_the_same_check_on_the_units_page(scene: Scene, draw: Draw) -> None:
    line = scene.assign("an")
    scene.record("an", line, done=10, hours=200.0)
    scene.mark("an")
    scene.submit("an")
    sentence = vi("{declared} hours are declared in all; working time and approved overtime come to {limit} hours.",
                  declared=200.0, limit=176.0)  # fmt: skip
    app = draw("hours", "head", period=MARCH)
    assert not app.exception
    assert sentence in words(app)
    other = draw("hours", "other-head", period=MARCH)
    assert vi("Nothing to ask about in this period.") in words(other)


def test_calibration_draws_each_part(scene: Scene, draw: Draw) -> None:
    crowd(scene, [EXCELLENT] * 2 + [GOOD] * 7)
    rater = scene.person("acting")
    scene.change(Month, Month.state == "approved", reviewer_id=rater)
    for who in ("chair", "organizing"):
        app = draw("calibration", who, period=MARCH)
        assert not app.exception
        assert "**9**" in words(app)
        for section in ("group", "raters", "self", "hours"):
            app.session_state["calibration_section"] = section
            app.run()
            assert not app.exception, section


def test_a_unit_is_proposed_on_the_screen_and_decided_above(scene: Scene, draw: Draw) -> None:
    crowd(scene, [100.0] * 3, unit="economy")
    app = draw("unit_rating", "head", period=MARCH)
    assert not app.exception
    for box in app.number_input:
        box.set_value(4.5)
    app = button(app, "Propose the points")
    assert not app.exception
    assert {mark.proposed for mark in scene.all(select(UnitMark))} == {4.5}
    app = draw("unit_rating", "chair", period=MARCH)
    app.session_state["rated_unit"] = scene.unit("economy").id
    app = app.run()
    app = button(app, "Decide the points")
    assert not app.exception
    assert {mark.decided for mark in scene.all(select(UnitMark))} == {4.5}
    assert vi("General criteria: {points} of 30 points as decided.", points=27.0) in words(app)


def test_home_affairs_sees_weights_and_criteria_and_the_staff_no_rating(scene: Scene, draw: Draw) -> None:
    crowd(scene, [100.0] * 3, unit="economy")
    app = draw("unit_rating", "home-affairs", period=MARCH)
    assert not app.exception
    assert vi("Criteria for rating units (local decision)") in [one.label for one in app.expander]
    assert not [one for one in app.button if one.label in (vi("Propose the points"), vi("Decide the points"))]
    staff = draw("unit_rating", "an", period=MARCH)
    assert vi("You are not permitted to do this here. Ask the head of the unit concerned.") in words(staff)
    assert not staff.dataframe
