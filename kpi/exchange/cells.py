"""What a cell says: numbers as Vietnamese or English readers write them, yes and no, names, shares."""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from kpi.exchange.rows import Unusable, is_empty
from kpi.language.message import N_, Message

YES = {"true", "x", "có", "co", "yes", "y", "1", "đúng"}
NO = {"false", "không", "khong", "no", "n", "0", "sai"}
EXCEL_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}


class BadCellError(ValueError):
    """A cell that does not say what its column asks for."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = Message(message)


def text_in(cell: Any) -> str | None:
    """A name or a code: trimmed, accents in one form, whole numbers without decimals."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()[:10]
    return " ".join(unicodedata.normalize("NFC", str(cell)).split()) or None


def number_in(cell: Any) -> float:
    """A number: 2.5 and 2,5 are the same; writing that could mean thousands is refused."""
    if isinstance(cell, bool):
        raise BadCellError(NOT_A_NUMBER)
    if isinstance(cell, (datetime, date, time)):
        raise BadCellError(A_DATE)
    if isinstance(cell, (int, float)):
        return float(cell)
    written = "".join(str(cell).split())
    if "." in written and "," in written:
        raise BadCellError(TWO_SEPARATORS)
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3}|\.\d\d0)|[+-]?\d{1,3}([.,]\d{3}){2,}", written):
        raise BadCellError(THOUSANDS)
    if not re.fullmatch(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", written):
        raise BadCellError(NOT_A_NUMBER)
    return float(written.replace(",", "."))


def share_in(cell: Any) -> float:
    """A share of one, also written as a percentage: 0.5 or 50%."""
    if isinstance(cell, str) and cell.strip().endswith("%"):
        return number_in(cell.strip()[:-1]) / 100
    return number_in(cell)


def boolean_in(cell: Any) -> bool:
    """Yes or no: TRUE, x, có, 1 against FALSE, không, 0."""
    word = (text_in(cell) or "").casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise BadCellError(NOT_YES_OR_NO)


def ground_in(cell: Any) -> str | None:
    """A reason written out; a plain "no" is no reason, a plain "yes" a reason left unstated."""
    written = text_in(cell) or ""
    if written.casefold() in NO or written in {"-", "–"}:
        return None
    return "unstated" if written.casefold() in YES else written


KINDS: dict[str, Callable[[Any], Any]] = {
    "text": text_in,
    "number": number_in,
    "share": share_in,
    "boolean": boolean_in,
    "ground": ground_in,
}


def read_cell(cell: Any, kind: str) -> Any:
    """What a cell says as `kind` (a name in KINDS); None when empty. Raises BadCellError."""
    if is_empty(cell):
        return None
    if isinstance(cell, Unusable):
        raise BadCellError(cell.message.text)
    if isinstance(cell, str) and cell.strip() in EXCEL_ERRORS:
        raise BadCellError(AN_ERROR)
    value = KINDS[kind](cell)
    if isinstance(value, float) and math.isnan(value):
        raise BadCellError(NOT_A_NUMBER)
    return value


NOT_A_NUMBER = N_("This is not a number. Write only the number, for example 2,5.")
A_DATE = N_("Excel has turned this into a date. Format the cell as a number and type it again.")
TWO_SEPARATORS = N_("It is unclear which sign is the decimal mark. Write 1234,5 without a mark between thousands.")
THOUSANDS = N_("This could be thousands or decimals. Write 1234 or 1,2 without a mark between thousands.")
NOT_YES_OR_NO = N_("Write x or có for yes, không for no, or leave the cell empty.")
AN_ERROR = N_("The formula gives an error. Correct the formula, or write the value.")
