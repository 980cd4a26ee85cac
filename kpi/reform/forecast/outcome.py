"""What a forecast says of a target, and why there may be none, each in words."""

import numpy as np
from numpy.typing import NDArray

from kpi.language.message import N_
from kpi.reform.forecast.months import Flags, Floats

Texts = NDArray[np.object_]
SECURED, ON_COURSE, OPEN, BEHIND, IMPOSSIBLE = "secured", "on_course", "open", "behind", "impossible"
NO_TARGET, NO_FORECAST = "no_target", "no_forecast"
OUTCOMES = {
    SECURED: N_("already certain"),
    ON_COURSE: N_("on course"),
    OPEN: N_("may go either way"),
    BEHIND: N_("will miss at this pace"),
    IMPOSSIBLE: N_("cannot be met any more"),
    NO_TARGET: N_("no target"),
    NO_FORECAST: N_("no forecast"),
}
TOO_FEW_MONTHS, TOO_SMALL, NOTHING, NOT_MONTHLY = "months", "small", "nothing", "not_monthly"
TOO_FEW_TASKS, NO_DATES = "tasks", "dates"
REASONS = {
    NOTHING: N_("No month of this year has figures."),
    TOO_FEW_MONTHS: N_("Fewer than 3 months of this year have figures."),
    TOO_SMALL: N_("Fewer than 30 cases so far: chance would decide."),
    NOT_MONTHLY: N_("It is not counted every month; there is no pace to follow."),
    TOO_FEW_TASKS: N_("Fewer than 8 tasks are done: too few to see a course."),
    NO_DATES: N_("The tasks have no due dates."),
}
LEAST_MONTHS, LEAST_CASES = 3, 30.0


def judged(
    low: Floats, high: Floats, target: Floats, higher: Flags, *, impossible: Flags, secured: Flags, known: Flags
) -> Texts:
    """The outcome of each row; what arithmetic settles comes before what the band says."""
    least, most = np.where(higher, low, -high), np.where(higher, high, -low)
    goal = np.where(higher, target, -target)
    outcomes: Texts = np.select(
        [~known, ~np.isfinite(target), impossible, secured, least >= goal, most < goal],
        [NO_FORECAST, NO_TARGET, IMPOSSIBLE, SECURED, ON_COURSE, BEHIND],
        OPEN,
    ).astype(object)
    return outcomes


def why_not(months: NDArray[np.intp], cases: Floats) -> Texts:
    """The reason a row gets no forecast; an empty text where it gets one. NaN cases: none are asked for."""
    reasons: Texts = np.select(
        [months == 0, months < LEAST_MONTHS, cases < LEAST_CASES], [NOTHING, TOO_FEW_MONTHS, TOO_SMALL], ""
    ).astype(object)
    return reasons
