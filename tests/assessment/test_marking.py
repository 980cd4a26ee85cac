"""Marks for the general criteria and, for leaders, d, đ and e."""

from sqlalchemy import select

from kpi.assessment.marks import MarkOneself, MarkOther, MarkValue
from kpi.storage.tables import Mark
from tests.assessment.scene import Scene


def oneself(scene: Scene, *marks: MarkValue, owner="an") -> MarkOneself:
    return MarkOneself(scene.month(owner).id, marks)


def marks(scene: Scene, owner="an") -> dict[str, Mark]:
    return {mark.criterion: mark for mark in scene.all(select(Mark).where(Mark.month_id == scene.month(owner).id))}


def test_a_person_marks_themselves_with_reasons_and_may_change_or_empty_a_mark(scene: Scene):
    scene.assign("an")
    scene.do("an", oneself(scene, MarkValue("I.1", 4.75, " Kept the hours "), MarkValue("II.1", 2.5)))
    assert (marks(scene)["I.1"].self_value, marks(scene)["I.1"].self_reason) == (4.75, "Kept the hours")
    scene.do("an", oneself(scene, MarkValue("I.1", None), MarkValue("II.1", 0)))
    assert (marks(scene)["I.1"].self_value, marks(scene)["II.1"].self_value) == (None, 0)


def test_a_mark_outside_its_limits_is_refused_with_every_other_of_the_same_form(scene: Scene):
    scene.assign("an")
    for wrong, saying in [
        (MarkValue("I.1", 5.01), "I.1: 5.01 is not between 0 and 5"),
        (MarkValue("II.4", 3), "II.4: 3 is not between 0 and 2.5"),
        (MarkValue("I.1", -0.5), "not between 0 and 5"),
        (MarkValue("I.1", float("nan")), "not between"),
        (MarkValue("I.1", float("inf")), "not between"),
        (MarkValue("I.1", 1e300), "not between"),
        (MarkValue("I.1", True), "not between"),
        (MarkValue("I.1", "5"), "not between"),
        (MarkValue("I.1", 1.234), "more than two decimals"),
        (MarkValue("IX.1", 1), "no criterion “IX.1”"),
        (MarkValue("I", 1), "no criterion “I”"),
        (MarkValue("I.1", 1, "x" * 2001), "2001 characters"),
    ]:
        scene.refused("an", oneself(scene, MarkValue("I.2", 5), wrong), saying)


def test_d_dd_and_e_are_for_leaders_only_and_half_or_whole(scene: Scene):
    scene.assign("an")
    scene.refused("an", oneself(scene, MarkValue("d", 1)), "no criterion “d”")
    scene.assign("head")
    for value in (0, 0.25, 0.75):
        scene.refused("head", oneself(scene, MarkValue("e", value), owner="head"), "either 50% or 100%")
    scene.refused("head", oneself(scene, MarkValue("dd", 2), owner="head"), "not between 0 and 1")
    scene.do("head", oneself(scene, MarkValue("d", 0.5), MarkValue("dd", 1), MarkValue("e", None), owner="head"))
    assert marks(scene, "head")["d"].self_value == 0.5


def test_a_criterion_marked_twice_in_one_form_keeps_the_last(scene: Scene):
    scene.assign("an")
    scene.do("an", oneself(scene, MarkValue("I.1", 1), MarkValue("I.1", 2)))
    assert marks(scene)["I.1"].self_value == 2


def test_nobody_marks_somebody_else_s_own_column(scene: Scene):
    scene.assign("an")
    for who in ("binh", "head", "home-affairs", "administrator"):
        scene.refused(who, oneself(scene, MarkValue("I.1", 1)), "not permitted")


def test_a_rater_s_mark_stands_beside_the_person_s_and_moves_the_reviewed_score_at_once(scene: Scene):
    scene.handed_in("an")
    scene.rate("an", MarkValue("I.1", 3, "Late twice"))
    mark = marks(scene)["I.1"]
    assert (mark.self_value, mark.reviewed_value, mark.review_reason) == (5, 3, "Late twice")
    assert (scene.score("an", "self").total, scene.score("an").total) == (100, 98)


def test_a_rater_s_mark_has_the_same_limits_and_its_time(scene: Scene):
    scene.ready("an")
    month = scene.month("an").id
    scene.refused("head", MarkOther(month, (MarkValue("I.1", 3),)), "being recorded")
    scene.submit("an")
    scene.refused("head", MarkOther(month, (MarkValue("I.1", 6),)), "not between 0 and 5")
    scene.refused("head", MarkOther(month, (MarkValue("d", 1),)), "no criterion")
    scene.refused("an", MarkOther(month, (MarkValue("I.1", 5),)), "not permitted")
