"""The sentences stored with the rule, filled with the numbers that were computed."""

from collections.abc import Mapping
from string import Formatter
from typing import Any

from kpi.language.numbers import format_amount, format_number, format_percent
from kpi.law.rules import Rules
from kpi.law.ruleset import LAW, Text, read_law

LANGUAGES = ("vi", "en")


class Filling(Formatter):
    """Fills {name:kind} places; kind is amount, percent, share, points or total, as described in figures.yaml."""

    def __init__(self, rules: Rules, language: str) -> None:
        self.rules = rules
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        """One filled place. A value given in both languages is taken in this one."""
        if isinstance(value, Mapping):
            return str(value[self.language])
        if format_spec == "amount":
            return format_amount(float(value), self.language, 4)
        if format_spec == "percent":
            return format_percent(float(value), self.language)
        if format_spec == "share":
            return format_amount(float(value) * 100, self.language, 4) + "%"
        if format_spec == "points":
            return format_number(float(value), 2, self.language)
        if format_spec == "total":
            return format_number(float(value), total_places(float(value), self.rules), self.language)
        return str(value)


def filled_text(template: Text, values: Mapping[str, Any], rules: Rules) -> dict[str, str]:
    """A stored text in every language, filled with `values`."""
    return {language: Filling(rules, language).vformat(template[language], (), values) for language in LANGUAGES}


def total_places(total: float, rules: Rules) -> int:
    """Decimals that show a total on the right side of every threshold: 89.9996 is never shown as 90.00."""
    names = dict(rules.values)
    thresholds = [rules.number(name) for name in names if name in REACHED]
    passed = [rules.number(name) for name in names if name in PASSED]
    places = 2
    while places < 12 and (
        any(total < least <= round(total, places) for least in thresholds)
        or any(round(total, places) <= most < total for most in passed)
    ):
        places += 1
    return places


REACHED, PASSED = ("excellent_from", "good_from", "completed_from"), ("good_above",)


def figure(name: str, rule_set: str = "nd335") -> Mapping[str, Any]:
    """What is stored about a figure of a rule set: title, article, certainty, parameters, formula and sentences."""
    entry: Mapping[str, Any] = read_law(f"{rule_set}/figures.yaml")[name]
    return entry


def figure_names(rule_set: str = "nd335") -> list[str]:
    """Every figure of a rule set in the order it is computed; none for one that has no formulas of its own."""
    if not (LAW / rule_set / "figures.yaml").is_file():
        return []
    return [name for name in read_law(f"{rule_set}/figures.yaml") if name != "grounds"]


def ground(given: str) -> Text:
    """A ground of Art. 20.4 in words; a ground written out by hand stays as it is."""
    stored: Mapping[str, Text] = read_law("nd335/figures.yaml")["grounds"]
    return stored.get(given, dict.fromkeys(LANGUAGES, given))
