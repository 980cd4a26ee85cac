"""Every volume known of a year, by where it comes from, and which of them counts.

A feed of a one-stop system counts before approved months, these before an import, an entry, a generated figure. Months
count once they cover `LEAST_MONTHS`; fewer are shown and count only where nothing else is known. What the units merged
into a new one had counts until the new one has a figure of its own.
"""

from collections.abc import Mapping
from datetime import date
from typing import TypeVarTuple

import numpy as np
import pandas as pd
from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from kpi.language.message import N_
from kpi.staffing.criteria.contents import ActivityTerms
from kpi.storage.tables import Indicator, IndicatorValue, Month, Period, Product, Unit, Volume, WorkLine

MERGED = "merged"
SOURCES = ("feed", "months", "import", "entry", "generated", MERGED)
SOURCE_NAMES = {
    "feed": N_("dossier feed"),
    "months": N_("work of approved months"),
    "import": N_("imported"),
    "entry": N_("typed in"),
    "generated": N_("generated for the demonstration"),
    MERGED: N_("sum of the merged units"),
    "posts": N_("posts held"),
    "none": N_("not known"),
}
Columns = TypeVarTuple("Columns")
ACCEPTED = WorkLine.state == "accepted"
LEAST_MONTHS = 3
YEAR_MONTHS = 12
COLUMNS = ["unit_id", "activity", "source", "volume", "months", "counted", "note", "by"]


def volumes(
    session: Session, year: int, units: Mapping[int, str], activities: tuple[ActivityTerms, ...]
) -> pd.DataFrame:
    """Every known volume of these units (id → path): unit_id, activity, source, volume (a year), months it covers,
    counted (before it was brought to a year), note, by.
    """
    parts = [
        _stored(session, year, units),
        _of_months(session, year, units, activities),
        _of_feeds(session, year, units, activities),
    ]
    kept = [part for part in parts if len(part)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=COLUMNS)


def counting(known: pd.DataFrame) -> pd.DataFrame:
    """The one volume that counts of each unit and activity."""
    if not len(known):
        return known
    order = known["source"].map({name: place for place, name in enumerate(SOURCES)})
    too_few = (known["source"].isin(["feed", "months"])) & (known["months"] < LEAST_MONTHS)
    ranked = known.assign(order=order + np.where(too_few, len(SOURCES), 0)).sort_values("order", kind="stable")
    return ranked.drop_duplicates(["unit_id", "activity"]).drop(columns="order")


def years_known(session: Session) -> list[int]:
    """Years with stored volumes or approved months, newest first."""
    stored = set(session.scalars(select(Volume.year).distinct()))
    months = select(Period.starts).join(Month, Month.period_id == Period.id)
    approved = months.where(Period.kind == "month", Month.state == "approved").distinct()
    return sorted(stored | {starts.year for starts in session.scalars(approved)}, reverse=True)


