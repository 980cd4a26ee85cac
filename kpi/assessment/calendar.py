"""Working days with Vietnam's public holidays, and the deadlines of a period that follow from them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

REPORT_DAY = 25
PATTERNS = {
    "month": re.compile(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"[1-9][0-9]{3}-Q[1-4]"),
    "year": re.compile(r"[1-9][0-9]{3}"),
}


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


def last_working_day_before(day: date) -> date:
    """The last working day earlier than `day`."""
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


@dataclass(frozen=True)
class Deadlines:
    """The last days for handing in, reviewing and approving a period, and for reporting it to the province."""

    submit_by: date
    review_by: date
    approve_by: date
    report_by: date


def month_bounds(code: str) -> tuple[date, date]:
    """First and last day of "2026-03". Raises ValueError for anything else."""
    year, month = int(code[:4]), int(code[5:])
    if code != f"{year:04d}-{month:02d}":
        raise ValueError(code)
    return date(year, month, 1), _month_end(year, month)


def period_kind(code: str) -> str:
    """ "month" for 2026-03, "quarter" for 2026-Q1, "year" for 2026. Raises ValueError for anything else."""
    for kind, pattern in PATTERNS.items():
        if pattern.fullmatch(code):
            return kind
    raise ValueError(code)


def period_bounds(code: str) -> tuple[date, date]:
    """First and last day of a month, quarter or year by its code. Raises ValueError for anything else."""
    kind = period_kind(code)
    if kind == "month":
        return month_bounds(code)
    year = int(code[:4])
    first, last = (1, 12) if kind == "year" else (3 * int(code[6]) - 2, 3 * int(code[6]))
    return date(year, first, 1), _month_end(year, last)


def quarter_code(day: date) -> str:
    """The quarter a day lies in, as 2026-Q1."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def deadlines_of(ends: date) -> Deadlines:
    """Default deadlines after a period's last day: 3 working days to hand in, 6 to review, 9 to approve.

    The report is due before the 25th of the month after, as Khánh Hòa asks of its units since April 2025: the last
    working day before it. Local defaults all (no text of the decree fixes them); Home Affairs may set other days.
    """
    after = ends + timedelta(days=1)
    submit, review, approve = (add_working_days(after, days) for days in (2, 5, 8))
    return Deadlines(submit, review, approve, last_working_day_before(after.replace(day=REPORT_DAY)))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
