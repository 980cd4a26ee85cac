"""Building a scenario in the database: steps are kept, ordered, switched off and undone."""

from datetime import date

import pytest
from sqlalchemy import select

from kpi.access.actor import NotPermitted, Refused
from kpi.staffing.scenarios.commands import (
    AddStep,
    Assume,
    CopyScenario,
    CreateScenario,
    DropScenario,
    EditStep,
    MoveStep,
    RemoveStep,
    SwitchStep,
)
from kpi.staffing.scenarios.steps import ChangeVolumes, MergeUnits, SetHeadcount
from kpi.staffing.scenarios.views import scenario, scenarios
from kpi.staffing.today import inputs_of
from kpi.storage.tables import AuditEntry, ScenarioStep
from kpi.storage.unit_of_work import reading
from tests.access.household import everything
from tests.scenarios.scene import BOTH

ON = date(2026, 6, 1)
MERGE = MergeUnits(("A", "B"), "AB", "An Bình", "commune", "A")


def add(scene, number, step):
    return scene.does(AddStep(number, step.kind, step.terms()))


def seen(scene, number):
    with reading(scene.engine) as session:
        return scenario(session, scene.planner, number, inputs_of(session, scene.planner, 2026, ON))


def order(scene, number):
    query = select(ScenarioStep.kind).where(ScenarioStep.scenario_id == number).order_by(ScenarioStep.place)
    return [kind for (kind,) in scene.rows(query)]


def refused(scene, command, actor=None):
    before = everything(scene.engine)
    with pytest.raises(Refused) as told:
        scene.does(command, actor)
    assert everything(scene.engine) == before
    return told.value.message.in_("en")


@pytest.fixture
def number(scene):
    return scene.does(CreateScenario("Gộp An và Bình", "thử"))


@BOTH
def test_steps_act_on_a_copy_of_today(scene, number):
    add(scene, number, MERGE)
    add(scene, number, SetHeadcount("AB", "land", -1))
    found = seen(scene, number)
    assert found.state.units["unit"].tolist() == ["AB", "C"]
    assert [one.fault for one in found.steps] == [None, None]
    with reading(scene.engine) as session:
        today = inputs_of(session, scene.planner, 2026, ON)
    assert found.outcome.total("existing") == today.existing["existing"].sum() - 1
    assert found.line.steps == 2


def test_a_step_switched_off_changes_nothing_and_may_come_back(scene, number):
    step = add(scene, number, MERGE)
    scene.does(SwitchStep(step, False))
    assert len(seen(scene, number).state.units) == 3
    scene.does(SwitchStep(step, True))
    assert len(seen(scene, number).state.units) == 2


@BOTH
def test_steps_are_reordered_and_a_step_that_no_longer_fits_says_so(scene, number):
    add(scene, number, MERGE)
    second = add(scene, number, SetHeadcount("AB", "land", 1))
    scene.does(MoveStep(second, 1))
    assert order(scene, number) == ["headcount", "merge"]
    first, merge = seen(scene, number).steps
    assert first.fault is not None
    assert "at this point" in first.fault.in_("en")
    assert merge.fault is None


def test_a_step_is_edited_and_undone(scene, number):
    step = add(scene, number, ChangeVolumes(growth=0.1))
    add(scene, number, MERGE)
    scene.does(EditStep(step, ChangeVolumes(growth=0.2).terms()))
    assert seen(scene, number).steps[0].step == ChangeVolumes(growth=0.2)
    scene.does(RemoveStep(step))
    assert order(scene, number) == ["merge"]
    assert seen(scene, number).steps[0].place == 1


@BOTH
def test_a_copy_goes_its_own_way(scene, number):
    add(scene, number, MERGE)
    scene.does(Assume(number, {"fixed": {"land": 1.0}, "satellite": 0.5, "satellite_family": "one_stop"}))
    copy = scene.does(CopyScenario(number, "Bản khác"))
    add(scene, copy, SetHeadcount("AB", "land", 2))
    assert (order(scene, number), order(scene, copy)) == (["merge"], ["merge", "headcount"])
    assert seen(scene, copy).assumptions.fixed == {"land": 1.0}
    with reading(scene.engine) as session:
        assert [one.name for one in scenarios(session, scene.planner)] == ["Bản khác", "Gộp An và Bình"]


@BOTH
def test_a_draft_may_be_dropped_with_its_steps(scene, number):
    add(scene, number, MERGE)
    scene.does(DropScenario(number))
    assert scene.rows(select(ScenarioStep)) == []


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda n: CreateScenario("  "), "Give the scenario a name"),
        (lambda n: CreateScenario("Gộp An  và Bình"), "already"),
        (lambda n: CopyScenario(999, "x"), "gone"),
        (lambda n: AddStep(n, "explode", {}), "no step of this kind"),
        (lambda n: AddStep(n, "merge", {"units": ["A"]}), "not complete"),
        (lambda n: EditStep(999, {}), "gone"),
        (lambda n: Assume(n, {"band": 1.0}), "below 100%"),
        (lambda n: Assume(n, {"fixed": {"land": -1}}), "not negative"),
        (lambda n: Assume(n, {"satellite": "many"}), "not a number"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(scene, number, make, words):
    assert words in refused(scene, make(number))


def test_only_planners_build_and_see_scenarios(scene, number):
    for command in (CreateScenario("x"), AddStep(number, MERGE.kind, MERGE.terms())):
        for actor in (scene.auditor, scene.head("A")):
            before = everything(scene.engine)
            with pytest.raises(NotPermitted):
                scene.does(command, actor)
            assert everything(scene.engine) == before
    scene.does(AddStep(number, MERGE.kind, MERGE.terms()), scene.home_affairs)
    with reading(scene.engine) as session, pytest.raises(NotPermitted):
        scenario(session, scene.head("A"), number, inputs_of(session, scene.planner, 2026, ON))


def test_the_record_says_who_built_it(scene, number):
    add(scene, number, MERGE)
    query = select(AuditEntry.command, AuditEntry.actor, AuditEntry.subject).order_by(AuditEntry.number)
    assert scene.rows(query) == [
        ("CreateScenario", "organizing_committee", "scenario Gộp An và Bình"),
        ("AddStep", "organizing_committee", f"scenario {number}"),
    ]
