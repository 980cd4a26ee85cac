"""Rule sets as they stand in data/law: dated parameters, each with its article and how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kpi.language.message import N_, Message
from kpi.law.errors import RuleError

LAW = Path(__file__).parents[2] / "data" / "law"

Value = float | int | str
Text = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Parameter:
    """One figure or choice of a rule set.

    certainty: "exact", "partial" or "open"; an open parameter is a local decision.
    choices: the values an agency may choose from; range: the least and greatest it may choose; both empty: fixed.
    values: what holds from each date on.
    """

    name: str
    description: Text
    unit: str
    article: str
    certainty: str
    source: str
    values: Mapping[date, Value]
    choices: tuple[Value, ...] = ()
    range: tuple[float, ...] = ()
    choice_text: Mapping[Value, Text] | None = None
    why: Text | None = None

    def on(self, day: date) -> Value:
        """The value in force on `day`."""
        return self.values[self.since(day)]

    def since(self, day: date) -> date:
        """The date from which the value in force on `day` has held."""
        return max(start for start in self.values if start <= day)


@dataclass(frozen=True, eq=False)
class RuleSet:
    """A decree or regulation: its parameters, the names of its ranks and the dates it is in force.

    applies: kind of person → spans (first and last day, None: still) in which it ranks them; empty for what stands
    beside another.
    short: how it is called for short.
    """

    id: str
    title: Text
    source: str
    begins: date
    ends: date | None
    ranks: Mapping[str, Text]
    parameters: Mapping[str, Parameter]
    applies: Mapping[str, tuple[tuple[date, date | None], ...]]
    short: Text

    def holds_on(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or day <= self.ends)


@cache
def known_rule_sets() -> tuple[str, ...]:
    """The ids of every rule set for people stored in data/law (those that say whom they apply to)."""
    return tuple(path.stem for path in sorted(LAW.glob("*.yaml")) if "applies" in (read_law(path.name) or {}))


@cache
def rule_set(name: str) -> RuleSet:
    """The stored rule set called `name`. Raises RuleError naming the known ones."""
    if name not in known_rule_sets():
        known = ", ".join(known_rule_sets())
        raise RuleError(
            Message(N_("There is no rule set named {name}. Use one of: {known}."), {"name": name, "known": known})
        )
    raw = read_law(f"{name}.yaml")
    parameters = {key: _parameter(key, entry, raw["source"]) for key, entry in raw["parameters"].items()}
    dates = raw["in_force"]
    applies = {kind: tuple((span["from"], span["until"]) for span in spans) for kind, spans in raw["applies"].items()}
    return RuleSet(
        raw["id"], raw["title"], raw["source"], dates["from"], dates["until"], raw["ranks"], parameters, applies,
        raw["short"],
    )  # fmt: skip


@cache
def read_law(path: str) -> Any:
    """A file of data/law, parsed."""
    return yaml.safe_load((LAW / path).read_text(encoding="utf-8"))


def _parameter(name: str, entry: Mapping[str, Any], source: str) -> Parameter:
    fields = {"source": source, **entry}
    for listed in ("choices", "range"):
        fields[listed] = tuple(fields.get(listed, ()))
    return Parameter(name=name, **fields)
