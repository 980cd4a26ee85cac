"""A year's indicators so far, of every unit: sums, targets and distance, and the months they are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.reform.glance.grades import graded
from kpi.reform.indicators.rollup import distance, roll_up, value_of
from kpi.reform.indicators.scores import scored
from kpi.reform.indicators.tree import definitions, expected, reporting_units
from kpi.reform.indicators.views import quantities, targets
from kpi.reform.period_codes import span

Floats = NDArray[np.float64]
MONTHS = range(1, 13)


@dataclass(frozen=True)
class Course:
    """The year up to and with the month `through`.

    indicators: definitions by code, in list order. units: unit_id, code, name, kind, path, in tree order; the first is
    the province. expected: unit_id, code of reporters. months: sums of units and those above them: unit_id, code, year,
    month, numerator, denominator, reported, expected, for this year and the one before, where anybody reported.
    values: unit_id, code, numerator, denominator, value, months_reported, reported, expected, target, distance, grade.
    """

    year: int
    through: int
    indicators: pd.DataFrame
    units: pd.DataFrame
    expected: pd.DataFrame
    months: pd.DataFrame
    values: pd.DataFrame

    @property
    def province_id(self) -> int:
        """The unit above all."""
        return int(self.units["unit_id"].iloc[0])

    def of_unit(self, unit_id: int) -> pd.DataFrame:
        """A unit's values in the order of lists, by code."""
        own = self.values[self.values["unit_id"] == unit_id].set_index("code", drop=False)
        return own.reindex([code for code in self.indicators.index if code in own.index])

    def table(self, codes: Sequence[str], unit_ids: Sequence[int], year: int, name: str) -> Floats:
        """rows × 12 of a quantity, a row for each pair of code and unit; NaN where nobody reported."""
        found = np.full((len(codes), 12), np.nan)
        rows = self.months[(self.months["year"] == year) & self.months["unit_id"].isin(set(unit_ids))]
        place = {pair: row for row, pair in enumerate(zip(unit_ids, codes, strict=True))}
        at = [place.get(pair, -1) for pair in zip(rows["unit_id"], rows["code"], strict=True)]
        at_row = np.asarray(at, dtype=int)
        kept = at_row >= 0
        found[at_row[kept], rows["month"].to_numpy(int)[kept] - 1] = rows[name].to_numpy(float)[kept]
        return found


def course(session: Session, actor: Actor, year: int, through: int) -> tuple[Course, Course]:
    """The year up to a month, and that month alone. Confirmed quantities alone count."""
    day = span(f"{year}-{through:02d}").ends
    indicators, units = definitions(session, day), reporting_units(session, day)
    units = units.sort_values("path", key=lambda path: path.str.len(), kind="stable").reset_index(drop=True)
    due = expected(units, indicators)
    rolled = roll_up(quantities(session, actor, _periods(year, through)), units, due, _ratios(indicators))
    months = _dated(rolled[rolled["reported"] > 0])
    inside = months[months["year"] == year]
    whole = Course(year, through, indicators, units, due, months,
                   _values(inside, indicators, targets(session, actor, str(year), units)))  # fmt: skip
    wanted = targets(session, actor, f"{year}-{through:02d}", units)
    alone = _values(inside[inside["month"] == through], indicators, wanted)
    return whole, replace(whole, values=alone)


def _periods(year: int, through: int) -> list[str]:
    found = [f"{one}-{month:02d}" for one in (year - 1, year) for month in MONTHS if one < year or month <= through]
    quarters = [f"{one}-Q{number}" for one in (year - 1, year) for number in range(1, 5)]
    ended = [code for code in quarters if span(code).year < year or span(code).last <= through]
    return [*found, *ended, str(year - 1), *([str(year)] if through == 12 else [])]


def _dated(rolled: pd.DataFrame) -> pd.DataFrame:
    """With year and month; a quarter or a year counts in its last month."""
    spans = {code: span(code) for code in rolled["period"].unique()}
    years = rolled["period"].map({code: one.year for code, one in spans.items()})
    months = rolled["period"].map({code: one.last for code, one in spans.items()})
    return rolled.assign(year=years.astype("int64"), month=months.astype("int64"))


def _ratios(indicators: pd.DataFrame) -> list[str]:
    return list(indicators.index[indicators["formula"] == "ratio"])


def _values(inside: pd.DataFrame, indicators: pd.DataFrame, wanted: pd.DataFrame) -> pd.DataFrame:
    ordered = inside.sort_values("month")
    groups = ordered.groupby(["unit_id", "code"], sort=False)
    flows = groups[["numerator", "denominator"]].sum(min_count=1)
    newest = groups[["numerator", "denominator"]].last()
    stock = flows.index.get_level_values("code").isin(indicators.index[indicators["over_time"] == "last"])
    frame = pd.DataFrame(np.where(stock[:, None], newest, flows), flows.index, flows.columns)
    frame["months_reported"] = groups["month"].nunique()
    frame[["reported", "expected"]] = groups[["reported", "expected"]].last()
    frame = frame.reset_index()
    ratio = frame["code"].isin(_ratios(indicators))
    frame["value"] = value_of(frame["numerator"], frame["denominator"], ratio)
    frame = pd.concat([frame, _scores(frame, indicators)], ignore_index=True).merge(
        wanted, on=["unit_id", "code"], how="left"
    )
    higher = frame["code"].map(indicators["higher_is_better"]).astype(bool)
    frame["distance"] = distance(frame["value"], frame["target"], higher)
    frame["grade"] = graded(frame["value"], frame["target"], frame["distance"])
    return frame


def _scores(frame: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Points that follow from the sums, with a period none of them needs."""
    scores = indicators[indicators["formula"] == "score"]
    if frame.empty or scores.empty:
        return pd.DataFrame(columns=["unit_id", "code", "value"])
    parts = [{"code": code, "parts": parts} for code, parts in zip(scores["code"], scores["parts"], strict=True)]
    points = scored(frame.assign(period=""), parts)
    return points.loc[points["value"].notna(), ["unit_id", "code", "value"]]


def newest_month(months: Sequence[str], day: date) -> str | None:
    """The newest of the months that has ended by the day; the newest of all where none has."""
    ended = [code for code in months if span(code).ends < day]
    return max(ended, default=max(months, default=None))
