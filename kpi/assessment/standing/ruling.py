"""Which rule set a period follows, by date and by kind of person."""

from sqlalchemy.orm import Session

from kpi.assessment.rules import choices_on
from kpi.law import RuleError, Rules, rules_in_force
from kpi.law.selection import KINDS, rule_set_for
from kpi.storage.tables import Period


def rules_for(session: Session, period: Period) -> dict[str, Rules]:
    """Kind of person → the rules in force for them on the period's first day, with the province's choices.

    A kind no rule set applies to on that day is left out.
    """
    found: dict[str, Rules] = {}
    for kind in KINDS:
        try:
            name = rule_set_for(kind, period.starts)
        except RuleError:
            continue
        found[kind] = rules_in_force(name, period.starts, choices_on(session, name, period.starts))
    return found
