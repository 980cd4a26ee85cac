"""Codes of periods: a month "2026-03", a quarter "2026-Q1", a half "2026-H1", a year "2026"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from kpi.language.message import Message, say

CODE = re.compile(r"(?P<year>20\d\d)(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half>[12])))?")


@dataclass(frozen=True)
class Span:
    """A period: its kind ("month", "quarter", "half", "year"), year, first and last month (1–12)."""

    code: str
    kind: str
    year: int
    first: int
    last: int

    @property
    def starts(self) -> date:
        """The first day."""
        return date(self.year, self.first, 1)

    @property
    def ends(self) -> date:
        """The last day."""
        return date(self.year, self.last, monthrange(self.year, self.last)[1])

    @property
    def months(self) -> list[str]:
        """The codes of its months, in order."""
        return [f"{self.year}-{month:02d}" for month in range(self.first, self.last + 1)]


def span(code: str) -> Span:
    """The period a code names. Raises ValueError for anything else."""
    found = CODE.fullmatch(code)
    if found is None:
        raise ValueError(code)
    year = int(found["year"])
    if found["month"]:
        return Span(code, "month", year, int(found["month"]), int(found["month"]))
    if found["quarter"]:
        last = 3 * int(found["quarter"])
        return Span(code, "quarter", year, last - 2, last)
    if found["half"]:
        last = 6 * int(found["half"])
        return Span(code, "half", year, last - 5, last)
    return Span(code, "year", year, 1, 12)


def month_before(code: str, back: int = 1) -> str:
    """The month `back` months before a month's code."""
    months = int(code[:4]) * 12 + int(code[5:]) - 1 - back
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def period_of(kind: str, month: str) -> str:
    """The month, quarter or year that `month` lies in, whichever `kind` says."""
    if kind == "quarter":
        return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"
    return month[:4] if kind == "year" else month


def is_last_month(kind: str, month: str) -> bool:
    """Whether a month ends its period of that kind: quarterly and yearly quantities are entered in it."""
    return span(period_of(kind, month)).months[-1] == month


def previous(code: str) -> str:
    """The period of the same kind just before."""
    here = span(code)
    if here.kind == "month":
        return month_before(code)
    if here.kind == "year":
        return str(here.year - 1)
    size, letter = (3, "Q") if here.kind == "quarter" else (6, "H")
    number = (here.first - 1) // size
    return f"{here.year}-{letter}{number}" if number else f"{here.year - 1}-{letter}{12 // size}"


def year_before(code: str) -> str:
    """The same period of the year before."""
    return f"{int(code[:4]) - 1}{code[4:]}"


def spoken(code: str) -> Message:
    """ "Month 03/2026", "Quarter 1/2026", "First half of 2026", "Year 2026"; the code itself where it is no period."""
    try:
        here = span(code)
    except ValueError:
        return Message(code)
    if here.kind == "month":
        return say("Month {month}", month=f"{here.first:02d}/{here.year}")
    if here.kind == "quarter":
        return say("Quarter {quarter}", quarter=f"{code[-1]}/{here.year}")
    if here.kind == "half":
        half = say("First half of {year}", year=str(here.year))
        return half if here.first == 1 else say("Second half of {year}", year=str(here.year))
    return say("Year {year}", year=str(here.year))
