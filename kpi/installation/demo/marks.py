"""Marks for the general criteria and, for leaders, d, đ and e."""

from random import Random
from typing import Any

from kpi.assessment.scoring import LEADER_CRITERIA
from kpi.installation.demo import words

HIGH = {"I.1": 0.96, "I.2": 0.93, "II.1": 0.9, "II.2": 0.9, "II.3": 0.92, "II.4": 0.92,
        "III.1": 0.72, "III.2": 0.88, "III.3": 0.9, "III.4": 0.85}  # fmt: skip
STEP = 0.25
ALWAYS = {"d": 1.0, "dd": 0.0, "e": 0.93}  # d and đ as most leaders' people and work come out; then worked out anew
Row = dict[str, Any]


def self_marks(chance: Random, maxima: dict[str, float], role: str, skill: float) -> list[Row]:
    """One mark for each criterion, in quarters of a point; 0.5 or 1 for a leader's."""
    marks = [_mark(code, _points(chance, most, HIGH.get(code, 0.9), skill)) for code, most in maxima.items()]
    for mark in marks:
        if mark["criterion"].startswith("III"):
            mark["self_reason"] = chance.choice(words.SELF_REASONS)
    if role != "staff":
        marks += [_mark(code, 1.0 if chance.random() < ALWAYS[code] else 0.5) for code in LEADER_CRITERIA]
    return marks


def _mark(criterion: str, value: float) -> Row:
    return {"criterion": criterion, "self_value": value, "self_reason": None,
            "reviewed_value": None, "review_reason": None}  # fmt: skip


def _points(chance: Random, most: float, usual: float, skill: float) -> float:
    share = chance.gauss(usual - 0.16 + 0.14 * skill, 0.06)
    return min(most, max(most / 2, round(most * share / STEP) * STEP))


def review_marks(chance: Random, marks: list[Row]) -> None:
    """Accept them, now and then lower one with a reason; a leader's d and đ are left to follow from the facts."""
    for mark in marks:
        if mark["criterion"] in LEADER_CRITERIA:
            mark["reviewed_value"] = mark["self_value"] if mark["criterion"] == "e" else None
        elif mark["self_value"] > 1 and chance.random() < 0.02:
            mark["reviewed_value"] = mark["self_value"] - 0.5
            mark["review_reason"] = chance.choice(words.MARK_LOWERED)
