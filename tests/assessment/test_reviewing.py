"""Who reviews whom, adjusting with reasons, deciding causes, returning."""

from datetime import date

import pandas as pd
import pytest

from kpi.access.actor import NotPermitted
from kpi.assessment.marks import MarkValue
from kpi.assessment.new_lines import Work
from kpi.assessment.proposals import DecideProposal, ProposeWork
from kpi.assessment.review import DecideCause, ReturnMonth, ReviewMonth
from kpi.assessment.scoring import FIGURES
from kpi.law import Rules, general_criteria, rules_in_force, score
from tests.assessment.scene import BOSSES, GRANTED, PEOPLE, Scene

RULES = rules_in_force("nd335", date(2026, 3, 1))


def review(scene: Scene, owner="an") -> ReviewMonth:
    month = scene.month(owner)
    return ReviewMonth(month.id, month.revision)


def by_law(scene: Scene, owner: str, rules: Rules = RULES, **reviewed) -> pd.Series:
    """What `kpi.law.score` itself makes of the month's stored line, with some figures replaced."""
    line, month = scene.line(owner), scene.month(owner)
    counts = {name: getattr(line, name) for name in ("coefficient", "assigned", "done", "quality_ok", "failed", "late")}
    lines = pd.DataFrame([{"person": 1, **counts, "failed_excused": None, "late_excused": None, **reviewed}])
    marks = {mark["criterion"]: mark["self_value"] for mark in scene.seen(owner).marks}
    leaves = [leaf.code for group in general_criteria(date(2026, 3, 1)) for leaf in group.criteria]
    person = {"person": 1, "role": month.role, "general": sum(marks[code] for code in leaves)}
    leading = {name: marks.get(name) for name in ("d", "dd", "e")}
    return score(lines.astype(float), pd.DataFrame([person | leading]), rules).people.iloc[0]


@pytest.mark.parametrize("owner", BOSSES)
def test_the_tree_names_the_direct_manager_and_the_approving_head_and_nobody_else_may(scene: Scene, owner: str):
    scene.handed_in(owner)
    manager, approver = BOSSES[owner]
    assert scene.month(owner).reviewer_id == scene.person(manager)
    assert scene.month(owner).approver_id == scene.person(approver)
    others = [name for name, *_ in PEOPLE + GRANTED if name not in (manager, approver)]
    scene.refused_to(others, review(scene, owner), "not permitted|you are neither")
    scene.refused_to(others, scene.approval(owner), "not permitted|Only the approving head")
    if manager != approver:
        scene.refused(manager, scene.approval(owner), "Only the approving head")
        scene.refused(approver, scene.approval(owner), "direct manager has not reviewed it yet")
        scene.review(owner)
    scene.do(approver, scene.approval(owner))
    assert scene.month(owner).state == "approved"


def test_the_approving_head_may_review_for_an_absent_manager_and_then_approve(scene: Scene):
    scene.handed_in("an")
    scene.review("an", by="chair")
    scene.do("chair", scene.approval("an"))
    assert [step for step, _ in scene.events("an")][-2:] == ["reviewed", "approved"]


def test_an_adjusted_line_needs_a_reason_before_it_is_passed_on(scene: Scene):
    line = scene.handed_in("an")
    scene.record("an", line, by="head", reviewed_done=8.0)
    scene.refused("head", review(scene), "“Product report” was adjusted without a reason")
    scene.record("an", line, by="head", review_reason="Two were drafts")
    scene.review("an")
    kept = scene.line("an")
    assert (kept.done, kept.reviewed_done) == (10, 8)
    expected = by_law(scene, "an", done=8.0, quality_ok=8.0)
    assert scene.score("an").total == expected["total"] < scene.score("an", "self").total


def test_an_adjusted_mark_needs_a_reason_before_it_is_passed_on(scene: Scene):
    scene.handed_in("an")
    scene.rate("an", MarkValue("II.3", 1.5))
    scene.refused("head", review(scene), "Criterion II.3 was adjusted without a reason")
    scene.rate("an", MarkValue("II.3", 1.5, "Two deadlines missed"))
    scene.review("an")


def test_a_rater_who_agrees_needs_no_reason(scene: Scene):
    line = scene.handed_in("an")
    scene.record("an", line, by="head", reviewed_done=10.0)
    scene.rate("an", MarkValue("II.3", 2.5))
    scene.review("an")


def test_the_reviewed_figures_have_their_own_limits(scene: Scene):
    line = scene.handed_in("an", failed=1)
    for typed, saying in (
        ({"reviewed_done": 101.0}, "Done (reviewed): 101 is more than ten times the 10 assigned"),
        ({"reviewed_quality_ok": 11.0}, "Quality met (reviewed): 11 is more than the 10 done"),
        ({"failed_excused": 2.0}, "Failures excused: 2 is more than the 1 counted"),
        ({"reviewed_late": -1.0}, "below zero"),
    ):
        (problem,) = scene.record("an", line, by="head", **typed).problems
        assert saying in problem.message.in_("en")
    assert scene.score("an").total == by_law(scene, "an")["total"]


def test_something_excused_without_a_confirmed_cause_needs_a_reason(scene: Scene):
    line = scene.handed_in("an", failed=1)
    scene.record("an", line, by="head", failed_excused=1.0)
    scene.refused("head", review(scene), "excused without a confirmed cause")
    scene.record("an", line, by="head", review_reason="The network was down for everybody")
    scene.review("an")


