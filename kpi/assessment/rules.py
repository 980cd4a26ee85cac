"""The rules a period is scored by: the law in force on its first day, with the province's recorded choices."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.law import Rules, rules_in_force
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
