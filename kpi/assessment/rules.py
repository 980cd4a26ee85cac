"""The rules a period is scored by: the law in force on its first day, with the province's recorded choices."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.assessment.calendar import period_bounds, quarter_code
from kpi.law import RuleError, Rules, rules_in_force
from kpi.storage.tables import RuleChoice

MAIN, PARTY = "nd335", "qd366"


def choices_on(session: Session, rule_set: str, on: date) -> dict[str, str]:
    """The latest local decision on each open parameter, as in force on a day."""
    query = select(RuleChoice.parameter, RuleChoice.value).where(
        RuleChoice.rule_set == rule_set, RuleChoice.valid_from <= on
    )
    return dict(session.execute(query.order_by(RuleChoice.valid_from)).all())


def rules_of(session: Session, on: date) -> Rules:
    """Decree 335/2025 as this province applies it on a day. Raises `RuleError` before it came into force."""
    return rules_in_force(MAIN, on, choices_on(session, MAIN, on))


def recording_kind(session: Session, on: date) -> str:
    """ "month" or "quarter": the period work is recorded in, a local decision that holds for whole quarters."""
    first = period_bounds(quarter_code(on))[0]
    try:
        return str(rules_of(session, first)["period_kind"])
    except RuleError:  # before Decree 335/2025 the province worked by month
        return "month"
