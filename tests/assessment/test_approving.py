"""Approving one or many exactly as seen, taking an approval back, and what a kept score remembers."""

from datetime import date

import pytest

from kpi.assessment.record import Cell, RecordReview, RecordWork
from kpi.assessment.review import ApproveMonths, Seen, UndoApproval
from kpi.audit.verify import verify
from kpi.law import rules_from_dict
from tests.assessment.scene import APRIL, Scene


def test_a_month_goes_from_assignment_to_approval_and_every_step_is_in_its_history(scene: Scene):
    line = scene.assign("an")
    scene.record("an", done=10, quality_ok=10)
    scene.mark("an")
    scene.submit("an")
    scene.review("an")
    scene.do("chair", scene.approval("an"))
    assert scene.month("an").state == "approved"
    assert [step for step, _ in scene.events("an")] == ["assigned", "submitted", "reviewed", "approved"]
    assert (scene.score("an").total, scene.score("an").rank) == (100, "excellent")
    scene.refused("an", RecordWork(line.month_id, (Cell(line.id, "done", 1, 10),)), "approved")
    assert scene.audited() == 6


def test_the_record_of_a_whole_month_proves_whole(scene: Scene):
    scene.approved("an")
    proof = verify(scene.engine)
    assert proof.intact, [alteration.what.in_("en") for alteration in proof.alterations]
    assert proof.entries == scene.audited()


def test_many_months_are_approved_at_once_in_one_entry(scene: Scene):
    owners = ("an", "binh", "deputy")
    for owner in owners:
        scene.stage(owner, "reviewed")
    before = scene.audited()
    assert scene.do("chair", scene.approval(*owners)) == 3
    assert {scene.month(owner).state for owner in owners} == {"approved"}
    assert scene.audited() == before + 1


def test_one_month_that_changed_and_none_is_approved_and_its_person_is_named(scene: Scene):
    scene.stage("an", "reviewed")
    line = scene.handed_in("binh")
    scene.review("binh")
    command = scene.approval("an", "binh")
    scene.record("binh", line, by="head", reviewed_done=9.0, review_reason="One missing")
    told = scene.refused("chair", command, "Person binh: Somebody changed this month")
    assert "Nothing was approved" in str(told)


def test_one_month_not_ready_and_none_is_approved(scene: Scene):
    scene.stage("an", "reviewed")
    scene.stage("binh", "submitted")
    scene.refused("chair", scene.approval("an", "binh"), "Person binh: The direct manager has not reviewed it yet")


def test_one_month_out_of_reach_and_none_is_approved(scene: Scene):
    scene.stage("an", "reviewed")
    scene.stage("dung", "reviewed")
    scene.refused("chair", scene.approval("an", "dung"), "not permitted")
    scene.refused("chair", scene.approval("dung", "an"), "not permitted")


def test_a_month_named_twice_or_not_existing_approves_nothing(scene: Scene):
    scene.stage("an", "reviewed")
    (seen,) = scene.approval("an").months
    scene.refused("chair", ApproveMonths((seen, seen)), "Person an: ")
    scene.refused("chair", ApproveMonths((seen, Seen(40404, 1))))
    scene.refused("governor", ApproveMonths(()))


def test_what_an_approver_did_not_see_is_not_approved(scene: Scene):
    line = scene.handed_in("an")
    scene.review("an")
    seen = scene.approval("an")
    scene.do("head", RecordReview(line.month_id, (Cell(line.id, "review_reason", "Second thought", None),)))
    scene.refused("chair", seen, "Somebody changed this month while you had it open")
    scene.do("chair", scene.approval("an"))


def test_an_adjustment_after_the_review_still_needs_its_reason(scene: Scene):
    line = scene.handed_in("an")
    scene.review("an")
    scene.record("an", line, by="chair", reviewed_done=9.0)
    scene.refused("chair", scene.approval("an"), "Person an: “Product report” was adjusted without a reason")


def test_a_month_that_cannot_be_scored_is_not_approved_and_says_what_is_missing(scene: Scene):
    line = scene.handed_in("an")
    scene.change(type(line), type(line).id == line.id, done=None, quality_ok=None)
    scene.review("an")
    scene.refused("chair", scene.approval("an"), "No score is possible: the quantity done missing")


def test_an_approval_is_taken_back_with_a_reason_by_whoever_gave_it(scene: Scene):
    scene.approved("an")
    month = scene.month("an").id
    scene.refused("chair", UndoApproval(month, " "), "Write why the approval is taken back")
    for who in ("an", "head", "other-chair", "home-affairs", "administrator"):
        scene.refused(who, UndoApproval(month, "A mistake"), "not permitted|Only the approving head")
    scene.do("chair", UndoApproval(month, "A mistake"))
    assert (scene.month("an").state, scene.month("an").approved_at) == ("reviewed", None)
    assert scene.events("an")[-1] == ("undone", "A mistake")
    scene.refused("chair", UndoApproval(month, "Again"), "waiting for approval")
    scene.do("chair", scene.approval("an"))


def test_a_kept_score_remembers_its_rules_and_its_choices(scene: Scene):
    scene.choose(date(2026, 4, 1), deduction_basis="line")
    scene.approved("an", failed=1)
    scene.approved("an", code=APRIL, failed=1)
    march, april = scene.score("an"), scene.score("an", code=APRIL)
    assert march.rules["version"] == "nd335@2026-01-01"
    assert april.rules["version"] == "nd335@2026-01-01+deduction_basis=line"
    assert march.b == pytest.approx(0.975)
    assert april.b == pytest.approx(0.75)
    assert rules_from_dict(april.rules)["deduction_basis"] == "line"


def test_a_choice_made_later_leaves_an_approved_month_as_it_was_approved_even_on_the_screen(scene: Scene):
    scene.approved("an", failed=1)
    scene.stage("binh", "submitted")
    before = scene.score("an").total
    scene.choose(date(2026, 1, 1), deduction_basis="line")
    assert scene.score("an").total == before
    shown = scene.seen("an").score("reviewed").scores
    assert shown.people["total"].tolist() == [before]
    assert shown.rules["deduction_basis"] == "unit"
    assert scene.seen("binh").rules["deduction_basis"] == "line"


def test_a_party_member_s_second_result_is_kept_beside(scene: Scene):
    scene.approved("an")
    scene.approved("binh")
    members = {owner: scene.seen(owner).party_member for owner in ("an", "binh")}
    assert {owner: scene.score(owner).rank_366 is not None for owner in members} == members
