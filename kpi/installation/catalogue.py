"""The catalogue of products from data/catalogue: read, checked item by item, and made ready for the database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kpi.assessment.catalogue import FRAME, GROUPS, LONGEST, NEEDED, coefficient_of
from kpi.installation.faults import DataFaults, Fault
from kpi.language.message import Message, say
from kpi.storage.tables import Product

FOLDER = Path(__file__).parents[2] / "data" / "catalogue"


@dataclass(frozen=True)
class Item:
    """A catalogue item. points and standard_points in points, standard_minutes in minutes of work for one product."""

    code: str
    task: str
    detail: str
    output: str
    group: str
    scope: str
    unit: str | None
    complexity: int
    points: float
    standard_points: float
    standard_minutes: float | None
    valid_from: date
    source: str

    @property
    def coefficient(self) -> float:
        """K = points ÷ standard points, to six decimals (Art. 13)."""
        return coefficient_of(self.points, self.standard_points)


def load_catalogue(unit_codes: set[str], folder: Path = FOLDER) -> list[Item]:
    """Every item of every list in the folder. Raises DataFaults with all that is wrong."""
    items, faults, seen = [], [], set[str]()
    for path in sorted(folder.glob("*.yaml")):
        listed = yaml.safe_load(path.read_text("utf-8"))
        common = {name: value for name, value in listed.items() if name != "items"}
        for number, entry in enumerate(listed["items"], start=1):
            found = list(_item_faults({**common, **entry}, unit_codes, seen))
            place = f"{number} ({entry.get('code', '?')})"
            faults += [Fault(path.name, place, message) for message in found]
            if not found:
                items.append(_item(common, entry))
    if faults:
        raise DataFaults(faults)
    return items


def as_products(items: list[Item], unit_ids: Mapping[str, int]) -> list[Product]:
    """Rows of the product table."""
    return [
        Product(
            code=item.code,
            task=item.task,
            detail=item.detail,
            output=item.output,
            task_group=item.group,
            scope=item.scope,
            unit_id=unit_ids[item.unit] if item.unit else None,
            complexity=item.complexity,
            points=item.points,
            standard_points=item.standard_points,
            coefficient=item.coefficient,
            standard_minutes=item.standard_minutes,
            valid_from=item.valid_from,
            note=item.source,
        )
        for item in items
    ]


def _item(common: dict[str, Any], entry: dict[str, Any]) -> Item:
    return Item(**{"unit": None, "standard_minutes": None, **common, **entry})


def _item_faults(entry: dict[str, Any], unit_codes: set[str], seen: set[str]) -> Iterator[Message]:
    yield from _text_faults(entry, seen)
    yield from _scope_faults(entry, unit_codes)
    yield from _number_faults(entry)


def _text_faults(entry: dict[str, Any], seen: set[str]) -> Iterator[Message]:
    for name in NEEDED:
        text, most = entry.get(name), LONGEST[name]
        if not isinstance(text, str) or not text.strip():
            yield say("“{field}” is empty. Write it.", field=name)
        elif len(text) > most:
            yield say("“{field}” has {length} characters; shorten it to {most}.",
                      field=name, length=len(text), most=most)  # fmt: skip
    if entry.get("code") in seen:
        yield say("The code {code} is used twice. Give every item its own code.", code=entry["code"])
    seen.add(str(entry.get("code")))
    if not isinstance(entry.get("valid_from"), date):
        yield say("“{field}” is not a date. Write it as 2026-01-31.", field="valid_from")
    if not entry.get("source"):
        yield say("“{field}” is empty. Write it.", field="source")


def _scope_faults(entry: dict[str, Any], unit_codes: set[str]) -> Iterator[Message]:
    groups = GROUPS.get(str(entry.get("scope")))
    if groups is None:
        yield say("The scope “{scope}” is not known. Use one of: {known}.",
                  scope=str(entry.get("scope")), known=", ".join(GROUPS))  # fmt: skip
    elif entry.get("group") not in groups:
        yield say("Group {group} does not belong in this list. Use one of: {known}.",
                  group=str(entry.get("group")), known=", ".join(groups))  # fmt: skip
    unit = entry.get("unit")
    if (entry.get("scope") == "unit") != (unit is not None) or (unit is not None and unit not in unit_codes):
        yield say("The unit “{code}” is not right here. A unit's list names a unit that exists; other lists name none.",
                  code=str(unit))  # fmt: skip


def _number_faults(entry: dict[str, Any]) -> Iterator[Message]:
    complexity, points = entry.get("complexity"), entry.get("points")
    if complexity not in (1, 2, 3, 4, 5):
        yield say("The complexity is {value}; it goes from 1 to 5.", value=str(complexity))
    elif not _is_number(points) or not 0 < float(str(points)) <= FRAME * complexity:
        yield say("The points are {value}; complexity {complexity} allows more than 0 and at most {most}.",
                  value=str(points), complexity=complexity, most=int(FRAME * complexity))  # fmt: skip
    for name in ("standard_points", "standard_minutes"):
        value = entry.get(name)
        if (value is not None or name == "standard_points") and (not _is_number(value) or float(str(value)) <= 0):
            yield say("“{field}” is {value}; it must be a number above 0.", field=name, value=str(value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value
