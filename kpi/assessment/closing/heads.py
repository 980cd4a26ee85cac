"""Heads of public-service units, ranked once their unit is rated and never above it (Decree 233/2026).

The order is fixed: first everybody's points; then the units' ratings, which follow from points, plan tasks and
deadlines and never from anybody's rank; last the heads' ranks. So neither waits for the other.
"""

from collections.abc import Mapping

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.assessment.closing.result_columns import SCORED, UNIT_RANK_MISSING
from kpi.assessment.unit_rating.computing import RatedUnits, rated_units
from kpi.law import Rules
from kpi.law.nd233 import heads_with_unit
from kpi.storage.tables import Closing, Period, UnitResult

RULE_SET = "nd233"
BY_SCORE = "by_score"  # of whoever waits for their unit: the rank their points alone give
UnitRanks = Mapping[int, str]


def heads_ranked(
    session: Session, period: Period, results: pd.DataFrame, rules: Mapping[str, Rules], known: UnitRanks | None = None
) -> tuple[pd.DataFrame, RatedUnits | None]:
    """`results` (columns as PeriodResult, and `by_score`) with heads' ranks under their units', and those ratings.

    known: the ranks of units as an earlier closing found them, instead of rating the units again.
    """
    waiting = _waiting(results)
    found = next((one for one in rules.values() if one.rule_set == RULE_SET), None)
    if found is None or not waiting.any():
        return results, None
    rated = rated_units(session, period, results) if known is None else None
    ranks = _ranks_of(rated) if rated else dict(known or {})
    heads = results[waiting]
    own = heads["rank"].where(heads["status"] == SCORED, heads.get(BY_SCORE))
    unit = heads["unit_id"].map(ranks).astype(object)
    ranked = heads_with_unit(pd.DataFrame({"rank": own, "unit_rank": unit.where(unit.notna(), None)}), found)
    results = results.copy()
    for name in ("status", "missing", "rank"):
        results.loc[waiting, name] = ranked[name].where(ranked[name].notna(), None)
    return results, rated


def kept_unit_ranks(session: Session, closing: Closing) -> dict[int, str]:
    """The rank of every unit as a closing kept it."""
    query = select(UnitResult.unit_id, UnitResult.rank).where(UnitResult.closing_id == closing.id)
    return {unit: rank for unit, rank in session.execute(query) if rank}


def _waiting(results: pd.DataFrame) -> pd.Series:
    """Heads under the decree whose points are known and whom no ground overrules."""
    known = (results["status"] == SCORED) | (results["missing"] == UNIT_RANK_MISSING)
    return (results["rule_set"] == RULE_SET) & (results["role"] == "head") & known & results["ground"].isna()


def _ranks_of(rated: RatedUnits) -> dict[int, str]:
    rows = zip(rated.table["unit_id"].tolist(), rated.table["rank"].tolist(), strict=True)
    return {int(unit): rank for unit, rank in rows if isinstance(rank, str)}
