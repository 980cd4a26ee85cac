"""How a source's files are read: saved once per source, as plain JSON in `FeedSource.mapping`."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from kpi.access.actor import Refused
from kpi.language.message import N_, say

LONGEST_HEADER, MOST_HEADER_ROWS, DEEPEST_HEADER = 200, 3, 200


class Kind(StrEnum):
    """What a source's files hold."""

    STATISTICS = "statistics"  # a unit in each row, counted quantities in columns
    TASKS = "tasks"  # a plan task in each row, with its progress


class Numbers(StrEnum):
    """How numbers written as text are to be understood."""

    VIETNAMESE = "vi"  # 1.234,5
    ENGLISH = "en"  # 1,234.5


class Dates(StrEnum):
    """How dates written as text are to be understood."""

    DAY_FIRST = "dmy"
    YEAR_FIRST = "ymd"
    MONTH_FIRST = "mdy"


KIND_NAMES = {Kind.STATISTICS: N_("One-stop statistics"), Kind.TASKS: N_("List of assigned tasks")}
NUMBER_NAMES = {Numbers.VIETNAMESE: N_("1.234,5 (Vietnamese)"), Numbers.ENGLISH: N_("1,234.5 (English)")}
DATE_NAMES = {
    Dates.DAY_FIRST: N_("day/month/year"),
    Dates.YEAR_FIRST: N_("year-month-day"),
    Dates.MONTH_FIRST: N_("month/day/year"),
}


@dataclass(frozen=True)
class Layout:
    """Where the table stands: its sheet (empty: the first visible), the row its header begins in (from 1), over how
    many rows the header runs, and how numbers and dates are written."""

    header_row: int
    header_rows: int = 1
    sheet: str = ""
    numbers: Numbers = Numbers.VIETNAMESE
    dates: Dates = Dates.DAY_FIRST


@dataclass(frozen=True)
class Quantity:
    """An indicator and the headers of the columns that hold its quantities; no denominator for a count."""

    indicator: str
    numerator: str
    denominator: str = ""


@dataclass(frozen=True)
class StatisticsMapping:
    """Headers of the unit, of the period (empty: every row is of the period imported), and of the quantities."""

    layout: Layout
    unit: str
    quantities: tuple[Quantity, ...]
    period: str = ""

    @property
    def headers(self) -> list[str]:
        """Every header that must be there."""
        found = [self.unit, self.period]
        for quantity in self.quantities:
            found += [quantity.numerator, quantity.denominator]
        return list(dict.fromkeys(header for header in found if header))


@dataclass(frozen=True)
class TaskMapping:
    """The plan, and the headers of the task (its code or name), its progress, the day it was done, note and link."""

    layout: Layout
    plan: str
    task: str
    progress: str = ""
    done_on: str = ""
    note: str = ""
    link: str = ""

    @property
    def headers(self) -> list[str]:
        """Every header that must be there."""
        found = (self.task, self.progress, self.done_on, self.note, self.link)
        return list(dict.fromkeys(header for header in found if header))


AnyMapping = StatisticsMapping | TaskMapping


def as_json(mapping: AnyMapping) -> dict[str, Any]:
    """The mapping as it is kept."""
    kept: dict[str, Any] = json.loads(json.dumps(asdict(mapping)))
    return kept


def from_json(kind: str, kept: Mapping[str, Any]) -> AnyMapping:
    """A mapping read back, whatever was handed in. Raises `Refused` naming what is missing."""
    try:
        if Kind(kind) is Kind.TASKS:
            return TaskMapping(_layout(kept), *(_text(kept, name) for name in TASK_FIELDS))
        found = kept.get("quantities", ())
        quantities = tuple(Quantity(*(_text(each, name) for name in QUANTITY_FIELDS)) for each in found)
        return StatisticsMapping(_layout(kept), _text(kept, "unit"), quantities, _text(kept, "period"))
    except (TypeError, ValueError, AttributeError, KeyError):
        raise Refused(say("The mapping cannot be read. Set it up again on the page of feeds.")) from None


def checked(mapping: AnyMapping) -> AnyMapping:
    """The mapping, where it says all it must. Raises `Refused`."""
    layout = mapping.layout
    if not (1 <= layout.header_row <= DEEPEST_HEADER and 1 <= layout.header_rows <= MOST_HEADER_ROWS):
        raise Refused(say("The header must begin in rows 1 to {deepest} and run over at most {most} rows.",
                          deepest=DEEPEST_HEADER, most=MOST_HEADER_ROWS))  # fmt: skip
    if any(len(header) > LONGEST_HEADER for header in mapping.headers):
        raise Refused(say("A column title is longer than {most} characters.", most=LONGEST_HEADER))
    if isinstance(mapping, TaskMapping):
        return _checked_tasks(mapping)
    return _checked_statistics(mapping)


def _checked_tasks(mapping: TaskMapping) -> TaskMapping:
    if not mapping.plan or not mapping.task:
        raise Refused(say("Choose the plan, and the column that names the task."))
    if not mapping.progress and not mapping.done_on:
        raise Refused(say("Choose the column of the progress, of the day done, or both."))
    return mapping


def _checked_statistics(mapping: StatisticsMapping) -> StatisticsMapping:
    if not mapping.unit:
        raise Refused(say("Choose the column that names the unit."))
    if not mapping.quantities:
        raise Refused(say("Choose the columns of at least one indicator."))
    codes = [quantity.indicator for quantity in mapping.quantities]
    for code in codes:
        if codes.count(code) > 1:
            raise Refused(say("Indicator {code} is mapped twice. Keep one of them.", code=code))
    for quantity in mapping.quantities:
        if not quantity.numerator:
            raise Refused(say("Choose the column of the numerator of {code}.", code=quantity.indicator))
    return mapping


def _layout(kept: Mapping[str, Any]) -> Layout:
    found = kept["layout"]
    numbers, dates = Numbers(found.get("numbers", "vi")), Dates(found.get("dates", "dmy"))
    return Layout(int(found["header_row"]), int(found.get("header_rows", 1)), _text(found, "sheet"), numbers, dates)


def _text(kept: Mapping[str, Any], name: str) -> str:
    return " ".join(str(kept.get(name) or "").split())


TASK_FIELDS = ("plan", "task", "progress", "done_on", "note", "link")
QUANTITY_FIELDS = ("indicator", "numerator", "denominator")
