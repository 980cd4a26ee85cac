"""Local decisions: only on what the law leaves open, with a number, and never on what was already scored."""

from datetime import date

import pytest
from sqlalchemy import select

from kpi.access.actor import NotPermitted
from kpi.assessment.rule_choices import ChooseRule
from kpi.assessment.rule_views import CERTAINTY_NAMES, rule_page
from kpi.assessment.rules import rules_of
from kpi.law.errors import RuleError
from kpi.law.ruleset import rule_set
from kpi.storage.tables import Month, RuleChoice
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import Scene

MARCH = date(2026, 3, 1)
DECISION = "Quyết định số 12/QĐ-UBND ngày 15/02/2026"


def chosen(parameter: str = "deduction_basis", value: str = "line", day: date = MARCH, decision: str = DECISION,
           rule_set: str = "nd335") -> ChooseRule:  # fmt: skip
    return ChooseRule(rule_set, parameter, value, day, decision)


def test_a_decision_applies_from_its_day_and_is_named(scene: Scene) -> None:
    scene.do("home-affairs", chosen())
    with reading(scene.engine) as session:
        assert rules_of(session, date(2026, 2, 28))["deduction_basis"] == "unit"
        assert rules_of(session, MARCH)["deduction_basis"] == "line"
        page = rule_page(session, scene.actor("an"), "nd335", MARCH)
    line = next(line for line in page.lines if line.parameter.name == "deduction_basis")
    assert (line.value["vi"], line.since, line.decision) == ("cả dòng công việc", MARCH, DECISION)
    assert [(one.parameter, one.valid_from, one.decision) for one in page.history] == [
        ("deduction_basis", MARCH, DECISION)
    ]
    assert scene.audited() == 1


def test_a_number_within_its_range_is_chosen_as_a_number(scene: Scene) -> None:
    scene.do("home-affairs", chosen("petition_days", "7"))
    with reading(scene.engine) as session:
        assert rules_of(session, MARCH)["petition_days"] == 7


@pytest.mark.parametrize(
    ("command", "saying"),
    [
        (chosen(decision="  "), "number and date of the decision"),
        (chosen(decision="x" * 201), "longer than 200"),
        (chosen(value="both"), "Choose one of: unit, line"),
        (chosen("petition_days", "91"), "from 1 to 90"),
        (chosen("excellent_from", "80"), "fixed by Article"),
        (chosen("deduction_rate", "0.5"), "Article 14.2.b, 14.2.c settles this"),
        (chosen("missing_value", "insufficient"), "settles this"),
        (chosen("unknown", "1"), "no parameter unknown"),
        (chosen(rule_set="qd366"), "nothing to decide"),
        (chosen(rule_set="nd999"), "nothing to decide"),
        (chosen(day=date(2025, 12, 31)), "not in force"),
        (chosen(day=date(2026, 2, 1)), "02/2026 is closed"),
        (chosen(day=date(2026, 1, 15)), "02/2026 is closed"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(scene: Scene, command: ChooseRule, saying: str) -> None:
    scene.refused("home-affairs", command, saying)


def test_a_day_inside_the_closed_month_reaches_only_the_next(scene: Scene) -> None:
    scene.do("home-affairs", chosen(day=date(2026, 2, 2)))
    assert scene.one(select(RuleChoice.valid_from)) == date(2026, 2, 2)


def test_a_month_with_approved_results_keeps_its_rules(scene: Scene) -> None:
    scene.ready("an")
    scene.change(Month, Month.person_id == scene.person("an"), state="approved")
    scene.refused("home-affairs", chosen(), "1 results are approved by the present rule")
    scene.do("home-affairs", chosen(day=date(2026, 4, 1)))


def test_there_is_one_decision_for_a_day(scene: Scene) -> None:
    scene.do("home-affairs", chosen())
    scene.refused("home-affairs", chosen(value="unit"), "already a decision")


def test_only_home_affairs_decides_and_everybody_reads(scene: Scene) -> None:
    for name in ("governor", "administrator", "auditor", "an"):
        assert isinstance(scene.refused(name, chosen()), NotPermitted)


IN_FORCE = {"nd335": MARCH, "qd366": MARCH, "nd90": MARCH, "kh2025": date(2025, 6, 1), "nd233": date(2026, 7, 1)}


@pytest.mark.parametrize("name", IN_FORCE)
def test_the_page_shows_every_parameter_with_its_certainty(scene: Scene, name: str) -> None:
    with reading(scene.engine) as session:
        page = rule_page(session, scene.actor("an"), name, IN_FORCE[name])
    assert [line.parameter.name for line in page.lines] == list(rule_set(name).parameters)
    assert {line.parameter.certainty for line in page.lines} <= set(CERTAINTY_NAMES)
    assert all(line.value["vi"] and line.value["en"] for line in page.lines)
    assert bool(page.criteria) == (name == "nd335")
    assert bool(page.formulas) == (name != "qd366")


def test_before_the_decree_there_is_no_page(scene: Scene) -> None:
    with reading(scene.engine) as session, pytest.raises(RuleError):
        rule_page(session, scene.actor("an"), "nd335", date(2025, 12, 31))
