"""The rule figures the formula uses, as floats or as exact fractions."""

from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any

from kpi.law.rules import Rules


@dataclass(frozen=True)
class Rates:
    """Numbers of the decree ready for the formula. cap is None where ratios have no limit."""

    per_line: bool
    deduction: Any
    floor: Any
    cap: Any
    task_max: Any
    excellent_from: Any
    good_from: Any
    completed_from: Any
    one: Any = 1.0

    def exact(self) -> "Rates":
        """The same rates as fractions of the decimals written in the rule."""
        numbers: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self)}
        exact: dict[str, Any] = {n: Fraction(repr(value)) for n, value in numbers.items() if isinstance(value, float)}
        return replace(self, **exact)


def rates_of(rules: Rules) -> Rates:
    """The rates of a rule set that scores (nd335)."""
    return Rates(
        per_line=rules["deduction_basis"] == "line",
        deduction=rules.number("deduction_rate"),
        floor=rules.number("deduction_floor"),
        cap=None if rules["ratio_cap"] == "none" else rules.number("ratio_cap"),
        task_max=rules.number("task_max"),
        excellent_from=rules.number("excellent_from"),
        good_from=rules.number("good_from"),
        completed_from=rules.number("completed_from"),
    )
