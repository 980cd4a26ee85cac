"""Writing generated months, many rows at a time."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from kpi.installation.demo.months import Made
from kpi.storage.bulk_writing import json_text, write_rows
from kpi.storage.tables import Base, Mark, Month, MonthEvent, MonthScore, WorkLine

AT_ONCE = 10_000


class Numbering:
    """The next id of each table."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def number(self, made: Made) -> None:
        """Give ids to a month and everything in it."""
        month_id = made.month["id"] = self._next("month")
        for table, rows in (("line", made.lines), ("mark", made.marks), ("event", made.events)):
            for row in rows:
                row["id"], row["month_id"] = self._next(table), month_id

    def _next(self, table: str) -> int:
        self._last[table] = self._last.get(table, 0) + 1
        return self._last[table]


def store(session: Session, months: list[Made], scores: list[dict[str, Any]]) -> None:
    """Write the months of a period and their scores."""
    _write(session, Month, [made.month for made in months])
    _write(session, WorkLine, [_without_minutes(line) for made in months for line in made.lines])
    _write(session, Mark, [mark for made in months for mark in made.marks])
    _write(session, MonthEvent, [event for made in months for event in made.events])
    if scores:
        write_rows(session, MonthScore, list(scores[0]), _with_rules_as_text(scores))


def _with_rules_as_text(scores: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """The values of each score; all of a period are scored by the same rules."""
    rules = scores[0]["rules"]
    text = json_text(rules)
    for score in scores:
        values = score | {"rules": text if score["rules"] == rules else json_text(score["rules"])}
        yield tuple(values.values())


def _without_minutes(line: dict[str, Any]) -> dict[str, Any]:
    line.pop("minutes")
    return line


def _write(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> None:
    table = model.__table__
    assert isinstance(table, Table)
    for part in _parts(rows):
        session.execute(insert(table), part)


def _parts(rows: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
