"""The rules that apply on one day, with an agency's own choices where the law leaves one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kpi.language.message import N_, Message
from kpi.language.numbers import format_date
from kpi.law.choosing import allowed
from kpi.law.errors import RuleError
from kpi.law.ruleset import Parameter, RuleSet, Value, rule_set


@dataclass(frozen=True)
class Rules:
    """Every parameter of a rule set as it applies. Two equal `Rules` give the same scores to the last digit.

    rule_set: id of the rule set. since: the date from which all these values have held.
    values: (name, value) of every parameter. chosen: those where the agency departs from the stored value.
    """

    rule_set: str
    since: date
    values: tuple[tuple[str, Value], ...]
    chosen: tuple[tuple[str, Value], ...] = ()

    def __getitem__(self, name: str) -> Value:
        return dict(self.values)[name]

    def number(self, name: str) -> float:
        """A parameter that is a number, as a float."""
        return float(self[name])

    def parameter(self, name: str) -> Parameter:
        """Description, article, certainty and choices of a parameter."""
        return rule_set(self.rule_set).parameters[name]

    def is_local(self, name: str) -> bool:
        """True where the value is a local decision: the law is silent, or the agency departs from the stored value."""
        return self.parameter(name).certainty == "open" or name in dict(self.chosen)

    def rank_name(self, rank: str, language: str) -> str:
        """The official name of a rank."""
        return rule_set(self.rule_set).ranks[rank][language]

    @property
    def version(self) -> str:
        """Short name to keep with a result, for example "nd335@2026-01-01+deduction_basis=line"."""
        return "+".join([f"{self.rule_set}@{self.since}", *(f"{name}={value}" for name, value in self.chosen)])

    def as_dict(self) -> dict[str, Any]:
        """Plain values for storage; `rules_from_dict` reads them back."""
        return {
            "rule_set": self.rule_set,
            "since": self.since.isoformat(),
            "version": self.version,
            "values": dict(self.values),
            "chosen": dict(self.chosen),
            "local": [name for name, _ in self.values if self.is_local(name)],
        }


def rules_in_force(rule_set_id: str, on: date, choices: Mapping[str, Any] | None = None) -> Rules:
    """The rules of `rule_set_id` in force on a day, with an agency's choices in place of stored values.

    Raises RuleError for an unknown rule set, a day outside its force, an unknown parameter or a value not allowed.
    """
    stored = rule_set(rule_set_id)
    if not stored.holds_on(on):
        raise RuleError(_not_in_force(stored, on))
    values = {name: parameter.on(on) for name, parameter in stored.parameters.items()}
    asked = {name: _chosen(stored, name, value) for name, value in (choices or {}).items()}
    departures = {name: value for name, value in sorted(asked.items()) if value != values[name]}
    since = max(parameter.since(on) for parameter in stored.parameters.values())
    return Rules(rule_set_id, since, tuple((values | departures).items()), tuple(departures.items()))


def rules_from_dict(kept: Mapping[str, Any]) -> Rules:
    """The rules a stored result was made with. Raises RuleError when the stored values no longer reproduce."""
    rules = rules_in_force(kept["rule_set"], date.fromisoformat(kept["since"]), kept["chosen"])
    if dict(rules.values) != {**dict(rules.values), **kept["values"]}:
        text = N_("The rules kept as {version} differ from the rules stored for that date. Restore the dated values.")
        raise RuleError(Message(text, {"version": kept["version"]}))
    return rules


def _chosen(stored: RuleSet, name: str, value: Any) -> Value:
    parameter = stored.parameters.get(name)
    if parameter is None:
        known = ", ".join(key for key, entry in stored.parameters.items() if entry.choices or entry.range)
        text = N_("{rule_set} has no parameter {name}. It can be set for: {known}.")
        raise RuleError(Message(text, {"rule_set": stored.id, "name": name, "known": known}))
    return allowed(parameter, value)


def _not_in_force(stored: RuleSet, on: date) -> Message:
    values = {"rule_set": stored.id, "day": format_date(on), "begins": format_date(stored.begins)}
    if stored.ends is None:
        return Message(N_("{rule_set} is not in force on {day}: it applies from {begins}."), values)
    text = N_("{rule_set} is not in force on {day}: it applied from {begins} to {ends}.")
    return Message(text, values | {"ends": format_date(stored.ends)})
