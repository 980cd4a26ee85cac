"""The province's summary of a period as a paper: by rank, body and group, against the period before, and the silent."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.assessment.reporting.province import RANKS, Counted, Summary, summary
from kpi.exchange.papers.excel import rows_of
from kpi.exchange.papers.paper import Paper, Signature, Table
from kpi.exchange.papers.specs import PAPERS
from kpi.exchange.papers.unit_papers import marks, period_of
from kpi.exchange.papers.wording import date_line, number_line, period_line, period_words, text
from kpi.language.numbers import format_amount, format_number
from kpi.law.missing import missing_words
from kpi.storage.tables import Unit


def province_summary(session: Session, actor: Actor, period_code: str) -> Paper:
    """Everybody within the actor's reach in a closed period. Raises `NotPermitted` before."""
    found, period = summary(session, actor, period_code), period_of(session, period_code)
    top = session.scalars(select(Unit.name).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1)).one()
    spec = PAPERS["province"]
    return Paper(
        kind="province", above="", agency=top, number=number_line("province"), place_date=date_line(period.ends.year),
        title=text("province.title"), subtitle=period_line(period.kind, period.starts, period.ends),
        marks=marks(session, draft=False), before=(_before(session, found),), tables=_tables(found),
        left=Signature(text("maker"), text("sign_here")), right=Signature(text("head"), text("sign_and_seal")),
        sheet=text("province.whole"), landscape=spec.landscape,
    )  # fmt: skip


def _before(session: Session, found: Summary) -> str:
    whole = found.whole
    if found.previous is None or whole.change("excellent") is None:
        change = text("province.first")
    else:
        earlier = period_of(session, found.previous)
        moved = {rank: _points(whole.change(rank)) for rank in ("excellent", "good")}
        change = text("province.change", previous=period_words(earlier.kind, earlier.starts).lower(), **moved)
    ranked = format_amount(whole.people - whole.unranked)
    return text("province.before", people=format_amount(whole.people), ranked=ranked,
                unranked=format_amount(whole.unranked), change=change)  # fmt: skip


def _points(change: float | None) -> str:
    shown = format_number((change or 0) * 100, 2)
    return f"+{shown}" if change and change > 0 else shown


def _tables(found: Summary) -> tuple[Table, ...]:
    spec = PAPERS["province"]
    whole = [_row(found.whole, text("province.whole"))]
    silent = [
        {"person": one.person, "code": one.person_code, "body": one.body, "unit": one.unit,
         "missing": missing_words(one.missing).in_("vi")}
        for one in found.silent
    ]  # fmt: skip
    parts: dict[str, tuple[str, list[dict[str, Any]]]] = {
        "whole": (text("province.whole"), whole),
        "bodies": (text("province.bodies"), [_row(one, one.name) for one in found.bodies]),
        "groups": (text("province.groups"), [_row(one, one.name) for one in found.groups]),
        "silent": (text("province.silent"), silent),
    }
    return tuple(
        Table(key, spec.columns(key), rows_of(rows), title, frozenset({0} if key == "whole" else ()),
              text("province.nobody"))
        for key, (title, rows) in parts.items()
    )  # fmt: skip


def _row(one: Counted, name: str) -> dict[str, Any]:
    shares = {f"{rank}_share": one.share(rank) for rank in RANKS}
    ranks = {rank: one.ranks[rank] for rank in RANKS}
    return {"name": name, "people": one.people, **ranks, **shares, "unranked": one.unranked,
            "change": one.change("excellent"), "good_change": one.change("good")}  # fmt: skip
