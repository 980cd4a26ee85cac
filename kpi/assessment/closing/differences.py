"""Two sets of results beside each other, person by person and field by field; nothing is rounded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.assessment.closing.result_columns import COLUMNS, FIGURES
from kpi.storage.tables import Closing, PeriodResult, Person, Unit

TOLD = ("status", "missing", "worked", "ground", *FIGURES, "rank", "rank_366", "proposed_rank", "decided_rank")
RESULT = "result"  # the field of a result that is in one set only
Found = tuple[int, int, str, Any, Any]


@dataclass(frozen=True)
class Difference:
    """One field of one person's result in a unit: as it was kept, and as it is now (None: there is none)."""

    person: str
    person_code: str
    unit: str
    field: str
    kept: Any
    again: Any


def kept_results(session: Session, closing: Closing) -> pd.DataFrame:
    """The results of a closing as they were closed, later corrections left out; columns as PeriodResult."""
    query = select(*(getattr(PeriodResult, name) for name in COLUMNS)).where(
        PeriodResult.closing_id == closing.id, PeriodResult.version == 1
    )
    rows = session.connection().execute(query).all()
    frame = pd.DataFrame([tuple(row) for row in rows], columns=list(COLUMNS))
    return frame.astype(dict.fromkeys((*FIGURES, "worked", "month_id"), "float64"))


def compared(
    session: Session, kept: pd.DataFrame, again: pd.DataFrame, fields: Sequence[str] = TOLD
) -> list[Difference]:
    """Every difference between two sets (columns as PeriodResult), by unit, person and field."""
    both = kept.merge(again, on=["person_id", "unit_id"], how="outer", suffixes=("_kept", "_again"), indicator=True)
    found: list[Found] = []
    for side, told in (("left_only", ("kept", None)), ("right_only", (None, "found"))):
        alone = both[both["_merge"] == side]
        found += [(p, u, RESULT, *told) for p, u in zip(alone["person_id"], alone["unit_id"], strict=True)]
    matched = both[both["_merge"] == "both"]
    for name in fields:
        differs = matched[_differing(matched[f"{name}_kept"], matched[f"{name}_again"])]
        values = (differs["person_id"], differs["unit_id"], differs[f"{name}_kept"], differs[f"{name}_again"])
        found += [(p, u, name, one, other) for p, u, one, other in zip(*values, strict=True)]
    return _told(session, found, fields)


def _differing(one: pd.Series, other: pd.Series) -> NDArray[np.bool_]:
    """Where two columns differ; missing equals missing."""
    both_missing = one.isna().to_numpy() & other.isna().to_numpy()
    unequal = one.to_numpy(dtype=object) != other.to_numpy(dtype=object)
    return np.asarray(unequal, dtype=bool) & ~both_missing


def _told(session: Session, found: list[Found], fields: Sequence[str]) -> list[Difference]:
    if not found:
        return []
    people = {row.id: row for row in session.execute(select(Person.id, Person.full_name, Person.code))}
    units = dict(session.execute(select(Unit.id, Unit.name)).all())
    order = {name: place for place, name in enumerate((RESULT, *fields))}
    found.sort(key=lambda one: (units.get(one[1], ""), one[0], one[1], order[one[2]]))
    return [
        Difference(people[p].full_name, people[p].code, units.get(u, ""), name, _plain(one), _plain(other))
        for p, u, name, one, other in found
    ]


def _plain(value: Any) -> Any:
    return None if value is None or value != value else value
