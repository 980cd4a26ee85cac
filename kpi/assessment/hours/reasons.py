"""Why a check asks, in words: what was declared, what it is compared with, and that it changes no score."""

from kpi.language.message import N_, Message, say
from kpi.law.declared_hours import OUTLIER, STANDARD, TIME

FLAG_NAMES = {
    TIME: N_("more hours than working time"),
    STANDARD: N_("more hours than volume × standard time"),
    OUTLIER: N_("time per product stands apart"),
}


def reason(flag: str, value: float, limit: float, z: float, cases: float, tolerance: float) -> Message:
    """The sentence for one flag; figures as in `flags_in`."""
    if flag == TIME:
        return say("{declared} hours are declared in all; working time and approved overtime come to {limit} hours.",
                   declared=_hours(value), limit=_hours(limit))  # fmt: skip
    if flag == STANDARD:
        return say("{declared} hours are declared; the volume at the product's standard time comes to {standard} hours "
                   "(asked about from {limit} hours on).",
                   declared=_hours(value), standard=_hours(limit / tolerance), limit=_hours(limit))  # fmt: skip
    return say("One product took {minutes} minutes; colleagues in the same kind of unit usually need {usual} minutes "
               "({cases} cases, modified z {z}).",
               minutes=_hours(value), usual=_hours(limit), cases=int(cases), z=round(float(z), 2))  # fmt: skip


def _hours(value: float) -> float:
    return round(float(value), 1)
