"""Opening, closing and reopening a month for everybody."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.calendar import deadlines_of, month_bounds
from kpi.assessment.rules import rules_of
from kpi.language.message import say
from kpi.law import RuleError
from kpi.storage.tables import Period


@dataclass(frozen=True)
class OpenPeriod:
    """Home Affairs opens a month; deadlines default to working days after its end."""

    code: str
    submit_by: date | None = None
    review_by: date | None = None
    approve_by: date | None = None

    @property
    def about(self) -> str:
        """The period, for the audit."""
        return f"period {self.code}"


@dataclass(frozen=True)
class ClosePeriod:
    """Home Affairs closes a month: from then on it is read-only."""

    code: str
    reason: str | None = None

    @property
    def about(self) -> str:
        """The period, for the audit."""
        return f"period {self.code}"


@dataclass(frozen=True)
class ReopenPeriod:
    """Home Affairs opens a closed month again, with a reason."""

    code: str
    reason: str

    @property
    def about(self) -> str:
        """The period, for the audit."""
        return f"period {self.code}"


def _province(command: object, session: Session) -> Subject:
    return Subject()


@handles(OpenPeriod, Action.MANAGE_PERIODS, _province)
def open_period(command: OpenPeriod, actor: Actor, session: Session) -> None:
    """Refused for a malformed code, a month that exists or no rules apply to, or deadlines out of order."""
    try:
        starts, ends = month_bounds(command.code)
    except ValueError:
        raise Refused(say("“{code}” is not a month. Write it as 2026-03.", code=command.code)) from None
    if session.scalars(select(Period).where(Period.code == command.code)).one_or_none():
        raise Refused(say("Period {code} exists already.", code=command.code))
    try:
        rules_of(session, starts)
    except RuleError as error:
        raise Refused(error.message) from None
    usual = deadlines_of(ends)
    submit, review = command.submit_by or usual.submit_by, command.review_by or usual.review_by
    approve = command.approve_by or usual.approve_by
    if not starts <= submit <= review <= approve:
        raise Refused(say("The deadlines must follow one another: handing in, review, approval."))
    session.add(
        Period(
            code=command.code,
            kind="month",
            starts=starts,
            ends=ends,
            submit_by=submit,
            review_by=review,
            approve_by=approve,
            state="open",
        )
    )


@handles(ClosePeriod, Action.MANAGE_PERIODS, _province)
def close_period(command: ClosePeriod, actor: Actor, session: Session) -> None:
    """Refused unless open."""
    _in_state(session, command.code, "open").state = "closed"


@handles(ReopenPeriod, Action.MANAGE_PERIODS, _province)
def reopen_period(command: ReopenPeriod, actor: Actor, session: Session) -> None:
    """Refused without a reason, or unless closed."""
    if not command.reason.strip():
        raise Refused(say("Write why the period is reopened; everybody will read it."))
    _in_state(session, command.code, "closed").state = "open"


def _in_state(session: Session, code: str, state: str) -> Period:
    period = session.scalars(select(Period).where(Period.code == code).with_for_update()).one_or_none()
    if period is None or period.state != state:
        raise Refused(say("Period {code} is not in the state you saw. Reload the page.", code=code))
    return period
