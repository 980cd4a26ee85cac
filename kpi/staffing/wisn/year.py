"""A year's working days with Vietnam's public holidays."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays


@dataclass(frozen=True)
class WorkingYear:
    """working_days: Mondays to Fridays of the year. public_holidays: those of them that are public holidays."""

    year: int
    working_days: int
    public_holidays: int


@cache
def working_year(year: int) -> WorkingYear:
    """Counted from the calendar; public holidays by the `holidays` library (Labour Code 2019, Art. 112)."""
    free = holidays.country_holidays("VN", years=year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    working = [day for day in days if day.weekday() < 5]
    return WorkingYear(year, len(working), sum(day in free for day in working))
