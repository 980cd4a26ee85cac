"""What counts as a change of a month: everything done to it, everything it rests on, and nothing else."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from kpi.access.accounts import SetActive
from kpi.access.actor import Refused
from kpi.assessment.amend import AmendAssignment
from kpi.assessment.evidence import AttachEvidence, RemoveEvidence
from kpi.assessment.marks import MarkOneself, MarkOther, MarkValue, WriteWords
from kpi.assessment.moves import BEFORE_APPROVAL, OF_ONE_MONTH, Watch
from kpi.assessment.new_lines import Work
from kpi.assessment.proposals import DecideProposal, ProposeWork
from kpi.assessment.record import Cell, RecordReview, RecordWork
from kpi.assessment.review import ApproveMonths, DecideCause, ReturnMonth, ReviewMonth, Seen, UndoApproval
from kpi.assessment.rule_choices import ChooseRule
from kpi.assessment.submit import SubmitMonth, WithdrawMonth
from kpi.audit.chain import Deed, append
from kpi.storage.tables import AuditEntry, FlagAnswer, Mark, MonthEvent, WorkLine
from kpi.storage.unit_of_work import UnitOfWork
from tests.assessment.scene import Scene

KEYED_BY_MONTH = {"month", "month_score", "leader_criterion", "overtime"}
NAMING_THEIR_MONTH = {"work_line": WorkLine, "mark": Mark, "month_event": MonthEvent, "flag_answer": FlagAnswer}


def whole_story(scene: Scene) -> None:
    """Everything that can be done to one month, by its person and its raters."""
    scene.mark("an")
    month, line = scene.month("an").id, scene.line("an").id
    scene.do("an", WriteWords(month, "Nhanh", "Chưa đều"))
    file = scene.do("an", AttachEvidence(month, line, "báo cáo.pdf", "application/pdf", b"%PDF-1.7"))
    scene.do("an", RemoveEvidence(month, file))
    scene.do("an", ProposeWork(scene.period(), scene.person("an"), Work(scene.product("plan"), 2)))
    scene.do("head", DecideProposal(month, scene.line("an").id, True, 1))
    scene.do("head", AmendAssignment(month, line, 8, None, "ít việc hơn"))
    scene.record("an", scene.line("an"), done=1, quality_ok=1, failed=0, late=0)
    scene.record("an", scene.one(select(WorkLine).where(WorkLine.id == line)), done=8, quality_ok=8, failed=1, late=0)
    scene.record("an", scene.one(select(WorkLine).where(WorkLine.id == line)), cause="mất điện cả tuần")
    scene.do("an", SubmitMonth(month, scene.month("an").revision))
    scene.do("an", WithdrawMonth(month))
    scene.do("an", SubmitMonth(month, scene.month("an").revision))
    scene.do("head", DecideCause(month, line, True, 1, 0))
    scene.do("head", ReturnMonth(month, scene.month("an").revision, "xem lại"))
    scene.do("an", SubmitMonth(month, scene.month("an").revision, "đã xem"))
    scene.record("an", scene.one(select(WorkLine).where(WorkLine.id == line)), by="head", reviewed_done=7)
    scene.record("an", scene.one(select(WorkLine).where(WorkLine.id == line)), by="head", review_reason="đếm lại")
    scene.rate("an", MarkValue("I.1", 4.5, "đến muộn"))
    scene.do("head", ReviewMonth(month, scene.month("an").revision))
    scene.do("chair", ApproveMonths((Seen(month, scene.month("an").revision),)))
    scene.do("chair", UndoApproval(month, "nhầm"))


def month_of_row(scene: Scene, change: dict) -> int:
    """The month a changed row belongs to; fails for a table that belongs to none."""
    name, key = change["table"], change["id"][0]
    if name in KEYED_BY_MONTH:
        return key
    if name == "evidence":
        values = change["before"] or change["after"]
        return scene.one(select(WorkLine.month_id).where(WorkLine.id == values["line_id"]))
    table = NAMING_THEIR_MONTH[name]
    return scene.one(select(table.month_id).where(table.id == key))


def test_a_command_that_names_a_month_changes_rows_of_that_month_only(scene: Scene):
    scene.stage("binh", "reviewed")
    scene.assign("an")
    whole_story(scene)
    commands = set()
    for entry in scene.all(select(AuditEntry)):
        if named := OF_ONE_MONTH.match(entry.subject):
            commands.add(entry.command)
            months = {month_of_row(scene, change) for change in json.loads(entry.changes)}
            assert months == {int(named[1])}, entry.command
    assert len(commands) == 15


@pytest.fixture
def watched(scene: Scene) -> tuple[Scene, Watch]:
    scene.assign("an")
    scene.assign("binh")
    watch = Watch(scene.engine)
    watch.now()
    return scene, watch


def states(scene: Scene, watch: Watch) -> tuple:
    now = watch.now()
    return now.of([scene.month("an").id]), now.of([scene.month("binh").id]), now.shared, now.whole


def test_recording_moves_this_month_and_the_whole_and_nobody_elses(watched):
    scene, watch = watched
    an, binh, shared, whole = states(scene, watch)
    scene.record("an", done=3)
    after = states(scene, watch)
    assert (after[0] != an, after[1] == binh, after[2] == shared, after[3] != whole) == (True,) * 4
    assert states(scene, watch) == after


def test_only_an_approval_and_its_undoing_move_what_approved_months_hold(watched):
    scene, watch = watched
    before = watch.now().approved
    scene.mark("an")
    scene.record("an", done=8, quality_ok=8)
    scene.do("an", SubmitMonth(scene.month("an").id, scene.month("an").revision))
    scene.rate("an", MarkValue("I.1", 4.5, "đến muộn"))
    scene.do("head", ReviewMonth(scene.month("an").id, scene.month("an").revision))
    assert watch.now().approved == before
    scene.do("chair", ApproveMonths((Seen(scene.month("an").id, scene.month("an").revision),)))
    approved = watch.now().approved
    scene.do("chair", UndoApproval(scene.month("an").id, "nhầm"))
    assert len({before, approved, watch.now().approved}) == 3


def test_what_is_done_before_an_approval_is_refused_after_it(scene: Scene):
    month, line = scene.stage("an", "approved"), scene.line("an")
    done, mark = Cell(line.id, "done", 3, line.done), (MarkValue("I.1", 4.0, "khác"),)
    revision = scene.month("an").revision
    tries = [
        ("an", RecordWork(month, (done,))),
        ("head", RecordReview(month, (Cell(line.id, "reviewed_done", 3, None),))),
        ("an", MarkOneself(month, mark)),
        ("head", MarkOther(month, mark)),
        ("an", WriteWords(month, "Nhanh", "Chưa đều")),
        ("an", AttachEvidence(month, line.id, "báo cáo.pdf", "application/pdf", b"%PDF-1.7")),
        ("an", RemoveEvidence(month, 1)),
        ("an", SubmitMonth(month, revision)),
        ("an", WithdrawMonth(month)),
        ("head", ReviewMonth(month, revision)),
        ("head", ReturnMonth(month, revision, "xem lại")),
    ]
    assert {type(command).__name__ for _who, command in tries} == BEFORE_APPROVAL
    before = scene.all(select(AuditEntry))
    for who, command in tries:
        with pytest.raises(Refused):
            scene.do(who, command)
    assert len(scene.all(select(AuditEntry))) == len(before)


@pytest.mark.parametrize("what", ["rule", "assignment", "unknown"])
def test_what_months_share_moves_all_of_them(watched, what):
    scene, watch = watched
    before = states(scene, watch)
    if what == "rule":
        scene.do("home-affairs", ChooseRule("nd335", "deduction_basis", "line", date(2026, 3, 1), "Quyết định số 12"))
    elif what == "assignment":
        scene.assign("chi")
    else:
        with UnitOfWork(scene.engine) as work:
            append(work.session, Deed("system", "system", "SomethingNew", "nobody thought of it"), [])
            work.commit()
    assert all(one != other for one, other in zip(states(scene, watch), before, strict=True))


def test_an_account_switched_off_moves_nothing_that_is_shown_of_a_month(watched):
    scene, watch = watched
    before = states(scene, watch)
    scene.do("administrator", SetActive("binh", active=False, reason="nghỉ hưu"))
    assert states(scene, watch) == before


def test_a_record_that_is_not_the_one_followed_is_followed_from_its_end(watched):
    scene, watch = watched
    before = states(scene, watch)
    number, _ = watch.known
    watch.known = (number, "0" * 64)  # as after another database was put in this one's place
    after = states(scene, watch)
    assert all(one != other for one, other in zip(after, before, strict=True))
    scene.record("an", done=3)
    assert states(scene, watch)[0] != after[0]


def test_an_empty_record_never_says_that_nothing_moved(engine):
    watch = Watch(engine)
    assert watch.now().whole != watch.now().whole
