"""Dated figures that are no rule for ranking people: the rating of units, the checks of declared hours.

Written like a rule set (data/law/*.yaml), but without saying whom it applies to; every open figure is a local decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from kpi.language.message import N_, say
from kpi.law.choosing import allowed
from kpi.law.errors import RuleError
from kpi.law.ruleset import Parameter, Value, read_law

KNOWN: dict[str, str] = {"units_nd335": N_("rating of agencies and units"), "declared_hours": N_("declared hours")}


@dataclass(frozen=True)
class Settings:
    """The figures in force on a day. chosen: those where the province departs from the stored value."""

    name: str
    values: tuple[tuple[str, Value], ...]
    chosen: tuple[tuple[str, Value], ...] = ()

    def __getitem__(self, name: str) -> Value:
        return dict(self.values)[name]

    def number(self, name: str) -> float:
        """A figure as a float."""
        return float(self[name])

    def is_local(self, name: str) -> bool:
        """Whether the value is a local decision: the law is silent, or the province departs from the stored value."""
        return parameters_of(self.name)[name].certainty == "open" or name in dict(self.chosen)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, to keep with what was computed from them."""
        return {"name": self.name, "values": dict(self.values), "chosen": dict(self.chosen)}


@cache
def parameters_of(name: str) -> Mapping[str, Parameter]:
    """Every figure of a set with description, article, certainty and what may be chosen. Raises RuleError."""
    if name not in KNOWN:
        raise RuleError(say("There is no set of figures named {name}.", name=name))
    raw = read_law(f"{name}.yaml")
    listed = {"choices": (), "range": ()}
    return {
        key: Parameter(
            name=key,
            **{"source": raw["source"], **listed, **entry, **{n: tuple(entry.get(n, ())) for n in listed}},
        )
        for key, entry in raw["parameters"].items()
    }


def settings_in_force(name: str, on: date, choices: Mapping[str, Any] | None = None) -> Settings:
    """The figures of a set on a day, the province's choices in place of stored values. Raises RuleError."""
    stored = parameters_of(name)
    begins = min(start for parameter in stored.values() for start in parameter.values)
    values = {key: parameter.on(max(on, begins)) for key, parameter in stored.items()}
    chosen = {key: checked(name, key, value) for key, value in sorted((choices or {}).items())}
    departures = {key: value for key, value in chosen.items() if value != values[key]}
    return Settings(name, tuple((values | departures).items()), tuple(departures.items()))


def checked(name: str, key: str, value: Any) -> Value:
    """`value` as the figure takes it. Raises RuleError for an unknown figure, a fixed one, or a value out of range."""
    parameter = parameters_of(name).get(key)
    if parameter is None:
        raise RuleError(say("There is no figure named {name}.", name=key))
    return allowed(parameter, value)
