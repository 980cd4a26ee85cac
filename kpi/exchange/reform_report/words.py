"""The words of the reform report: an administrative document, in Vietnamese whoever asks for it."""

from pathlib import Path
from typing import Any

from kpi.exchange.papers.paper import Column, Kind
from kpi.exchange.papers.wording import entry_in
from kpi.exchange.workbook import plain_text
from kpi.language.numbers import format_amount, format_number, format_percent

WORDS = Path(__file__).parents[3] / "data" / "forms" / "reform_report.yaml"
WIDTHS: dict[str, tuple[float, Kind]] = {
    "number": (6, "number"), "name": (34, "text"), "unit": (30, "text"), "task": (46, "text"), "lead": (24, "text"),
    "source": (40, "text"), "outcome": (24, "text"), "band": (20, "text"), "numerator": (15, "number"),
    "denominator": (15, "number"), "share": (12, "share"), "quantities": (22, "text"),
}  # fmt: skip
COUNTED = ("total", "done", "on_time", "late", "overdue", "due_soon", "below", "missing", "waiting")


def entry(path: str) -> Any:
    """What stands at "plan.whole"."""
    return entry_in(WORDS, path)


def text(path: str, **values: Any) -> str:
    """The text of an entry, filled; what people wrote is freed of what a document cannot hold."""
    filled = {name: plain_text(value) if isinstance(value, str) else value for name, value in values.items()}
    return str(entry(path)).format_map(filled)


def columns(name: str) -> tuple[Column, ...]:
    """The columns of a table, each with its width and kind."""
    return tuple(Column(key, heading, *_look(name, key)) for key, heading in entry(f"columns.{name}").items())


def _look(table: str, key: str) -> tuple[float, Kind]:
    if table == "silent" and key in COUNTED:
        return 50, "text"
    return (11, "number") if key in COUNTED else WIDTHS.get(key, (14, "text"))


def value_words(value: float | None, measure: str) -> str:
    """A value in its measure, as the report writes it."""
    if value is None or value != value:
        return "–"
    if measure == "percent":
        return format_percent(value, "vi", 2)
    return format_number(value, 2, "vi") if measure == "points" else format_amount(value, "vi", 2)


def distance_words(distance: float | None, measure: str) -> str:
    """A distance to the target with its sign; percentage points for shares."""
    if distance is None or distance != distance:
        return "–"
    sign = "+" if distance > 0 else ""
    if measure == "percent":
        return f"{sign}{format_number(distance * 100, 2, 'vi')} điểm %"
    return f"{sign}{format_amount(distance, 'vi', 2)}"
