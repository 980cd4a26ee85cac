"""Recording cell by cell: what is kept, what is told, and what a forged edit gets."""

import pandas as pd
import pytest

from kpi.access.actor import NotPermitted
from kpi.assessment.evidence import MOST_FILES, AttachEvidence, RemoveEvidence, read_evidence
from kpi.assessment.marks import WriteWords
from kpi.assessment.new_lines import Work
from kpi.assessment.proposals import DecideProposal, ProposeWork
from kpi.assessment.record import Cell, RecordReview, RecordWork
from kpi.assessment.review import ReturnMonth
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import Scene, contents


def type_in(scene: Scene, field: str, value, seen=None, line: int | None = None, who="an"):
    target = scene.line("an")
    return scene.do(who, RecordWork(target.month_id, (Cell(line or target.id, field, value, seen),)))


def kept(scene: Scene, *fields: str):
    return tuple(getattr(scene.line("an"), field) for field in fields)


def unsaved(scene: Scene, field: str, value, saying: str, seen=None) -> None:
    """The cell comes back with its problem, and not one row of any table changed."""
    before = contents(scene.engine)
    recorded = type_in(scene, field, value, seen)
    assert not recorded.saved
    (problem,) = recorded.problems
    assert saying in problem.message.in_("en")
    assert problem.message.in_("vi")
    assert problem.cell.value is value or problem.cell.value == value
    assert contents(scene.engine) == before


@pytest.fixture
def assigned(scene: Scene) -> Scene:
    scene.assign("an", quantity=10)
    return scene


def test_what_is_typed_is_kept_cell_by_cell_and_moves_the_revision(assigned: Scene):
    first = type_in(assigned, "done", 4)
    second = type_in(assigned, "quality_ok", 3.5)
    assert second.revision == first.revision + 1
    type_in(assigned, "link", " https://example.vn/report ")
    type_in(assigned, "note", "Sent on Monday")
    assert kept(assigned, "done", "quality_ok", "link", "note") == (
        4,
        3.5,
        "https://example.vn/report",
        "Sent on Monday",
    )


def test_what_was_not_typed_stays_missing_and_scores_nothing(assigned: Scene):
    type_in(assigned, "hours", 3)
    assert kept(assigned, "done", "quality_ok", "failed", "late", "exceeded") == (None,) * 5
    people = assigned.seen("an").score("self").scores.people
    assert people["status"].tolist() == ["insufficient"]
    assert people["total"].isna().all()


@pytest.mark.parametrize("empty", [None, "", float("nan")])
def test_an_emptied_cell_is_missing_again_and_not_zero(assigned: Scene, empty):
    type_in(assigned, "done", 4)
    type_in(assigned, "done", empty, seen=4)
    assert kept(assigned, "done") == (None,)


def test_zero_is_a_number_and_not_missing(assigned: Scene):
    type_in(assigned, "done", 0)
    assert kept(assigned, "done") == (0,)


def test_two_tabs_typing_different_cells_are_both_kept(assigned: Scene):
    type_in(assigned, "done", 4, seen=None)
    assert not type_in(assigned, "late", 1, seen=None).problems
    assert kept(assigned, "done", "late") == (4, 1)


def test_two_tabs_typing_the_same_cell_the_second_is_told_and_loses_nothing(assigned: Scene):
    type_in(assigned, "done", 4, seen=None)
    unsaved(assigned, "done", 5, "“–” became “4”. Yours, “5”, was not saved", seen=None)
    assert kept(assigned, "done") == (4,)
    assert not type_in(assigned, "done", 5, seen=4).problems


def test_the_same_value_typed_again_after_a_lost_answer_changes_nothing_more(assigned: Scene):
    type_in(assigned, "done", 4, seen=None)
    before = contents(assigned.engine)
    assert not type_in(assigned, "done", 4, seen=None).problems
    assert contents(assigned.engine) == before


def test_a_cell_that_cannot_be_saved_does_not_hold_back_the_others(assigned: Scene):
    line = assigned.line("an")
    cells = (Cell(line.id, "late", -1, None), Cell(line.id, "done", 5, None), Cell(line.id, "note", "ok", None))
    recorded = assigned.do("an", RecordWork(line.month_id, cells))
    assert [cell.field for cell in recorded.saved] == ["done", "note"]
    assert [problem.cell.field for problem in recorded.problems] == ["late"]
    assert kept(assigned, "done", "late", "note") == (5, None, "ok")


