"""Corrections after a petition under every rule set, and what becomes of them when the month is opened again."""

import pytest
from sqlalchemy import select

from kpi.assessment.closing.recompute import recompute
from kpi.assessment.marks import MarkOther, MarkValue
from kpi.assessment.periods import BeginClosing, ReopenPeriod
from kpi.assessment.petitions.changes import Change
from kpi.assessment.petitions.correct import CorrectResult
from kpi.assessment.publishing.publish import PublishResults
from kpi.assessment.record import Cell, RecordReview
from kpi.assessment.review import UndoApproval
from kpi.storage.tables import Person, WorkLine
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import MARCH, Scene
from tests.closing.closings import approved, close, results
from tests.closing.test_public_employees import JULY, july, marked, public
from tests.petitions.test_petitioning import answer, petition
from tests.publishing.closed import result


def upheld(scene: Scene, who: str, code: str, *, by: str) -> int:
    """The month is closed and published; the person petitioned and `by` upheld it."""
    close(scene, code)
    scene.do("home-affairs", PublishResults(code))
    number = petition(scene, who, "a")
    scene.do(by, answer(number))
    return number


def more(scene: Scene, who: str, code: str, value: float = 10.0) -> Change:
    return Change(value, line_id=scene.line(who, code).id, field="reviewed_done")


def proved(scene: Scene, code: str) -> bool:
    with reading(scene.engine) as session:
        found = recompute(session, code)
    return found is not None and found.equal


def test_a_public_employee_is_corrected_by_the_weights_of_the_unit(scene: Scene) -> None:
    july(scene)
    scene.change(WorkLine, WorkLine.id == scene.line("dung", JULY).id, done=5)
    number = upheld(scene, "dung", JULY, by="other-chair")
    scene.do("other-chair", CorrectResult(number, (more(scene, "dung", JULY, 9.0),), "Theo quyết định."))
    made = result(scene, "dung")
    assert (made.version, made.rule_set, made.total) == (2, "nd233", pytest.approx(30 + 63.0))
    assert proved(scene, JULY)


def test_the_corrected_head_of_a_public_service_unit_still_stands_under_the_unit(scene: Scene) -> None:
    july(scene)
    marked(scene, 0.5)
    scene.change(WorkLine, WorkLine.id == scene.line("other-head", JULY).id, done=6)
    number = upheld(scene, "other-head", JULY, by="other-chair")
    assert result(scene, "other-head").rank == "good"
    scene.do("other-chair", CorrectResult(number, (more(scene, "other-head", JULY),), "Theo quyết định."))
    made = result(scene, "other-head")
    assert (made.total, made.rank) == (100.0, "good")  # excellent by score, the unit is good


def test_a_correction_under_decree_90_follows_its_conditions(scene: Scene) -> None:
    public(scene, "an")
    approved(scene, "an", general=30, lines=[{"assigned": 10, "done": 5}])
    number = upheld(scene, "an", MARCH, by="chair")
    assert (result(scene, "an").rule_set, result(scene, "an").rank) == ("nd90", "not_completed")
    scene.do("chair", CorrectResult(number, (more(scene, "an", MARCH),), "Theo quyết định."))
    made = result(scene, "an")
    assert (made.version, made.rank, made.total) == (2, "good", None)
    assert proved(scene, MARCH)


def test_a_party_members_result_under_regulation_366_is_corrected_beside(scene: Scene) -> None:
    scene.change(Person, Person.id == scene.person("an"), party_member=True)
    approved(scene, "an", lines=[{"assigned": 10, "done": 9}])
    number = upheld(scene, "an", MARCH, by="chair")
    first = result(scene, "an")
    assert (first.rank, first.rank_366) == ("good", "completed")
    scene.do("chair", CorrectResult(number, (more(scene, "an", MARCH),), "Theo quyết định."))
    assert (result(scene, "an").rank, result(scene, "an").rank_366) == ("good", "good")


@pytest.fixture
def reopened(scene: Scene) -> Scene:
    """An official did 5 of 10; a petition made it 8; then the month was opened again."""
    scene.approved("an", done=5)
    number = upheld(scene, "an", MARCH, by="chair")
    done = (more(scene, "an", MARCH, 8.0), Change(8.0, line_id=scene.line("an").id, field="reviewed_quality_ok"))
    scene.do("chair", CorrectResult(number, (*done, Change(2.0, criterion="II.1")), "Theo quyết định."))
    scene.do("home-affairs", ReopenPeriod(MARCH, "Một đơn vị báo cáo thiếu"))
    return scene


def test_in_a_reopened_month_everybody_sees_what_the_next_closing_counts(reopened: Scene) -> None:
    seen = reopened.seen("an", by="head")
    assert seen.corrected
    assert seen.lines[0]["reviewed_done"] == 8
    assert float(seen.score("reviewed").scores.people.iloc[0]["total"]) == pytest.approx(85.5)
    kept = reopened.score("an")
    assert kept is not None
    assert kept.total == pytest.approx(85.5)
    assert reopened.line("an").reviewed_done is None  # the month itself stays as it was
    close(reopened)
    assert results(reopened)["an"].total == pytest.approx(85.5)


def test_a_rater_cannot_enter_another_figure_where_a_decision_stands(reopened: Scene) -> None:
    month, line = reopened.month("an"), reopened.line("an")
    reopened.do("chair", UndoApproval(month.id, "Xem lại"))
    cells = (Cell(line.id, "reviewed_done", 7, 8.0), Cell(line.id, "review_reason", "Đếm lại", None))
    recorded = reopened.do("chair", RecordReview(month.id, cells))
    assert [(one.cell.field, "petition" in one.message.in_("en")) for one in recorded.problems] == [
        ("reviewed_done", True)
    ]
    assert [cell.field for cell in recorded.saved] == ["review_reason"]
    assert reopened.one(select(WorkLine).where(WorkLine.id == line.id)).reviewed_done is None
    reopened.refused("chair", MarkOther(month.id, (MarkValue("II.1", 1.0, "Lý do"),)), "petition")
    reopened.do("chair", reopened.approval("an"))
    kept = reopened.score("an")
    assert kept is not None
    assert kept.total == pytest.approx(85.5)
    reopened.do("home-affairs", BeginClosing(MARCH))
    close(reopened)
    assert results(reopened)["an"].total == pytest.approx(85.5)
