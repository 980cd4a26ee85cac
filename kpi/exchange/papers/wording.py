"""The words of the papers, and how periods, ranks and dates are written in them: in Vietnamese."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kpi.exchange.papers.paper import Column, Kind
from kpi.exchange.workbook import plain_text
from kpi.language.numbers import format_date

FORMS = Path(__file__).parents[3] / "data" / "forms"
PLACE = "Khánh Hòa"


@cache
def words_in(file: Path) -> Mapping[str, Any]:
    """Every text of a file of words, by its entry."""
    found: Mapping[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return found


def entry_in(file: Path, path: str) -> Any:
    """What stands at "minutes.title" of a file of words."""
    found: Any = words_in(file)
    for name in path.split("."):
        found = found[name]
    return found


def entry(path: str) -> Any:
    """What stands at "minutes.title" of the papers' words."""
    return entry_in(FORMS / "papers.yaml", path)


def text(path: str, **values: Any) -> str:
    """The text of an entry, filled."""
    return str(entry(path)).format_map({name: plain_text(value) for name, value in values.items()})


def columns(paper: str, spec: Mapping[str, tuple[float, Kind]], name: str = "columns") -> tuple[Column, ...]:
    """The columns of a paper in the order of its words, each with width and kind."""
    return tuple(Column(key, heading, *spec[key]) for key, heading in entry(f"{paper}.{name}").items())


def period_words(kind: str, starts: date) -> str:
    """ "Tháng 3 năm 2026", "Quý 1 năm 2026", "Năm 2026"."""
    return text(kind, month=starts.month, quarter=(starts.month + 2) // 3, year=starts.year)


def period_line(kind: str, starts: date, ends: date) -> str:
    """The period with its first and last day."""
    return text("period", period=period_words(kind, starts), starts=format_date(starts), ends=format_date(ends))


def number_line(paper: str) -> str:
    """The place for the document's number."""
    return text("number", kind=entry(f"{paper}.kind"))


def date_line(year: int, place: str = PLACE) -> str:
    """Place and the place for the date."""
    return text("date_line", place=place, year=year)


def rank_words(rank: str | None, *, short: bool = False) -> str:
    """A rank in the decree's words; empty for none."""
    return entry("short_ranks" if short else "ranks")[rank] if rank else ""
