"""The general criteria of Form 01 (Mẫu số 01, Decree 335/2025): groups, leaves and the most points each can give."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kpi.language.message import N_, Message
from kpi.language.numbers import format_date
from kpi.law.errors import RuleError
from kpi.law.ruleset import Text, read_law


@dataclass(frozen=True, eq=False)
class Criterion:
    """A leaf of the form, for example II.3 with at most 2.5 points."""

    code: str
    maximum: float
    text: Text


@dataclass(frozen=True, eq=False)
class CriteriaGroup:
    """A group of the form, for example II with at most 10 points."""

    code: str
    maximum: float
    text: Text
    article: str
    certainty: str
    criteria: tuple[Criterion, ...]


def criteria_codes(since: date) -> list[str]:
    """The codes a month is marked by under rules that hold since a day. Decree 90/2020 has no marks of its own: months
    it ranks are kept on Form 01, as it first stood.
    """
    first = min(read_law("nd335/criteria.yaml"))
    return [leaf.code for group in general_criteria(max(since, first)) for leaf in group.criteria]


@lru_cache(maxsize=64)
def general_criteria(on: date) -> tuple[CriteriaGroup, ...]:
    """The tree of general criteria in force on a day; its maxima add up to 30 (Art. 12). RuleError before 2026."""
    dated = read_law("nd335/criteria.yaml")
    starts = [start for start in dated if start <= on]
    if not starts:
        text = N_("The general criteria of Form 01 apply from {begins}; there are none on {day}.")
        raise RuleError(Message(text, {"begins": format_date(min(dated)), "day": format_date(on)}))
    return tuple(
        CriteriaGroup(**{**group, "criteria": tuple(Criterion(**leaf) for leaf in group["criteria"])})
        for group in dated[max(starts)]
    )
