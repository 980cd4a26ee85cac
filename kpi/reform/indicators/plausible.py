"""What a counted quantity may be: impossible ones are refused, unusual ones need a reason.

Unusual is local: more than half as much again or far below what the unit itself reported, by the modified z-score
(Iglewicz & Hoaglin 1993: 0.6745 × distance from the median ÷ median absolute distance, above 3.5) of the logarithm.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kpi.language.message import Message, say

FEWEST, LIMIT, SCALE = 6, 3.5, 0.6745
SMALLEST_SPREAD = 0.05  # in logarithms: a unit that always reported the same may still vary by a twentieth
LARGEST = 1e15


@dataclass(frozen=True)
class Counted:
    """A quantity to be checked, with the words of its indicator and the unit's earlier quantities, oldest first."""

    name: Message
    numerator_name: Message
    denominator_name: Message
    is_ratio: bool
    is_share: bool
    whole: bool
    numerator: float | None
    denominator: float | None
    earlier: Sequence[tuple[float, float | None]] = ()


def impossible(counted: Counted) -> Message | None:
    """Why the quantity cannot be; None where it can."""
    for name, value in _given(counted):
        if value is None:
            return say("“{name}”: “{part}” is missing. Type both quantities, or leave both empty.",
                       name=counted.name, part=name)  # fmt: skip
        if not np.isfinite(value) or value < 0 or value > LARGEST:
            return say("“{name}”: {value} is not a quantity for “{part}”. Type a number from 0 up.",
                       name=counted.name, value=float(value) if np.isfinite(value) else "∞", part=name)  # fmt: skip
        if counted.whole and value != round(value):
            return say("“{name}”: “{part}” is counted in whole numbers; {value} is not one.",
                       name=counted.name, part=name, value=float(value))  # fmt: skip
    numerator, denominator = counted.numerator, counted.denominator
    if counted.is_share and numerator is not None and denominator is not None and numerator > denominator:
        return say("“{name}”: {numerator} of {denominator} is impossible: “{part}” cannot be more than “{whole}”. "
                   "Correct one of the two.", name=counted.name, numerator=float(numerator),
                   denominator=float(denominator), part=counted.numerator_name,
                   whole=counted.denominator_name)  # fmt: skip
    return None


def unusual(counted: Counted) -> Message | None:
    """Why the quantity needs a reason; None where it is as usual."""
    if counted.is_ratio and not counted.is_share and (counted.numerator or 0) > (counted.denominator or 0):
        return say("“{name}”: “{part}” is more than “{whole}”. That can be, but write why.", name=counted.name,
                   part=counted.numerator_name, whole=counted.denominator_name)  # fmt: skip
    for place, (name, value) in enumerate(_given(counted)):
        history = [float(earlier) for pair in counted.earlier if (earlier := pair[place]) is not None]
        if value is not None and is_jump(float(value), history):
            return say("“{name}”: {value} for “{part}” is far from what this unit reported before ({low} to {high}). "
                       "Check it; if it is right, write why.", name=counted.name, value=float(value), part=name,
                       low=min(history), high=max(history))  # fmt: skip
    return None


def is_jump(value: float, history: Sequence[float]) -> bool:
    """Whether the value lies far from the history; never with fewer than six earlier values."""
    if len(history) < FEWEST:
        return False
    logs = np.log1p(np.asarray(history, float))
    middle = float(np.median(logs))
    spread = max(float(np.median(np.abs(logs - middle))), SMALLEST_SPREAD)
    return bool(abs(SCALE * (np.log1p(value) - middle) / spread) > LIMIT)


def _given(counted: Counted) -> Iterator[tuple[Message, float | None]]:
    yield counted.numerator_name, counted.numerator
    if counted.is_ratio:
        yield counted.denominator_name, counted.denominator
