"""Periods as they are spoken of."""

from kpi.assessment.calendar import period_bounds, period_kind
from kpi.language.message import Message, say


def period_name(code: str) -> Message:
    """ "Month 03/2026", "Quarter 1/2026" or "Year 2026"; the code itself where it is none of these."""
    try:
        kind, (starts, _) = period_kind(code), period_bounds(code)
    except ValueError:
        return Message(code)
    if kind == "month":
        return say("Month {month}", month=f"{starts:%m/%Y}")
    if kind == "quarter":
        return say("Quarter {quarter}", quarter=f"{code[-1]}/{code[:4]}")
    return say("Year {year}", year=code)
