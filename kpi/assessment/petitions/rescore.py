"""A corrected month scored again, by the rules its closing kept, through the same door as every month."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Refused
from kpi.assessment.closing.result_columns import TRANSFERRED
from kpi.assessment.petitions.changes import Place, month_as_it_counts
from kpi.assessment.petitions.overlay import Overlay, overlay
from kpi.assessment.scoring import (
    FIGURES,
    LEADER_CRITERIA,
    REVIEWED,
    MonthRows,
    number_or_none,
    score_months,
    text_or_none,
)
from kpi.assessment.standing.other_inputs import unit_rank_in
from kpi.assessment.standing.weighing import weights_of
from kpi.language.message import say
from kpi.law import Rules, rules_from_dict
from kpi.law.missing import missing_words
from kpi.storage.tables import Closing, Period, PeriodResult, Person


def figures_of(session: Session, result: PeriodResult, places: list[Place]) -> dict[str, Any]:
    """The columns of `PeriodResult` that follow from the month with every correction, these last.

    Refused where the corrected month could not be scored.
    """
    assert result.month_id is not None
    month = month_as_it_counts(session, result.month_id, _with(overlay(session, [result.month_id]), result, places))
    person = session.get_one(Person, result.person_id)
    starts = session.scalars(select(Period.starts).join(Closing).where(Closing.id == result.closing_id)).one()
    rows = MonthRows(
        result.month_id, result.role, person.party_member, month.lines, month.marks, result.ground,
        weights=weights_of(session, person.kind, result.unit_id, starts),
        unit_rank=unit_rank_in(session, result.closing_id, result.unit_id) if result.role == "head" else None,
    )  # fmt: skip
    scored = score_months([rows], REVIEWED, rules_kept(session, result))
    row: Mapping[Any, Any] = scored.scores.people.iloc[0].to_dict()
    if row["status"] != "scored":
        raise Refused(say("No score is possible: {missing} missing.", missing=missing_words(row["missing"] or "")))
    party_too = result.rank_366 is not None
    return {
        **{name: number_or_none(row[name]) for name in FIGURES},
        "status": result.status,
        "missing": None,
        "rank": None if result.status == TRANSFERRED else text_or_none(row["rank"]),
        "rank_366": text_or_none(scored.party.iloc[0]["rank_366"]) if party_too else None,
    }


def _with(made: Overlay, result: PeriodResult, places: list[Place]) -> Overlay:
    """The corrections so far and these; a leader's d, đ and e as the closing had them where they are not corrected."""
    month = result.month_id or 0
    lines = {(p.change.line_id, p.change.field): p.change.value for p in places if p.change.line_id is not None}
    marks = {(month, p.change.criterion): p.change.value for p in places if p.change.criterion is not None}
    leading = {(month, name): getattr(result, name) for name in LEADER_CRITERIA if result.role != "staff"}
    return replace(made, lines={**made.lines, **lines}, marks={**leading, **made.marks, **marks})


def rules_kept(session: Session, result: PeriodResult) -> Rules:
    """The rules the closing scored this person by."""
    kept = session.scalars(select(Closing.rules).where(Closing.id == result.closing_id)).one()
    return rules_from_dict(kept[result.rule_set])
