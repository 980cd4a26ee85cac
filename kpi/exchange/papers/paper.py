"""A paper before it becomes Excel or Word: its heading, its paragraphs and tables, its signatures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["text", "number", "points", "share", "factor", "change"]
FORMATS: dict[str, str] = {
    "number": "#,##0.##",
    "points": "0.00",
    "share": "0.00%",
    "factor": "0.00####",
    "change": '+0.00" đpt";-0.00" đpt";0.00" đpt"',
}


@dataclass(frozen=True)
class Column:
    """A column: the key of its values, its heading, its width in characters, what its values are."""

    key: str
    heading: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """Rows under a heading. `strong` names the rows (by place) set in bold; values missing from a row are empty."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    title: str = ""
    strong: frozenset[int] = frozenset()
    empty: str = ""


@dataclass(frozen=True)
class Signature:
    """Who signs where: office, the note below it, the name where it is known."""

    office: str
    note: str = ""
    name: str = ""


@dataclass(frozen=True)
class Paper:
    """One document. `marks` say what a reader must know first: a draft, generated data."""

    kind: str
    above: str
    agency: str
    number: str
    place_date: str
    title: str
    tables: tuple[Table, ...]
    subtitle: str = ""
    marks: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    left: Signature = field(default_factory=lambda: Signature(""))
    right: Signature = field(default_factory=lambda: Signature(""))
    sheet: str = ""
    landscape: bool = False
