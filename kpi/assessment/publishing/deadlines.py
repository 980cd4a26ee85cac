"""Until when one may petition and must be answered: the rule set's own days, counted from the day after."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from kpi.assessment.calendar import is_working_day
from kpi.assessment.rules import MAIN, Choices
from kpi.law import RuleError, Rules, rules_in_force

PETITION, ANSWER = "petition_days", "petition_answer_days"
WORKING_DAY = "working day"
FIRST_DAY = date(2026, 1, 1)  # Decree 335/2025 came into force; what is older is petitioned by it too


def working_days_after(day: date, count: int) -> date:
    """The day on which `count` working days have passed; `day` itself is not counted, working or not."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def petition_by(session: Session, rule_set: str, published: date) -> date:
    """The last day to petition against a result of `rule_set` published that day (Decree 335/2025 Art. 24)."""
    return petition_by_under(Choices.of(session), rule_set, published)


def petition_by_under(choices: Choices, rule_set: str, published: date) -> date:
    """The same under decisions read before, for many results."""
    return _after(choices, rule_set, PETITION, published)


def answer_by(session: Session, rule_set: str, filed: date) -> date:
    """The last day to answer a petition filed that day."""
    return _after(Choices.of(session), rule_set, ANSWER, filed)


def _after(choices: Choices, rule_set: str, parameter: str, day: date) -> date:
    rules = _rules(choices, rule_set, parameter, max(day, FIRST_DAY))
    count = int(rules.number(parameter))
    if rules.parameter(parameter).unit == WORKING_DAY:
        return working_days_after(day, count)
    return day + timedelta(days=count)


def _rules(choices: Choices, rule_set: str, parameter: str, on: date) -> Rules:
    """The rule set itself where it says something and is in force, else Decree 335/2025."""
    try:
        own = rules_in_force(rule_set, on, choices.on(rule_set, on))
        own.parameter(parameter)
    except (RuleError, KeyError):
        return rules_in_force(MAIN, on, choices.on(MAIN, on))
    return own
