"""Why a person has this score: every figure from the task lines up to the rank, in the words of the rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kpi.law.columns import is_leader
from kpi.law.missing import missing_words
from kpi.law.rules import Rules
from kpi.law.ruleset import Text
from kpi.law.scoring import Scores
from kpi.law.told import told
from kpi.law.wording import LANGUAGES, figure, filled_text, ground

THRESHOLDS = {"excellent": "excellent_from", "good": "good_from", "completed": "completed_from"}


@dataclass(frozen=True, eq=False)
class Step:
    """One step of the explanation.

    figure: name in figures.yaml. value: the figure (a rank's name for "rank"; NaN where it cannot be computed).
    text: {vi, en}. inputs: the numbers used. parameters: the rule's values used.
    local: rests on a local decision, to be shown as one. row: index label of the task line, else None.
    """

    figure: str
    article: str
    certainty: str
    local: bool
    text: Text
    value: Any
    inputs: Mapping[str, Any]
    parameters: Mapping[str, Any]
    row: Any = None


def explain(scores: Scores, person: Any) -> list[Step]:
    """Every step for one person among `scores`. Raises KeyError if the person was not scored."""
    found = scores.people[scores.people["person"] == person]
    if len(found) != 1:
        raise KeyError(person)
    result = found.iloc[0].to_dict()
    if scores.rules.rule_set != "nd335":
        return _told(result, scores.rules)
    leader = bool(is_leader(found)[0])
    rules = scores.rules
    own = scores.lines.loc[scores.lines["person"] == person]
    steps = [_line(dict(zip(own.columns, row[1:], strict=True)), row[0], rules) for row in own.itertuples(name=None)]
    if pd.notna(result["a"]):
        steps += [_ratio(name, result, scores) for name in ("a", "b", "c")]
    if leader:
        steps += [_plain(name, result, rules) for name in ("d", "dd", "e") if pd.notna(result.get(name))]
    if pd.notna(result["task_points"]):
        steps.append(_task(result, leader, scores))
    if pd.notna(result["general_points"]):
        steps.append(_plain("general_points", result, rules))
    if pd.notna(result["total"]):
        steps.append(_plain("total", result, rules))
    return [*steps, _rank(result, rules)]


def _told(result: dict[str, Any], rules: Rules) -> list[Step]:
    """The steps under a rule set beside Decree 335."""
    steps = told({str(name): value for name, value in result.items()}, rules)
    values = {str(name): value for name, value in result.items()}
    for name in ("rank", "rank_by_score", "unit_rank"):
        if isinstance(values.get(name), str):
            values[name] = _rank_name(values[name], rules)
    if isinstance(result.get("disqualified"), str):
        values["ground"] = ground(result["disqualified"])
    if result["status"] == "insufficient":
        missing = missing_words(result["missing"])
        values["missing"] = {language: missing.in_(language) for language in LANGUAGES}
    reached = THRESHOLDS.get(result["rank_by_score"], "completed_from")
    values["least"] = dict(rules.values).get(reached)
    return [_step(name, said, values, rules, value) for name, said, value in steps]


def _line(line: dict[str, Any], label: Any, rules: Rules) -> Step:
    line.setdefault("product", str(label))
    if pd.isna(line["quantity"]) or pd.isna(line["assigned"]):
        return _step("line", ["missing"], line, rules, line["points"], label)
    basis = rules["deduction_basis"]
    line["excused"] = sum(line.get(n) or 0 for n in ("failed_excused", "late_excused") if pd.notna(line.get(n)))
    said = ["made"]
    if pd.notna(line.get("quality_ok")) and line["quality_ok"] != line["done"]:
        said.append("quality_ok")
    said += [f"{fault}_{basis}" for fault in ("failed", "late") if line[f"net_{fault}"] > 0]
    said += ["excused"] if line["excused"] > 0 else []
    said += ["points"] if pd.notna(line["points"]) else []
    return _step("line", said, line, rules, line["points"], label)


def _ratio(name: str, result: dict[str, Any], scores: Scores) -> Step:
    if scores.averaged:
        said = ["mean"]
    else:
        said = ["made", "capped"] if result[name] < result[f"{name}_uncapped"] else ["made"]
    return _step(name, said, result, scores.rules, result[name])


def _task(result: dict[str, Any], leader: bool, scores: Scores) -> Step:
    said = ["mean"] if scores.averaged else ["leader" if leader else "staff"]
    parts = ["a", "b", "c", "d", "dd", "e"] if leader else ["a", "b", "c"]
    if not scores.averaged and sum(result[part] for part in parts) > len(parts):
        said.append("limited")
    return _step("task_points", said, result, scores.rules, result["task_points"])


def _plain(name: str, result: dict[str, Any], rules: Rules) -> Step:
    return _step(name, ["made"], result, rules, result[name])


def _rank(result: dict[str, Any], rules: Rules) -> Step:
    if result["reason"] == "insufficient":
        missing = missing_words(result["missing"])
        values = result | {"missing": {language: missing.in_(language) for language in LANGUAGES}}
        return _step("rank", ["insufficient"], values, rules, None)
    names = {key: _rank_name(result[key], rules) for key in ("rank", "rank_by_score")}
    values = result | names
    if result["reason"] == "disqualified":
        values["ground"] = ground(str(result["disqualified"]))
        return _step("rank", ["disqualified"], values, rules, result["rank"])
    if result["rank"] in THRESHOLDS:
        values["least"] = rules[THRESHOLDS[result["rank"]]]
        return _step("rank", ["reached"], values, rules, result["rank"])
    return _step("rank", ["below"], values, rules, result["rank"])


def _rank_name(rank: str, rules: Rules) -> Text:
    return {language: rules.rank_name(rank, language) for language in LANGUAGES}


def _step(name: str, said: list[str], values: Mapping[str, Any], rules: Rules, value: Any, row: Any = None) -> Step:
    entry = figure(name, rules.rule_set)
    known = {**dict(rules.values), **values}
    sentences = [filled_text(entry["sentences"][key], known, rules) for key in said]
    text = {language: " ".join(sentence[language] for sentence in sentences) for language in LANGUAGES}
    used = {parameter: rules[parameter] for parameter in entry["parameters"]}
    local = any(rules.is_local(parameter) for parameter in used)
    return Step(name, entry["article"], entry["certainty"], local, text, value, dict(values), used, row)
