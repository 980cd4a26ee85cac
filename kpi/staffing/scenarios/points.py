"""Receiving points: where people bring their papers."""

from dataclasses import replace

from kpi.language.message import say
from kpi.staffing.scenarios.fault import StepFault, present
from kpi.staffing.scenarios.state import Point, State
from kpi.staffing.scenarios.steps import ClosePoint, OpenPoint


def open_point(state: State, step: OpenPoint) -> State:
    """One more, unless it is there already."""
    present(state, step.unit)
    if step.at not in state.parts:
        raise StepFault(say("Choose a place among today's units."))
    point = Point(step.unit, step.at)
    if point in state.points:
        raise StepFault(say("There is a receiving point there already."))
    return replace(state, points=(*state.points, point))


def close_point(state: State, step: ClosePoint) -> State:
    """One less; every unit keeps one."""
    present(state, step.unit)
    own = [point for point in state.points if point.unit == step.unit]
    if Point(step.unit, step.at) not in own:
        raise StepFault(say("There is no receiving point there to close."))
    if len(own) == 1:
        raise StepFault(say("This is the unit's only receiving point. Open another one first."))
    return replace(state, points=tuple(point for point in state.points if point != Point(step.unit, step.at)))
