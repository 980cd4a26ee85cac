"""What screens show of indicators: quantities, sums, targets, coverage, published figures. Everybody may read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.reform.indicators.rollup import KEYS, missing, over_months, roll_up
from kpi.reform.indicators.scores import scored
from kpi.reform.indicators.tree import definitions, expected, reporting_units
from kpi.reform.period_codes import Span, span
from kpi.storage.tables import Indicator, IndicatorTarget, IndicatorValue, PublishedFigure, Unit

COUNTED = ("confirmed",)
LENGTH = {"month": 1, "quarter": 3, "year": 12}  # months
KNOWN = ("confirmed", "entered", "returned")
COLUMNS = [*KEYS, "numerator", "denominator", "state", "source", "reason", "indicator_id"]


@dataclass(frozen=True)
class Picture:
    """The indicators of one period.

    indicators: the definitions by code. units: unit_id, code, name, kind, path. values: unit_id, code, period,
    numerator, denominator, value, reported, expected, target, for units that report and every unit above them, scores
    included. missing: unit_id, code of the reporters without a confirmed value. pending: those waiting to be confirmed.
    partial: of a longer period, who reported fewer months than others: unit_id, code, months_reported, months_due.
    """

    span: Span
    indicators: pd.DataFrame
    units: pd.DataFrame
    values: pd.DataFrame
    missing: pd.DataFrame
    pending: pd.DataFrame
    partial: pd.DataFrame


def quantities(session: Session, actor: Actor, periods: Iterable[str], states: Sequence[str] = COUNTED) -> pd.DataFrame:
    """Counted quantities as they were entered: `COLUMNS`."""
    actor.require(Action.READ_REFORM)
    return quantities_of(session, periods, states)


def quantities_of(session: Session, periods: Iterable[str], states: Sequence[str] = COUNTED) -> pd.DataFrame:
    """As `quantities`, for other parts of the house that ask on nobody's behalf."""
    value = IndicatorValue
    columns = (
        value.unit_id, Indicator.code, value.period_code, value.numerator, value.denominator, value.state,
        value.source, value.reason, value.indicator_id,
    )  # fmt: skip
    query = select(*columns).join(Indicator, Indicator.id == value.indicator_id)
    wanted = (value.period_code.in_(list(periods)), value.state.in_(list(states)))
    frame = pd.DataFrame(session.execute(query.where(*wanted)).all(), columns=COLUMNS)
    return frame.astype({"numerator": float, "denominator": float})


def targets(session: Session, actor: Actor, code: str, units: pd.DataFrame) -> pd.DataFrame:
    """The target of each unit and indicator in a period: unit_id, code, target.

    A target of the very period comes before one of its quarter, half or year, a nearer unit's before one further up.
    """
    actor.require(Action.READ_REFORM)
    return targets_of(session, code, units)


def targets_of(session: Session, code: str, units: pd.DataFrame) -> pd.DataFrame:
    """As `targets`, for other parts of the house that ask on nobody's behalf."""
    wider = _covering(code)
    joined = select(Indicator.code, IndicatorTarget.unit_id, IndicatorTarget.period_code, IndicatorTarget.value)
    query = joined.join(Indicator, Indicator.id == IndicatorTarget.indicator_id)
    rows = session.execute(query.where(IndicatorTarget.period_code.in_(wider))).all()
    known = pd.DataFrame(rows, columns=["code", "above_id", "period", "target"])
    paths = units["path"].str.strip("/").str.split("/")
    up = pd.DataFrame({"unit_id": units["unit_id"], "above_id": paths}).explode("above_id").astype({"above_id": int})
    up["nearness"] = up.groupby("unit_id").cumcount()
    found = up.merge(known.astype({"above_id": "int64", "code": object}), on="above_id")
    found["width"] = found["period"].map({period: place for place, period in enumerate(wider)})
    nearest = found.sort_values(["nearness", "width"], ascending=[False, True])
    return nearest.drop_duplicates(["unit_id", "code"])[["unit_id", "code", "target"]].reset_index(drop=True)


def _covering(code: str) -> list[str]:
    """The period itself, then those it lies in, narrowest first."""
    here = span(code)
    quarter, half = f"{here.year}-Q{(here.last + 2) // 3}", f"{here.year}-H{(here.last + 5) // 6}"
    wider = [one for one in (quarter, half, str(here.year)) if span(one).first <= here.first]
    return list(dict.fromkeys([code, *wider]))


