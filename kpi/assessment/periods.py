"""Opening a period for everybody, beginning to close it, and opening it again; closing itself is `closing.close`."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.assessment.calendar import Deadlines, deadlines_of, period_bounds, period_kind, quarter_code
from kpi.assessment.petitions.kept_scores import score_corrected_months
from kpi.assessment.rules import recording_kind, rules_of
from kpi.assessment.states import RECORDING, SHUT, PeriodState
from kpi.language.message import say
from kpi.law import RuleError
from kpi.storage.tables import Period


@dataclass(frozen=True)
class OpenPeriod:
    """Home Affairs opens a month, quarter or year; deadlines default to working days after its end.

    Where the province records work by month, a quarter or year is only closed: it follows from its months.
    """

    code: str
    submit_by: date | None = None
    review_by: date | None = None
    approve_by: date | None = None
    report_by: date | None = None

    @property
    def about(self) -> str:
        """The period, for the audit."""
        return f"period {self.code}"


@dataclass(frozen=True)
class BeginClosing:
    """Home Affairs begins to close: nobody hands in any more, raters finish what was handed in."""

    code: str

    @property
    def about(self) -> str:
        """The period, for the audit."""
        return f"period {self.code}"


@dataclass(frozen=True)
class ReopenPeriod:
    """Home Affairs opens a period again that is being closed, closed or published, with a reason everybody reads."""

    code: str
    reason: str

    @property
    def about(self) -> str:
        """The period, for the audit."""
        return f"period {self.code}"


@handles(OpenPeriod, Action.MANAGE_PERIODS, whole_province)
def open_period(command: OpenPeriod, actor: Actor, session: Session) -> None:
    """Refused for a malformed code, a period that exists or no rules apply to, one of the kind the province does not
    record in, or deadlines out of order.
    """
    try:
        kind, (starts, ends) = period_kind(command.code), period_bounds(command.code)
    except ValueError:
        text = say("“{code}” is not a month, quarter or year. Write it as 2026-03, 2026-Q1 or 2026.", code=command.code)
        raise Refused(text) from None
    if session.scalars(select(Period).where(Period.code == command.code)).one_or_none():
        raise Refused(say("Period {code} exists already.", code=command.code))
    try:
        rules_of(session, starts)
    except RuleError as error:
        raise Refused(error.message) from None
    derived = _is_derived(session, kind, starts)
    days = _deadlines(command, starts, ends)
    state = PeriodState.CLOSING if derived else PeriodState.OPEN
    session.add(
        Period(code=command.code, kind=kind, starts=starts, ends=ends, state=state, derived=derived, **vars(days))
    )


def _is_derived(session: Session, kind: str, starts: date) -> bool:
    recorded = recording_kind(session, starts)
    if kind == "month" and recorded == "quarter":
        raise Refused(say("The province records work by quarter here. Open {code} instead.", code=quarter_code(starts)))
    return kind != recorded


def _deadlines(command: OpenPeriod, starts: date, ends: date) -> Deadlines:
    usual = deadlines_of(ends)
    days = Deadlines(*(getattr(command, name) or getattr(usual, name) for name in vars(usual)))
    if not starts <= days.submit_by <= days.review_by <= days.approve_by:
        raise Refused(say("The deadlines must follow one another: handing in, review, approval."))
    if days.report_by < days.submit_by:
        raise Refused(say("The report to the province cannot be due before work is handed in."))
    return days


@handles(BeginClosing, Action.MANAGE_PERIODS, whole_province)
def begin_closing(command: BeginClosing, actor: Actor, session: Session) -> None:
    """Refused unless open or reopened."""
    period_in(session, command.code, RECORDING).state = PeriodState.CLOSING


@handles(ReopenPeriod, Action.MANAGE_PERIODS, whole_province)
def reopen_period(command: ReopenPeriod, actor: Actor, session: Session) -> None:
    """Refused without a reason, or where it is open. A period made from others goes back to being closed anew."""
    if not command.reason.strip():
        raise Refused(say("Write why the period is reopened; everybody will read it."))
    period = period_in(session, command.code, (PeriodState.CLOSING, *SHUT))
    if period.derived and period.state == PeriodState.CLOSING:
        raise Refused(say("{code} follows from its months: nobody records in it, so there is nothing to open.",
                          code=period.code))  # fmt: skip
    period.state = PeriodState.CLOSING if period.derived else PeriodState.REOPENED
    period.reopened_because = command.reason.strip()
    period.published_at = period.petition_by = None
    session.flush()
    score_corrected_months(session, period)


def period_in(session: Session, code: str, states: tuple[PeriodState, ...]) -> Period:
    """The period, locked until the command ends; refused unless it is in one of `states`."""
    period = session.scalars(select(Period).where(Period.code == code).with_for_update()).one_or_none()
    if period is None or period.state not in states:
        raise Refused(say("Period {code} is not in the state you saw. Reload the page.", code=code))
    return period
