"""One run of the `score` verb: rules, files, scores, results, in that order, stopping at the first step that fails."""

import re
import warnings
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

import pandas as pd

from kpi.exchange.results import write_table
from kpi.exchange.scoring import read_scoring_files, results_of
from kpi.language.message import N_, Message
from kpi.law import RuleError, Rules, Scores, rules_in_force, score
from kpi.law.quota import quota_table
from kpi.law.ruleset import known_rule_sets


class Sentence(Protocol):
    """Anything that can be said in a language."""

    def in_(self, language: str) -> str: ...


class RefusedError(Exception):
    """The run stopped and wrote nothing; `.sentences` say why, one line each."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        super().__init__(sentences)
        self.sentences = sentences


def run(
    lines: Path, people: Path, rule_set: str, period: str, choices: Sequence[str], out: Path
) -> tuple[list[Message], list[Message]]:
    """Score two files into a third. Returns what to tell and what to warn about. Raises RefusedError."""
    _check_paths(lines, people, out)
    rules, party_rules = _rules(rule_set, period, choices)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl's remarks about formatting it leaves aside
        files = read_scoring_files(lines, people, rules)
    if files.errors:
        raise RefusedError([*files.errors, Message(STOPPED, {"count": str(len(files.errors))})])
    scores = score(files.lines, files.people, rules)
    try:
        write_table(results_of(scores, party_rules), out)
    except OSError as error:
        raise RefusedError([Message(NOT_WRITTEN, {"file": str(out), "error": error.strerror or str(error)})]) from error
    return [_summary(scores, out), *_local_decisions(rules)], [*files.notices, *_quota_warnings(scores, rules)]


def _check_paths(lines: Path, people: Path, out: Path) -> None:
    if out.suffix.lower() not in (".csv", ".xlsx"):
        raise RefusedError(
            [Message(N_("{file}: results are written as .csv or .xlsx. Choose one of these."), {"file": str(out)})]
        )
    if out.resolve() in (lines.resolve(), people.resolve()):
        raise RefusedError(
            [Message(N_("{file} is read and cannot be written over. Choose another file."), {"file": str(out)})]
        )
    if out.is_dir() or not out.parent.is_dir():
        raise RefusedError([Message(N_("{file} cannot be written: its folder does not exist."), {"file": str(out)})])


def _rules(rule_set: str, period: str, choices: Sequence[str]) -> tuple[Rules, Rules]:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", period) or period.startswith("0000"):
        raise RefusedError([Message(N_("{period} is not a month. Write it as 2026-03."), {"period": period})])
    if rule_set == "qd366":
        raise RefusedError(
            [Message(N_("qd366 gives a second result beside nd335 and does not score by itself. Use nd335."))]
        )
    month = date.fromisoformat(f"{period}-01")
    if rule_set != "nd335" and rule_set in known_rule_sets():
        text = N_("{rule_set} asks for figures these files do not have. Use nd335.")
        raise RefusedError([Message(text, {"rule_set": rule_set})])
    try:
        return rules_in_force(rule_set, month, _choices(choices)), rules_in_force("qd366", month)
    except RuleError as error:
        raise RefusedError([error.message]) from error


def _choices(written: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for choice in written:
        name, sign, value = (part.strip() for part in choice.partition("="))
        if not sign or not name or not value:
            raise RefusedError([Message(N_("{choice} is not a choice. Write it as name=value."), {"choice": choice})])
        if found.get(name, value) != value:
            raise RefusedError([Message(N_("{name} is set twice. Keep one of them."), {"name": name})])
        found[name] = value
    return found


def _summary(scores: Scores, out: Path) -> Message:
    scored = int((scores.people["status"] == "scored").sum())
    values = {"scored": str(scored), "not_scored": str(len(scores.people) - scored), "file": str(out)}
    text = N_("{scored} scored, {not_scored} without enough data; rules {version}; results in {file}.")
    return Message(text, values | {"version": scores.rules.version})


def _local_decisions(rules: Rules) -> list[Message]:
    return [
        Message(N_("Local decision, not law: {name} = {value}."), {"name": name, "value": str(value)})
        for name, value in rules.chosen
    ]


def _quota_warnings(scores: Scores, rules: Rules) -> list[Message]:
    """Art. 20.5, tested on the whole set and per similar-duty group; a person decides what follows."""
    if not {"unit", "duty_group"} & set(scores.people.columns):
        return []
    table = quota_table(scores.people, rules)
    return [_quota_warning(row) for _, row in table[table["over"] > 0].iterrows()]


def _quota_warning(row: pd.Series) -> Message:
    where = "; ".join(str(part) for part in (row["unit"], row["duty_group"]) if pd.notna(part)) or "–"
    values = {name: str(row[name]) for name in ("excellent", "good", "allowed", "allowed_with_decision")}
    return Message(OVER, values | {"where": where})


STOPPED = N_("Errors: {count}. Nothing was written. Correct the cells and run again.")
NOT_WRITTEN = N_("{file} cannot be written ({error}). Close it elsewhere or choose another place.")
OVER = N_(
    "Quota of Article 20.5, {where}: {excellent} excellent, {good} good; {allowed} allowed, "
    "{allowed_with_decision} by recorded decision."
)
