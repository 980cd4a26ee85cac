"""Flags as screens show them: on one month, and on everybody a leader rates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.assessment.hours.flags import found_flags, hours_settings
from kpi.assessment.hours.measured import declared_lines, declared_months
from kpi.assessment.hours.reasons import reason
from kpi.language.message import Message
from kpi.law.settings import Settings
from kpi.storage.tables import FlagAnswer, Month, Overtime, Period, Person, Product, Unit, WorkLine


@dataclass(frozen=True)
class Flag:
    """A check that asks. line_id and product are None for one on the whole month; answer, remark: the person's and the
    head's words, with who wrote them."""

    month_id: int
    person_id: int
    person: str
    unit: str
    line_id: int | None
    product: str | None
    flag: str
    reason: Message
    value: float
    limit: float
    answer: str | None
    remark: str | None
    remarked_by: str | None
    raters: frozenset[int | None]


@dataclass(frozen=True)
class MonthHours:
    """A month's declared hours beside its working time (None where no post is known), and the checks that ask."""

    declared: float
    available: float | None
    overtime: float
    overtime_decision: str | None
    flags: tuple[Flag, ...]


def hours_of_month(session: Session, actor: Actor, month_id: int) -> MonthHours | None:
    """The checks on one month, for the person and their raters. Raises `NotPermitted` out of reach; None: no hours."""
    row = session.execute(
        select(Month, Period, Unit.path).join(Period, Period.id == Month.period_id)
        .join(Unit, Unit.id == Month.unit_id).where(Month.id == month_id)
    ).one_or_none()  # fmt: skip
    actor.require(Action.READ_MONTH, Subject(row.Month.person_id, row.path) if row else Subject())
    if row is None:
        return None
    settings = hours_settings(session, row.Period)
    lines = declared_lines(session, row.Period, like_month=month_id)
    months = declared_months(session, row.Period, lines[lines["month_id"] == month_id], settings, path=row.path)
    if months.empty:
        return None
    found = found_flags(lines, months, settings)
    flags = _told(session, found[found["month_id"] == month_id], settings)
    one = months.iloc[0]
    decision = session.scalars(select(Overtime.decision).where(Overtime.month_id == month_id)).one_or_none()
    available = None if pd.isna(one["available"]) else float(one["available"])
    return MonthHours(float(one["declared"]), available, float(one["overtime"]), decision, flags)


def flags_led(session: Session, actor: Actor, period_code: str) -> tuple[Flag, ...]:
    """Every flag in a period on those the actor rates or leads, by unit and person."""
    period = session.scalars(select(Period).where(Period.code == period_code)).one_or_none()
    if period is None:
        return ()
    seen = select(Month.id).join(Unit, Unit.id == Month.unit_id)
    mine = set(session.scalars(seen.where(Month.period_id == period.id, actor.rows(Action.REVIEW_MONTH))))
    settings = hours_settings(session, period)
    lines = declared_lines(session, period)
    months = declared_months(session, period, lines[lines["month_id"].isin(mine)], settings)
    found = found_flags(lines, months, settings)
    others = found[found["month_id"].isin(mine) & (found["person_id"] != (actor.person_id or 0))]
    flags = _told(session, others, settings)
    return tuple(sorted(flags, key=lambda one: (one.unit, one.person, one.month_id)))


def _told(session: Session, found: pd.DataFrame, settings: Settings) -> tuple[Flag, ...]:
    if found.empty:
        return ()
    names = _names(session, found["month_id"].unique().tolist())
    products = _products(session, found["line_id"].dropna().astype("int64").tolist())
    answers = _answers(session, found["month_id"].unique().tolist())
    tolerance = settings.number("standard_tolerance")
    return tuple(_flag(row, names, products, answers, tolerance) for row in found.to_dict("records"))


def _flag(
    row: Mapping[Any, Any],
    names: Mapping[int, tuple[str, str, frozenset[int | None]]],
    products: Mapping[int, str],
    answers: Mapping[tuple[int, str, int, bool], tuple[str, str]],
    tolerance: float,
) -> Flag:
    line = None if pd.isna(row["line_id"]) else int(row["line_id"])
    person, unit, raters = names[int(row["month_id"])]
    key = (int(row["month_id"]), str(row["flag"]), line or 0)
    answer, remark = answers.get((*key, False)), answers.get((*key, True))
    return Flag(
        int(row["month_id"]), int(row["person_id"]), person, unit, line, products.get(line or 0), str(row["flag"]),
        reason(row["flag"], row["value"], row["limit"], row["z"], row["cases"], tolerance),
        float(row["value"]), float(row["limit"]), answer[0] if answer else None,
        remark[0] if remark else None, remark[1] if remark else None, raters,
    )  # fmt: skip


def _names(session: Session, month_ids: Sequence[int]) -> dict[int, tuple[str, str, frozenset[int | None]]]:
    query = select(Month.id, Person.full_name, Unit.name, Month.reviewer_id, Month.approver_id)
    query = query.join(Person, Person.id == Month.person_id).join(Unit, Unit.id == Month.unit_id)
    rows = session.execute(query.where(Month.id.in_(month_ids)))
    return {month: (person, unit, frozenset(raters)) for month, person, unit, *raters in rows}


def _products(session: Session, line_ids: Sequence[int]) -> dict[int, str]:
    query = select(WorkLine.id, Product.detail).join(Product, Product.id == WorkLine.product_id)
    return dict(session.execute(query.where(WorkLine.id.in_(line_ids))).all())


def _answers(session: Session, month_ids: Sequence[int]) -> dict[tuple[int, str, int, bool], tuple[str, str]]:
    rows = session.scalars(select(FlagAnswer).where(FlagAnswer.month_id.in_(month_ids)))
    return {(row.month_id, row.flag, row.line_id or 0, row.by_head): (row.answer, row.answered_by) for row in rows}
