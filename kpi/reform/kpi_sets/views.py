"""The KPI sets of units in a period and what they score, item by item."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.reform.indicators.tree import definitions
from kpi.reform.indicators.views import picture_of
from kpi.reform.kpi_sets.scoring import item_points, set_scores, task_attainment
from kpi.reform.period_codes import span
from kpi.reform.plan.links import open_tasks
from kpi.reform.plan.views import tasks_on
from kpi.reform.words import Standing
from kpi.storage.tables import Indicator, KpiItem, KpiSet, Unit

ITEMS = [
    "set_id", "unit_id", "kind", "valid_from", "decision", "generated", "item_id", "code", "name_vi", "name_en",
    "measure", "higher_is_better", "task_id", "weight", "own_target",
]  # fmt: skip
SCORES = ["unit_id", "status", "missing", "total", "partial", "covered", "set_id"]


def unit_scores(session: Session, period: str) -> pd.DataFrame:
    """Every unit's KPI score in a period ("2026-03", "2026-Q1", "2026"), for the rating of units and heads.

    unit_id, status ("scored" or "insufficient"), missing (codes of items without data), total (0 to 100, NaN where
    insufficient), partial (what the items with data reach, to 100), covered (the weight they carry), set_id.
    """
    frame = items_of(session, period)
    if frame.empty:
        return pd.DataFrame({name: [] for name in SCORES})
    return set_scores(frame)[SCORES]


def scores(session: Session, actor: Actor, period: str) -> pd.DataFrame:
    """`unit_scores` with the units' names, codes, kinds and paths, best first."""
    actor.require(Action.READ_REFORM)
    units = select(Unit.id, Unit.name, Unit.code, Unit.kind, Unit.path)
    named = pd.DataFrame(session.execute(units).all(), columns=["unit_id", "unit", "unit_code", "unit_kind", "path"])
    found = unit_scores(session, period).merge(named, on="unit_id")
    return found.sort_values(["total", "partial"], ascending=False, kind="stable").reset_index(drop=True)


def explained(session: Session, actor: Actor, period: str, unit_id: int) -> pd.DataFrame:
    """The items of one unit's set with value, target, attainment, counted weight and points."""
    actor.require(Action.READ_REFORM)
    return items_of(session, period, unit_id)


def items_of(session: Session, period: str, unit_id: int | None = None) -> pd.DataFrame:
    """Every item of the sets in force on a period's last day, with what it earned; `label` names it."""
    ends = span(period).ends
    frame = _items(session, ends, unit_id)
    if frame.empty:
        return frame
    values = picture_of(session, period).values[["unit_id", "code", "numerator", "denominator", "value", "target"]]
    values = values.astype({"code": object, "unit_id": "int64"})
    frame = frame.merge(values, on=["unit_id", "code"], how="left")
    frame["target"] = frame["own_target"].fillna(frame["target"].astype(float))
    tasks = tasks_on(session, ends)
    day = pd.Timestamp(ends)
    tasks["task_attainment"] = task_attainment(tasks, day)
    names = ["task_id", "name", "standing", "progress", "due", "task_attainment"]
    frame = frame.merge(tasks[names].rename(columns={"name": "task"}), on="task_id", how="left")
    frame["is_task"] = frame["task_id"].notna()
    frame["left_out"] = frame["is_task"] & (frame["standing"].isna() | (frame["standing"] == str(Standing.NOT_BEGUN)))
    frame["label"] = frame["code"].where(~frame["is_task"], frame["task"])
    frame["higher_is_better"] = frame["higher_is_better"].fillna(True).astype(bool)
    return item_points(frame)


def _items(session: Session, on: date, unit_id: int | None) -> pd.DataFrame:
    newest = select(KpiSet.unit_id, func.max(KpiSet.valid_from).label("since")).where(KpiSet.valid_from <= on)
    held = newest.group_by(KpiSet.unit_id).subquery()
    columns = (
        KpiSet.id, KpiSet.unit_id, KpiSet.kind, KpiSet.valid_from, KpiSet.decision, KpiSet.generated, KpiItem.id,
        Indicator.code, Indicator.name_vi, Indicator.name_en, Indicator.measure, Indicator.higher_is_better,
        KpiItem.plan_task_id, KpiItem.weight, KpiItem.target,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(held, (held.c.unit_id == KpiSet.unit_id) & (held.c.since == KpiSet.valid_from))
        .join(KpiItem, KpiItem.set_id == KpiSet.id)
        .outerjoin(Indicator, Indicator.id == KpiItem.indicator_id)
    )
    if unit_id is not None:
        query = query.where(KpiSet.unit_id == unit_id)
    frame = pd.DataFrame(session.execute(query.order_by(KpiSet.unit_id, KpiItem.id)).all(), columns=ITEMS)
    return frame.astype({"own_target": float, "task_id": float, "code": object})


@dataclass(frozen=True)
class SetChoice:
    """What a unit's set may hold, and what it holds now.

    indicators: code, Vietnamese and English name, measure. tasks: id, code and name of those it leads or supports.
    weights: of the present set, by code or "task:id": weight and own target. earliest: the first day of a new set.
    """

    indicators: tuple[tuple[str, tuple[str, str], str], ...]
    tasks: tuple[tuple[int, str], ...]
    weights: dict[str, tuple[float, float | None]]
    since: date | None
    decision: str
    earliest: date


def choices(session: Session, actor: Actor, unit_id: int, on: date) -> SetChoice:
    """For whoever decides a unit's set."""
    actor.require(Action.MANAGE_INDICATORS)
    unit = session.get_one(Unit, unit_id)
    indicators = definitions(session, on)
    usable = indicators[indicators["formula"] != "index"]
    newest = session.scalars(
        select(KpiSet).where(KpiSet.unit_id == unit_id).order_by(KpiSet.valid_from.desc()).limit(1)
    ).one_or_none()
    rows = session.execute(
        select(Indicator.code, KpiItem.plan_task_id, KpiItem.weight, KpiItem.target)
        .outerjoin(Indicator, Indicator.id == KpiItem.indicator_id)
        .where(KpiItem.set_id == (newest.id if newest else 0))
    ).all()
    return SetChoice(
        tuple(
            (code, (vi, en), measure)
            for code, vi, en, measure in zip(
                usable["code"], usable["name_vi"], usable["name_en"], usable["measure"], strict=True
            )
        ),
        tuple(open_tasks(session, actor, unit.path, on).items()),
        {code or f"task:{task}": (weight, target) for code, task, weight, target in rows},
        newest.valid_from if newest else None,
        newest.decision if newest else "",
        newest.valid_from + timedelta(days=1) if newest else unit.valid_from,
    )
