"""A version's way: proposed, commented, approved or taken back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.language.message import say
from kpi.language.numbers import format_date
from kpi.staffing.criteria.drafting import draft_of, plain_text, refuse_impossible
from kpi.storage.tables import Criteria, CriteriaComment, Unit

LONGEST_DECISION, LONGEST_COMMENT = 200, 2000


@dataclass(frozen=True)
class ProposeCriteria:
    """The drafter proposes a version to take effect on a day; from then on it is not edited."""

    criteria_id: int
    effective_from: date

    @property
    def about(self) -> str:
        """The version, for the audit."""
        return f"criteria {self.criteria_id}"


@dataclass(frozen=True)
class WithdrawCriteria:
    """A proposal is taken back to be a draft again, or a draft is given up."""

    criteria_id: int
    reason: str

    @property
    def about(self) -> str:
        """The version, for the audit."""
        return f"criteria {self.criteria_id}"


@dataclass(frozen=True)
class CommentCriteria:
    """The Committee or Home Affairs comments on a version."""

    criteria_id: int
    text: str

    @property
    def about(self) -> str:
        """The version, for the audit."""
        return f"criteria {self.criteria_id}"


@dataclass(frozen=True)
class CommentCriteriaForUnit:
    """The head of a unit comments on a version for their unit."""

    criteria_id: int
    unit_code: str
    text: str

    @property
    def about(self) -> str:
        """The version, for the audit."""
        return f"criteria {self.criteria_id}"


@dataclass(frozen=True)
class ApproveCriteria:
    """The Organizing Committee approves a proposed version. Never by whoever drafted it."""

    criteria_id: int
    decision: str

    @property
    def about(self) -> str:
        """The version, for the audit."""
        return f"criteria {self.criteria_id}"

    @property
    def reason(self) -> str:
        """The decision is the reason."""
        return self.decision


def _unit(command: CommentCriteriaForUnit, session: Session) -> Subject:
    return Subject(path=session.scalars(select(Unit.path).where(Unit.code == command.unit_code)).one_or_none())


@handles(ProposeCriteria, Action.MANAGE_STAFFING, whole_province)
def propose_criteria(command: ProposeCriteria, actor: Actor, session: Session) -> None:
    """Refused unless a draft, without any activity, or from a day at or before the version in force."""
    row = draft_of(session, command.criteria_id)
    _refuse_rewriting(session, command.effective_from)
    refuse_impossible(session, row)
    row.state, row.effective_from, row.proposed_at = "proposed", command.effective_from, datetime.now(UTC)


@handles(WithdrawCriteria, Action.MANAGE_STAFFING, whole_province)
def withdraw_criteria(command: WithdrawCriteria, actor: Actor, session: Session) -> None:
    """A proposal becomes a draft again, a draft is withdrawn. Refused without a reason, or for anything else."""
    if not command.reason.strip():
        raise Refused(say("Write why; everybody will read it."))
    row = _row(session, command.criteria_id)
    following = {"proposed": "draft", "draft": "withdrawn"}
    if row.state not in following:
        raise Refused(say("Only a draft or a proposal can be taken back. Draft a new version instead."))
    row.state = following[row.state]
    _comment(session, row, actor.name, command.reason)


@handles(CommentCriteria, Action.MANAGE_STAFFING, whole_province)
def comment_criteria(command: CommentCriteria, actor: Actor, session: Session) -> None:
    """Refused without text."""
    _comment(session, _row(session, command.criteria_id), actor.name, command.text)


@handles(CommentCriteriaForUnit, Action.ANSWER_REALLOCATION, _unit)
def comment_criteria_for_unit(command: CommentCriteriaForUnit, actor: Actor, session: Session) -> None:
    """Refused without text."""
    unit = session.scalars(select(Unit.name).where(Unit.code == command.unit_code)).one()
    _comment(session, _row(session, command.criteria_id), f"{actor.name} · {unit}"[:120], command.text)


@handles(ApproveCriteria, Action.APPROVE_CRITERIA, whole_province)
def approve_criteria(command: ApproveCriteria, actor: Actor, session: Session) -> None:
    """Refused unless proposed, by its drafter, or without the decision's number and date."""
    row = _row(session, command.criteria_id)
    if row.state != "proposed" or row.effective_from is None:
        raise Refused(say("“{title}” is not proposed. Reload the page.", title=row.title))
    if row.drafter_id is not None and row.drafter_id == actor.account_id:
        raise Refused(say("You drafted this version. Another member of the Organizing Committee approves it."))
    decision = plain_text(command.decision, LONGEST_DECISION)
    if not decision:
        raise Refused(say("Write the number and date of the decision."))
    _refuse_rewriting(session, row.effective_from)
    row.state, row.decision = "approved", decision
    row.approved_by, row.approved_at = actor.name, datetime.now(UTC)


def _row(session: Session, criteria_id: int) -> Criteria:
    row = session.get(Criteria, criteria_id)
    if row is None:
        raise Refused(say("There is no such version. Reload the page."))
    return row


def _comment(session: Session, row: Criteria, author: str, text: str) -> None:
    written = text.strip()
    if not written:
        raise Refused(say("Write the comment first."))
    if len(written) > LONGEST_COMMENT:
        raise Refused(say("The text is longer than {most} characters. Shorten it.", most=LONGEST_COMMENT))
    session.add(CriteriaComment(criteria_id=row.id, at=datetime.now(UTC), author=author, text=written))


def _refuse_rewriting(session: Session, effective_from: date) -> None:
    """A later version begins after every approved one, so that no past figure changes."""
    latest = session.scalar(select(func.max(Criteria.effective_from)).where(Criteria.state == "approved"))
    if latest is not None and effective_from <= latest:
        raise Refused(
            say("A version has been in force since {day}. Choose a later day.", day=format_date(latest))
        )  # fmt: skip
