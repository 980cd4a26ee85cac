"""Which row of a person's result counts: the newest version in the newest closing of its period."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from kpi.storage.tables import Closing, PeriodResult


def counts_now() -> ColumnElement[bool]:
    """The condition on `PeriodResult` and `Closing`, joined: this row is the one that counts."""
    newer, later = aliased(PeriodResult), aliased(Closing)
    same = (
        newer.closing_id == PeriodResult.closing_id,
        newer.person_id == PeriodResult.person_id,
        newer.unit_id == PeriodResult.unit_id,
        newer.version > PeriodResult.version,
    )
    last = select(func.max(later.number)).where(later.period_id == Closing.period_id)
    return ~select(newer.id).where(*same).exists() & (Closing.number == last.correlate(Closing).scalar_subquery())


def rank_that_counts() -> ColumnElement[str | None]:
    """The competent person's rank where there is one, else the system's."""
    return func.coalesce(PeriodResult.decided_rank, PeriodResult.rank)
