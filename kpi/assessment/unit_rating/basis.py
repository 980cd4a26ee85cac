"""What a unit's rating follows from, in two parts: what holds for every unit alike, and what is the unit's own.

A closing keeps the first part once and the second with each unit; put together they explain a rating by themselves.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from kpi.law.settings import Settings
from kpi.law.unit_rating import UnitCriterion
from kpi.storage.tables import UnitMark

SHARED = "units"  # the name of the first part among the rules a closing keeps
MARK = ("proposed", "proposed_reason", "decided", "decided_reason", "decided_by")
UNMARKED: dict[str, Any] = dict.fromkeys(MARK)


def shared_part(criteria: Sequence[UnitCriterion], decision: str | None, settings: Settings) -> dict[str, Any]:
    """The criteria with their texts, the decision they rest on, and the figures in force."""
    leaves = [
        {"code": leaf.code, "group": dict(leaf.group), "text": dict(leaf.text), "maximum": leaf.maximum}
        for leaf in criteria
    ]
    return {"criteria": leaves, "criteria_decision": decision, "settings": settings.as_dict()}


def own_part(figures: Mapping[str, Any], marks: Sequence[UnitMark]) -> dict[str, Any]:
    """The unit's figures, and its marks by criterion where there are any."""
    given = {mark.criterion: {name: getattr(mark, name) for name in MARK} for mark in marks}
    return {"figures": dict(figures), "marks": given}


def whole_basis(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """figures, criteria (each leaf with its mark), criteria_decision and settings of one unit's rating."""
    marks = own["marks"]
    criteria = [{**leaf, **marks.get(leaf["code"], UNMARKED)} for leaf in shared["criteria"]]
    return {**shared, "figures": own["figures"], "criteria": criteria}


def plain_rows(table: pd.DataFrame, names: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of a table as plain values, missing ones None."""
    columns = [plain_column(table[name]) for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def plain_column(column: pd.Series) -> list[Any]:
    """A column's values as Python has them, missing ones None."""
    values = column.astype(object)
    listed: list[Any] = values.where(column.notna(), None).tolist()
    return listed
