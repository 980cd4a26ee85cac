"""Carrying out steps one after another on a copy; a step that cannot be carried out is named and left out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kpi.language.message import Message
from kpi.staffing.scenarios.criteria import use_criteria
from kpi.staffing.scenarios.fault import StepFault
from kpi.staffing.scenarios.merging import merge_units
from kpi.staffing.scenarios.moving import move_area, move_function
from kpi.staffing.scenarios.points import close_point, open_point
from kpi.staffing.scenarios.state import CriteriaTables, State
from kpi.staffing.scenarios.steps import (
    ChangeVolumes,
    ClosePoint,
    MergeUnits,
    MoveArea,
    MoveFunction,
    OpenPoint,
    SetHeadcount,
    Step,
    UseCriteria,
)
from kpi.staffing.scenarios.volumes import change_volumes, set_headcount

ACTS: dict[type[Step], Callable[[State, Any], State]] = {
    MergeUnits: merge_units,
    MoveArea: move_area,
    MoveFunction: move_function,
    OpenPoint: open_point,
    ClosePoint: close_point,
    ChangeVolumes: change_volumes,
    SetHeadcount: set_headcount,
}


@dataclass(frozen=True)
class Applied:
    """What the steps make of a state; faults: of steps that could not be carried out, by their place in the list."""

    state: State
    faults: Mapping[int, Message]


def apply(today: State, steps: Iterable[Step], criteria: Mapping[int, CriteriaTables] | None = None) -> Applied:
    """The state after all steps, `today` itself unchanged. criteria: the versions steps may ask for, by id."""
    state, faults = today, {}
    for place, step in enumerate(steps):
        try:
            state = _act(state, step, criteria or {})
        except StepFault as fault:
            faults[place] = fault.message
    return Applied(state, faults)


def _act(state: State, step: Step, criteria: Mapping[int, CriteriaTables]) -> State:
    if isinstance(step, UseCriteria):
        return use_criteria(state, step, criteria)
    return ACTS[type(step)](state, step)
