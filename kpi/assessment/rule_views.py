"""The rules as they apply on a day, for everybody to read: values, articles, how sure each is, and what was decided."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.rule_choices import is_choosable
from kpi.assessment.rules import MAIN, choices_on
from kpi.language.message import N_
from kpi.law import Rules, rules_in_force
from kpi.law.criteria import CriteriaGroup, general_criteria
from kpi.law.rulepage import Clause, formula_clauses, value_text
from kpi.law.ruleset import Parameter, Text, known_rule_sets, rule_set
from kpi.storage.tables import RuleChoice

CERTAINTY_NAMES = {
    "exact": N_("the provision was read word for word"),
    "partial": N_("by several bodies that apply it"),
    "open": N_("decided locally"),
}


@dataclass(frozen=True)
class Application:
    """A rule set in the list of all: whom it ranks and when; `kind` None for what stands beside another."""

    id: str
    kind: str | None
    begins: date
    ends: date | None


def applications(on: date) -> list[Application]:
    """Every rule set with its kind of people and its days: in force on the day first, civil servants before others."""
    found = []
    for name in known_rule_sets():
        stored = rule_set(name)
        found += [Application(name, kind, *span) for kind, spans in stored.applies.items() for span in spans]
        if not stored.applies:
            found.append(Application(name, None, stored.begins, stored.ends))
    holds = {one: one.begins <= on and (one.ends is None or on <= one.ends) for one in found}
    return sorted(found, key=lambda one: (not holds[one], one.kind or "z", -one.begins.toordinal()))


@dataclass(frozen=True, eq=False)
class RuleLine:
    """A parameter as it applies. value, why: texts in both languages. decision: the local one behind the value."""

    parameter: Parameter
    value: Text
    since: date
    decision: str | None
    choosable: bool


@dataclass(frozen=True)
class Decided:
    """A local decision on record."""

    parameter: str
    value: Text
    valid_from: date
    decision: str


@dataclass(frozen=True, eq=False)
class RulePage:
    """A rule set on a day. formulas: none where it only sets gates; criteria (Form 01) belong to Decree 335/2025."""

    id: str
    title: Text
    source: str
    rules: Rules
    lines: tuple[RuleLine, ...]
    formulas: tuple[Clause, ...]
    criteria: tuple[CriteriaGroup, ...]
    history: tuple[Decided, ...]


def rule_page(session: Session, actor: Actor, name: str, on: date) -> RulePage:
    """The page of a rule set. Raises `RuleError` for a day it is not in force."""
    actor.require(Action.READ_RULES)
    rules = rules_in_force(name, on, choices_on(session, name, on))
    kept = select(RuleChoice).where(RuleChoice.rule_set == name).order_by(RuleChoice.valid_from.desc(), RuleChoice.id)
    choices = list(session.scalars(kept))
    stored, main = rule_set(name), name == MAIN
    return RulePage(
        id=name,
        title=stored.title,
        source=stored.source,
        rules=rules,
        lines=tuple(_line(one, rules, choices, on) for one in stored.parameters.values()),
        formulas=tuple(formula_clauses(rules)),
        criteria=general_criteria(on) if main else (),
        history=tuple(_decided(one) for one in choices),
    )


def _line(parameter: Parameter, rules: Rules, choices: list[RuleChoice], on: date) -> RuleLine:
    chosen = next((c for c in choices if c.parameter == parameter.name and c.valid_from <= on), None)
    return RuleLine(
        parameter=parameter,
        value=value_text(parameter.name, rules),
        since=chosen.valid_from if chosen else parameter.since(on),
        decision=chosen.decision if chosen else None,
        choosable=is_choosable(parameter),
    )


def choice_words(name: str, parameter: str, value: object, on: date) -> Text:
    """A value somebody may choose, in words."""
    return value_text(parameter, rules_in_force(name, on, {parameter: value}))


def _decided(choice: RuleChoice) -> Decided:
    words = choice_words(choice.rule_set, choice.parameter, choice.value, choice.valid_from)
    return Decided(choice.parameter, words, choice.valid_from, choice.decision)
