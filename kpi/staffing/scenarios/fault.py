"""Why a step cannot be carried out."""

from kpi.language.message import Message, say
from kpi.staffing.scenarios.state import State


class StepFault(Exception):  # noqa: N818 - an answer for the planner
    """A step that does not fit the state before it; the message says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.in_("en"))
        self.message = message


def present(state: State, *units: str) -> None:
    """Raise unless every unit exists at this point of the scenario."""
    for unit in units:
        if not state.has(unit):
            name = state.names().get(unit, unit)
            raise StepFault(say("{unit} does not exist at this point of the scenario. Change the step or its place.",
                                unit=name))  # fmt: skip
