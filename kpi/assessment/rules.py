"""The rules a period is scored by: the law in force on its first day, with the province's recorded choices."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.assessment.calendar import period_bounds, quarter_code
from kpi.law import RuleError, Rules, rules_in_force
from kpi.storage.tables import RuleChoice

MAIN, PARTY = "nd335", "qd366"


@dataclass(frozen=True)
class Choices:
    """Every recorded local decision, read once, for whoever asks about many days."""

    recorded: tuple[tuple[str, str, str, date], ...]

    @classmethod
    def of(cls, session: Session) -> "Choices":
        """As the database has them now, the earliest first."""
        one = RuleChoice
        query = select(one.rule_set, one.parameter, one.value, one.valid_from).order_by(one.valid_from)
        return cls(tuple((of, name, value, since) for of, name, value, since in session.execute(query)))

    def on(self, rule_set: str, day: date) -> dict[str, str]:
        """The latest decision on each open parameter, as in force on a day."""
        return {name: value for of, name, value, since in self.recorded if of == rule_set and since <= day}


def choices_on(session: Session, rule_set: str, on: date) -> dict[str, str]:
    """The latest local decision on each open parameter, as in force on a day."""
    return Choices.of(session).on(rule_set, on)


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
