"""Which sentences tell a person's result under the rule sets beside Decree 335, figure by figure."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from kpi.law.rules import Rules

Told = Iterator[tuple[str, list[str], Any]]


def told(result: dict[str, Any], rules: Rules) -> Told:
    """(figure, sentences, value) in the order of the rule page; result: a row of `Scores.people`."""
    yield from {"kh2025": _kh2025, "nd90": _nd90, "nd233": _nd233}[rules.rule_set](result, rules)


def _shares(result: dict[str, Any]) -> Told:
    if pd.notna(result["a"]):
        for name in ("a", "b", "c"):
            yield name, ["made"], result[name]


def _points(result: dict[str, Any], general: str) -> Told:
    if pd.notna(result["task_points"]):
        yield "task_points", ["made"], result["task_points"]
    if pd.notna(result["general_points"]):
        yield "general_points", [general], result["general_points"]
    if pd.notna(result["total"]):
        yield "total", ["made"], result["total"]


def _kh2025(result: dict[str, Any], rules: Rules) -> Told:
    yield from _shares(result)
    yield from _points(result, str(rules["general_source"]))
    said = [result["rank_by_score"]] if result["reason"] in ("score", "late_report") else []
    yield "rank", [*said, *([] if result["reason"] == "score" else [result["reason"]])], result["rank"]


def _nd233(result: dict[str, Any], rules: Rules) -> Told:
    yield from _shares(result)
    yield from _points(result, "made")
    if result["reason"] in ("score", "unit_rank"):
        reached = "below" if result["rank_by_score"] == "not_completed" else "reached"
        yield "rank", [reached, *(["unit_rank"] if result["reason"] == "unit_rank" else [])], result["rank"]
    else:
        yield "rank", [result["reason"]], result["rank"]


def _nd90(result: dict[str, Any], rules: Rules) -> Told:
    if result["tasks"]:
        yield "on_time_quality", ["made"], result["well_share"]
        recorded = result["exceeded_recorded"] or result["exceeded_tasks"]
        yield "exceeded", ["made" if recorded else "unrecorded"], result["exceeded_tasks"]
    if result["status"] == "scored":
        said = ["met" if result["general_counts"] else "not_met"]
        yield "general_met", [*(["by_points"] if result["general_by_points"] else []), *said], result["general_counts"]
    if result["months_absent"] >= rules.number("absence_below"):
        yield "rank", ["long_absence"], None
        return
    reason = result["reason"]
    if reason == "absence":
        yield "rank", ["conditions", "absence"], result["rank"]
    else:
        yield "rank", [reason], result["rank"]
