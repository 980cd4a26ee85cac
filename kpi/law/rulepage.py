"""The page that states the rule, rendered from the rule itself."""

from dataclasses import dataclass

from kpi.law.rules import Rules
from kpi.law.ruleset import Text
from kpi.law.wording import LANGUAGES, figure, figure_names, filled_text

CERTAINTY: dict[str, Text] = {
    "exact": {"vi": "theo đúng văn bản", "en": "as written"},
    "partial": {"vi": "đối chiếu một phần văn bản", "en": "read in part"},
    "open": {"vi": "quyết định của địa phương", "en": "local decision"},
}

COUNTED: dict[str, Text] = {
    "working day": {"vi": "{value:amount} ngày làm việc", "en": "{value:amount} working days"},
    "day": {"vi": "{value:amount} ngày", "en": "{value:amount} days"},
    "month": {"vi": "{value:amount} tháng", "en": "{value:amount} months"},
}


@dataclass(frozen=True, eq=False)
class Clause:
    """One entry of the rule page. local: it is, or rests on, a local decision and must be shown as one."""

    name: str
    title: Text
    text: Text
    article: str
    certainty: str
    local: bool


def formula_clauses(rules: Rules) -> list[Clause]:
    """How each figure is computed under `rules`, in order."""
    return [_formula(name, rules) for name in figure_names(rules.rule_set)]


def parameter_clauses(rules: Rules) -> list[Clause]:
    """Every parameter under `rules` with its value in words."""
    return [_parameter(name, rules) for name, _ in rules.values]


def formula_text(rules: Rules) -> dict[str, str]:
    """The whole rule page as text in {vi, en}: formulas, then parameters; local decisions are named as such."""
    clauses = [*formula_clauses(rules), *parameter_clauses(rules)]
    return {language: "\n".join(_line(clause, language) for clause in clauses) for language in LANGUAGES}


def value_text(name: str, rules: Rules) -> dict[str, str]:
    """A parameter's value in words."""
    value, stored = rules[name], rules.parameter(name)
    if stored.choice_text and value in stored.choice_text:
        return dict(stored.choice_text[value])
    if stored.unit in COUNTED:
        return filled_text(COUNTED[stored.unit], {"value": value}, rules)
    kind = "share" if stored.unit == "share" else "amount" if isinstance(value, (int, float)) else ""
    return filled_text(dict.fromkeys(LANGUAGES, f"{{value:{kind}}}"), {"value": value}, rules)


def _formula(name: str, rules: Rules) -> Clause:
    entry = figure(name, rules.rule_set)
    stored = entry["formula"][rules[entry["by"]]] if "by" in entry else entry["formula"]
    local = any(rules.is_local(parameter) for parameter in entry["parameters"])
    text = filled_text(stored, dict(rules.values), rules)
    return Clause(name, entry["title"], text, entry["article"], entry["certainty"], local)


def _parameter(name: str, rules: Rules) -> Clause:
    stored = rules.parameter(name)
    return Clause(
        name, stored.description, value_text(name, rules), stored.article, stored.certainty, rules.is_local(name)
    )


def _line(clause: Clause, language: str) -> str:
    article = {"vi": "Điều ", "en": "Art. "}[language] if clause.article[:1].isdigit() else ""
    sure = CERTAINTY[clause.certainty][language]
    if clause.local and clause.certainty != "open":
        sure += "; " + {"vi": "có phần do địa phương quyết định", "en": "in part a local decision"}[language]
    return f"{clause.title[language]}: {clause.text[language]} ({article}{clause.article}; {sure})"
