"""Importing a feed's file: judged whole, shown before anything is saved, saved whole or not at all."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.exchange.feeds.planned import Line, Outcome, Planned
from kpi.exchange.feeds.statistics import plan_statistics
from kpi.exchange.feeds.tasks import plan_tasks
from kpi.exchange.workbook import plain_text
from kpi.language.message import Message, say
from kpi.language.numbers import today
from kpi.reform.feeds.commands import source_of
from kpi.reform.feeds.mapping import TaskMapping, from_json
from kpi.reform.indicators.entry import indicators_of, month_of, note
from kpi.reform.indicators.lock import require_open
from kpi.reform.period_codes import period_of, span
from kpi.storage.tables import FeedImport, FeedSource, Indicator, IndicatorValue, TaskReport, Unit

LONGEST_FILE_NAME = 120


@dataclass(frozen=True)
class ImportFeed:
    """Home Affairs imports a file of a source for a month. Returns the counts by outcome."""

    source: str
    period: str
    content: bytes
    file_name: str

    @property
    def about(self) -> str:
        """The source and the month, for the audit."""
        return f"feed {self.source} {self.period} {_short(self.file_name)}"[:120]


class FeedRefused(Refused):
    """A file that was not imported; `planned` says everything that is wrong with it."""

    def __init__(self, message: Message, planned: Planned) -> None:
        super().__init__(message)
        self.planned = planned


def plan_feed(session: Session, actor: Actor, source: str, period: str, content: bytes, file_name: str) -> Planned:
    """What the file would change, and everything wrong with it; nothing is saved. Raises `Refused`."""
    actor.require(Action.IMPORT_FEED, Subject())
    return _judged(session, source_of(session, source), period, content, file_name)


@handles(ImportFeed, Action.IMPORT_FEED, whole_province)
def import_feed(command: ImportFeed, actor: Actor, session: Session) -> dict[str, int]:
    """Refused as a whole while a row is wrong, a name is unknown, or the period is closed."""
    source = source_of(session, command.source, lock=True)
    planned = _judged(session, source, command.period, command.content, command.file_name)
    if refusal := _refusal(planned):
        raise FeedRefused(refusal, planned)
    counts = {str(outcome): planned.counted(outcome) for outcome in Outcome}
    if planned.before is None and planned.changes:
        if source.kind == "tasks":
            _report_tasks(session, actor, source, command, planned.changes)
        else:
            _write_quantities(session, actor, source, command, planned.changes)
        session.add(
            FeedImport(
                source_id=source.id,
                period_code=command.period,
                file_name=_short(command.file_name),
                sha256=hashlib.sha256(command.content).hexdigest(),
                at=datetime.now(UTC),
                imported_by=actor.name,
                counts=counts,
            )
        )
    return counts


def day_of(period: str) -> date:
    """The day a task list imported for a month is of: its last, or today while it runs."""
    return min(span(period).ends, today())


def _judged(session: Session, source: FeedSource, period: str, content: bytes, file_name: str) -> Planned:
    month_of(period)
    mapping = from_json(source.kind, source.mapping)
    name = _short(file_name)
    if isinstance(mapping, TaskMapping):
        planned = plan_tasks(session, source, mapping, day_of(period), name, content)
    else:
        planned = plan_statistics(session, source, mapping, period, name, content)
        if planned.changes:
            require_open(session, period)
    return replace(planned, before=_imported(session, source, period, content))


def _imported(session: Session, source: FeedSource, period: str, content: bytes) -> tuple[datetime, str] | None:
    """When and by whom this very file was imported since the mapping was saved: again, it changes nothing."""
    query = select(FeedImport.at, FeedImport.imported_by).where(
        FeedImport.source_id == source.id,
        FeedImport.period_code == period,
        FeedImport.sha256 == hashlib.sha256(content).hexdigest(),
        FeedImport.at >= source.saved_at,
    )
    row = session.execute(query.order_by(FeedImport.at.desc()).limit(1)).one_or_none()
    return (row[0], row[1]) if row else None


def _refusal(planned: Planned) -> Message | None:
    if planned.errors:
        first = planned.errors[0]
        shown = say("row {row}, column {column}: {message}", row=first.row, column=first.column, message=first.message)
        return say("The file has {count} errors and nothing was saved. The first: {error}",
                   count=len(planned.errors), error=first.message if first.row is None else shown)  # fmt: skip
    if planned.unknown:
        names = ", ".join(f"“{one.name}”" for one in planned.unknown[:5]) + (" …" if len(planned.unknown) > 5 else "")
        return say("{count} names in the file mean nothing here yet: {names}. Settle them on the page of feeds; "
                   "nothing was saved.", count=len(planned.unknown), names=names)  # fmt: skip
    return None


def _write_quantities(
    session: Session, actor: Actor, source: FeedSource, command: ImportFeed, lines: Sequence[Line]
) -> None:
    """As entered by the official, for the head to confirm; what was confirmed goes back to that state."""
    ids = sorted({line.target_id for line in lines})
    units = session.scalars(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.id).with_for_update()).all()
    kinds = {unit.id: unit.kind for unit in units}
    known = {kind: indicators_of(session, command.period, kind) for kind in set(kinds.values())}
    rows = _on_record(session, command.period, ids)
    said = f"{source.name}: {_short(command.file_name)}"
    now = datetime.now(UTC)
    indicators = [known[kinds[line.target_id]][line.code] for line in lines]
    periods = [period_of(indicator.period_kind, command.period) for indicator in indicators]
    for period in dict.fromkeys(periods):
        require_open(session, period)
    for line, indicator, period in zip(lines, indicators, periods, strict=True):
        row = rows.get((line.target_id, line.code, period))
        if row is None:
            row = IndicatorValue(unit_id=line.target_id, period_code=period, indicator_id=indicator.id)
            session.add(row)
        row.numerator, row.denominator = line.quantities
        row.reason = said if line.doubt else None
        row.state, row.source, row.entered_by, row.entered_at = "entered", source.name, actor.name, now
        row.confirmed_by = row.confirmed_at = None
    for unit_id in ids:
        note(session, actor, unit_id, command.period, "entered", said)


def _on_record(session: Session, month: str, ids: Sequence[int]) -> dict[tuple[int, str, str], IndicatorValue]:
    periods = {period_of(kind, month) for kind in ("month", "quarter", "year")}
    query = select(IndicatorValue, Indicator.code).join(Indicator, Indicator.id == IndicatorValue.indicator_id)
    where = (IndicatorValue.period_code.in_(periods), IndicatorValue.unit_id.in_(ids))
    rows = session.execute(query.where(*where)).all()
    return {(value.unit_id, code, value.period_code): value for value, code in rows}


def _report_tasks(
    session: Session, actor: Actor, source: FeedSource, command: ImportFeed, lines: Sequence[Line]
) -> None:
    for line in lines:
        progress, done_on = line.state
        detail = line.detail or {}
        session.add(
            TaskReport(
                task_id=line.target_id,
                reported_on=day_of(command.period),
                progress=progress,
                done_on=done_on,
                note=detail.get("note"),
                link=detail.get("link"),
                source=source.name,
                reported_by=actor.name,
                at=datetime.now(UTC),
            )
        )


def _short(file_name: str) -> str:
    return plain_text(PurePath(file_name.replace("\\", "/")).name)[-LONGEST_FILE_NAME:] or "file"
