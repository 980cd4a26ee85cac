"""Which rule set a period follows, by date and by kind of person."""

from datetime import date

from sqlalchemy.orm import Session

from kpi.assessment.rules import MAIN, choices_on, rules_of
from kpi.law import RuleError, Rules, rules_in_force
from kpi.law.selection import KINDS, rule_set_for
from kpi.storage.tables import Period


def rules_for(session: Session, period: Period) -> dict[str, Rules]:
    """Kind of person → the rules in force for them on the period's first day, with the province's choices.

    A kind no rule set applies to on that day is left out. A quarter or year within which another rule set took over is
    ranked by that one, which is in force when it is closed.
    """
    found: dict[str, Rules] = {}
    for kind in KINDS:
        try:
            name, day = rule_set_for(kind, period.starts), period.starts
            if period.derived and (last := rule_set_for(kind, period.ends)) != name:
                name, day = last, period.ends
        except RuleError:
            continue
        found[kind] = rules_in_force(name, day, choices_on(session, name, day))
    return found


def month_rules(session: Session, starts: date, kind: str) -> Rules:
    """The rules a month is recorded and previewed by: those of the person's kind where they give points.

    Where only Decree 90's conditions rank that kind (public employees until 30/06/2026) the month is kept on Form 01
    under Decree 335, and the closing ranks by the conditions. Raises `RuleError` before any of them.
    """
    try:
        name = rule_set_for(kind, starts)
    except RuleError:
        name = MAIN
    if name in (MAIN, "nd90"):
        return rules_of(session, starts)
    return rules_in_force(name, starts, choices_on(session, name, starts))
