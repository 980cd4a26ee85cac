"""Scenarios as pages show them: a list, one with its steps, and what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.language.message import Message
from kpi.staffing.criteria.contents import contents_of
from kpi.staffing.scenarios.apply import apply
from kpi.staffing.scenarios.granting import Reaching, roles_reaching
from kpi.staffing.scenarios.outcome import Assumptions, Outcome, outcome
from kpi.staffing.scenarios.state import CriteriaTables, State
from kpi.staffing.scenarios.steps import ClosePoint, MergeUnits, Step, UseCriteria, step_of
from kpi.staffing.scenarios.today import state_of, tables_of
from kpi.staffing.scenarios.tree import new_units
from kpi.staffing.today import Inputs
from kpi.storage.tables import Criteria, Scenario, ScenarioStep


@dataclass(frozen=True)
class Line:
    """A scenario in a list."""

    id: int
    name: str
    note: str | None
    state: str
    steps: int
    made_by: str
    made_at: datetime
    adopted_from: date | None
    decision: str | None


@dataclass(frozen=True)
class Placed:
    """A step in its place; fault: why it could not be carried out."""

    id: int
    place: int
    active: bool
    step: Step
    fault: Message | None


@dataclass(frozen=True)
class Seen:
    """A scenario whole: its steps, the state they make, and what comes of it. roles: granted in units it merges.
    names: of units by code, those merged before today included."""

    line: Line
    steps: tuple[Placed, ...]
    assumptions: Assumptions
    state: State
    outcome: Outcome
    may_change: bool
    may_adopt: bool
    roles: tuple[Reaching, ...]
    names: Mapping[str, str]


def scenarios(session: Session, actor: Actor) -> list[Line]:
    """Every scenario, newest first."""
    actor.require(Action.READ_STAFFING)
    counts = dict(
        session.execute(select(ScenarioStep.scenario_id, func.count()).group_by(ScenarioStep.scenario_id)).all()
    )
    rows = session.scalars(select(Scenario).order_by(Scenario.id.desc()))
    return [_line(row, counts.get(row.id, 0)) for row in rows]


def _line(row: Scenario, steps: int) -> Line:
    return Line(row.id, row.name, row.note, row.state, steps, row.made_by, row.made_at, row.adopted_from, row.decision)


def scenario(session: Session, actor: Actor, scenario_id: int, inputs: Inputs, matrix: Any = None) -> Seen | None:
    """A scenario on a copy of today's `inputs`; None where there is none. For whoever plans for the province."""
    actor.require(Action.MANAGE_STAFFING)
    row = session.get(Scenario, scenario_id)
    if row is None:
        return None
    stored = list(
        session.scalars(
            select(ScenarioStep)
            .where(ScenarioStep.scenario_id == scenario_id)
            .order_by(ScenarioStep.place, ScenarioStep.id)
        )
    )
    steps = [step_of(one.kind, one.terms) for one in stored]
    active = [at for at, one in enumerate(stored) if one.active and not _done(row, steps[at], inputs)]
    applied = apply(state_of(inputs), [steps[at] for at in active], versions_of(session, inputs, steps))
    faults = {active[place]: message for place, message in applied.faults.items()}
    placed = tuple(
        Placed(one.id, one.place, one.active, steps[at], faults.get(at)) for at, one in enumerate(stored)
    )  # fmt: skip
    assumptions = Assumptions.of(row.assumptions)
    draft = row.state == "draft"
    return Seen(
        _line(row, len(stored)), placed, assumptions, applied.state, outcome(applied.state, assumptions, matrix),
        draft and actor.may(Action.MANAGE_STAFFING), draft and actor.may(Action.ADOPT_SCENARIO),
        tuple(roles_reaching(session, {part for new in new_units(steps) for part in new.parts}) if draft else ()),
        {**inputs.lineage.names, **applied.state.names()},
    )  # fmt: skip


def _done(row: Scenario, step: Step, inputs: Inputs) -> bool:
    """Whether an adopted scenario's merger is in the unit tree already, and with it the seats that closed."""
    if row.state != "adopted":
        return False
    if isinstance(step, ClosePoint):
        return step.at in inputs.lineage.continued
    return isinstance(step, MergeUnits) and inputs.lineage.done(step)


def versions_of(session: Session, inputs: Inputs, steps: Sequence[Step]) -> dict[int, CriteriaTables]:
    """The criteria versions the steps ask for."""
    asked = {step.criteria for step in steps if isinstance(step, UseCriteria)}
    rows = session.scalars(select(Criteria).where(Criteria.id.in_(asked)))
    return {row.id: tables_of(inputs, contents_of(session, row)) for row in rows}
