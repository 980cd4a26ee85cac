"""A closing writes everybody's result whole, or nothing at all."""

from typing import Any

import pytest
from sqlalchemy import func, select

from kpi.assessment.closing import close as closing_module
from kpi.assessment.closing.close import ClosePeriod
from kpi.assessment.closing.views import latest_closing, result_of_person, results_of
from kpi.assessment.marks import MarkOneself, MarkValue
from kpi.assessment.periods import BeginClosing, OpenPeriod, ReopenPeriod
from kpi.assessment.review import ApproveMonths
from kpi.assessment.submit import SubmitMonth
from kpi.audit.verify import verify
from kpi.storage.tables import AuditEntry, Closing, Period, PeriodResult
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import FEBRUARY, MARCH, Scene, contents
from tests.closing.closings import DONE, approved, close, everybody_approved, results

HALF = {"assigned": 10, "done": 5}


def test_a_closed_period_holds_the_result_of_everybody_rated_here(scene: Scene) -> None:
    everybody_approved(scene)
    assert close(scene) == 1
    found = results(scene)
    assert set(found) == {"chair", "vice", "vice-culture", "head", "deputy", "an", "binh", "acting", "chi",
                          "other-chair", "other-head", "dung"}  # fmt: skip
    an = found["an"]
    assert (an.status, an.total, an.rank, an.worked, an.rule_set) == ("scored", 85.0, "good", 1.0, "nd335")
    assert (an.a, an.b, an.c, an.task_points, an.general_points, an.d) == (1, 1, 1, 70, 15, None)
    assert scene.one(select(Period.state).where(Period.code == MARCH)) == "closed"


def test_the_closing_scores_what_was_reviewed_not_what_was_declared(scene: Scene) -> None:
    declared = {"assigned": 10, "done": 10, "quality_ok": 10, "exceeded": 4, "late": 1}
    approved(scene, "an", lines=[{**declared, "reviewed_done": 5, "late_excused": 1}])
    approved(scene, "binh", lines=[{**declared, "reviewed_late": 0, "reviewed_quality_ok": 8}])
    close(scene)
    found = results(scene)
    assert (found["an"].a, found["an"].b, found["an"].c) == (0.5, 0.5, 0.5)
    assert (found["binh"].a, found["binh"].b, found["binh"].c) == (1.0, 0.8, 1.0)


def test_whoever_has_no_approved_month_gets_no_score_and_is_told_what_is_missing(scene: Scene) -> None:
    approved(scene, "an", lines=[DONE])
    approved(scene, "binh", state="reviewed")
    approved(scene, "chi", lines=[])
    scene.do("home-affairs", BeginClosing(MARCH))
    scene.refused("home-affairs", ClosePeriod(MARCH), "11 people have no complete result")
    scene.do("home-affairs", ClosePeriod(MARCH, acknowledged=True))
    found = results(scene)
    told = {who: found[who].missing for who in ("an", "binh", "chi", "dung")}
    assert told == {"an": None, "binh": "approval", "chi": "assigned work", "dung": "month"}
    for who in ("binh", "chi", "dung"):
        assert (found[who].status, found[who].total, found[who].rank) == ("insufficient", None, None)


def test_the_order_of_approvals_makes_no_difference(scene: Scene) -> None:
    """Once approved one after the other, once all at once in another order: every figure and rank is the same."""
    people = ("an", "binh", "deputy")
    for who, done in zip(people, (10, 7, 9), strict=True):
        scene.ready(who, done=done, share=0.5)
        scene.submit(who)
        scene.review(who)
    for who in people:
        scene.do("chair", scene.approval(who))
    close(scene)
    first = {who: one.total for who, one in results(scene).items()}
    digest = scene.one(select(Closing.digest))
    scene.do("home-affairs", ReopenPeriod(MARCH, "Once more"))
    for who in people:
        scene.do("chair", undo(scene, who))
    scene.do("chair", scene.approval("deputy", "binh", "an"))
    assert close(scene) == 2
    assert {who: one.total for who, one in results(scene).items()} == first
    assert scene.all(select(Closing.digest).order_by(Closing.number)) == [digest, digest]


def undo(scene: Scene, who: str) -> Any:
    """Take an approval back."""
    from kpi.assessment.review import UndoApproval

    return UndoApproval(scene.month(who).id, "Once more")