def _stored(session: Session, year: int, units: Mapping[int, str]) -> pd.DataFrame:
    query = select(Volume).where(Volume.year == year, Volume.unit_id.in_(units))
    rows = [
        (v.unit_id, v.activity, v.source, v.volume, YEAR_MONTHS, v.volume, v.note, v.set_by)
        for v in session.scalars(query)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_months(
    session: Session, year: int, units: Mapping[int, str], activities: tuple[ActivityTerms, ...]
) -> pd.DataFrame:
    """Σ of products' done (reviewed, where a reviewer changed it) in approved months, brought to a year."""
    factors = pd.DataFrame(
        [(product, a.code, float(factor)) for a in activities for product, factor in a.products.items()],
        columns=["product", "activity", "factor"],
    )
    if not len(factors):
        return pd.DataFrame(columns=COLUMNS)
    done, recorded = _done(session, year, factors["product"].unique().tolist()), _recorded(session, year)
    found = owners([*recorded["path"].unique(), *done["path"].unique()], units)
    joined = done.assign(unit_id=done["path"].map(found)).dropna(subset=["unit_id"]).merge(factors, on="product")
    if not len(joined):
        return pd.DataFrame(columns=COLUMNS)
    months = recorded.assign(unit_id=recorded["path"].map(found)).groupby("unit_id")["month"].nunique().rename("months")
    joined["counted"] = joined["done"] * joined["factor"]
    sums = joined.groupby(["unit_id", "activity"], sort=False)["counted"].sum().reset_index().join(months, on="unit_id")
    sums["unit_id"] = sums["unit_id"].astype("int64")
    volume = sums["counted"] * YEAR_MONTHS / sums["months"]
    return sums.assign(source="months", volume=volume, note=None, by="")[COLUMNS]


def _done(session: Session, year: int, products: list[str]) -> pd.DataFrame:
    """What was done of these products in approved months of the year, by unit."""
    done = func.sum(func.coalesce(WorkLine.reviewed_done, WorkLine.done, 0))
    query = _approved(select(Unit.path, Product.code, done), year).join(WorkLine, WorkLine.month_id == Month.id)
    query = query.join(Product, Product.id == WorkLine.product_id).where(ACCEPTED, Product.code.in_(products))
    rows = session.execute(query.group_by(Unit.path, Product.code)).all()
    return pd.DataFrame(rows, columns=["path", "product", "done"])


def _recorded(session: Session, year: int) -> pd.DataFrame:
    """The months of the year in which anything was approved, by unit."""
    anything = exists().where(WorkLine.month_id == Month.id, ACCEPTED)
    rows = session.execute(_approved(select(Unit.path, Period.code), year).where(anything).distinct()).all()
    return pd.DataFrame(rows, columns=["path", "month"])


def _approved(query: Select[*Columns], year: int) -> Select[*Columns]:
    return (
        query.select_from(Month)
        .join(Period, Period.id == Month.period_id)
        .join(Unit, Unit.id == Month.unit_id)
        .where(Month.state == "approved", Period.kind == "month")
        .where(Period.starts >= date(year, 1, 1), Period.starts <= date(year, 12, 31))
    )


def owners(paths: list[str], units: Mapping[int, str]) -> dict[str, int]:
    """For each path the unit it lies in."""
    by_path = {path: unit_id for unit_id, path in units.items()}
    found = {}
    for path in paths:
        parts = path.strip("/").split("/")
        starts = ["/" + "/".join(parts[: depth + 1]) + "/" for depth in range(len(parts))]
        owner = next((by_path[start] for start in starts if start in by_path), None)
        if owner is not None:
            found[path] = owner
    return found


def _of_feeds(
    session: Session, year: int, units: Mapping[int, str], activities: tuple[ActivityTerms, ...]
) -> pd.DataFrame:
    """Monthly counts that came by a feed, added up and brought to a year."""
    by_indicator = {a.feed: a.code for a in activities if a.feed}
    query = (
        select(IndicatorValue.unit_id, Indicator.code, IndicatorValue.source, IndicatorValue.numerator)
        .join(Indicator, Indicator.id == IndicatorValue.indicator_id)
        .where(Indicator.code.in_(by_indicator), IndicatorValue.period_code.like(f"{year}-__"))
        .where(IndicatorValue.state != "returned", IndicatorValue.source.not_in(["entry", "generated"]))
        .where(IndicatorValue.unit_id.in_(units))
    )
    rows = pd.DataFrame(session.execute(query).all(), columns=["unit_id", "indicator", "by", "counted"])
    if not len(rows):
        return pd.DataFrame(columns=COLUMNS)
    grouped = rows.groupby(["unit_id", "indicator"], sort=False)
    sums = grouped.agg(counted=("counted", "sum"), months=("counted", "size"), by=("by", "first")).reset_index()
    activity = sums["indicator"].map(by_indicator)
    volume = sums["counted"] * YEAR_MONTHS / sums["months"]
    return sums.assign(activity=activity, source="feed", volume=volume, note=None)[COLUMNS]
