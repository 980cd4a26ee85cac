"""The columns of every paper: their keys, widths and kinds. Builders fill them, templates and sheets draw them."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.exchange.papers.paper import Column, Kind
from kpi.exchange.papers.wording import columns

SUMMARY: Mapping[str, tuple[float, Kind]] = {
    "number": (5, "number"),
    "person": (24, "text"),
    "unit": (22, "text"),
    "title": (20, "text"),
    "general": (9, "points"),
    "tasks": (9, "points"),
    "total": (9, "points"),
    "system": (15, "text"),
    "proposed": (15, "text"),
    "decided": (15, "text"),
    "note": (24, "text"),
}
MINUTES: Mapping[str, tuple[float, Kind]] = {
    "number": (6, "number"),
    "person": (24, "text"),
    "title": (22, "text"),
    "total": (10, "points"),
    "system": (18, "text"),
    "proposed": (18, "text"),
    "opinion": (22, "text"),
}
UNIT_FORM: Mapping[str, tuple[float, Kind]] = {
    "number": (6, "text"),
    "item": (46, "text"),
    "most": (10, "number"),
    "proposed": (12, "points"),
    "decided": (12, "points"),
    "note": (36, "text"),
}
CATALOGUE: Mapping[str, tuple[float, Kind]] = {
    "number": (6, "number"),
    "task": (30, "text"),
    "detail": (38, "text"),
    "output": (26, "text"),
    "group": (9, "text"),
    "frame": (10, "number"),
    "points": (9, "number"),
    "coefficient": (10, "factor"),
    "note": (22, "text"),
}
WORK_LIST: Mapping[str, tuple[float, Kind]] = {
    "number": (6, "number"),
    "work": (46, "text"),
    "level": (9, "factor"),
    "done": (8, "number"),
    "quantity": (10, "points"),
    "quality": (10, "points"),
    "timeliness": (10, "points"),
    "failed": (8, "number"),
    "late": (8, "number"),
    "note": (30, "text"),
}
PROVINCE: Mapping[str, tuple[float, Kind]] = {
    "number": (5, "number"),
    "name": (38, "text"),
    "people": (9, "number"),
    "excellent": (9, "number"),
    "excellent_share": (10, "share"),
    "good": (9, "number"),
    "good_share": (10, "share"),
    "completed": (9, "number"),
    "completed_share": (10, "share"),
    "not_completed": (9, "number"),
    "not_completed_share": (10, "share"),
    "unranked": (9, "number"),
    "change": (11, "change"),
    "good_change": (11, "change"),
}
SILENT: Mapping[str, tuple[float, Kind]] = {
    "number": (5, "number"),
    "person": (26, "text"),
    "code": (12, "text"),
    "body": (34, "text"),
    "unit": (30, "text"),
    "missing": (34, "text"),
}


@dataclass(frozen=True)
class Spec:
    """A paper's tables in order, each by its key with its columns, how the page lies, whether a file holds many."""

    tables: tuple[tuple[str, tuple[Column, ...]], ...]
    landscape: bool = False
    several: bool = False

    def columns(self, key: str) -> tuple[Column, ...]:
        """The columns of one table."""
        return dict(self.tables)[key]


PAPERS: Mapping[str, Spec] = {
    "unit_summary": Spec((("people", columns("unit_summary", SUMMARY)),), landscape=True),
    "minutes": Spec((("people", columns("minutes", MINUTES)),)),
    "unit_form": Spec((("points", columns("unit_form", UNIT_FORM)),)),
    "catalogue": Spec((("products", columns("catalogue", CATALOGUE)),), landscape=True),
    "work_list": Spec((("work", columns("work_list", WORK_LIST)),), landscape=True, several=True),
    "province": Spec(
        (
            ("whole", columns("province", PROVINCE)),
            ("bodies", columns("province", PROVINCE)),
            ("groups", columns("province", PROVINCE)),
            ("silent", columns("province", SILENT, "silent_columns")),
        ),
        landscape=True,
    ),
}
