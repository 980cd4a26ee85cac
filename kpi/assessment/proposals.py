"""Work proposed by the person who will do it, and the head's decision."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.months import keep_score, month_for, month_of_person, note_event, touch
from kpi.assessment.new_lines import Work, add_line, checked_quantity, line_of, open_period_of, where_person
from kpi.assessment.record import of_month
from kpi.assessment.scoring import REVIEWED
from kpi.assessment.states import WITH_RATERS, Step, require
from kpi.language.message import say


@dataclass(frozen=True)
class ProposeWork:
    """A person proposes work of their own for the head to accept."""

    period_id: int
    person_id: int
    work: Work


@dataclass(frozen=True)
class DecideProposal:
    """A head accepts proposed work, with another quantity if need be, or refuses it with a reason."""

    month_id: int
    line_id: int
    accepted: bool
    quantity: float | None = None
    reason: str | None = None

    @property
    def about(self) -> str:
        """The line, for the audit."""
        return f"month {self.month_id} line {self.line_id}"


@handles(ProposeWork, Action.PROPOSE_WORK, lambda command, session: where_person(session, command.person_id))
def propose_work(command: ProposeWork, actor: Actor, session: Session) -> int:
    """Returns the line's id."""
    month = month_of_person(session, command.person_id, open_period_of(session, command.period_id))
    at = month_for(session, month.id)
    require(Step.PROPOSE, at.standing, actor)
    line = add_line(session, month, command.work, origin="proposed", state="proposed")
    touch(month)
    note_event(session, month, actor, "proposed", line.title)
    return line.id


@handles(DecideProposal, Action.ASSIGN_WORK, of_month)
def decide_proposal(command: DecideProposal, actor: Actor, session: Session) -> None:
    """A refusal needs a reason and leaves the proposal visible; what was recorded on it counts once accepted."""
    at = month_for(session, command.month_id)
    require(Step.DECIDE, at.standing, actor)
    line = line_of(session, at, command.line_id)
    if line.state != "proposed":
        raise Refused(say("“{title}” is no longer waiting for a decision. Reload the page.", title=line.title))
    if not command.accepted and not (command.reason or "").strip():
        raise Refused(say("Write why the proposal is refused; the person will read it."))
    if command.accepted and command.quantity is not None:
        line.assigned = checked_quantity(command.quantity)
    line.state = "accepted" if command.accepted else "refused"
    line.state_reason = (command.reason or "").strip() or None
    touch(at.month)
    if at.month.state in WITH_RATERS:
        keep_score(session, at, REVIEWED)
    note_event(session, at.month, actor, "proposal_" + line.state, command.reason or line.title)
