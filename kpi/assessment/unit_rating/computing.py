"""Every unit's rating at once, with what each follows from."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.assessment.rules import choices_on
from kpi.assessment.unit_rating import facts
from kpi.assessment.unit_rating.basis import own_part, plain_rows, shared_part, whole_basis
from kpi.assessment.unit_rating.criteria import criteria_on
from kpi.law.settings import Settings, settings_in_force
from kpi.law.unit_rating import NAME, UnitCriterion, rate_units
from kpi.organisation.kinds import COMMUNE_LEVEL, RANKING
from kpi.storage.tables import Period, Unit, UnitMark

PLAIN = (
    *("unit_id", "people", "assessed", "known", "kpi", "kpi_missing", "kpi_needed", "deadlines", "months", "handed_in"),
    *("approved", "tasks", "unrecorded", "done", "on_time", "good", "general", "task_share", "task_points", "total"),
    *("status", "missing", "all_done", "strict", "late_share", "by_score", "rank"),
)


@dataclass(frozen=True, eq=False)
class RatedUnits:
    """table: one row a unit with people, PLAIN and general_points. marks: the criteria of each, as stored."""

    table: pd.DataFrame
    settings: Settings
    criteria: tuple[UnitCriterion, ...]
    decision: str | None
    marks: dict[int, list[UnitMark]]

    def basis(self, unit_id: int) -> dict[str, Any]:
        """Everything the unit's rating follows from, as plain values to explain it from."""
        return whole_basis(self.shared, self.own(unit_id))

    @cached_property
    def shared(self) -> dict[str, Any]:
        """The part of a basis that is every unit's."""
        return shared_part(self.criteria, self.decision, self.settings)

    def own(self, unit_id: int) -> dict[str, Any]:
        """The part of a basis that is the unit's alone."""
        return own_part(self._figures[unit_id], self.marks.get(unit_id, []))

    @cached_property
    def _figures(self) -> dict[int, dict[str, Any]]:
        return {int(row["unit_id"]): row for row in plain_rows(self.table, PLAIN)}


def unit_settings(session: Session, period: Period) -> Settings:
    """The figures units are rated by in a period, the province's choices included."""
    return settings_in_force(NAME, period.starts, choices_on(session, NAME, period.starts))


def rated_units(session: Session, period: Period, results: pd.DataFrame | None = None) -> RatedUnits:
    """results: the closed set (columns as PeriodResult); without it, what is approved so far."""
    settings = unit_settings(session, period)
    criteria, decision = criteria_on(session, period.starts)
    above = facts.rated_above(session)
    behind = facts.months_behind(session, period)
    marks = facts.marks(session, period)
    people = facts.people(facts.people_so_far(session, period) if results is None else results, above)
    by_plan = settings["gate_tasks"] == "plan"
    tasks = facts.plan_tasks(session, period, above) if by_plan else facts.tasks(session, behind, above)
    table = people.join(tasks).join(facts.deadlines(session, behind, above))
    table = table.join(facts.kpi(session, period)).rename_axis("unit_id").reset_index()
    table = _filled(session, table, settings, criteria, marks)
    rated = rate_units(table.assign(people=table["share"]), settings)
    joined = table.drop(columns=["general"]).assign(people=table["share"]).join(rated).assign(general=table["general"])
    return RatedUnits(joined.sort_values("unit_id", ignore_index=True), settings, criteria, decision, marks)


def _filled(
    session: Session,
    table: pd.DataFrame,
    settings: Settings,
    criteria: tuple[UnitCriterion, ...],
    marks: dict[int, list[UnitMark]],
) -> pd.DataFrame:
    kinds = dict(session.execute(select(Unit.id, Unit.kind)).all())
    counts = ["tasks", "unrecorded", "done", "on_time", "good", "months", "handed_in", "approved"]
    table[counts] = table[counts].astype("float64").fillna(0.0)
    enough = table["known"] >= table["assessed"] * settings.number("people_known_from")
    timely = (table["handed_in"] + table["approved"]) / (2 * table["months"].where(table["months"] > 0))
    general = [_general(marks.get(int(unit_id), []), criteria) for unit_id in table["unit_id"]]
    judged = [kind for kind in set(kinds.values()) if _needs_kpi(kind, settings)]
    return table.assign(
        share=table["share"].where(enough),
        kpi=table["kpi"].astype("float64"),
        kpi_needed=table["unit_id"].map(kinds).isin(judged),
        done=table["done"].where(table["unrecorded"] == 0),
        deadlines=timely,
        general=np.array(general, dtype=np.float64),
    )


def _needs_kpi(kind: str, settings: Settings) -> bool:
    chosen = settings["kpi_for"]
    return (chosen == "communes" and kind in COMMUNE_LEVEL) or (chosen == "agencies" and kind in RANKING)


def _general(marks: list[UnitMark], criteria: tuple[UnitCriterion, ...]) -> float:
    decided = {mark.criterion: mark.decided for mark in marks}
    values = [decided.get(leaf.code) for leaf in criteria]
    return float("nan") if any(value is None for value in values) else round(sum(v for v in values if v is not None), 9)
