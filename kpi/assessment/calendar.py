"""Working days with Vietnam's public holidays, and the deadlines of a period that follow from them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("VN", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no public holiday (Labour Code 2019 Art. 112; list by the `holidays` library)."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after `day`; 0 gives the next working day on or after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day


@dataclass(frozen=True)
class Deadlines:
    """The last days for handing in, reviewing and approving a month."""

    submit_by: date
    review_by: date
    approve_by: date


def month_bounds(code: str) -> tuple[date, date]:
    """First and last day of "2026-03". Raises ValueError for anything else."""
    year, month = int(code[:4]), int(code[5:])
    if code != f"{year:04d}-{month:02d}":
        raise ValueError(code)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def deadlines_of(ends: date) -> Deadlines:
    """Default deadlines after a month's last day: 3 working days to hand in, 6 to review, 9 to approve.

    A local default (no text fixes them); Home Affairs may set other days when opening the period.
    """
    after = ends + timedelta(days=1)
    return Deadlines(add_working_days(after, 2), add_working_days(after, 5), add_working_days(after, 8))
