"""A unit's summary table and the minutes of the meeting that ranks its people."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.assessment.ranking.agencies import agencies_by_unit
from kpi.assessment.reporting.people import NOT_APPROVED, PersonLine, UnitPeople, unit_people
from kpi.assessment.rules import rules_of
from kpi.exchange.papers.excel import rows_of
from kpi.exchange.papers.paper import Paper, Signature, Table
from kpi.exchange.papers.specs import PAPERS
from kpi.exchange.papers.wording import (
    date_line,
    entry,
    number_line,
    period_line,
    period_words,
    rank_words,
    text,
)
from kpi.language.message import Message
from kpi.law.missing import missing_words
from kpi.law.quota import quota
from kpi.storage.tables import Installation, Period

RANKS = ("excellent", "good", "completed", "not_completed")


def unit_summary(session: Session, actor: Actor, period_code: str, unit_id: int) -> Paper:
    """Everybody of a unit with points, the system's rank, the proposed and the decided one. Raises `NotPermitted`."""
    found, period = unit_people(session, actor, period_code, unit_id), period_of(session, period_code)
    spec = PAPERS["unit_summary"]
    table = Table("people", spec.columns("people"), rows_of([_summary_row(line) for line in found.lines]),
                  empty=text("province.nobody"))  # fmt: skip
    return Paper(
        kind="unit_summary", above=(found.above or ""), agency=found.unit, number=number_line("unit_summary"),
        place_date=date_line(period.ends.year), title=text("unit_summary.title"),
        subtitle=period_line(period.kind, period.starts, period.ends), marks=marks(session, draft=not found.closed),
        tables=(table,), after=(counts(found),), left=Signature(text("maker"), text("sign_here")),
        right=Signature(text("head"), text("sign_and_seal")), sheet=found.unit, landscape=spec.landscape,
    )  # fmt: skip


def minutes(session: Session, actor: Actor, period_code: str, unit_id: int) -> Paper:
    """The minutes of the meeting, with what the tool knows filled in and places for the rest. Raises `NotPermitted`."""
    found, period = unit_people(session, actor, period_code, unit_id), period_of(session, period_code)
    spec, words = PAPERS["minutes"], period_words(period.kind, period.starts).lower()
    rows = rows_of([_minutes_row(line) for line in found.lines])
    values = {
        "year": period.ends.year, "unit": found.unit, "period": words, "counts": counts(found),
        "quota": _quota(session, found, period),
    }  # fmt: skip
    return Paper(
        kind="minutes", above=(found.above or ""), agency=found.unit, number=number_line("minutes"),
        place_date=date_line(period.ends.year), title=text("minutes.title"), subtitle=text("minutes.subtitle"),
        marks=marks(session, draft=not found.closed),
        before=_filled("minutes.before", values),
        after=tuple(filter(None, _filled("minutes.after", values))),
        tables=(Table("people", spec.columns("people"), rows, empty=text("province.nobody")),),
        left=Signature(text("minutes.secretary"), text("sign_here")),
        right=Signature(text("minutes.chair"), text("sign_here")), sheet=found.unit,
    )  # fmt: skip


def period_of(session: Session, code: str) -> Period:
    """A period that is known to exist."""
    return session.scalars(select(Period).where(Period.code == code)).one()


def marks(session: Session, *, draft: bool) -> tuple[str, ...]:
    """What a reader must know first: not closed yet, not real."""
    demo = session.scalars(select(Installation.kind)).one_or_none() == "demo"
    return (*([text("draft")] if draft else []), *([text("generated")] if demo else []))


def _filled(path: str, values: dict[str, object]) -> tuple[str, ...]:
    return tuple(str(line).format_map(values) for line in entry(path))


def counts(found: UnitPeople) -> str:
    """How many people, how many in each rank, how many without one."""
    tally = {rank: sum(line.rank == rank for line in found.lines) for rank in RANKS}
    ranks = "; ".join(f"{rank_words(rank, short=True).lower()} {number}" for rank, number in tally.items())
    people = len(found.lines)
    return text("unit_summary.counts", people=people, ranks=ranks, unranked=people - sum(tally.values()))


def _quota(session: Session, found: UnitPeople, period: Period) -> str:
    """Where the unit is itself the body the quota is tested in; else nothing, for a part has no quota of its own."""
    if agencies_by_unit(session)[found.unit_id].id != found.unit_id:
        return ""
    tally = {rank: sum(line.rank == rank for line in found.lines) for rank in RANKS}
    most = quota(tally["good"], rules_of(session, period.starts))
    return text("minutes.quota", excellent=tally["excellent"], good=tally["good"], allowed=most.allowed,
                raised=most.allowed_with_decision)  # fmt: skip


def _summary_row(line: PersonLine) -> dict[str, object]:
    ranks = {name: rank_words(getattr(line, name)) for name in ("system", "proposed", "decided")}
    figures = {name: getattr(line, name) for name in ("person", "unit", "title", "general", "tasks", "total")}
    return {**figures, **ranks, "note": note(line)}


def _minutes_row(line: PersonLine) -> dict[str, object]:
    ranks = {"system": rank_words(line.system), "proposed": rank_words(line.proposed)}
    return {"person": line.person, "title": line.title, "total": line.total, **ranks, "opinion": note(line)}


def note(line: PersonLine) -> str:
    """Why somebody has no rank, or what stands behind it."""
    parts = []
    if line.status == "insufficient":
        words: Message = missing_words(line.missing or "")
        parts.append(text("notes.insufficient", missing=words.in_("vi")))
    elif line.status in ("transferred", "not_assessed", NOT_APPROVED):
        parts.append(text(f"notes.{line.status}"))
    if line.ground:
        parts.append(text("notes.ground"))
    if line.decision:
        parts.append(text("notes.corrected", decision=line.decision))
    return "; ".join(parts)
