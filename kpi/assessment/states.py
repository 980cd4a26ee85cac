"""The month's state machine: who may take which step, in which state and period. Decided here and nowhere else."""

from dataclasses import dataclass
from enum import StrEnum

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.permissions import Action, Role
from kpi.language.message import N_, Message, say
from kpi.storage.tables import Month


class State(StrEnum):
    """Where a month stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    RETURNED = "returned"
    APPROVED = "approved"


class PeriodState(StrEnum):
    """Where a period stands. A reopened one behaves as an open one; everybody can read why it was reopened."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    PUBLISHED = "published"
    REOPENED = "reopened"


PERIOD_STATE_NAMES = {
    PeriodState.OPEN: N_("open"),
    PeriodState.CLOSING: N_("being closed"),
    PeriodState.CLOSED: N_("closed"),
    PeriodState.PUBLISHED: N_("published"),
    PeriodState.REOPENED: N_("open again"),
}
RECORDING = (PeriodState.OPEN, PeriodState.REOPENED)  # everything goes on
RATING = (*RECORDING, PeriodState.CLOSING)  # raters may still finish
SHUT = (PeriodState.CLOSED, PeriodState.PUBLISHED)  # read-only

STATE_NAMES = {
    State.DRAFT: N_("being recorded"),
    State.SUBMITTED: N_("waiting for review"),
    State.REVIEWED: N_("waiting for approval"),
    State.RETURNED: N_("returned to be corrected"),
    State.APPROVED: N_("approved"),
}

WITH_PERSON = (State.DRAFT, State.RETURNED)
WITH_RATERS = (State.SUBMITTED, State.REVIEWED)


class Step(StrEnum):
    """What can be done with a month."""

    RECORD = "record"
    PROPOSE = "propose"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    ASSIGN = "assign"
    DECIDE = "decide"
    REVIEW = "review"
    RETURN = "return"
    APPROVE = "approve"
    UNDO = "undo"


ACTIONS = {
    Step.RECORD: Action.RECORD_WORK,
    Step.PROPOSE: Action.PROPOSE_WORK,
    Step.SUBMIT: Action.SUBMIT_MONTH,
    Step.WITHDRAW: Action.WITHDRAW_MONTH,
    Step.ASSIGN: Action.ASSIGN_WORK,
    Step.DECIDE: Action.ASSIGN_WORK,
    Step.REVIEW: Action.REVIEW_MONTH,
    Step.RETURN: Action.REVIEW_MONTH,
    Step.APPROVE: Action.APPROVE_MONTH,
    Step.UNDO: Action.APPROVE_MONTH,
}

FROM = {
    Step.RECORD: WITH_PERSON,
    Step.PROPOSE: WITH_PERSON,
    Step.SUBMIT: WITH_PERSON,
    Step.WITHDRAW: (State.SUBMITTED,),
    Step.ASSIGN: WITH_PERSON,
    Step.DECIDE: (*WITH_PERSON, *WITH_RATERS),
    Step.REVIEW: WITH_RATERS,
    Step.RETURN: WITH_RATERS,
    Step.APPROVE: WITH_RATERS,
    Step.UNDO: (State.APPROVED,),
}


FINISHING = (Step.DECIDE, Step.REVIEW, Step.APPROVE, Step.UNDO)  # still open while Home Affairs closes


@dataclass(frozen=True)
class Standing:
    """All that decides which steps are open: the month, its unit's path, its period's state, and its raters."""

    state: str
    period_state: str
    person_id: int
    path: str
    reviewer_id: int | None
    approver_id: int | None
    role: str  # "staff", "head" or "deputy": what the person is in that unit


def standing_of(month: Month, period_state: str, path: str) -> Standing:
    """The standing of a stored month."""
    return Standing(month.state, period_state, month.person_id, path, month.reviewer_id, month.approver_id, month.role)


def why_not(step: Step, at: Standing, actor: Actor) -> Message | None:
    """Why `actor` cannot take `step` now; None when they can."""
    if not actor.may(ACTIONS[step], Subject(at.person_id, at.path)):
        return say("You are not permitted to do this here. Ask the head of the unit concerned.")
    if closed := why_shut(step, at.period_state):
        return closed
    if at.state not in FROM[step]:
        return say("The month is “{state}”, so this step is not open now.", state=Message(STATE_NAMES[State(at.state)]))
    return _not_rater(step, at, actor)


def why_shut(step: Step, period_state: str) -> Message | None:
    """Why the state of its period bars a step on a month; None where it does not."""
    if period_state in RECORDING or (period_state == PeriodState.CLOSING and step in FINISHING):
        return None
    if period_state == PeriodState.CLOSING:
        return say("The period is being closed: only its raters may still finish. Ask Home Affairs to reopen it.")
    return say("The period is closed, so the month is read-only. Home Affairs can reopen the period with a reason.")


def _not_rater(step: Step, at: Standing, actor: Actor) -> Message | None:
    """The tree names two persons; the one above may also do what the one below may."""
    if step in (Step.REVIEW, Step.RETURN) and not _rates(at, actor):
        return say("The month is reviewed by its direct manager or the approving head, and you are neither.")
    if step in (Step.APPROVE, Step.UNDO) and actor.person_id != at.approver_id:
        return say("Only the approving head can do this.")
    if step is Step.APPROVE and at.state == State.SUBMITTED and at.reviewer_id not in (actor.person_id, None):
        return say("The direct manager has not reviewed it yet. Wait for the review, or review it yourself first.")
    if step in (Step.ASSIGN, Step.DECIDE) and actor.person_id == at.person_id:
        return say("Nobody assigns work to themselves. Propose it, and your head accepts it.")
    if step is Step.DECIDE and at.state in WITH_RATERS and not _rates(at, actor):
        return say("Once handed in, only its direct manager or the approving head decides, and you are neither.")
    if step in (Step.ASSIGN, Step.DECIDE) and not (_rates(at, actor) or _leads(at, actor)):
        return say("You do not lead this person. The one who does assigns the work and decides on proposals.")
    return None


def _rates(at: Standing, actor: Actor) -> bool:
    return actor.person_id is not None and actor.person_id in (at.reviewer_id, at.approver_id)


def _leads(at: Standing, actor: Actor) -> bool:
    """A head leads their unit and all below it; so does a deputy, but for the head they serve under."""
    for held in actor.holdings:
        own_head = held.role is Role.DEPUTY and at.role == "head" and at.path == held.path
        if held.role in (Role.HEAD, Role.DEPUTY) and at.path.startswith(held.path) and not own_head:
            return True
    return False


def allowed(at: Standing, actor: Actor) -> frozenset[Step]:
    """The steps open to `actor`: what a screen may draw."""
    return frozenset(step for step in Step if why_not(step, at, actor) is None)


def require(step: Step, at: Standing, actor: Actor) -> None:
    """Raise `Refused` unless the step is open."""
    if message := why_not(step, at, actor):
        raise Refused(message)