def picture(session: Session, actor: Actor, code: str, day: date | None = None) -> Picture:
    """Everything about one period, rolled up: the sums of the province and of every reporting unit."""
    actor.require(Action.READ_REFORM)
    return picture_of(session, code, day)


def picture_of(session: Session, code: str, day: date | None = None) -> Picture:
    """As `picture`, for other parts of the house that ask on nobody's behalf."""
    here = span(code)
    on = day or here.ends
    indicators, units = definitions(session, on), reporting_units(session, on)
    due = expected(units, indicators[indicators["period_kind"].map(LENGTH) <= len(here.months)])
    periods = _periods_inside(here)
    given = _as_one(quantities_of(session, periods), indicators, here)
    ratios = list(indicators.index[indicators["formula"] == "ratio"])
    rolled = roll_up(given, units, due, ratios)
    points = _points(rolled, indicators)
    values = pd.concat([rolled, points], ignore_index=True) if len(points) else rolled
    values = values.merge(targets_of(session, code, units), on=["unit_id", "code"], how="left")
    waiting = _as_one(quantities_of(session, periods, ("entered",)), indicators, here)
    lacking = missing(given, due, [code])[["unit_id", "code"]]
    return Picture(here, indicators, units, values, lacking, waiting, _partial(given))


def _partial(given: pd.DataFrame) -> pd.DataFrame:
    """Who reported fewer months than others did: unit_id, code, months_reported, months_due."""
    due = given.groupby("code")["months_reported"].transform("max")
    short = given.assign(months_due=due)[given["months_reported"] < due]
    return short[["unit_id", "code", "months_reported", "months_due"]].reset_index(drop=True)


def _periods_inside(here: Span) -> list[str]:
    """The codes of entered periods that lie in this one: its months, and quarters or the year itself."""
    quarters = [f"{here.year}-Q{number}" for number in range(1, 5)]
    inside = [q for q in quarters if here.first <= span(q).first and span(q).last <= here.last]
    return list(dict.fromkeys([*here.months, *inside, here.code]))


def _as_one(given: pd.DataFrame, indicators: pd.DataFrame, here: Span) -> pd.DataFrame:
    lasting = list(indicators.index[indicators["over_time"] == "last"])
    return over_months(given, _periods_inside(here), lasting, here.code)


def _points(rolled: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    scores = indicators[indicators["formula"] == "score"]
    if rolled.empty or scores.empty:
        return pd.DataFrame()
    parts = [{"code": code, "parts": parts} for code, parts in zip(scores["code"], scores["parts"], strict=True)]
    return scored(rolled, parts).assign(period=rolled["period"].iloc[0])


def series(session: Session, actor: Actor, periods: Sequence[str], day: date) -> pd.DataFrame:
    """Sums of every unit and indicator over several months, scores left out: as `roll_up` returns them."""
    indicators, units = definitions(session, day), reporting_units(session, day)
    given = quantities(session, actor, periods)
    ratios = list(indicators.index[indicators["formula"] == "ratio"])
    return roll_up(given, units, expected(units, indicators), ratios)


FIGURES = (
    "id", "unit_id", "level", "numerator", "denominator", "rate", "value", "rank", "of", "approximate", "source", "url",
    "note",
)  # fmt: skip
NUMBERS = ("numerator", "denominator", "rate", "value", "rank", "of")


def published(session: Session, actor: Actor) -> pd.DataFrame:
    """Published figures with their source, newest first.

    `computed` is numerator ÷ denominator of a ratio whose quantities were published, NaN where only a rate was.
    """
    actor.require(Action.READ_REFORM)
    figure, names = PublishedFigure, ("code", "formula", "measure", "name_vi", "name_en")
    own = [getattr(figure, name) for name in FIGURES]
    columns = [*(getattr(Indicator, name) for name in names), Unit.name.label("unit"), figure.period_code, *own]
    query = select(*columns).join(Indicator, Indicator.id == figure.indicator_id).join(Unit, Unit.id == figure.unit_id)
    rows = session.execute(query.order_by(figure.period_code.desc(), Indicator.place, figure.level.desc())).all()
    frame = pd.DataFrame(rows, columns=[*names, "unit", "period", *FIGURES]).astype(dict.fromkeys(NUMBERS, float))
    frame["computed"] = (frame["numerator"] / frame["denominator"]).where(frame["formula"] == "ratio")
    return frame
