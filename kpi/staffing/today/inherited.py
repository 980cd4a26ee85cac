"""What a unit founded by a merger is known by until it has its own figures: those of the units it was made of, added.

Every figure says so by its source; what was recorded stays under the old units.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from sqlalchemy.orm import Session

from kpi.staffing.scenarios.tree import NewUnit
from kpi.staffing.today.existing import counted_staff, held_staff
from kpi.staffing.today.lineage import Lineage, rows_of
from kpi.staffing.volumes.sources import MERGED, counting
from kpi.storage.tables import Unit


@dataclass(frozen=True)
class Ancestors:
    """Mergers up to a day with the rows of their units, by code."""

    founded: Sequence[NewUnit]
    rows: Mapping[str, Unit]

    @classmethod
    def of(cls, session: Session, found: Lineage) -> "Ancestors":
        """Read them; nothing is read where nothing was merged."""
        return cls(found.founded, rows_of(session, found) if found.founded else {})

    @property
    def paths(self) -> dict[int, str]:
        """Of every unit named, its path by id."""
        return {unit.id: unit.path for unit in self.rows.values()}

    def ids(self, new: NewUnit) -> dict[int, str]:
        """The parts of a founded unit: names by id."""
        return {self.rows[code].id: self.rows[code].name for code in new.parts if code in self.rows}


def with_merged_volumes(known: pd.DataFrame, ancestors: Ancestors) -> pd.DataFrame:
    """`known` (as `volumes` gives it, the old units' included) and for founded units the sum of their parts' figures.

    months: the least any part covers; note: the parts that have a figure.
    """
    for new in ancestors.founded:
        names = ancestors.ids(new)
        mine = counting(known[known["unit_id"].isin(list(names))])
        if len(mine):
            order = {unit_id: place for place, unit_id in enumerate(names)}
            mine = mine.sort_values("unit_id", key=lambda ids: ids.map(order), kind="stable")
            mine = mine.assign(note=mine["unit_id"].map(names))
            summed = (
                mine.groupby("activity", sort=False)
                .agg(
                    volume=("volume", "sum"),
                    months=("months", "min"),
                    counted=("counted", "sum"),
                    note=("note", ", ".join),
                )
                .reset_index()
            )
            added = summed.assign(unit_id=ancestors.rows[new.code].id, source=MERGED, by="")
            known = pd.concat([known, added[list(known.columns)]], ignore_index=True)
    return known


def staff_with_merged(session: Session, on: date, units: Mapping[int, str], ancestors: Ancestors) -> pd.DataFrame:
    """unit_id, family, existing, source, note of these units (id → path) on a day.

    A unit is known by its newest count; one founded by a merger, until it is counted, by its parts' counts where any of
    them was counted (an uncounted part by the posts held on its last day); any other by the posts held.
    """
    counted = counted_staff(session, on, {**units, **ancestors.paths})
    for new in ancestors.founded:
        row, names = ancestors.rows[new.code], ancestors.ids(new)
        known = set(counted["unit_id"])
        if row.id in known or not known & set(names):
            continue
        others = {unit.id: unit.path for unit in ancestors.rows.values() if unit.id in set(names) - known}
        mine = counted[counted["unit_id"].isin(list(names))]
        held = held_staff(session, row.valid_from - timedelta(days=1), others) if others else mine.iloc[:0]
        sums = _together(mine, held).groupby("family", sort=False)["existing"].sum().reset_index()
        added = sums.assign(unit_id=row.id, source=MERGED, note=", ".join(names.values()))
        counted = pd.concat([counted, added[list(counted.columns)]], ignore_index=True)
    counted = counted[counted["unit_id"].isin(list(units))]
    uncounted = {unit_id: path for unit_id, path in units.items() if unit_id not in set(counted["unit_id"])}
    return _together(counted, held_staff(session, on, uncounted))


def _together(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Both, as one; an empty table has no types to keep."""
    if not len(one) or not len(other):
        return one if len(one) else other
    return pd.concat([one, other], ignore_index=True)
