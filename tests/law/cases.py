"""Small tables to score, and one official scored from them."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from kpi.law import Rules, Scores, rules_in_force, score
from kpi.law.quarter import Month

LINE = ["person", "product", "coefficient", "assigned", "done", "quality_ok"]
LINE += ["failed", "failed_excused", "late", "late_excused", "exceeded"]
PERSON = ["person", "role", "general", "d", "dd", "e", "disqualified", "party_member"]
STORIES = yaml.safe_load((Path(__file__).parents[1] / "golden" / "scoring-cases.yaml").read_text("utf-8"))


def nd335(**choices: Any) -> Rules:
    return rules_in_force("nd335", date(2026, 3, 1), choices)


def qd366() -> Rules:
    return rules_in_force("qd366", date(2026, 3, 1))


def lines(*rows: dict[str, Any], person: Any = "An") -> pd.DataFrame:
    written = [{"person": person, "coefficient": 1.0, **row} for row in rows]
    table = pd.DataFrame(
        [{("coefficient" if k == "K" else k): v for k, v in row.items()} for row in written], columns=LINE
    )
    counts = [name for name in LINE if name not in ("person", "product")]
    return table.astype(dict.fromkeys(counts, float))


def people(*rows: dict[str, Any]) -> pd.DataFrame:
    table = pd.DataFrame([{"person": "An", "role": "staff", "general": 30, **row} for row in rows], columns=PERSON)
    return table.astype(dict.fromkeys(["general", "d", "dd", "e"], float))


def scored(*rows: dict[str, Any], rules: Rules | None = None, **person: Any) -> Scores:
    return score(lines(*rows), people(person), rules or nd335())


def result(*rows: dict[str, Any], rules: Rules | None = None, **person: Any) -> pd.Series:
    return scored(*rows, rules=rules, **person).people.iloc[0]


def month(*rows: dict[str, Any], **person: Any) -> Month:
    return Month(lines(*rows), people(person))
