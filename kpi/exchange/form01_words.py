"""The words of Form 01, and the room they need on paper."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kpi.exchange.workbook import plain_text

FORM = Path(__file__).parents[2] / "data" / "forms" / "form01.yaml"
NARROW = set("iIljtfr.,:;'|!()[] ")
WIDE = set("mwMWĐ%@–…")
TALLEST = 405.0  # Excel allows 409 points


@cache
def words() -> Mapping[str, Any]:
    """Every text of the form, by its entry."""
    found: Mapping[str, Any] = yaml.safe_load(FORM.read_text("utf-8"))
    return found


def text(entry: str, **values: Any) -> str:
    """The text of an entry, filled."""
    return str(words()[entry]).format_map({name: plain_text(value) for name, value in values.items()})


def height(written: str, chars: float, size: float, *, bold: bool = False) -> float:
    """The row height in points that shows `written` whole across columns of `chars` characters together."""
    room = (chars * 5.25 - 5) / size  # a column's character is 5.25 points wide; room is in ems
    return min(TALLEST, max(1, lines_of(written, room, bold)) * size * 1.2 + 4)


def lines_of(written: str, room: float, bold: bool = False) -> int:
    """How many lines of `room` ems a text takes, broken between words."""
    return sum(_paragraph(paragraph, room, bold) for paragraph in plain_text(written).split("\n"))


def _paragraph(paragraph: str, room: float, bold: bool) -> int:
    lines, used = 1, 0.0
    for word in paragraph.split():
        wide = _ems(word, bold)
        if used and used + 0.25 + wide > room:
            lines, used = lines + 1, wide
        else:
            used += wide + (0.25 if used else 0)
        while used > room:
            lines, used = lines + 1, used - room
    return lines


def _ems(word: str, bold: bool) -> float:
    ems = sum(0.3 if c in NARROW else 0.8 if c in WIDE else 0.68 if c.isupper() else 0.46 for c in word)
    return ems * (1.05 if bold else 1.0)