@pytest.mark.parametrize("broken", ["write_results", "store_criteria", "write_units", "digest_of"])
def test_a_closing_that_breaks_half_way_leaves_nothing(
    scene: Scene, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody_approved(scene)
    scene.do("home-affairs", BeginClosing(MARCH))
    before = contents(scene.engine)
    kept = getattr(closing_module, broken)

    def breaks(*given: Any) -> None:
        kept(*given)
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(closing_module, broken, breaks)
    with pytest.raises(RuntimeError):
        scene.do("home-affairs", ClosePeriod(MARCH, acknowledged=True))
    assert contents(scene.engine) == before
    monkeypatch.undo()
    assert close(scene) == 1


def test_the_entry_on_a_closing_carries_its_digest_and_not_every_result(scene: Scene) -> None:
    everybody_approved(scene)
    close(scene, reason="Before the 25th")
    entry = scene.one(select(AuditEntry).where(AuditEntry.command == "ClosePeriod"))
    assert entry.reason == "Before the 25th"
    assert scene.one(select(Closing.digest)) in entry.changes
    assert '"people":12' in entry.changes
    assert "period_result" not in entry.changes
    assert verify(scene.engine).intact


def test_a_result_altered_behind_the_record_is_named_with_its_closing(scene: Scene) -> None:
    everybody_approved(scene)
    close(scene)
    with scene.engine.begin() as connection:
        some = select(func.min(PeriodResult.id)).scalar_subquery()
        table = PeriodResult.__table__
        connection.execute(table.update().where(table.c.id == some).values(total=99.5))  # type: ignore[attr-defined]
    found = verify(scene.engine)
    entry = scene.one(select(AuditEntry.number).where(AuditEntry.command == "ClosePeriod"))
    assert [(one.entry, one.what.in_("en")) for one in found.alterations] == [
        (entry, f"The results of closing 1 of period {MARCH} were altered.")
    ]


def test_while_a_period_is_being_closed_nobody_hands_in_but_raters_finish(scene: Scene) -> None:
    scene.ready("an")
    scene.handed_in("binh")
    scene.do("home-affairs", BeginClosing(MARCH))
    month = scene.month("an")
    scene.refused("an", SubmitMonth(month.id, month.revision, None), "The period is being closed")
    scene.refused("an", MarkOneself(month.id, (MarkValue("I.1", 1),)), "The period is being closed")
    scene.review("binh")
    scene.do("chair", scene.approval("binh"))
    assert scene.month("binh").state == "approved"


def test_after_closing_not_even_raters_change_anything(scene: Scene) -> None:
    scene.handed_in("an")
    scene.review("an")
    close(scene)
    refused: ApproveMonths = scene.approval("an")
    scene.refused("chair", refused, "The period is closed")


def test_a_period_is_closed_only_once_closing_has_begun(scene: Scene) -> None:
    scene.refused("home-affairs", ClosePeriod(MARCH, acknowledged=True), "not in the state you saw")
    scene.do("home-affairs", BeginClosing(MARCH))
    scene.refused("home-affairs", BeginClosing(MARCH), "not in the state you saw")
    scene.refused_to(("an", "chair", "governor", "auditor"), ClosePeriod(MARCH), "not permitted")


def test_closing_waits_for_whoever_decides_on_a_quota_and_says_where(scene: Scene) -> None:
    for who in ("an", "binh"):
        approved(scene, who, general=30)
    approved(scene, "chi", lines=[HALF], general=20)
    scene.do("home-affairs", BeginClosing(MARCH))
    told = scene.refused("home-affairs", ClosePeriod(MARCH, acknowledged=True), "above its quota")
    assert "Unit dien-khanh (2/0)" in told.message.in_("en")


def test_a_head_reads_the_results_of_their_unit_and_an_official_their_own(scene: Scene) -> None:
    everybody_approved(scene)
    close(scene)
    with reading(scene.engine) as session:
        seen = results_of(session, scene.actor("head"), MARCH)
        assert {row["person"] for row in seen} == {"Person head", "Person deputy", "Person an", "Person binh"}
        assert results_of(session, scene.actor("an"), MARCH) == ()
        own = result_of_person(session, scene.actor("an"), MARCH, scene.person("an"))
        assert own is not None
        assert (own["total"], own["counts"]) == (85.0, "good")
        assert latest_closing(session, FEBRUARY) is None


def test_a_quarter_nobody_records_in_is_opened_ready_to_be_closed(scene: Scene) -> None:
    scene.do("home-affairs", OpenPeriod("2026-Q1"))
    quarter = scene.one(select(Period).where(Period.code == "2026-Q1"))
    assert (quarter.derived, quarter.state, quarter.kind) == (True, "closing", "quarter")
    scene.refused("home-affairs", ReopenPeriod("2026-Q1", "x"), "nobody records in it")
    scene.refused("home-affairs", ClosePeriod("2026-Q1", acknowledged=True), "Close Month 02/2026 first")
