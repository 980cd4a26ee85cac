"""Which row of a person's result counts: the newest version in the newest closing of its period."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from kpi.assessment.closing.views import newest_version
from kpi.storage.tables import Closing


def counts_now() -> ColumnElement[bool]:
    """The condition on `PeriodResult` and `Closing`, joined: this row is the one that counts."""
    later = aliased(Closing)
    last = select(func.max(later.number)).where(later.period_id == Closing.period_id)
    return newest_version() & (Closing.number == last.correlate(Closing).scalar_subquery())
