"""A walk over every step, state, period and person: what `allowed` says is what a command gets."""

import pytest

from kpi.access.actor import Refused
from kpi.assessment.assign import AssignWork
from kpi.assessment.marks import MarkOther, MarkValue
from kpi.assessment.new_lines import Work
from kpi.assessment.proposals import DecideProposal, ProposeWork
from kpi.assessment.record import Cell, RecordWork
from kpi.assessment.review import ApproveMonths, ReturnMonth, Seen, UndoApproval
from kpi.assessment.states import WITH_PERSON, State, Step, allowed, standing_of
from kpi.assessment.submit import SubmitMonth, WithdrawMonth
from kpi.storage.tables import Month, Period, WorkLine
from kpi.storage.unit_of_work import UnitOfWork
from tests.assessment.scene import MARCH, Scene, contents

WHO = {
    "owner": "an",
    "reviewer": "head",
    "approver": "chair",
    "deputy of the division": "deputy",
    "deputy above": "vice",
    "deputy elsewhere": "acting",
    "head of the province": "governor",
    "colleague": "binh",
    "outsider": "other-head",
    "Home Affairs": "home-affairs",
    "Organizing Committee": "organizing",
    "auditor": "auditor",
    "administrator": "administrator",
}
OPEN_TO = {  # in an open period, by state
    State.DRAFT: {
        "owner": {Step.RECORD, Step.PROPOSE, Step.SUBMIT},
        "reviewer": {Step.ASSIGN, Step.DECIDE},
        "approver": {Step.ASSIGN, Step.DECIDE},
    },
    State.SUBMITTED: {
        "owner": {Step.WITHDRAW},
        "reviewer": {Step.DECIDE, Step.REVIEW, Step.RETURN},
        "approver": {Step.DECIDE, Step.REVIEW, Step.RETURN},
    },
    State.REVIEWED: {
        "owner": set(),
        "reviewer": {Step.DECIDE, Step.REVIEW, Step.RETURN},
        "approver": {Step.DECIDE, Step.REVIEW, Step.RETURN, Step.APPROVE},
    },
    State.RETURNED: {
        "owner": {Step.RECORD, Step.PROPOSE, Step.SUBMIT},
        "reviewer": {Step.ASSIGN, Step.DECIDE},
        "approver": {Step.ASSIGN, Step.DECIDE},
    },
    State.APPROVED: {"owner": set(), "reviewer": set(), "approver": {Step.UNDO}},
}
LEADING_BUT_NO_RATER = ("deputy of the division", "deputy above", "head of the province")
NEVER = set(WHO) - {"owner", "reviewer", "approver", *LEADING_BUT_NO_RATER}


def commands(scene: Scene, month: Month, line: WorkLine) -> dict[Step, object]:
    person, work = scene.person("an"), Work(line.product_id, 1)
    return {
        Step.RECORD: RecordWork(month.id, (Cell(line.id, "note", "x", None),)),
        Step.PROPOSE: ProposeWork(month.period_id, person, work),
        Step.SUBMIT: SubmitMonth(month.id, month.revision, "An answer"),
        Step.WITHDRAW: WithdrawMonth(month.id),
        Step.ASSIGN: AssignWork(month.period_id, (person,), (work,)),
        Step.DECIDE: DecideProposal(month.id, line.id, True),
        Step.REVIEW: MarkOther(month.id, (MarkValue("I.1", 5.0),)),
        Step.RETURN: ReturnMonth(month.id, month.revision, "A reason"),
        Step.APPROVE: ApproveMonths((Seen(month.id, month.revision),)),
        Step.UNDO: UndoApproval(month.id, "A reason"),
    }


def accepted(scene: Scene, who: str, command: object) -> bool:
    try:
        scene.do(who, command)
    except Refused:
        return False
    return True


def everybody_s_steps(scene: Scene, month: Month, period_state: str) -> dict[str, frozenset[Step]]:
    at = standing_of(month, period_state, scene.unit("economy").path)
    return {name: allowed(at, scene.actor(who)) for name, who in WHO.items()}


@pytest.mark.parametrize("scene", ["sqlite"], indirect=True)
@pytest.mark.parametrize("period_state", ["open", "closed"])
@pytest.mark.parametrize("state", State)
def test_what_is_said_to_be_allowed_is_what_a_command_gets(scene: Scene, state: State, period_state: str):
    line = scene.handed_in("an")
    scene.change(Month, Month.id == line.month_id, state=state.value)
    scene.change(Period, Period.code == MARCH, state=period_state)
    month = scene.month("an")
    said = everybody_s_steps(scene, month, period_state)
    for step, command in commands(scene, month, line).items():
        wanted = "proposed" if step is Step.DECIDE else "accepted"
        scene.change(WorkLine, WorkLine.id == line.id, state=wanted)
        before = contents(scene.engine)
        with pytest.MonkeyPatch.context() as patch:  # carried out to the end and taken back: each meets the same month
            patch.setattr(UnitOfWork, "commit", lambda work: work.session.rollback())
            got = {name: accepted(scene, who, command) for name, who in WHO.items()}
        assert got == {name: step in steps for name, steps in said.items()}, step
        assert contents(scene.engine) == before


@pytest.mark.parametrize("scene", ["sqlite"], indirect=True)
def test_what_is_allowed_is_what_was_agreed(scene: Scene):
    scene.handed_in("an")
    month = scene.month("an")
    for state in State:
        month.state = state.value
        said = everybody_s_steps(scene, month, "open")
        assert {name: set(said[name]) for name in OPEN_TO[state]} == OPEN_TO[state], state
        assert all(not said[name] for name in NEVER), state
        leading = {Step.ASSIGN, Step.DECIDE} if state in WITH_PERSON else set()
        assert all(said[name] == leading for name in LEADING_BUT_NO_RATER), state
        assert not any(everybody_s_steps(scene, month, "closed").values())
