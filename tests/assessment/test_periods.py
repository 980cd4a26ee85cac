"""Opening, closing and reopening a month; a closed one is read-only."""

from datetime import date

from sqlalchemy import select

from kpi.assessment.amend import AmendAssignment
from kpi.assessment.assign import AssignWork, RepeatMonth
from kpi.assessment.closing.close import ClosePeriod
from kpi.assessment.evidence import AttachEvidence, RemoveEvidence
from kpi.assessment.marks import MarkOneself, MarkOther, MarkValue, WriteWords
from kpi.assessment.new_lines import Work
from kpi.assessment.periods import BeginClosing, OpenPeriod, ReopenPeriod
from kpi.assessment.proposals import DecideProposal, ProposeWork
from kpi.assessment.record import Cell, RecordReview, RecordWork
from kpi.assessment.review import DecideCause, ReturnMonth, ReviewMonth, UndoApproval
from kpi.assessment.submit import SubmitMonth, WithdrawMonth
from kpi.storage.tables import AuditEntry, Period
from tests.assessment.scene import FEBRUARY, MARCH, Scene


def test_every_command_on_a_month_of_a_closed_period_is_refused(scene: Scene):
    line, month = scene.handed_in("an", cause="Storm"), scene.month("an")
    file = AttachEvidence(month.id, line.id, "a.pdf", "application/pdf", b"%PDF")
    work = Work(line.product_id, 1)
    mark = (MarkValue("I.1", 1),)
    own = [
        RecordWork(month.id, (Cell(line.id, "note", "x", None),)),
        MarkOneself(month.id, mark),
        WriteWords(month.id, "x", "y"),
        file,
        SubmitMonth(month.id, month.revision, "x"),
        WithdrawMonth(month.id),
        ProposeWork(scene.period(), scene.person("an"), work),
    ]
    raters = [
        AssignWork(scene.period(), (scene.person("an"),), (work,)),
        RepeatMonth(scene.period(), scene.period(FEBRUARY), (scene.person("an"),)),
        AmendAssignment(month.id, line.id, 5, None, "x"),
        DecideProposal(month.id, line.id, True),
        RecordReview(month.id, (Cell(line.id, "reviewed_done", 5, None),)),
        MarkOther(month.id, mark),
        DecideCause(month.id, line.id, True),
        ReviewMonth(month.id, month.revision),
        ReturnMonth(month.id, month.revision, "x"),
    ]
    approver = [scene.approval("an"), UndoApproval(month.id, "x")]
    scene.close()
    for who, commands in (("an", own), ("head", raters), ("chair", approver)):
        for command in commands:
            scene.refused(who, command, "The period is closed")


def test_a_file_in_a_closed_period_stays(scene: Scene):
    line = scene.assign("an")
    file = scene.do("an", AttachEvidence(line.month_id, line.id, "a.pdf", "application/pdf", b"%PDF"))
    scene.close()
    scene.refused("an", RemoveEvidence(line.month_id, file), "The period is closed")


def test_home_affairs_closes_and_reopens_with_a_reason_and_work_goes_on(scene: Scene):
    line = scene.assign("an")
    cell = RecordWork(line.month_id, (Cell(line.id, "done", 5, None),))
    scene.do("home-affairs", BeginClosing(MARCH))
    scene.do("home-affairs", ClosePeriod(MARCH, acknowledged=True))
    scene.refused("an", cell, "closed")
    scene.refused("home-affairs", ReopenPeriod(MARCH, " "), "Write why the period is reopened")
    scene.do("home-affairs", ReopenPeriod(MARCH, "A ward was flooded"))
    assert scene.one(select(AuditEntry.reason).where(AuditEntry.command == "ReopenPeriod")) == "A ward was flooded"
    assert not scene.do("an", cell).problems


def test_what_is_closed_is_not_closed_again_nor_what_is_open_reopened(scene: Scene):
    scene.refused("home-affairs", ClosePeriod(FEBRUARY), "not in the state you saw")
    scene.refused("home-affairs", ReopenPeriod(MARCH, "x"), "not in the state you saw")
    scene.refused("home-affairs", BeginClosing(FEBRUARY), "not in the state you saw")
    for command in (BeginClosing("2030-01"), ClosePeriod("2030-01"), ReopenPeriod("2030-01", "x")):
        scene.refused("home-affairs", command, "not in the state you saw")


def test_only_home_affairs_opens_closes_and_reopens(scene: Scene):
    others = ("an", "head", "chair", "governor", "auditor", "administrator", "organizing")
    for command in (OpenPeriod("2026-05"), BeginClosing(MARCH), ClosePeriod(MARCH), ReopenPeriod(FEBRUARY, "x")):
        scene.refused_to(others, command, "not permitted")


def test_a_month_opens_with_deadlines_in_working_days(scene: Scene):
    scene.do("home-affairs", OpenPeriod("2026-08"))
    opened = scene.one(select(Period).where(Period.code == "2026-08"))
    assert (opened.starts, opened.ends, opened.state) == (date(2026, 8, 1), date(2026, 8, 31), "open")
    deadlines = (opened.submit_by, opened.review_by, opened.approve_by)
    assert deadlines == (date(2026, 9, 7), date(2026, 9, 10), date(2026, 9, 15))  # 1 and 2 September are holidays
    assert opened.report_by == date(2026, 9, 24)  # before the 25th


def test_a_month_that_cannot_be_opened_is_refused(scene: Scene):
    months = ("2026-13", "2026-00", "2026-5", "202605", "abc", "", "0000-01", "2026-05-01")
    for code in (*months, "2026-Q5", "2026-Q0", "26"):
        scene.refused("home-affairs", OpenPeriod(code), "is not a month, quarter or year. Write it as 2026-03")
    scene.refused("home-affairs", OpenPeriod(MARCH), "exists already")
    scene.refused(
        "home-affairs", OpenPeriod("2026-05", submit_by=date(2026, 6, 9), review_by=date(2026, 6, 4)), "follow"
    )
    scene.refused("home-affairs", OpenPeriod("2026-05", submit_by=date(2026, 4, 30)), "follow")


def test_a_month_before_the_decree_came_into_force_is_not_opened(scene: Scene):
    scene.refused("home-affairs", OpenPeriod("2025-12"), "applies from 01/01/2026")
