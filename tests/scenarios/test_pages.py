"""The page of scenarios: steps are built, their effect stands beside them, planners adopt."""

import pytest
from sqlalchemy import select

from kpi.language import numbers
from kpi.staffing.scenarios.adopting import AdoptScenario
from kpi.staffing.scenarios.commands import AddStep, CreateScenario
from kpi.staffing.scenarios.steps import STEPS, ChangeVolumes, MergeUnits, SetHeadcount
from kpi.storage.tables import Scenario, ScenarioStep, Unit
from kpi.ui import staffing_choice
from tests.scenarios.pages import draws, field, press, table, vi, words
from tests.scenarios.test_adopting import DAY
from tests.scenarios.test_building import MERGE, add
from tests.scenarios.test_lineage import grant, volume

PLANNER = "organizing_committee"


@pytest.fixture
def draw(scene, monkeypatch):
    return draws(scene, monkeypatch)


@pytest.fixture
def number(scene):
    return scene.does(CreateScenario("Gộp An và Bình"))


def test_a_planner_makes_a_scenario_and_merges_two_communes(scene, draw):
    app = draw("scenarios", PLANNER)
    assert vi("No scenario yet. Make one above: it is tried on a copy of today and changes nothing.") in words(app)
    field(app, "text_input", "Name of the scenario").input("Thử gộp")
    app = press(app, "Make the scenario")
    field(app, "multiselect", "Units that become one").set_value(["A", "B"])
    app.run()
    field(app, "text_input", "Name of the new unit").input("An Bình")
    app = press(app, "Add the step")
    assert scene.rows(select(ScenarioStep.kind, ScenarioStep.terms)) == [
        ("merge", {"units": ["A", "B"], "code": "MA", "name": "An Bình", "unit_kind": "commune", "seat": "A"})
    ]
    assert app.metric[0].value == "2"
    assert not app.exception


def test_steps_are_moved_switched_edited_and_undone_on_the_page(scene, draw, number):
    add(scene, number, MERGE)
    add(scene, number, SetHeadcount("AB", "leadership", 1))
    app = press(draw("scenarios", PLANNER), "Move up")
    assert vi("{unit} does not exist at this point of the scenario. Change the step or its place.", unit="AB") in words(
        app
    )
    app = press(app, "Move down")
    app = press(app, "Switch off")
    assert [on for (on,) in scene.rows(select(ScenarioStep.active).order_by(ScenarioStep.place))] == [False, True]
    app = press(app, "Edit", 1)
    field(app, "number_input", "More or fewer people").set_value(3)
    app = press(app, "Save the step")
    kept = scene.rows(select(ScenarioStep.terms).order_by(ScenarioStep.place))
    assert kept[1][0]["change"] == 3
    app = press(app, "Undo this step")
    assert scene.rows(select(ScenarioStep.kind)) == [("headcount",)]
    assert not app.exception


@pytest.mark.parametrize("kind", list(STEPS))
def test_every_kind_of_step_has_its_fields(scene, draw, number, kind):
    app = draw("scenarios", PLANNER)
    app.selectbox(key="scenario_add_kind").set_value(kind).run()
    assert not app.exception
    assert [box for box in app.button if box.label == vi("Add the step")]


def test_scenarios_are_compared_with_today_by_figures_families_and_units(scene, draw, number):
    add(scene, number, MERGE)
    other = scene.does(CreateScenario("Khác"))
    scene.does(AddStep(other, "volumes", ChangeVolumes(growth=0.2).terms()))
    app = draw("scenarios", PLANNER, scenario=str(number))
    field(app, "multiselect", "Compare with").set_value([other])
    app.run()
    shown = table(app, "Measure")
    assert list(shown.columns) == [vi("Measure"), vi("Today"), "Gộp An và Bình", "Khác"]
    units = shown[shown[vi("Measure")] == vi("Units")].iloc[0].tolist()
    assert units[1:] == ["3", "2", "3"]
    for view in ("families", "units"):
        app.session_state["scenario_view"] = view
        app.run()
        assert not app.exception


def test_the_committee_adopts_with_a_date_and_a_decision(scene, draw, number):
    add(scene, number, MERGE)
    app = draw("scenarios", PLANNER)
    field(app, "text_input", "Decision (number, date)").input("NQ 1/2026")
    app = press(app, "Adopt")
    assert vi("Tick the box to confirm.") in words(app)
    field(app, "text_input", "Decision (number, date)").input("NQ 1/2026")
    field(app, "date_input", "First day").set_value(DAY)
    field(app, "checkbox", "I adopt this scenario; it cannot be undone here.").check()
    app = press(app, "Adopt")
    assert scene.rows(select(Unit.valid_from).where(Unit.code == "AB")) == [(DAY,)]
    assert scene.rows(select(Scenario.state)) == [("adopted",)]
    assert vi("Adopted from {day} by {decision}.", day=f"{DAY:%d/%m/%Y}", decision="NQ 1/2026") in words(app)


def test_the_committee_reads_which_granted_roles_go_over(scene, draw, number):
    add(scene, number, MERGE)
    grant(scene, "soat", "auditor", "B")
    app = draw("scenarios", PLANNER)
    told = vi("Roles granted in these units reach the new ones too: {roles}. They stay at the old units, for what was "
              "recorded there; the administrator can take them back under accounts.",
              roles=f"{vi('auditor')} (Bình)")  # fmt: skip
    assert told in words(app)
    assert "soat" not in words(app)


@pytest.mark.parametrize("page", ["staffing", "workload", "scenarios", "reallocation"])
def test_the_pages_know_the_new_unit_from_its_day(scene, draw, number, page, monkeypatch):
    add(scene, number, MERGE)
    volume(scene, "A", 500, activity="LD.1")
    scene.does(AdoptScenario(number, DAY, "NQ 1"))
    for module in (numbers, staffing_choice):
        monkeypatch.setattr(module, "today", lambda: DAY)
    app = draw(page, PLANNER, unit="AB")
    if page == "staffing":
        app.session_state["staffing_view"] = "map"
        app.run()
        assert vi("Not on the map yet, because their place among the others is not known: {units}.",
                  units="An Bình, Chi") in words(app)  # fmt: skip
    assert not app.exception
    if page == "workload":
        assert vi("sum of the merged units") in table(app, "Source of the figure").to_string()


def test_home_affairs_plans_but_is_not_offered_to_adopt(scene, draw, number):
    add(scene, number, MERGE)
    app = draw("scenarios", "home_affairs")
    labels = [box.label for box in app.button]
    assert vi("Add the step") in labels
    assert vi("Adopt") not in labels


def test_a_planners_assumptions_stand_apart_from_the_need(scene, draw, number):
    add(scene, number, MergeUnits(("A", "B"), "AB", "An Bình", "commune", "A"))
    app = draw("scenarios", PLANNER)
    field(app, "number_input", "Posts for each satellite office").set_value(0.5)
    app = press(app, "Keep these assumptions")
    shown = table(app, "Measure").set_index(vi("Measure"))
    assert shown.loc[vi("Posts for satellite offices (your assumption)")].tolist() == ["0,0", "0,5"]
    need = shown.loc[vi("Need by workload and counters")]
    assert need.iloc[0] == need.iloc[1]


@pytest.mark.parametrize("page", ["scenarios", "reallocation"])
def test_the_pages_do_not_open_for_others(scene, draw, page):
    app = draw(page, "an-clerk")
    assert not app.exception
    assert vi("This page does not open for you.") in words(app)
