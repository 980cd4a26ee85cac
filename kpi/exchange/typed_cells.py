"""What a cell of an uploaded workbook says: a number, or a text kept as it was written, line breaks included."""

from datetime import date, datetime
from typing import Any

from kpi.exchange.cells import AN_ERROR, EXCEL_ERRORS, BadCellError, read_cell, text_in
from kpi.exchange.rows import Unusable, is_empty
from kpi.exchange.workbook import plain_text
from kpi.language.message import N_


def value_in(cell: Any, kind: str) -> Any:
    """The cell's value as "number", "share" (50% too) or "text"; None when empty. Raises BadCellError."""
    return written_text(cell) if kind == "text" else read_cell(cell, kind)


def written_text(cell: Any) -> str | None:
    """A text with its own spaces and line breaks. Raises BadCellError."""
    if is_empty(cell):
        return None
    if isinstance(cell, Unusable) or (isinstance(cell, str) and cell.strip() in EXCEL_ERRORS):
        raise BadCellError(cell.message.text if isinstance(cell, Unusable) else AN_ERROR)
    return plain_text(cell).strip() or None if isinstance(cell, str) else text_in(cell)


def whole_text(cell: Any) -> str | None:
    """A code or a number as a code; None when empty or unusable."""
    return None if is_empty(cell) or isinstance(cell, Unusable) else text_in(cell)


def day_in(cell: Any) -> date | None:
    """A day, typed as a date or written as 31/03/2026 or 2026-03-31. Raises BadCellError."""
    if is_empty(cell):
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = written_text(cell) or ""
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(written, form).date()
        except ValueError:
            continue
    raise BadCellError(NOT_A_DAY)


def shown(cell: Any) -> Any:
    """A cell's value as it is repeated in a message."""
    if isinstance(cell, Unusable):
        return cell.shown
    return cell[:80] if isinstance(cell, str) else cell


NOT_A_DAY = N_("This is not a day. Write it as 31/03/2026.")
