"""The form on which an agency or unit is rated: its points as proposed and as decided, its total and rank, and why."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.assessment.unit_rating.explaining import explained, missing_message
from kpi.assessment.unit_rating.views import UnitRating, unit_rating
from kpi.exchange.papers.paper import Paper, Signature, Table
from kpi.exchange.papers.specs import PAPERS
from kpi.exchange.papers.unit_papers import marks, period_of
from kpi.exchange.papers.wording import date_line, number_line, period_line, rank_words, text
from kpi.storage.tables import Unit

TOTALS = 4  # the last rows: general, tasks, total, rank
GENERAL_MOST, TASK_MOST = 30.0, 70.0  # Decree 335/2025 Art. 5 to 11: the same scale as for persons


def unit_form(session: Session, actor: Actor, period_code: str, unit_id: int) -> Paper:
    """The form of one unit in a period; of one not closed yet, a draft. Raises `NotPermitted` out of reach."""
    rating = unit_rating(session, actor, period_code, unit_id)
    above = Unit.__table__.alias()
    name = select(above.c.name).join(Unit, Unit.parent_id == above.c.id).where(Unit.id == unit_id)
    period = period_of(session, period_code)
    spec = PAPERS["unit_form"]
    given = [_leaf(leaf) for leaf in rating.basis["criteria"]]
    rows = [*given, *_totals(rating.basis["figures"])]
    strong = frozenset(range(len(given), len(given) + TOTALS))
    return Paper(
        kind="unit_form", above=session.scalars(name).one_or_none() or "", agency=rating.unit,
        number=number_line("unit_form"), place_date=date_line(period.ends.year), title=text("unit_form.title"),
        subtitle=period_line(period.kind, period.starts, period.ends), marks=marks(session, draft=not rating.closed),
        after=_reasons(rating), tables=(Table("points", spec.columns("points"), tuple(rows), strong=strong),),
        left=Signature(text("head"), text("sign_and_seal")), right=Signature(text("authority"), text("sign_and_seal")),
        sheet=rating.unit, landscape=spec.landscape,
    )  # fmt: skip


def _leaf(leaf: Mapping[str, Any]) -> dict[str, Any]:
    words = leaf["text"]
    return {
        "number": leaf["code"],
        "item": words["vi"] if isinstance(words, Mapping) else words,
        "most": leaf["maximum"],
        "proposed": leaf["proposed"],
        "decided": leaf["decided"],
        "note": leaf.get("decided_reason") or leaf.get("proposed_reason") or "",
    }


def _totals(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    missing = missing_message(figures["missing"])
    return [
        {"item": text("unit_form.general"), "most": GENERAL_MOST, "decided": figures["general"]},
        {"item": text("unit_form.tasks"), "most": TASK_MOST, "decided": figures["task_points"]},
        {"item": text("unit_form.total"), "most": GENERAL_MOST + TASK_MOST, "decided": figures["total"]},
        {"item": text("unit_form.rank"), "note": rank_words(figures["rank"]) or (missing.in_("vi") if missing else "")},
    ]


def _reasons(rating: UnitRating) -> tuple[str, ...]:
    """How the points follow, in the sentences of the rating itself; a local point tree is said to be one."""
    said = [f"– {message.in_('vi')}" for _part, message in explained(rating.basis)]
    decision = rating.basis.get("criteria_decision")
    return (text("unit_form.local", decision=decision or text("unit_form.default")), *said)
