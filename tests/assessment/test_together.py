"""Two people acting at the same moment: one wins, the other is told, nobody loses anything, the record stays whole."""

from datetime import date
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from kpi.access.actor import Refused
from kpi.access.collisions import saying_collisions
from kpi.assessment.assign import AssignWork
from kpi.assessment.marks import MarkOneself, MarkValue
from kpi.assessment.months import month_for
from kpi.assessment.new_lines import Work
from kpi.assessment.periods import BeginClosing, OpenPeriod
from kpi.assessment.record import Cell, RecordReview, RecordWork
from kpi.assessment.review import ReturnMonth, UndoApproval
from kpi.assessment.submit import SubmitMonth, WithdrawMonth
from kpi.audit.verify import verify
from kpi.storage.tables import AuditEntry, Month, Period, Post, WorkLine
from kpi.storage.unit_of_work import UnitOfWork
from tests.assessment.scene import MARCH, Scene, period


def at_once(scene: Scene, *deeds: tuple[str, object]) -> list[Any]:
    """Carry out every deed in a thread of its own, all starting together; what each got, or its refusal."""
    outcome: list[Any] = [None] * len(deeds)
    start = Barrier(len(deeds))

    def carry_out(number: int, who: str, command: object) -> None:
        start.wait()
        try:
            outcome[number] = scene.do(who, command)
        except Exception as error:
            outcome[number] = error

    threads = [Thread(target=carry_out, args=(number, *deed)) for number, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    unexpected = [got for got in outcome if isinstance(got, Exception) and not isinstance(got, Refused)]
    assert not unexpected, unexpected
    return outcome


def refusals(outcome: list[Any]) -> list[str]:
    return [str(got) for got in outcome if isinstance(got, Refused)]


def whole(scene: Scene) -> None:
    """No entry missing, none forked, none altered; rows the story wrote by hand are not the record's concern."""
    proof = verify(scene.engine)
    assert proof.intact, [found.what.in_("en") for found in proof.alterations]


def test_two_browsers_approving_the_same_month_approve_it_once(scene: Scene):
    scene.stage("an", "reviewed")
    outcome = at_once(scene, *[("chair", scene.approval("an"))] * 2)
    assert len(refusals(outcome)) == 1
    assert [step for step, _ in scene.events("an")].count("approved") == 1
    whole(scene)


def test_approving_and_returning_the_same_month_only_one_happens(scene: Scene):
    scene.stage("an", "reviewed")
    month = scene.month("an")
    outcome = at_once(
        scene, ("chair", scene.approval("an")), ("head", ReturnMonth(month.id, month.revision, "Look again"))
    )
    assert len(refusals(outcome)) == 1
    assert scene.month("an").state in ("approved", "returned")
    whole(scene)


def test_two_lists_that_share_months_in_different_order_do_not_stand_crosswise(scene: Scene):
    for owner in ("an", "binh", "deputy"):
        scene.stage(owner, "reviewed")
    orders = [("an", "binh", "deputy"), ("deputy", "binh", "an")]
    outcome = at_once(scene, *[("chair", scene.approval(*order)) for order in orders])
    assert len(refusals(outcome)) == 1
    assert {scene.month(owner).state for owner in orders[0]} == {"approved"}
    whole(scene)


def test_two_tabs_typing_the_same_cell_at_once_keep_one_value_and_tell_the_other(scene: Scene):
    line = scene.assign("an")
    typed = [RecordWork(line.month_id, (Cell(line.id, "done", value, None),)) for value in (4, 5)]
    outcome = at_once(scene, *[("an", command) for command in typed])
    (kept,) = [number for number, got in enumerate(outcome) if got.saved]
    (problem,) = outcome[1 - kept].problems
    assert scene.line("an").done == (4, 5)[kept]
    assert f"Yours, “{(4, 5)[1 - kept]}”, was not saved" in problem.message.in_("en")
    whole(scene)


def test_seven_tabs_typing_different_cells_at_once_are_all_kept(scene: Scene):
    line = scene.assign("an")
    before = scene.month("an").revision
    typed = {"done": 4, "failed": 1, "late": 2, "hours": 7.5, "link": "https://a.vn", "cause": "Storm", "note": "Note"}
    commands = [RecordWork(line.month_id, (Cell(line.id, name, value, None),)) for name, value in typed.items()]
    assert not refusals(at_once(scene, *[("an", command) for command in commands]))
    assert {name: getattr(scene.line("an"), name) for name in typed} == typed
    assert scene.month("an").revision == before + len(typed)
    whole(scene)


def test_two_heads_giving_somebody_their_first_work_begin_one_month(scene: Scene):
    person, period = scene.person("an"), scene.period()
    given = [AssignWork(period, (person,), (Work(scene.product(code), 1),)) for code in ("report", "plan")]
    assert not refusals(at_once(scene, ("head", given[0]), ("chair", given[1])))
    assert scene.one(select(func.count()).select_from(Month)) == 1
    assert scene.one(select(func.count()).select_from(WorkLine)) == 2
    whole(scene)


def test_two_heads_giving_the_same_people_work_in_different_order_do_not_stand_crosswise(scene: Scene):
    people = [scene.person(name) for name in ("an", "binh", "deputy")]
    work = (Work(scene.product("report"), 1),)
    given = [AssignWork(scene.period(), tuple(order), work) for order in (people, people[::-1])]
    assert not refusals(at_once(scene, ("head", given[0]), ("chair", given[1])))
    assert scene.one(select(func.count()).select_from(WorkLine)) == 6
    whole(scene)


def test_a_mark_made_in_two_tabs_at_once_is_kept_once(scene: Scene):
    month = scene.assign("an").month_id
    commands = [MarkOneself(month, (MarkValue("I.1", value),)) for value in (3, 4)]
    assert not refusals(at_once(scene, *[("an", command) for command in commands]))
    assert [mark["self_value"] for mark in scene.seen("an").marks] in ([3], [4])
    whole(scene)


def test_handing_in_twice_at_once_hands_in_once(scene: Scene):
    scene.ready("an")
    month = scene.month("an")
    outcome = at_once(scene, *[("an", SubmitMonth(month.id, month.revision))] * 2)
    assert len(refusals(outcome)) == 1
    whole(scene)


def test_taking_back_while_the_head_adjusts_leaves_one_clear_state(scene: Scene):
    line = scene.handed_in("an")
    adjusted = RecordReview(line.month_id, (Cell(line.id, "reviewed_done", 9, None),))
    outcome = at_once(scene, ("an", WithdrawMonth(line.month_id)), ("head", adjusted))
    assert not isinstance(outcome[0], Refused)
    assert scene.month("an").state == "draft"
    assert scene.score("an") is None
    whole(scene)


def test_opening_the_same_month_twice_at_once_opens_it_once(scene: Scene):
    outcome = at_once(scene, *[("home-affairs", OpenPeriod("2026-05"))] * 2)
    assert len(refusals(outcome)) == 1
    assert scene.one(select(func.count()).select_from(Period).where(Period.code == "2026-05")) == 1
    whole(scene)


def test_closing_waits_for_whoever_is_in_the_middle_of_a_command(scene: Scene):
    line = scene.assign("an")
    closed = Event()

    def close() -> None:
        scene.do("home-affairs", BeginClosing(MARCH))
        closed.set()

    with UnitOfWork(scene.engine) as work:
        month_for(work.session, line.month_id)
        closing = Thread(target=close)
        closing.start()
        assert not closed.wait(0.2)
        work.commit()
    closing.join(30)
    assert closed.is_set()


def test_what_the_database_stops_because_of_somebody_else_is_said_and_its_other_errors_are_not_hidden(scene: Scene):
    with pytest.raises(Refused, match="at the same moment, so nothing was saved"), saying_collisions():
        scene.write(period("2026-05"), period("2026-05"))
    with pytest.raises(IntegrityError), saying_collisions():
        scene.write(
            Post(
                person_id=40404,
                unit_id=1,
                role="staff",
                title="",
                job_position="",
                duty_group="",
                valid_from=date(2026, 1, 1),
            )
        )


def test_many_commands_at_once_leave_one_unbroken_chain(scene: Scene):
    for owner in ("an", "binh", "deputy", "chi"):
        scene.assign(owner)
    deeds: list[tuple[str, object]] = []
    for owner in ("an", "binh", "deputy", "chi"):
        line = scene.line(owner)
        deeds += [(owner, RecordWork(line.month_id, (Cell(line.id, name, 1, None),))) for name in ("done", "late")]
    before = scene.audited()
    assert not refusals(at_once(scene, *deeds))
    numbers = scene.all(select(AuditEntry.number).order_by(AuditEntry.number))
    assert numbers == list(range(1, before + len(deeds) + 1))
    whole(scene)


def test_undoing_an_approval_twice_at_once_undoes_it_once(scene: Scene):
    scene.approved("an")
    undo = UndoApproval(scene.month("an").id, "A mistake")
    assert len(refusals(at_once(scene, ("chair", undo), ("chair", undo)))) == 1
    whole(scene)
