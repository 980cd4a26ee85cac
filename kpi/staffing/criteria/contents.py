"""What a version of the criteria says, read whole."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.staffing.norms import NormValues
from kpi.storage.tables import (
    Criteria,
    CriteriaActivity,
    CriteriaDuty,
    CriteriaNorm,
    CriteriaSupport,
)

STARTING = Path(__file__).parents[3] / "data" / "staffing" / "criteria.yaml"
PARAMETERS = (
    *("hours_per_day", "annual_leave", "sick_leave", "other_leave", "band"),
    *("peak_factor", "served_share", "within_minutes", "patience_minutes", "shrinkage"),
)
EVERY_FAMILY = "all"


@dataclass(frozen=True)
class ActivityTerms:
    """An activity: minutes for one counted thing; products: how many counted things one catalogue product is."""

    code: str
    family: str
    name: str
    name_en: str
    minutes: float
    load: str
    products: dict[str, float] = field(default_factory=dict)
    feed: str | None = None
    id: int = 0

    def named(self, language: str) -> str:
        """Its name in a language."""
        return self.name_en or self.name if language == "en" else self.name


@dataclass(frozen=True)
class SupportTerms:
    """A support activity of a family ("all": of every family)."""

    family: str
    activity: str
    amount: float
    basis: str
    id: int = 0


@dataclass(frozen=True)
class DutyTerms:
    """A duty some of a family carry in every unit."""

    family: str
    duty: str
    staff: float
    hours_per_year: float
    id: int = 0


@dataclass(frozen=True)
class Contents:
    """A version whole. id 0: the starting values, which no decision has approved."""

    id: int
    title: str
    state: str
    effective_from: date | None
    source: str
    parameters: dict[str, float | None]
    activities: tuple[ActivityTerms, ...]
    support: tuple[SupportTerms, ...]
    duties: tuple[DutyTerms, ...]
    norms: NormValues

    def number(self, name: str) -> float:
        """A parameter that is always set."""
        return float(self.parameters[name] or 0.0)

    def with_unit_time(self, code: str, minutes: float) -> "Contents":
        """The same with another unit time, for trying things out."""
        changed = tuple(replace(a, minutes=minutes) if a.code == code else a for a in self.activities)
        return replace(self, activities=changed)

    @property
    def families(self) -> list[str]:
        """The families that have an activity or a duty, in order of appearance."""
        return list(dict.fromkeys([*(a.family for a in self.activities), *(d.family for d in self.duties)]))


@cache
def starting_values() -> Contents:
    """data/staffing/criteria.yaml."""
    read: dict[str, Any] = yaml.safe_load(STARTING.read_text("utf-8"))
    activities = tuple(
        ActivityTerms(family=family, **entry) for family, entries in read["activities"].items() for entry in entries
    )
    return Contents(
        0, read["title"], "starting", None, read["source"], read["parameters"], activities,
        tuple(SupportTerms(**entry) for entry in read["support"]),
        tuple(DutyTerms(**entry) for entry in read["duties"]), NormValues(),
    )  # fmt: skip


def contents_of(session: Session, criteria: Criteria) -> Contents:
    """A stored version."""

    def rows(table: Any) -> list[Any]:
        return list(session.scalars(select(table).where(table.criteria_id == criteria.id).order_by(table.id)))

    return Contents(
        criteria.id, criteria.title, criteria.state, criteria.effective_from, criteria.source,
        {name: getattr(criteria, name) for name in PARAMETERS},
        tuple(
            ActivityTerms(
                a.code, a.family, a.name, a.name_en, a.unit_time_minutes, a.load, dict(a.products), a.feed, a.id
            )
            for a in rows(CriteriaActivity)
        ),
        tuple(SupportTerms(s.family, s.activity, s.amount, s.basis, s.id) for s in rows(CriteriaSupport)),
        tuple(DutyTerms(d.family, d.duty, d.staff, d.hours_per_year, d.id) for d in rows(CriteriaDuty)),
        NormValues({(n.norm, n.parameter): n.value for n in rows(CriteriaNorm)}),
    )  # fmt: skip


def rows_of(contents: Contents, criteria_id: int) -> list[Any]:
    """The rows that store the contents under a version."""
    return [
        *(
            CriteriaActivity(
                criteria_id=criteria_id, family=a.family, code=a.code, name=a.name, name_en=a.name_en, load=a.load,
                unit_time_minutes=a.minutes, products=dict(a.products), feed=a.feed,
            )
            for a in contents.activities
        ),
        *(
            CriteriaSupport(
                criteria_id=criteria_id, family=s.family, activity=s.activity, amount=s.amount, basis=s.basis
            )
            for s in contents.support
        ),
        *(
            CriteriaDuty(
                criteria_id=criteria_id, family=d.family, duty=d.duty, staff=d.staff, hours_per_year=d.hours_per_year
            )
            for d in contents.duties
        ),
        *(
            CriteriaNorm(criteria_id=criteria_id, norm=norm, parameter=parameter, value=value)
            for (norm, parameter), value in contents.norms.values.items()
        ),
    ]  # fmt: skip
