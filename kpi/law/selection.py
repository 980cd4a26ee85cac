"""Which rule set applies to whom on a day."""

from datetime import date

from kpi.language.message import N_, Message
from kpi.language.numbers import format_date
from kpi.law.errors import RuleError
from kpi.law.ruleset import known_rule_sets, rule_set

CIVIL_SERVANT, PUBLIC_EMPLOYEE = "civil_servant", "public_employee"
KINDS = (CIVIL_SERVANT, PUBLIC_EMPLOYEE)
KIND_WORDS = {CIVIL_SERVANT: N_("civil servant"), PUBLIC_EMPLOYEE: N_("public employee")}


def rule_set_for(kind: str, on: date) -> str:
    """The id of the rule set that ranks this kind of person on a day. Raises RuleError where none does."""
    for name in known_rule_sets():
        spans = rule_set(name).applies.get(kind, ())
        if any(first <= on and (last is None or on <= last) for first, last in spans):
            return name
    text = N_("No rule set is stored for a {kind} on {day}.")
    raise RuleError(Message(text, {"kind": Message(KIND_WORDS.get(kind, kind)), "day": format_date(on)}))
