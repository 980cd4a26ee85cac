"""Small tables under the rule sets beside Decree 335."""

from datetime import date
from typing import Any

import pandas as pd

from kpi.law import Rules, Scores, rules_in_force, score_under
from tests.law.cases import lines

FIRST = {"kh2025": date(2025, 4, 1), "nd90": date(2023, 9, 15), "nd233": date(2026, 7, 1)}
WHOLE = {
    "kh2025": {"common": 20.0, "reform_it": 10.0},
    "nd90": {"general_met": True},
    "nd233": {"general": 30.0, "w_quantity": 20.0, "w_quality": 32.0, "w_progress": 18.0},
}
DONE = {"assigned": 10, "done": 10}


def rules_of(name: str, **choices: Any) -> Rules:
    return rules_in_force(name, FIRST[name], choices)


def scored(name: str, *rows: dict[str, Any], rules: Rules | None = None, **person: Any) -> Scores:
    """One person's lines under a rule set; everything besides the lines in full unless said otherwise."""
    people = pd.DataFrame([{"person": "An", "role": "staff", **WHOLE[name], **person}])
    return score_under(lines(*rows), people, rules or rules_of(name))


def result(name: str, *rows: dict[str, Any], rules: Rules | None = None, **person: Any) -> pd.Series:
    return scored(name, *rows, rules=rules, **person).people.iloc[0]
