"""Which rule sets can be laid side by side on a month, and with which figures of theirs."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kpi.assessment.rules import PARTY, choices_on
from kpi.law import Rules, rules_in_force
from kpi.law.methods import METHODS
from kpi.law.ruleset import known_rule_sets, rule_set

PARTY_SET = PARTY
CHOICES: Mapping[str, Mapping[str, Any]] = {"kh2025": {"general_source": "form01"}}


def comparable() -> list[str]:
    """The ids of the rule sets that rank people, Decree 335 first, the Party's beside it last."""
    others = [name for name in known_rule_sets() if name in METHODS and name != "nd335"]
    return ["nd335", *others, PARTY_SET]


def rules_as_if(session: Session, name: str, on: date, *, assume: bool) -> Rules:
    """A rule set as on a day, or as on its nearest day in force. assume: read what a month lacks from Form 01."""
    stored = rule_set(name)
    day = max(on, stored.begins) if stored.ends is None else min(max(on, stored.begins), stored.ends)
    chosen: dict[str, Any] = dict(choices_on(session, name, day))
    return rules_in_force(name, day, chosen | dict(CHOICES.get(name, {}) if assume else {}))
