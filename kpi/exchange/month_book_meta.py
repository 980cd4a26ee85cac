"""The hidden sheet of a month's workbook: whose month it is, and every value as it stood at the download."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kpi.assessment.cells import DECLARED
from kpi.assessment.views import MonthView
from kpi.exchange.month_book_columns import MARKS, META, VERSION, WORK, Column
from kpi.exchange.workbook import Look, Writer, plain_text
from kpi.exchange.workbook_reading import Sheet

PLAIN = Look(size=10)
Key = tuple[str, str, str]  # sheet ("work", "marks"), line or criterion, field


@dataclass(frozen=True)
class Meta:
    """What the hidden sheet says. `values`: every value that could be typed over, as downloaded; `lines`: the ids
    of the lines that were in it."""

    kind: str
    version: int
    person_code: str
    period: str
    month_id: int
    revision: int
    headers: Mapping[str, str]
    values: Mapping[Key, Any]
    lines: frozenset[str]


def snapshot(view: MonthView) -> dict[Key, Any]:
    """Every value a person may type into the month, as it stands."""
    found: dict[Key, Any] = {}
    for line in view.lines:
        if line["state"] != "refused":
            found |= {("work", str(line["id"]), name): _kept(line[name]) for name in DECLARED}
    for mark in view.marks:
        found["marks", mark["criterion"], "value"] = mark["self_value"]
        found["marks", mark["criterion"], "reason"] = _kept(mark["self_reason"])
    return found


def write_meta(writer: Writer, view: MonthView, language: str) -> None:
    """Add the hidden sheet."""
    sheet = writer.sheet(META, hidden=True)
    head = [
        ("kind", "month"),
        ("version", VERSION),
        ("person", view.person_code),
        ("period", view.period),
        ("month", view.id),
        ("revision", view.revision),
        ("language", language),
    ]
    rows: list[tuple[Any, ...]] = [("head", name, value) for name, value in head]
    rows += [("column", f"{part}.{column.key}", column.in_(language)) for part, column in _columns()]
    rows += [("line", str(line["id"])) for line in view.lines if line["state"] != "refused"]
    rows += [("value", *key, value) for key, value in snapshot(view).items() if value is not None]
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            writer.put(sheet, number, place, value, PLAIN)
    for number, share in enumerate((1.0, 0.5), 1):
        writer.put(sheet, number, 7, share, Look(size=10, number="0%"))
    sheet.protection.sheet = True


def read_meta(sheet: Sheet | None) -> Meta | None:
    """What the hidden sheet says; None where it is not there or was damaged."""
    if sheet is None:
        return None
    rows = [[*row, None, None, None, None, None][:5] for row in sheet.rows.values()]
    head = {str(row[1]): row[2] for row in rows if row[0] == "head"}
    try:
        return Meta(
            kind=str(head["kind"]),
            version=int(head["version"]),
            person_code=str(head["person"]),
            period=str(head["period"]),
            month_id=int(head["month"]),
            revision=int(head["revision"]),
            headers={str(row[1]): str(row[2]) for row in rows if row[0] == "column"},
            values={(str(row[1]), str(row[2]), str(row[3])): row[4] for row in rows if row[0] == "value"},
            lines=frozenset(str(row[1]) for row in rows if row[0] == "line"),
        )
    except (KeyError, ValueError, TypeError):
        return None


def _columns() -> Iterable[tuple[str, Column]]:
    return [*(("work", column) for column in WORK), *(("marks", column) for column in MARKS)]


def _kept(value: Any) -> Any:
    return (plain_text(value).strip() or None) if isinstance(value, str) else value
