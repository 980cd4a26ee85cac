"""What a cell of a feed says, by the number and date formats its mapping names."""

import math
import re
from datetime import date, datetime, time
from typing import Any

from kpi.exchange.cells import A_DATE, AN_ERROR, EXCEL_ERRORS, NOT_A_NUMBER, BadCellError
from kpi.exchange.feeds.header import plain
from kpi.exchange.feeds.sheet import is_blank
from kpi.exchange.rows import Unusable
from kpi.exchange.workbook import plain_text
from kpi.language.message import N_
from kpi.reform.feeds.mapping import Dates, Layout, Numbers

LARGEST = 1e15
MARKS = {Numbers.VIETNAMESE: (".", ","), Numbers.ENGLISH: (",", ".")}
FORMS = {Dates.DAY_FIRST: "%d/%m/%Y", Dates.YEAR_FIRST: "%Y/%m/%d", Dates.MONTH_FIRST: "%m/%d/%Y"}
DONE = {"x", "xong", "đã xong", "hoàn thành", "đã hoàn thành", "done", "completed", "hoàn thành đúng hạn"}
DONE |= {"hoàn thành trễ hạn", "hoàn thành quá hạn", "đã hoàn thành đúng hạn", "đã hoàn thành trễ hạn"}
NOT_BEGUN = {"chưa thực hiện", "chưa triển khai", "chưa hoàn thành", "not started", "not begun"}


def usable(cell: Any) -> Any:
    """The cell, or None where it is blank. Raises BadCellError where its value cannot be known."""
    if is_blank(cell):
        if isinstance(cell, Unusable):
            raise BadCellError(cell.message.text)
        return None
    if isinstance(cell, Unusable):
        raise BadCellError(cell.message.text)
    if isinstance(cell, str) and cell.strip() in EXCEL_ERRORS:
        raise BadCellError(AN_ERROR)
    return cell


def number_in(cell: Any, layout: Layout) -> float | None:
    """A figure, not below zero; None for an empty cell. Raises BadCellError."""
    cell = usable(cell)
    if cell is None:
        return None
    if isinstance(cell, bool):
        raise BadCellError(NOT_A_NUMBER)
    if isinstance(cell, datetime | date | time):
        raise BadCellError(A_DATE)
    value = float(cell) if isinstance(cell, int | float) else _written_number(str(cell), layout.numbers)
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise BadCellError(NOT_A_NUMBER)
    if value < 0:
        raise BadCellError(BELOW_ZERO)
    return value


def _written_number(text: str, numbers: Numbers) -> float:
    thousands, decimal = MARKS[numbers]
    written = "".join(text.split()).replace("\u00a0", "")
    groups, point = re.escape(thousands), re.escape(decimal)
    if re.fullmatch(rf"[+-]?([0-9]{{1,3}}({groups}[0-9]{{3}})+|[0-9]+)({point}[0-9]+)?", written):
        return float(written.replace(thousands, "").replace(decimal, "."))
    if re.fullmatch(rf"[+-]?[0-9]+{groups}[0-9]+", written):
        raise BadCellError(OTHER_MARKS)
    raise BadCellError(NOT_A_NUMBER)


def progress_in(cell: Any, layout: Layout) -> float | None:
    """Progress from 0 to 1: 60%, 60, a share only where the cell itself is one (0,6), or a word for done.

    A whole number above 1 is percent; 1 alone could be either and is refused as text, taken as all done where Excel
    keeps it as a share. Raises BadCellError.
    """
    cell = usable(cell)
    if cell is None:
        return None
    if isinstance(cell, str) and plain(cell) in DONE:
        return 1.0
    if isinstance(cell, str) and plain(cell) in NOT_BEGUN:
        return 0.0
    marked = isinstance(cell, str) and cell.strip().endswith("%")
    value = number_in(cell.strip()[:-1] if marked else cell, layout)
    if value is None or value > 100:
        raise BadCellError(NOT_PROGRESS)
    if marked or value > 1:
        return value / 100
    if value == 1 and isinstance(cell, str):
        raise BadCellError(ONE)
    return value


def day_in(cell: Any, layout: Layout) -> date | None:
    """A day, as a date or as text in the mapping's order. Raises BadCellError."""
    cell = usable(cell)
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return _sensible(cell.date())
    if isinstance(cell, date):
        return _sensible(cell)
    written = re.sub(r"[-.]", "/", str(cell).strip()).split(" ")[0]
    try:
        return _sensible(datetime.strptime(written, FORMS[layout.dates]).date())
    except ValueError:
        raise BadCellError(NOT_A_DAY) from None


def _sensible(day: date) -> date:
    if not 2000 <= day.year <= 2100:
        raise BadCellError(NOT_A_DAY)
    return day


def month_in(cell: Any, layout: Layout) -> str | None:
    """A month's code from 10/2025, 2025-10, Tháng 10/2025, T10/2025 or a date. Raises BadCellError."""
    cell = usable(cell)
    if cell is None:
        return None
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m}"
    text = re.sub(r"^(tháng|thang|month|t)\s*", "", plain(cell))
    if found := re.fullmatch(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{4})", text):
        month, year = int(found[1]), int(found[2])
    elif found := re.fullmatch(r"([0-9]{4})\s*[/.-]\s*([0-9]{1,2})", text):
        year, month = int(found[1]), int(found[2])
    else:
        day = day_in(cell, layout)
        return f"{day:%Y-%m}" if day else None
    if not (1 <= month <= 12 and 2000 <= year <= 2100):
        raise BadCellError(NOT_A_MONTH)
    return f"{year:04d}-{month:02d}"


def text_in(cell: Any, longest: int) -> str | None:
    """A text in one line. Raises BadCellError where it is longer than can be kept."""
    cell = usable(cell)
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = " ".join(plain_text(cell).split())
    if len(text) > longest:
        raise BadCellError(TOO_LONG)
    return text or None


BELOW_ZERO = N_("A count cannot be below zero. Correct the figure.")
OTHER_MARKS = N_("The marks between thousands do not fit the number format of the mapping. Check the format.")
NOT_PROGRESS = N_("This is no progress. Write a percentage from 0% to 100%.")
ONE = N_("This could be 1% or all of it. Write 1% or 100%.")
NOT_A_DAY = N_("This is not a day in the date format of the mapping. Check the cell, or the format.")
NOT_A_MONTH = N_("This is not a month. Write it as 10/2025.")
TOO_LONG = N_("The text is too long to be kept. Shorten it.")
