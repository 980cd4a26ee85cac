"""A copy of today: units, existing staff, volumes and criteria, as tables one may change and compute from again."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.organisation.kinds import COMMUNE_LEVEL
from kpi.staffing.criteria.contents import EVERY_FAMILY, Contents
from kpi.staffing.criteria.views import criteria_contents
from kpi.staffing.norms import mountain_units
from kpi.staffing.today.inherited import Ancestors, staff_with_merged, with_merged_volumes
from kpi.staffing.today.lineage import NONE, Lineage, lineage
from kpi.staffing.volumes.sources import counting, volumes
from kpi.staffing.wisn import working_year
from kpi.storage.tables import Unit


@dataclass(frozen=True)
class Inputs:
    """Everything need follows from, by unit code and family code.

    units: unit, unit_id, path, name, kind, area_km2, population, former_province, suspect, merged, parts (the oldest
    units it continues, the seat's first; itself where it continues none), joined (how many); north to south as stored.
    existing: unit, family, existing, source, note. volumes: unit, activity, volume, source, months, counted, note, by
    (the ones that count). known: the same columns, every volume known. criteria: unit times, allowances, norms.
    mountain: codes of mountain units. lineage: what adopted mergers made of the units.
    """

    year: int
    units: pd.DataFrame
    existing: pd.DataFrame
    volumes: pd.DataFrame
    known: pd.DataFrame
    criteria: Contents
    mountain: frozenset[str]
    lineage: Lineage = NONE

    def under(self, criteria: Contents) -> "Inputs":
        """The same under other criteria."""
        return replace(self, criteria=criteria)

    def only(self, units: Collection[str]) -> "Inputs":
        """Only these units."""
        return replace(
            self,
            units=_of_units(self.units, units),
            existing=_of_units(self.existing, units),
            volumes=_of_units(self.volumes, units),
            known=_of_units(self.known, units),
        )


@dataclass(frozen=True)
class NeededTables:
    """The four tables `kpi.staffing.wisn.need` takes."""

    families: pd.DataFrame
    activities: pd.DataFrame
    support: pd.DataFrame
    individual: pd.DataFrame


def inputs_of(session: Session, actor: Actor, year: int, on: date, criteria_id: int | None = None) -> Inputs:
    """Today's inputs of the commune-level units the actor may see. criteria_id None: the version in force."""
    actor.require(Action.READ_STAFFING)
    criteria = criteria_contents(session, actor, criteria_id, on)
    units = _units(session, actor, on)
    paths = dict(zip(units["unit_id"].tolist(), units["path"].tolist(), strict=True))
    codes = dict(zip(units["unit_id"].tolist(), units["unit"].tolist(), strict=True))
    found = lineage(session, on)
    ancestors = Ancestors.of(session, found)
    known = volumes(session, year, paths | ancestors.paths, criteria.activities)
    known = with_merged_volumes(known, ancestors)
    known = known[known["unit_id"].isin(list(paths))].reset_index(drop=True)
    known = known.assign(unit=known["unit_id"].map(codes))
    staff = staff_with_merged(session, on, paths, ancestors)
    return Inputs(
        year, _with_parts(units, ancestors, found), staff.assign(unit=staff["unit_id"].map(codes)), counting(known),
        known, criteria, found.whole(mountain_units()), found,
    )  # fmt: skip


def _with_parts(units: pd.DataFrame, ancestors: Ancestors, found: Lineage) -> pd.DataFrame:
    """With `parts` and `joined`; a unit that continues others stands where its seat stood."""
    made = found.parts
    parts = [made.get(unit, (unit,)) for unit in units["unit"]]
    seats = [ancestors.rows[of[0]].id if of[0] in ancestors.rows else own
             for of, own in zip(parts, units["unit_id"].tolist(), strict=True)]  # fmt: skip
    joined = [len(one) for one in parts]
    table = units.assign(parts=pd.Series(parts, index=units.index, dtype=object), joined=joined, seat=seats)
    return table.sort_values("seat", kind="stable").drop(columns="seat").reset_index(drop=True)


def needed_tables(inputs: Inputs) -> NeededTables:
    """The inputs as WISN's four tables: every unit with every family that has work, duties or staff."""
    pairs = _pairs(inputs)
    parameters, year = inputs.criteria, working_year(inputs.year)
    families = pairs.merge(inputs.existing[["unit", "family", "existing"]], on=["unit", "family"], how="left").assign(
        existing=lambda table: table["existing"].fillna(0.0),
        working_days=float(year.working_days), public_holidays=float(year.public_holidays),
        hours_per_day=parameters.number("hours_per_day"), annual_leave=parameters.number("annual_leave"),
        sick_leave=parameters.number("sick_leave"), other_leave=parameters.number("other_leave"),
    )  # fmt: skip
    return NeededTables(families, _activities(inputs), _support(inputs, pairs), _individual(inputs))


def _activities(inputs: Inputs) -> pd.DataFrame:
    terms = pd.DataFrame(
        [(a.family, a.code, a.minutes, a.load) for a in inputs.criteria.activities],
        columns=["family", "activity", "unit_time_minutes", "load"],
    )
    every = inputs.units[["unit"]].merge(terms, how="cross")
    counted = every.merge(inputs.volumes.drop(columns="unit_id", errors="ignore"), on=["unit", "activity"], how="left")
    return counted.assign(source=counted["source"].fillna("none"), volume=counted["volume"].fillna(0.0))


def _support(inputs: Inputs, pairs: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (family, s.activity, s.amount, s.basis)
        for s in inputs.criteria.support
        for family in (pairs["family"].unique() if s.family == EVERY_FAMILY else [s.family])
    ]
    return pairs.merge(pd.DataFrame(rows, columns=["family", "activity", "amount", "basis"]), on="family")


def _individual(inputs: Inputs) -> pd.DataFrame:
    rows = [(d.family, d.duty, d.staff, d.hours_per_year) for d in inputs.criteria.duties]
    return inputs.units[["unit"]].merge(
        pd.DataFrame(rows, columns=["family", "duty", "staff", "hours_per_year"]), how="cross"
    )


def _pairs(inputs: Inputs) -> pd.DataFrame:
    found = inputs.criteria.families
    found += [name for name in inputs.existing["family"].unique() if name not in found]
    return inputs.units[["unit"]].merge(pd.DataFrame({"family": found}), how="cross")


def _units(session: Session, actor: Actor, on: date) -> pd.DataFrame:
    alive = (Unit.valid_from <= on) & or_(Unit.valid_to.is_(None), Unit.valid_to >= on)
    columns = (
        *(Unit.code.label("unit"), Unit.id.label("unit_id"), Unit.path, Unit.name, Unit.kind, Unit.area_km2),
        *(Unit.population, Unit.former_province, Unit.suspect, func.coalesce(Unit.merged_from, "").label("merged")),
    )
    query = select(*columns).where(Unit.kind.in_(COMMUNE_LEVEL), alive, actor.rows(Action.READ_STAFFING))
    result = session.execute(query.order_by(Unit.id))
    found = pd.DataFrame(result.all(), columns=list(result.keys()))
    return found.assign(
        merged=found["merged"].astype(bool), population=found["population"].astype("float64"),
        area_km2=found["area_km2"].astype("float64"),
    )  # fmt: skip


def _of_units(table: pd.DataFrame, units: Collection[str]) -> pd.DataFrame:
    return table[table["unit"].isin(list(units))].reset_index(drop=True)
