"""How high a row must be to show its texts whole: no spreadsheet program works it out for a file it did not write."""

from collections.abc import Iterable

from kpi.exchange.workbook import plain_text

NARROW = set("iIljtfr.,:;'|!()[] ")
WIDE = set("mwMWĐ%@–…")
TALLEST = 405.0  # Excel allows 409 points


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


def row_height(texts: Iterable[tuple[str, float]], size: float, *, bold: bool = False) -> float:
    """The height for several cells beside each other, each (text, column width)."""
    return max((height(written, chars, size, bold=bold) for written, chars in texts), default=size * 1.2 + 4)