def test_a_claimed_cause_must_be_decided_and_a_confirmed_one_raises_the_score_as_the_law_says(scene: Scene):
    line = scene.handed_in("an", failed=2, late=1, cause="Power cut")
    declared = by_law(scene, "an")["total"]
    assert scene.score("an").total == declared
    scene.refused("head", review(scene), "claims an objective cause. Confirm or refuse it")
    scene.do("head", DecideCause(line.month_id, line.id, True, failed_excused=1, late_excused=1))
    expected = by_law(scene, "an", failed_excused=1, late_excused=1)["total"]
    assert scene.score("an").total == expected > declared
    assert scene.score("an", "self").total == declared
    scene.review("an")


def test_a_refused_cause_needs_a_reason_and_leaves_the_score(scene: Scene):
    line = scene.handed_in("an", failed=2, cause="Power cut")
    before = scene.score("an").total
    scene.refused("head", DecideCause(line.month_id, line.id, False), "Write why the cause is refused")
    scene.do("head", DecideCause(line.month_id, line.id, False, reason="No power cut that day"))
    assert scene.score("an").total == before
    assert scene.events("an")[-1] == ("cause_refused", "No power cut that day")
    scene.review("an")


def test_more_than_was_counted_is_not_excused(scene: Scene):
    line = scene.handed_in("an", failed=2, cause="Power cut")
    for failed, late in ((3, 0), (0, 1), (-1, 0), (0.5, 0), (1e300, 0), (10**400, 0), (True, 0), ("1", 0)):
        scene.refused("head", DecideCause(line.month_id, line.id, True, failed, late))
    scene.refused("head", DecideCause(line.month_id, 40404, True), "not part of this month")


def test_a_line_without_a_claimed_cause_has_none_to_decide(scene: Scene):
    line = scene.handed_in("an", failed=2)
    scene.refused("head", DecideCause(line.month_id, line.id, True, 1), "claims no objective cause")


def test_a_leader_is_not_passed_on_without_d_dd_and_e(scene: Scene):
    scene.assign("head")
    scene.record("head", done=10, quality_ok=10)
    scene.mark("head")
    scene.submit("head")
    scene.refused("vice", review(scene, "head"), "Criterion d of a leader has no value")
    scene.rate("head", *(MarkValue(name, 1.0, "Met") for name in ("d", "dd", "e")))
    scene.review("head")
    assert scene.score("head").total == 100
    scene.do("chair", scene.approval("head"))


def test_the_figures_kept_are_those_of_the_law_for_a_leader_too(scene: Scene):
    scene.assign("head", "plan")
    scene.record("head", done=7.5, quality_ok=6.0, failed=1, late=3)
    scene.mark("head", 0.5, d=1.0, dd=0.5, e=0.5)
    scene.submit("head")
    expected = by_law(scene, "head")
    for name in ("a", "b", "c", "task_points", "general_points", "total"):
        assert getattr(scene.score("head"), name) == expected[name], name
    assert (scene.score("head").d, scene.score("head").dd, scene.score("head").e) == (1.0, 0.5, 0.5)
    assert scene.score("head").rank == expected["rank"]
    assert set(FIGURES) <= set(vars(scene.score("head")))


def test_an_undecided_proposal_holds_the_review_and_counts_once_accepted(scene: Scene):
    scene.ready("an")
    scene.do("an", ProposeWork(scene.period(), scene.person("an"), Work(scene.product("plan"), 10)))
    scene.record("an", done=0)
    scene.submit("an")
    assert scene.score("an").total == 100
    scene.refused("head", review(scene), "was proposed and not decided")
    scene.do("head", DecideProposal(scene.month("an").id, scene.line("an").id, True))
    assert scene.score("an").total == pytest.approx(30 + 70 * 10 / 25)
    scene.review("an")


def test_a_return_needs_a_reason_which_stays_in_the_history_and_lets_the_person_record(scene: Scene):
    scene.handed_in("an")
    month = scene.month("an")
    scene.refused("head", ReturnMonth(month.id, month.revision, " "), "Write why the month is returned")
    scene.refused("head", ReturnMonth(month.id, month.revision - 1, "x"), "Somebody changed this month")
    scene.do("head", ReturnMonth(month.id, month.revision, "Where is the report?"))
    assert scene.month("an").state == "returned"
    assert scene.score("an") is None
    assert scene.events("an")[-1] == ("returned", "Where is the report?")
    assert not scene.record("an", note="Attached").problems


def test_the_approving_head_returns_what_the_manager_passed_on(scene: Scene):
    scene.stage("an", "reviewed")
    month = scene.month("an")
    scene.do("chair", ReturnMonth(month.id, month.revision, "Not yet"))
    assert (scene.month("an").state, scene.month("an").reviewed_at) == ("returned", None)


def test_a_review_of_what_has_changed_since_is_refused(scene: Scene):
    line = scene.handed_in("an")
    stale = review(scene)
    scene.record("an", line, by="chair", reviewed_done=9.0, review_reason="One missing")
    scene.refused("head", stale, "Somebody changed this month while you had it open")


def test_the_person_never_reviews_or_approves_themselves_even_as_a_head(scene: Scene):
    scene.handed_in("chair")
    scene.refused("chair", review(scene, "chair"), "you are neither")
    scene.refused("chair", scene.approval("chair"), "Only the approving head")


def test_a_month_that_does_not_exist_is_refused(scene: Scene):
    for who in ("chair", "home-affairs"):
        assert isinstance(scene.refused(who, ReviewMonth(40404, 1)), NotPermitted)
