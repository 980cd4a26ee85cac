"""Which rule set ranks whom on a day, and that every one explains itself."""

from datetime import date
from itertools import pairwise

import pytest

from kpi.law import RuleError, rules_in_force, score_under
from kpi.law.explain import explain
from kpi.law.methods import METHODS
from kpi.law.rulepage import formula_clauses, formula_text
from kpi.law.ruleset import known_rule_sets, rule_set
from kpi.law.selection import rule_set_for
from tests.law.cases import lines, people, qd366
from tests.law.others import DONE, FIRST, scored


@pytest.mark.parametrize(
    ("kind", "day", "expected"),
    [
        ("civil_servant", date(2025, 3, 31), "nd90"),
        ("civil_servant", date(2025, 4, 1), "kh2025"),
        ("civil_servant", date(2025, 12, 31), "kh2025"),
        ("civil_servant", date(2026, 1, 1), "nd335"),
        ("civil_servant", date(2026, 7, 1), "nd335"),
        ("public_employee", date(2025, 4, 1), "kh2025"),
        ("public_employee", date(2026, 1, 1), "nd90"),
        ("public_employee", date(2026, 6, 30), "nd90"),
        ("public_employee", date(2026, 7, 1), "nd233"),
    ],
)
def test_the_day_and_the_kind_of_person_decide(kind: str, day: date, expected: str) -> None:
    assert rule_set_for(kind, day) == expected
    assert rule_set(expected).holds_on(day)


def test_a_day_no_rule_set_covers_is_said() -> None:
    with pytest.raises(RuleError, match="No rule set is stored for a civil servant on 14/09/2023"):
        rule_set_for("civil_servant", date(2023, 9, 14))


def test_no_two_rule_sets_rank_the_same_kind_on_one_day() -> None:
    spans = sorted(
        (kind, first, last or date.max, name)
        for name in known_rule_sets()
        for kind, found in rule_set(name).applies.items()
        for first, last in found
    )
    for (kind, _, last, _), (other, first, _, _) in pairwise(spans):
        assert kind != other or last < first


def test_every_rule_set_ranks_or_stands_beside_one_that_does() -> None:
    for name in known_rule_sets():
        assert (name in METHODS) == bool(rule_set(name).applies)
    with pytest.raises(RuleError, match="stands beside another"):
        score_under(lines(DONE), people({}), qd366())


@pytest.mark.parametrize("name", FIRST)
def test_every_figure_has_its_article_its_certainty_and_both_languages(name: str) -> None:
    rules = rules_in_force(name, FIRST[name])
    assert {clause.certainty for clause in formula_clauses(rules)} <= {"exact", "partial"}
    text = formula_text(rules)
    assert len(text["vi"].splitlines()) == len(text["en"].splitlines()) > 10
    assert "{" not in text["vi"] + text["en"]
    for step in explain(scored(name, DONE), "An"):
        assert step.article
        assert step.text["vi"]
        assert step.text["en"]
        assert "{" not in step.text["vi"] + step.text["en"]


@pytest.mark.parametrize("name", FIRST)
def test_nothing_read_in_part_claims_to_be_exact(name: str) -> None:
    assert {parameter.certainty for parameter in rule_set(name).parameters.values()} <= {"partial", "open"}