def test_numbers_that_contradict_each_other_are_refused_line_by_line_with_those_numbers(assigned: Scene):
    unsaved(assigned, "done", 101, "Done: 101 is more than ten times the 10 assigned")
    type_in(assigned, "done", 4)
    unsaved(assigned, "quality_ok", 5, "Quality met: 5 is more than the 4 done")
    unsaved(assigned, "exceeded", 4.5, "Exceeded: 4.5 is more than the 4 done")
    type_in(assigned, "quality_ok", 4)
    unsaved(assigned, "done", 3, "Quality met: 4 is more than the 3 done", seen=4)
    line = assigned.line("an")
    both = (Cell(line.id, "done", 3, 4), Cell(line.id, "quality_ok", 3, 4))
    assert len(assigned.do("an", RecordWork(line.month_id, both)).saved) == 2


def test_exactly_ten_times_the_assigned_is_accepted(assigned: Scene):
    assert not type_in(assigned, "done", 100).problems


def test_a_contradiction_on_one_line_does_not_hold_back_another(assigned: Scene):
    first, second = assigned.line("an"), assigned.assign("an", "plan")
    cells = (Cell(first.id, "quality_ok", 5, None), Cell(second.id, "done", 5, None))
    recorded = assigned.do("an", RecordWork(first.month_id, cells))
    assert [cell.line_id for cell in recorded.saved] == [second.id]


WRONG = [
    ("done", -1, "Done: -1 is below zero"),
    ("done", float("-inf"), "below zero"),
    ("done", float("inf"), "too large"),
    ("done", 1e300, "too large"),
    ("done", 10**400, "too large"),
    ("done", -(10**400), "below zero"),
    ("done", "NaN", "“NaN” is not a number"),
    ("done", True, "“True” is not a number"),
    ("done", "7", "“7” is not a number"),
    ("done", "x" * 100_000, "is not a number"),
    ("done", [1], "is not a number"),
    ("done", 0.001, "more than two decimals"),
    ("late", 1.5, "1.5 is not a whole number"),
    ("failed", 1000, "1,000 is more than 999"),
    ("hours", 745, "745 is more than 744"),
    ("note", "x" * 2001, "has 2001 characters; shorten it to 2000"),
    ("link", "https://example.vn/" + "x" * 500, "shorten it to 500"),
    ("link", "javascript:alert(1)", "is not a web address"),
    ("link", "JavaScript:alert(1)", "is not a web address"),
    ("link", "data:text/html,x", "is not a web address"),
    ("link", "file:///etc/passwd", "is not a web address"),
    ("link", "https:", "is not a web address"),
    ("link", "http://[", "is not a web address"),
]


def test_a_value_outside_its_limits_is_told_and_changes_nothing(assigned: Scene):
    for field, value, saying in WRONG:
        unsaved(assigned, field, value, saying)


def test_text_a_database_cannot_keep_is_refused(assigned: Scene):
    line = assigned.line("an")
    for text in ("a\x00b", "half a character \ud83d"):
        assigned.refused("an", RecordWork(line.month_id, (Cell(line.id, "note", text, None),)), "cannot be kept")
        assigned.refused("an", WriteWords(line.month_id, text, None), "cannot be kept")


LOCKED = [
    "coefficient",
    "assigned",
    "reviewed_done",
    "failed_excused",
    "cause_decision",
    "state",
    "id",
    "month_id",
    "no",
]


def test_a_forged_edit_of_a_locked_column_refuses_everything_with_it(assigned: Scene):
    line = assigned.line("an")
    for column in LOCKED:
        cells = (Cell(line.id, "done", 5, None), Cell(line.id, column, 5, getattr(line, column, None)))
        assigned.refused("an", RecordWork(line.month_id, cells), "cannot be changed here")


def test_a_rater_cannot_forge_what_the_person_declared(assigned: Scene):
    line = assigned.line("an")
    assigned.change(type(assigned.month("an")), type(assigned.month("an")).id == line.month_id, state="submitted")
    for column in ("done", "quality_ok", "coefficient", "assigned", "state", "cause_decision"):
        command = RecordReview(line.month_id, (Cell(line.id, column, 5, None),))
        assigned.refused("head", command, "cannot be changed here")


def test_a_forged_edit_of_somebody_else_s_line_or_month_is_refused(assigned: Scene):
    foreign = assigned.assign("binh")
    own = assigned.line("an")
    cell = (Cell(foreign.id, "done", 5, None),)
    assigned.refused("an", RecordWork(own.month_id, cell), "not part of this month")
    assert isinstance(assigned.refused("an", RecordWork(foreign.month_id, cell)), NotPermitted)
    assigned.refused("an", RecordWork(40404, cell), "not permitted")
    assigned.refused("an", RecordWork(own.month_id, (Cell(40404, "done", 5, None),)), "not part of this month")


def test_nobody_records_for_somebody_else(assigned: Scene):
    line = assigned.line("an")
    for who in ("head", "chair", "binh", "home-affairs", "auditor", "administrator", "governor"):
        command = RecordWork(line.month_id, (Cell(line.id, "done", 5, None),))
        assert isinstance(assigned.refused(who, command), NotPermitted)


