"""Building a scenario: create, copy, add, edit, move, switch off and undo steps."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.language.message import say
from kpi.staffing.scenarios.intents import (
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
from kpi.staffing.scenarios.outcome import Assumptions
from kpi.staffing.scenarios.steps import STEPS, step_of
from kpi.storage.tables import Reallocation, Scenario, ScenarioStep

LONGEST = 200
MOST_STEPS = 200


@handles(CreateScenario, Action.MANAGE_STAFFING, whole_province)
def create_scenario(command: CreateScenario, actor: Actor, session: Session) -> int:
    """The scenario's id; refused without a name, or one in use."""
    return _new(session, actor, command.name, command.note, {}).id


@handles(CopyScenario, Action.MANAGE_STAFFING, whole_province)
def copy_scenario(command: CopyScenario, actor: Actor, session: Session) -> int:
    """The copy's id; an adopted scenario may be copied too."""
    source = scenario_of(session, command.scenario_id)
    made = _new(session, actor, command.name, source.note or "", dict(source.assumptions))
    for step in steps_of(session, source.id):
        terms = dict(step.terms)
        session.add(
            ScenarioStep(scenario_id=made.id, place=step.place, kind=step.kind, terms=terms, active=step.active)
        )
    return made.id


@handles(DropScenario, Action.MANAGE_STAFFING, whole_province)
def drop_scenario(command: DropScenario, actor: Actor, session: Session) -> None:
    """Refused for an adopted scenario, and while a reallocation stands on it."""
    scenario = draft_of(session, command.scenario_id)
    if session.scalar(select(func.count(Reallocation.id)).where(Reallocation.scenario_id == scenario.id)):
        raise Refused(
            say("A reallocation was solved for this scenario. It stays, so that the figures can be followed.")
        )
    for step in steps_of(session, scenario.id):
        session.delete(step)
    session.flush()
    session.delete(scenario)


@handles(Assume, Action.MANAGE_STAFFING, whole_province)
def assume(command: Assume, actor: Actor, session: Session) -> None:
    """Refused for figures that are no numbers, negative, or a band of 100% and more."""
    scenario = draft_of(session, command.scenario_id)
    found = Assumptions.of(command.terms)
    try:
        figures = [float(one) for one in (*found.fixed.values(), found.satellite, found.band, found.time_band)]
    except (TypeError, ValueError, AttributeError):
        raise Refused(say("An assumption is not a number. Correct it.")) from None
    if min(figures) < 0 or found.band >= 1 or found.time_band >= 1:
        raise Refused(say("Assumptions are not negative, and bands stay below 100%."))
    scenario.assumptions = found.terms()


@handles(AddStep, Action.MANAGE_STAFFING, whole_province)
def add_step(command: AddStep, actor: Actor, session: Session) -> int:
    """The step's id; refused for an unknown kind or terms that are not its own."""
    scenario = draft_of(session, command.scenario_id)
    count = len(steps_of(session, scenario.id))
    if count >= MOST_STEPS:
        raise Refused(say("A scenario has at most {most} steps. Copy it and leave some out.", most=MOST_STEPS))
    terms = _terms(command.kind, command.terms)
    step = ScenarioStep(scenario_id=scenario.id, place=count + 1, kind=command.kind, terms=terms)
    session.add(step)
    session.flush()
    return step.id


@handles(EditStep, Action.MANAGE_STAFFING, whole_province)
def edit_step(command: EditStep, actor: Actor, session: Session) -> None:
    """Refused for terms that are not the step's own."""
    step = _step(session, command.step_id)
    step.terms = _terms(step.kind, command.terms)


@handles(MoveStep, Action.MANAGE_STAFFING, whole_province)
def move_step(command: MoveStep, actor: Actor, session: Session) -> None:
    """The others close up; a place beyond the ends is the end."""
    step = _step(session, command.step_id)
    others = [one for one in steps_of(session, step.scenario_id) if one.id != step.id]
    others.insert(min(max(command.place - 1, 0), len(others)), step)
    _number(others)


@handles(SwitchStep, Action.MANAGE_STAFFING, whole_province)
def switch_step(command: SwitchStep, actor: Actor, session: Session) -> None:
    """A step that is off stays in its place and changes nothing."""
    _step(session, command.step_id).active = command.active


@handles(RemoveStep, Action.MANAGE_STAFFING, whole_province)
def remove_step(command: RemoveStep, actor: Actor, session: Session) -> None:
    """The others close up."""
    step = _step(session, command.step_id)
    _number([one for one in steps_of(session, step.scenario_id) if one.id != step.id])
    session.delete(step)


def scenario_of(session: Session, scenario_id: int) -> Scenario:
    """The scenario, for changing; refused where it is gone."""
    scenario = session.scalars(select(Scenario).where(Scenario.id == scenario_id).with_for_update()).one_or_none()
    if scenario is None:
        raise Refused(say("This scenario is gone. Reload the page."))
    return scenario


def draft_of(session: Session, scenario_id: int) -> Scenario:
    """The scenario; refused once it was adopted."""
    scenario = scenario_of(session, scenario_id)
    if scenario.state != "draft":
        raise Refused(say("This scenario was adopted and no longer changes. Copy it to go on."))
    return scenario


def steps_of(session: Session, scenario_id: int) -> list[ScenarioStep]:
    """The steps in their order."""
    query = select(ScenarioStep).where(ScenarioStep.scenario_id == scenario_id)
    return list(session.scalars(query.order_by(ScenarioStep.place, ScenarioStep.id)))


def _step(session: Session, step_id: int) -> ScenarioStep:
    step = session.get(ScenarioStep, step_id)
    if step is None:
        raise Refused(say("This step is gone. Reload the page."))
    draft_of(session, step.scenario_id)
    return step


def _number(steps: list[ScenarioStep]) -> None:
    for place, step in enumerate(steps, start=1):
        step.place = place


def _new(session: Session, actor: Actor, name: str, note: str, assumptions: dict[str, Any]) -> Scenario:
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST:
        raise Refused(say("Give the scenario a name of at most {most} characters.", most=LONGEST))
    if session.scalars(select(Scenario.id).where(Scenario.name == name)).first():
        raise Refused(say("There is a scenario “{name}” already. Choose another name.", name=name))
    made = Scenario(
        name=name, note=note.strip() or None, assumptions=assumptions, made_by=actor.name, made_at=datetime.now(UTC)
    )
    session.add(made)
    session.flush()
    return made


def _terms(kind: str, terms: dict[str, Any]) -> dict[str, Any]:
    """The terms as a step of the kind keeps them."""
    if kind not in STEPS:
        raise Refused(say("There is no step of this kind. Reload the page."))
    try:
        return step_of(kind, terms).terms()
    except (TypeError, ValueError):
        raise Refused(say("The step is not complete. Fill in every field.")) from None


__all__ = [
    "AddStep",
    "Assume",
    "CopyScenario",
    "CreateScenario",
    "DropScenario",
    "EditStep",
    "MoveStep",
    "RemoveStep",
    "SwitchStep",
    "draft_of",
    "scenario_of",
    "steps_of",
]
