"""Handing a month in, and taking it back."""

from kpi.assessment.assign import AssignWork
from kpi.assessment.marks import MarkOneself, MarkValue
from kpi.assessment.new_lines import Work
from kpi.assessment.proposals import ProposeWork
from kpi.assessment.review import DecideCause, ReturnMonth
from kpi.assessment.submit import SubmitMonth, WithdrawMonth
from kpi.storage.tables import Post
from tests.assessment.scene import Scene


def hand_in(scene: Scene, owner="an", answer=None) -> SubmitMonth:
    month = scene.month(owner)
    return SubmitMonth(month.id, month.revision, answer)


def test_handing_in_names_everything_that_is_missing(scene: Scene):
    scene.assign("an")
    scene.assign("an", "plan")
    scene.do("an", MarkOneself(scene.month("an").id, (MarkValue("I.1", 5), MarkValue("I.2", None))))
    told = str(scene.refused("an", hand_in(scene)))
    for part in ("“Product report”: type what was done", "“Product plan”", "without points: I.2, II.1, II.2", "III.4."):
        assert part in told


def test_a_month_without_any_work_is_not_handed_in(scene: Scene):
    scene.do("an", ProposeWork(scene.period(), scene.person("an"), Work(scene.product("plan"), 1)))
    scene.record("an", done=1)
    scene.mark("an")
    scene.refused("an", hand_in(scene), "No work has been assigned")


def test_zero_done_can_be_handed_in_and_scores_what_zero_scores(scene: Scene):
    scene.ready("an", done=0)
    scene.submit("an")
    assert scene.score("an").total == 30
    assert scene.score("an").rank == "not_completed"


def test_the_score_kept_as_declared_excuses_nothing_yet(scene: Scene):
    line = scene.handed_in("an", failed=2, late=1, cause="Power cut")
    declared = scene.score("an", "self").total
    scene.do("head", DecideCause(line.month_id, line.id, True, 2, 1))
    assert scene.score("an", "self").total == declared < 100
    assert scene.score("an").total == 100


def test_a_leader_hands_in_without_d_dd_e_which_are_the_raters_to_decide(scene: Scene):
    scene.assign("head")
    scene.record("head", done=10, quality_ok=10)
    scene.mark("head")
    scene.submit("head")
    assert scene.score("head", "self").status == "insufficient"
    assert scene.score("head", "self").total is None


def test_a_stale_screen_does_not_hand_in(scene: Scene):
    scene.ready("an")
    command = hand_in(scene)
    scene.record("an", note="One more thing")
    scene.refused("an", command, "Somebody changed this month while you had it open")


def test_a_returned_month_needs_an_answer_which_stays_in_its_history(scene: Scene):
    scene.handed_in("an")
    month = scene.month("an")
    scene.do("head", ReturnMonth(month.id, month.revision, "Where is the report?"))
    scene.refused("an", hand_in(scene), "Write what you corrected")
    scene.refused("an", hand_in(scene, answer=" "), "Write what you corrected")
    scene.submit("an", answer="Attached now")
    assert scene.events("an")[-2:] == [("returned", "Where is the report?"), ("submitted", "Attached now")]


def test_a_month_is_taken_back_while_nobody_reviewed_it_and_nothing_typed_is_lost(scene: Scene):
    line = scene.handed_in("an")
    scene.do("an", WithdrawMonth(line.month_id, "Forgot a line"))
    assert (scene.month("an").state, scene.month("an").submitted_at) == ("draft", None)
    assert scene.line("an").done == 10
    assert scene.score("an", "self") is None
    assert scene.events("an")[-1] == ("withdrawn", "Forgot a line")
    scene.refused("an", WithdrawMonth(line.month_id), "being recorded")
    scene.submit("an")
    scene.review("an")
    scene.refused("an", WithdrawMonth(line.month_id), "waiting for approval")


def test_only_the_person_hands_in_and_takes_back(scene: Scene):
    scene.ready("an")
    for who in ("binh", "head", "chair", "home-affairs", "administrator"):
        scene.refused(who, hand_in(scene), "not permitted")
    scene.submit("an")
    for who in ("binh", "head", "chair", "home-affairs", "administrator"):
        scene.refused(who, WithdrawMonth(scene.month("an").id), "not permitted")


def test_a_month_is_not_handed_in_twice(scene: Scene):
    scene.handed_in("an")
    scene.refused("an", hand_in(scene), "waiting for review")


def test_the_head_of_the_province_is_rated_by_nobody_in_the_tree_and_is_told_so(scene: Scene):
    scene.do("governor", ProposeWork(scene.period(), scene.person("governor"), Work(scene.product("plan"), 1)))
    line = scene.line("governor")
    scene.refused(
        "governor", AssignWork(scene.period(), (scene.person("governor"),), (Work(line.product_id, 1),)), "themselves"
    )
    scene.change(type(line), type(line).id == line.id, state="accepted", done=1.0)
    scene.mark("governor")
    scene.refused("governor", hand_in(scene, "governor"), "names nobody who rates this post")


def test_handing_in_follows_whoever_leads_by_then(scene: Scene):
    scene.ready("an")
    scene.change(Post, Post.person_id == scene.person("head"), role="staff")
    scene.submit("an")
    assert scene.month("an").reviewer_id == scene.person("deputy")
