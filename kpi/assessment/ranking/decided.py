"""What was decided on ranks in a period, and the rank that counts."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.storage.tables import QuotaDecision, RankDecision

RANKS = ("excellent", "good", "completed", "not_completed")  # from the highest
ON_RECORD = ("proposed_rank", "decided_rank", "system_rank")
Key = tuple[int, int]


def decisions_in(session: Session, period_id: int) -> dict[Key, RankDecision]:
    """Proposals and decisions of a period, by (person_id, unit_id). `decided_rank` is None while only proposed."""
    session.flush()
    query = select(*RankDecision.__table__.columns).where(RankDecision.period_id == period_id)
    rows: Any = session.connection().execute(query)  # as plain rows: a province has thousands
    return {(row.person_id, row.unit_id): row for row in rows}


def quota_decisions_in(session: Session, period_id: int) -> dict[int, QuotaDecision]:
    """The agencies (by unit id) that may rank up to 25% excellent in a period (Art. 20.5.b)."""
    rows = session.scalars(select(QuotaDecision).where(QuotaDecision.period_id == period_id))
    return {row.unit_id: row for row in rows}


def with_decisions(results: pd.DataFrame, decisions: Mapping[Key, RankDecision]) -> pd.DataFrame:
    """`results` (columns as PeriodResult) with proposed_rank, decided_rank, and `counts`: the rank that counts.

    A decision stands only on the rank it was taken on: where the system's rank has moved since, `stale` is True and
    the decision is left out. A result corrected by a petition keeps the rank the correction gave it.
    """
    keys = pd.MultiIndex.from_arrays([results["person_id"], results["unit_id"]])
    rank = results["rank"].astype(object).where(results["rank"].notna(), None)
    already = _column(results, "decided_rank")
    corrected = _column(results, "petition_id").notna()
    on_record = _on_record(decisions).reindex(keys).set_axis(results.index)
    decided, taken_on = on_record["decided_rank"], on_record["system_rank"]
    holds = decided.notna() & (taken_on == rank) & ~corrected
    standing = already.where(~holds, decided)
    return results.assign(
        proposed_rank=on_record["proposed_rank"],
        decided_rank=standing.astype(object),
        stale=(decided.notna() & (taken_on != rank) & ~corrected).to_numpy(),
        counts=standing.where(standing.notna(), rank).astype(object),
    )


def _on_record(decisions: Mapping[Key, RankDecision]) -> pd.DataFrame:
    """proposed_rank, decided_rank and system_rank by person and unit; None where there is none."""
    index = pd.MultiIndex.from_tuples(list(decisions), names=["person_id", "unit_id"])
    columns = {name: [getattr(row, name) for row in decisions.values()] for name in ON_RECORD}
    return pd.DataFrame(columns, index=index, dtype=object)


def _column(results: pd.DataFrame, name: str) -> pd.Series:
    if name not in results.columns:
        return pd.Series([None] * len(results), index=results.index, dtype=object)
    return results[name].astype(object)
