"""A decision taken after the closing: the result is never edited, a further version carries the rank that counts."""

from typing import Any

import pandas as pd
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from kpi.storage.tables import PeriodResult


def renew(session: Session, result_id: Any, *, decided_rank: str | None, proposed_rank: str | None) -> None:
    """Add the next version of a closed result; nothing to do before the closing (no result_id)."""
    if result_id is None or pd.isna(result_id):
        return
    old = session.scalars(select(PeriodResult).where(PeriodResult.id == int(result_id))).one()
    latest = select(func.max(PeriodResult.version)).where(
        PeriodResult.closing_id == old.closing_id,
        PeriodResult.person_id == old.person_id,
        PeriodResult.unit_id == old.unit_id,
    )
    values = {
        attribute.key: getattr(old, attribute.key)
        for attribute in inspect(PeriodResult).column_attrs
        if attribute.key not in ("id", "version", "decided_rank", "proposed_rank")
    }
    version = (session.scalar(latest) or old.version) + 1
    session.add(PeriodResult(**values, version=version, decided_rank=decided_rank, proposed_rank=proposed_rank))
