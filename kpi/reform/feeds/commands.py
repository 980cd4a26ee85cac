"""Saving how a source is read, and settling what its names mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.language.message import say
from kpi.reform.feeds.mapping import Kind, StatisticsMapping, TaskMapping, as_json, checked, from_json
from kpi.storage.tables import FeedAlias, FeedSource, Indicator, Plan, PlanTask, Unit

LONGEST_NAME = 40
RESERVED = ("entry", "generated")  # what the tables call figures that no feed brought


@dataclass(frozen=True)
class SaveFeedMapping:
    """Home Affairs says how the files of a source are read; `mapping` as `mapping.as_json` gives it."""

    name: str
    kind: str
    mapping: Mapping[str, Any]

    @property
    def about(self) -> str:
        """The source, for the audit."""
        return f"feed {self.name}"


@dataclass(frozen=True)
class SettleFeedNames:
    """Home Affairs says what names in a source's files mean: codes of units, or of tasks of the source's plan.

    None: the name means nothing that counts here, and its rows are left out.
    """

    source: str
    meanings: Mapping[str, str | None]

    @property
    def about(self) -> str:
        """The source, for the audit."""
        return f"feed {self.source}"


@handles(SaveFeedMapping, Action.IMPORT_FEED, whole_province)
def save_feed_mapping(command: SaveFeedMapping, actor: Actor, session: Session) -> None:
    """Refused for a mapping that lacks something, or names an indicator or plan there is not."""
    name = " ".join(command.name.split())
    if not 0 < len(name) <= LONGEST_NAME or name.casefold() in RESERVED:
        raise Refused(say("Give the source a name of 1 to {most} characters, for example “Một cửa”.",
                          most=LONGEST_NAME))  # fmt: skip
    if command.kind not in list(Kind):
        raise Refused(say("Choose what the files of the source hold."))
    mapping = checked(from_json(command.kind, command.mapping))
    _known(session, mapping)
    source = session.scalars(select(FeedSource).where(FeedSource.name == name).with_for_update()).one_or_none()
    if source is not None and source.kind != command.kind:
        raise Refused(say("The source “{name}” holds something else. Choose another name.", name=name))
    if source is not None and source.mapping == as_json(mapping):
        return
    if source is None:
        source = FeedSource(name=name, kind=command.kind)
        session.add(source)
    source.mapping = as_json(mapping)
    source.saved_by, source.saved_at = actor.name, datetime.now(UTC)


def _known(session: Session, mapping: StatisticsMapping | TaskMapping) -> None:
    if isinstance(mapping, TaskMapping):
        if session.scalars(select(Plan.id).where(Plan.code == mapping.plan)).one_or_none() is None:
            raise Refused(say("There is no plan “{code}”. Choose one of the list.", code=mapping.plan))
        return
    query = select(Indicator.code, Indicator.formula).order_by(Indicator.valid_from)
    formulas = dict(session.execute(query).all())
    for quantity in mapping.quantities:
        formula = formulas.get(quantity.indicator)
        if formula not in ("ratio", "count"):
            raise Refused(say("“{code}” is no indicator whose quantities are entered.", code=quantity.indicator))
        if formula == "ratio" and not quantity.denominator:
            raise Refused(say("Choose the column of the denominator of {code}.", code=quantity.indicator))
        if formula == "count" and quantity.denominator:
            raise Refused(say("{code} is a count and has no denominator. Clear its column.", code=quantity.indicator))


@handles(SettleFeedNames, Action.IMPORT_FEED, whole_province)
def settle_feed_names(command: SettleFeedNames, actor: Actor, session: Session) -> None:
    """Refused as a whole for an unknown source, an empty name, or a code there is not."""
    source = source_of(session, command.source, lock=True)
    if not command.meanings:
        raise Refused(say("Choose what at least one name means."))
    kind = "task" if source.kind == Kind.TASKS else "unit"
    for name, code in command.meanings.items():
        written = " ".join(str(name).split())
        if not 0 < len(written) <= 300:
            raise Refused(say("A name is empty or longer than 300 characters."))
        meant = None if code is None else _meant(session, source, kind, code)
        same = (FeedAlias.source_id == source.id, FeedAlias.kind == kind, FeedAlias.name == written)
        alias = session.scalars(select(FeedAlias).where(*same)).one_or_none()
        if alias is None:
            alias = FeedAlias(source_id=source.id, kind=kind, name=written)
            session.add(alias)
        alias.unit_id = meant if kind == "unit" else None
        alias.plan_task_id = meant if kind == "task" else None


def _meant(session: Session, source: FeedSource, kind: str, code: str) -> int:
    if kind == "unit":
        found = session.scalars(select(Unit.id).where(Unit.code == code)).one_or_none()
    else:
        query = select(PlanTask.id).join(Plan, Plan.id == PlanTask.plan_id)
        wanted = (Plan.code == source.mapping.get("plan"), PlanTask.code == code)
        found = session.scalars(query.where(*wanted)).one_or_none()
    if found is None:
        raise Refused(say("There is no “{code}” to settle the name to. Choose one of the list.", code=code))
    return found


def source_of(session: Session, name: str, *, lock: bool = False) -> FeedSource:
    """The source by its name. Raises `Refused` where there is none."""
    query = select(FeedSource).where(FeedSource.name == " ".join(name.split()))
    source = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if source is None:
        raise Refused(say("There is no source “{name}”. Set up its mapping on the page of feeds first.", name=name))
    return source
