"""The form on which an agency or unit is rated: its points as proposed and as decided, its total and rank."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, NotPermitted
from kpi.access.permissions import Action
from kpi.assessment.closing.views import latest_closing
from kpi.exchange.papers.paper import Paper, Signature, Table
from kpi.exchange.papers.specs import PAPERS
from kpi.exchange.papers.unit_papers import marks, period_of
from kpi.exchange.papers.wording import date_line, number_line, period_line, rank_words, text
from kpi.language.message import say
from kpi.law.missing import missing_words
from kpi.storage.tables import Unit, UnitMark, UnitResult

TOTALS = 4  # the last rows: general, tasks, total, rank
GENERAL_MOST, TASK_MOST = 30.0, 70.0  # Decree 335/2025 Art. 5 to 11: the same scale as for persons


def unit_form(session: Session, actor: Actor, period_code: str, unit_id: int) -> Paper:
    """The form of one unit in a period; empty figures until it is rated. Raises `NotPermitted` out of reach."""
    above = Unit.__table__.alias()
    query = select(Unit.name, above.c.name.label("above")).outerjoin(above, above.c.id == Unit.parent_id)
    unit = session.execute(query.where(Unit.id == unit_id, actor.rows(Action.READ_UNIT_RATING))).one_or_none()
    if unit is None:
        raise NotPermitted(say("There is no such period, or the unit is not yours to look at."))
    period = period_of(session, period_code)
    result = _result(session, period_code, unit_id)
    spec = PAPERS["unit_form"]
    given = _marks(session, period.id, unit_id)
    rows, marked = [*given, *_totals(result)], len(given)
    return Paper(
        kind="unit_form", above=unit.above or "", agency=unit.name, number=number_line("unit_form"),
        place_date=date_line(period.ends.year), title=text("unit_form.title"),
        subtitle=period_line(period.kind, period.starts, period.ends), marks=marks(session, draft=result is None),
        after=() if result else (text("unit_form.none"),),
        tables=(Table("points", spec.columns("points"), tuple(rows), strong=frozenset(range(marked, marked + TOTALS))),),
        left=Signature(text("head"), text("sign_and_seal")), right=Signature(text("authority"), text("sign_and_seal")),
        sheet=unit.name, landscape=spec.landscape,
    )  # fmt: skip


def _result(session: Session, period_code: str, unit_id: int) -> UnitResult | None:
    closing = latest_closing(session, period_code)
    if closing is None:
        return None
    query = select(UnitResult).where(UnitResult.closing_id == closing.id, UnitResult.unit_id == unit_id)
    return session.scalars(query).one_or_none()


def _marks(session: Session, period_id: int, unit_id: int) -> list[dict[str, Any]]:
    query = select(UnitMark).where(UnitMark.period_id == period_id, UnitMark.unit_id == unit_id)
    return [
        {
            "number": mark.criterion, "item": mark.criterion, "proposed": mark.proposed, "decided": mark.decided,
            "note": mark.decided_reason or mark.proposed_reason or "",
        }
        for mark in session.scalars(query.order_by(UnitMark.criterion))
    ]  # fmt: skip


def _totals(result: UnitResult | None) -> list[dict[str, Any]]:
    missing = ""
    if result is not None and result.status != "scored":
        missing = text("unit_form.insufficient", missing=missing_words(result.missing or "").in_("vi"))
    rank = rank_words(result.rank) if result else ""
    return [
        {"item": text("unit_form.general"), "most": GENERAL_MOST, "decided": result and result.general_points},
        {"item": text("unit_form.tasks"), "most": TASK_MOST, "decided": result and result.task_points},
        {"item": text("unit_form.total"), "most": GENERAL_MOST + TASK_MOST, "decided": result and result.total},
        {"item": text("unit_form.rank"), "note": rank or missing},
    ]