def test_a_refused_proposal_takes_no_record(assigned: Scene):
    assigned.do("an", ProposeWork(assigned.period(), assigned.person("an"), Work(assigned.product("plan"), 2)))
    line = assigned.line("an")
    assigned.do("head", DecideProposal(line.month_id, line.id, False, reason="No"))
    assigned.refused("an", RecordWork(line.month_id, (Cell(line.id, "done", 1, None),)), "was refused")


def test_nothing_is_recorded_once_the_month_is_handed_in(scene: Scene):
    line = scene.handed_in("an")
    scene.refused("an", RecordWork(line.month_id, (Cell(line.id, "done", 1, 10),)), "waiting for review")


def returned(scene: Scene, **counts) -> int:
    """A month in which a cause was confirmed, then returned; its line's id."""
    line = scene.handed_in("an", **counts)
    scene.record("an", line, by="head", failed_excused=2, review_reason="Power cut")
    month = scene.month("an")
    scene.do("head", ReturnMonth(month.id, month.revision, "Check it"))
    return line.id


def test_a_person_who_corrects_what_a_rater_decided_on_is_not_held_and_the_rater_decides_anew(scene: Scene):
    returned(scene, failed=2)
    assert not scene.record("an", failed=1).problems
    assert kept(scene, "failed", "failed_excused") == (1, None)


def test_a_changed_cause_opens_its_decision_again(scene: Scene):
    returned(scene, failed=2, cause="Storm")
    scene.change(type(scene.line("an")), type(scene.line("an")).id == scene.line("an").id, cause_decision="confirmed")
    scene.record("an", cause="Somebody else's fault")
    assert kept(scene, "cause_decision", "failed_excused") == (None, None)


def test_other_corrections_leave_the_rater_s_figures_beside_the_person_s(scene: Scene):
    returned(scene, failed=2)
    scene.record("an", note="Corrected", done=9.0, quality_ok=9.0)
    assert kept(scene, "failed_excused", "review_reason") == (2, "Power cut")


def test_strengths_and_shortcomings_are_kept_in_the_person_s_words(assigned: Scene):
    month = assigned.month("an").id
    assigned.do("an", WriteWords(month, " Careful ", ""))
    assert (assigned.month("an").strengths, assigned.month("an").shortcomings) == ("Careful", None)
    assigned.refused("an", WriteWords(month, "x" * 2001, None), "2001 characters")
    assigned.refused("head", WriteWords(month, "x", None), "not permitted")


def attach(scene: Scene, name="report.pdf", content=b"%PDF-1.7", who="an") -> int:
    line = scene.line("an")
    return scene.do(who, AttachEvidence(line.month_id, line.id, name, "application/pdf", content))


def test_a_file_is_attached_read_by_those_who_may_and_removed(assigned: Scene):
    file = attach(assigned)
    with reading(assigned.engine) as session:
        assert read_evidence(session, assigned.actor("head"), file)[2] == b"%PDF-1.7"
        for stranger in ("binh", "other-head", "administrator"):
            with pytest.raises(NotPermitted):
                read_evidence(session, assigned.actor(stranger), file)
    month = assigned.month("an").id
    assigned.refused("head", RemoveEvidence(month, file), "not permitted")
    assigned.do("an", RemoveEvidence(month, file))
    assigned.refused("an", RemoveEvidence(month, file), "no longer there")


def test_other_files_are_refused(assigned: Scene):
    line = assigned.line("an")
    for name, content, saying in (
        ("a.exe", b"MZ", "not a PDF"),
        ("a.pdf", b"MZ", "not a PDF"),
        ("a.html", b"<html>", "not a PDF"),
        ("a.pdf", b"%PDF" + b"0" * 5_000_000, "larger than 5 MB"),
    ):
        assigned.refused("an", AttachEvidence(line.month_id, line.id, name, "application/pdf", content), saying)


def test_no_more_files_than_allowed_and_none_on_a_foreign_line(assigned: Scene):
    for _ in range(MOST_FILES):
        attach(assigned)
    line, foreign = assigned.line("an"), assigned.assign("binh")
    assigned.refused("an", AttachEvidence(line.month_id, line.id, "a.pdf", "", b"%PDF"), "has 5 files already")
    assigned.refused("an", AttachEvidence(line.month_id, foreign.id, "a.pdf", "", b"%PDF"), "not part of this month")


def test_a_table_s_own_missing_value_is_missing(assigned: Scene):
    type_in(assigned, "done", pd.NA)
    assert kept(assigned, "done") == (None,)


def test_the_kind_of_a_file_follows_from_its_name_whatever_the_browser_claims(assigned: Scene):
    line = assigned.line("an")
    file = assigned.do("an", AttachEvidence(line.month_id, line.id, "Photo.PNG", "text/html", b"\x89PNG"))
    with reading(assigned.engine) as session:
        assert read_evidence(session, assigned.actor("an"), file)[1] == "image/png"
