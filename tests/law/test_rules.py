"""Rules are dated data; a choice is a local decision and is told from the law."""

from datetime import date

import pytest

from kpi.law import RuleError, general_criteria, rules_from_dict, rules_in_force
from kpi.law.rulepage import formula_text, parameter_clauses
from kpi.law.ruleset import known_rule_sets, rule_set
from tests.law.cases import nd335

FIRST = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2025, 12, 31), False),  # the day before
        (FIRST, True),  # the first day counts
        (date(2030, 6, 1), True),
    ],
)
def test_the_decree_holds_from_its_first_day(day, holds):
    if holds:
        assert rules_in_force("nd335", day).version == "nd335@2026-01-01"
    else:
        with pytest.raises(RuleError, match="not in force on 31/12/2025: it applies from 01/01/2026"):
            rules_in_force("nd335", day)


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        ({"deduction_bases": "line"}, "no parameter deduction_bases"),
        ({"deduction_basis": "lines"}, "Choose one of: unit, line"),
        ({"deduction_rate": 1.5}, "from 0 to 1"),
        ({"petition_days": "soon"}, "from 1 to 90"),
        ({"good_from": 60}, "fixed by Article 20.2"),
        ({"ratio_cap": 1.2}, "Choose one of: 1.0, none"),
    ],
)
def test_a_choice_that_is_not_allowed_is_answered_with_what_is(choices, told):
    with pytest.raises(RuleError, match=told):
        rules_in_force("nd335", FIRST, choices)


def test_an_unknown_rule_set_is_answered_with_the_known_ones():
    with pytest.raises(RuleError, match="kh2025, nd233, nd335, nd90, qd366"):
        rules_in_force("nd999", FIRST)


def test_the_version_names_the_choices_that_depart_and_no_others():
    assert nd335(deduction_basis="unit") == nd335()
    assert nd335(ratio_cap="1", deduction_basis="line").version == "nd335@2026-01-01+deduction_basis=line"


def test_rules_come_back_from_storage_as_they_were():
    rules = nd335(deduction_basis="line", deduction_rate="0.2")
    assert rules_from_dict(rules.as_dict()) == rules
    assert len({rules, rules_from_dict(rules.as_dict())}) == 1


def test_stored_rules_that_no_longer_reproduce_are_refused():
    kept = nd335().as_dict()
    with pytest.raises(RuleError, match="differ"):
        rules_from_dict({**kept, "values": {**kept["values"], "good_from": 65}})


def test_an_open_parameter_is_shown_as_a_local_decision_and_never_as_law():
    clauses = {clause.name: clause for clause in parameter_clauses(nd335())}
    assert clauses["deduction_basis"].local
    assert not clauses["good_from"].local
    assert "per unit of the product (Art. 14.2.b, 14.2.c; local decision)" in formula_text(nd335())["en"]


def test_a_figure_of_law_that_an_agency_changes_becomes_local():
    assert not nd335().is_local("deduction_rate")
    assert nd335(deduction_rate=0.2).is_local("deduction_rate")


@pytest.mark.parametrize("name", known_rule_sets())
def test_every_parameter_says_what_it_is_where_it_stands_and_how_sure_it_is(name):
    for parameter in rule_set(name).parameters.values():
        assert set(parameter.description) == {"vi", "en"}
        assert parameter.certainty in {"exact", "partial", "open"}
        assert parameter.article
        assert parameter.unit
        assert min(parameter.values) == rule_set(name).begins
        assert parameter.certainty != "open" or parameter.choices or parameter.range
        for value in parameter.values.values():
            assert not parameter.choices or value in parameter.choices


def test_the_general_criteria_add_up():
    groups = general_criteria(FIRST)
    assert [group.maximum for group in groups] == [10, 10, 10]
    assert all(sum(leaf.maximum for leaf in group.criteria) == group.maximum for group in groups)
    assert sum(group.maximum for group in groups) == nd335().number("general_max")


def test_there_are_no_general_criteria_before_the_decree():
    with pytest.raises(RuleError, match="from 01/01/2026"):
        general_criteria(date(2025, 12, 31))
