"""What a planner means to do with a scenario; plain data."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class OfScenario:
    """A command on one scenario."""

    scenario_id: int

    @property
    def about(self) -> str:
        """The scenario, for the audit."""
        return f"scenario {self.scenario_id}"


@dataclass(frozen=True)
class CreateScenario:
    """A new scenario without steps."""

    name: str
    note: str = ""

    @property
    def about(self) -> str:
        """The scenario, for the audit."""
        return f"scenario {self.name}"


@dataclass(frozen=True)
class CopyScenario(OfScenario):
    """The same steps and assumptions under another name, to try something else with."""

    name: str


@dataclass(frozen=True)
class DropScenario(OfScenario):
    """A draft nobody needs any more goes, with its steps."""


@dataclass(frozen=True)
class Assume(OfScenario):
    """The planner's own assumptions; see `kpi.staffing.scenarios.outcome.Assumptions`."""

    terms: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AddStep(OfScenario):
    """A step at the end. kind: a key of `STEPS`; terms: its fields."""

    kind: str
    terms: dict[str, Any]


@dataclass(frozen=True)
class OfStep:
    """A command on one step."""

    step_id: int

    @property
    def about(self) -> str:
        """The step, for the audit."""
        return f"scenario step {self.step_id}"


@dataclass(frozen=True)
class EditStep(OfStep):
    """Other terms for a step of the same kind."""

    terms: dict[str, Any]


@dataclass(frozen=True)
class MoveStep(OfStep):
    """A step goes to another place, counted from 1."""

    place: int


@dataclass(frozen=True)
class SwitchStep(OfStep):
    """A step is switched off or on again."""

    active: bool


@dataclass(frozen=True)
class RemoveStep(OfStep):
    """A step is undone for good."""


@dataclass(frozen=True)
class AdoptScenario(OfScenario):
    """The mergers of a scenario become the unit tree from a day on. decision: number and date of the decision."""

    day: date
    decision: str
    reason: str = ""
