"""What may be chosen for an open parameter, whether of a rule set or of other dated figures."""

from typing import Any

from kpi.language.message import N_, Message
from kpi.law.errors import RuleError
from kpi.law.ruleset import Parameter, Value


def allowed(parameter: Parameter, value: Any) -> Value:
    """`value` as the parameter takes it. Raises RuleError for a fixed parameter or a value it does not take."""
    found = _as_allowed(parameter, value)
    if found is None:
        raise RuleError(_not_allowed(parameter, value))
    return found


def _as_allowed(parameter: Parameter, value: Any) -> Value | None:
    """`value` as one of the parameter's choices or a number in its range, whether typed as text or not; else None."""
    typed = _number(value)
    for choice in parameter.choices:
        if choice == typed or str(choice) == str(value):
            return choice
    if parameter.range and typed is not None and parameter.range[0] <= typed <= parameter.range[1]:
        return typed
    return None


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _not_allowed(parameter: Parameter, value: Any) -> Message:
    values = {"name": parameter.name, "value": str(value), "article": parameter.article}
    if parameter.choices:
        values["allowed"] = ", ".join(map(str, parameter.choices))
        return Message(N_("{name} cannot be {value}. Choose one of: {allowed}."), values)
    if parameter.range:
        values |= {"least": str(parameter.range[0]), "greatest": str(parameter.range[1])}
        return Message(N_("{name} cannot be {value}. Choose a number from {least} to {greatest}."), values)
    return Message(N_("{name} is fixed by Article {article} and cannot be chosen."), values)
