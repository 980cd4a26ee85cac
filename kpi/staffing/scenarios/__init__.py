"""Scenarios: named steps on a copy of today, and what would come of them. Pure: no database, no clock, no screen."""

from kpi.staffing.scenarios.apply import Applied, apply
from kpi.staffing.scenarios.outcome import Assumptions, Outcome, outcome
from kpi.staffing.scenarios.state import CriteriaTables, Point, State
from kpi.staffing.scenarios.steps import STEPS, Step, step_of

__all__ = [
    "STEPS",
    "Applied",
    "Assumptions",
    "CriteriaTables",
    "Outcome",
    "Point",
    "State",
    "Step",
    "apply",
    "outcome",
    "step_of",
]
