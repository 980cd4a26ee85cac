"""The sources of feeds, what was imported from them, and what a mapping can name."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.reform.indicators.tree import definitions, reporting_units
from kpi.storage.tables import FeedAlias, FeedImport, FeedSource, Plan, PlanTask, TaskTerms


@dataclass(frozen=True)
class Source:
    """A source with its mapping, who saved it and when, and how many names were settled."""

    name: str
    kind: str
    mapping: dict[str, Any]
    saved_by: str
    saved_at: datetime
    names: int


@dataclass(frozen=True)
class Mappable:
    """An indicator whose quantities a feed may bring."""

    code: str
    name_vi: str
    name_en: str
    numerator_vi: str
    denominator_vi: str | None
    is_ratio: bool


def sources(session: Session, actor: Actor) -> list[Source]:
    """Every source by name. Raises `NotPermitted`."""
    actor.require(Action.IMPORT_FEED)
    names: dict[int, int] = {}
    for source_id in session.scalars(select(FeedAlias.source_id)):
        names[source_id] = names.get(source_id, 0) + 1
    rows = session.scalars(select(FeedSource).order_by(FeedSource.name))
    return [Source(r.name, r.kind, dict(r.mapping), r.saved_by, r.saved_at, names.get(r.id, 0)) for r in rows]


def imports(session: Session, actor: Actor, source: str, most: int = 20) -> list[dict[str, Any]]:
    """The newest imports of a source: period, file, at, by, counts. Raises `NotPermitted`."""
    actor.require(Action.IMPORT_FEED)
    columns = (FeedImport.period_code, FeedImport.file_name, FeedImport.at, FeedImport.imported_by, FeedImport.counts)
    query = select(*columns).join(FeedSource, FeedSource.id == FeedImport.source_id).where(FeedSource.name == source)
    rows = session.execute(query.order_by(FeedImport.at.desc(), FeedImport.id.desc()).limit(most))
    return [dict(zip(("period", "file", "at", "by", "counts"), row, strict=True)) for row in rows]


def mappable(session: Session, actor: Actor, day: date) -> list[Mappable]:
    """The indicators units enter by month or quarter, in list order. Raises `NotPermitted`."""
    actor.require(Action.IMPORT_FEED)
    frame = definitions(session, day)
    entered = frame[frame["formula"].isin(["ratio", "count"]) & (frame["reporters"] != "none")]
    entered = entered[entered["period_kind"].isin(["month", "quarter"])]
    return [
        Mappable(row["code"], row["name_vi"], row["name_en"], row["numerator_vi"], row["denominator_vi"],
                 row["formula"] == "ratio")
        for row in entered.to_dict("records")
    ]  # fmt: skip


def plan_codes(session: Session, actor: Actor) -> dict[str, str]:
    """Plans by code, newest first. Raises `NotPermitted`."""
    actor.require(Action.IMPORT_FEED)
    rows = session.execute(select(Plan.code, Plan.title).order_by(Plan.year.desc(), Plan.id.desc()))
    return dict(rows.all())


def choices(session: Session, actor: Actor, source: Source, day: date) -> dict[str, str]:
    """What a name of the source may be settled to: code and name of units, or of its plan's tasks."""
    actor.require(Action.IMPORT_FEED)
    if source.kind == "statistics":
        frame = reporting_units(session, day)
        return dict(zip(frame["code"], frame["name"], strict=True))
    query = (
        select(PlanTask.code, TaskTerms.name)
        .join(TaskTerms, TaskTerms.task_id == PlanTask.id)
        .join(Plan, Plan.id == PlanTask.plan_id)
        .where(Plan.code == source.mapping.get("plan"))
    )
    rows = session.execute(query.order_by(PlanTask.code, TaskTerms.since, TaskTerms.id))
    return {code: f"{code} · {name}" for code, name in rows}
