"""Importing a file from the command line: what came of it in sentences, and everything that is wrong."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from kpi.access.actor import OPERATOR_REFORM, Refused
from kpi.access.execute import execute
from kpi.exchange.feeds.import_feed import FeedRefused, ImportFeed, plan_feed
from kpi.exchange.feeds.planned import Outcome, Planned
from kpi.exchange.tables import CellError
from kpi.language.message import Message, say
from kpi.language.numbers import format_time, today
from kpi.reform.feeds.mapping import Kind
from kpi.reform.feeds.views import choices, sources
from kpi.storage.engine import database_url, engine_for
from kpi.storage.unit_of_work import reading

LARGEST = 10_000_000
Said = Message | CellError


def run(file: Path, source: str, period: str, *, dry_run: bool) -> tuple[list[Message], list[Said]]:
    """What was (or would be) done, and what is wrong; with anything wrong nothing was changed. Raises `Refused`."""
    content = _content(file)
    engine = engine_for(database_url())
    with reading(engine) as session:
        planned = plan_feed(session, OPERATOR_REFORM, source, period, content, file.name)
        known = next((one for one in sources(session, OPERATOR_REFORM) if one.name == source), None)
        names = choices(session, OPERATOR_REFORM, known, today()) if known and planned.unknown else {}
    wrong = faults(planned, names)
    if planned.can_be_saved and not dry_run:
        try:
            execute(ImportFeed(source, period, content, file.name), OPERATOR_REFORM, engine)
        except FeedRefused as refused:  # somebody changed something in between
            return [], [refused.message, *faults(refused.planned, names)]
    tasks = known is not None and known.kind == Kind.TASKS
    return [*planned.notices, *told(planned, dry_run=dry_run, failed=bool(wrong), tasks=tasks)], wrong


def faults(planned: Planned, names: Mapping[str, str]) -> list[Said]:
    """Every error, and every name nobody knows with the nearest that are known."""
    found: list[Said] = list(planned.errors)
    return found + [
        say("Rows {rows}: “{name}” means nothing here yet. Settle it on the page of feeds. Nearest: {near}.",
            rows=", ".join(map(str, one.rows)), name=one.name,
            near=", ".join(names.get(code, code) for code in one.near) or "–")
        for one in planned.unknown
    ]  # fmt: skip


def told(planned: Planned, *, dry_run: bool, failed: bool, tasks: bool) -> Sequence[Message]:
    """The counts, and whether anything was saved."""
    counts = {str(outcome): planned.counted(outcome) for outcome in Outcome}
    lines = [say("{new} new, {changed} changed, {unchanged} unchanged, {refused} refused.", **counts)]
    if failed:
        return [*lines, say("Nothing was saved.")]
    if planned.before is not None:
        at, who = planned.before
        again = say("This very file was imported at {at} by {who}; nothing was changed.", at=format_time(at), who=who)
        return [*lines, again]
    if not planned.changes:
        return [*lines, say("Everything in the file is already on record. There is nothing to save.")]
    if dry_run:
        return [*lines, say("Nothing was saved: this was a trial.")]
    if tasks:
        return [*lines, say("Saved as reports of the lead units.")]
    return [*lines, say("Saved; changed figures wait for the heads to confirm them.")]


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise Refused(say("{file} is larger than 10 MB. Split it.", file=str(file)))
        return file.read_bytes()
    except FileNotFoundError:
        raise Refused(say("There is no file {file}.", file=str(file))) from None
    except OSError:
        raise Refused(say("{file} cannot be opened. Close it elsewhere and check access to it.",
                          file=str(file))) from None  # fmt: skip
