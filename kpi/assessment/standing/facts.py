"""Facts that make a result "not completed" whatever the score (Decree 335/2025 Art. 20.4), by period."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.storage.tables import Disqualification, Period


def disqualified_in(session: Session, period: Period) -> dict[int, str]:
    """Person → ground, as `kpi.law` names it, of the facts that take effect within the period; the first of several.

    A month's fact therefore also counts in its quarter and its year, and in no other month.
    """
    query = select(Disqualification.person_id, Disqualification.ground).where(
        Disqualification.withdrawn.is_(None),
        Disqualification.effective >= period.starts,
        Disqualification.effective <= period.ends,
    )
    latest_first = query.order_by(Disqualification.effective.desc(), Disqualification.id.desc())
    return dict(session.execute(latest_first).all())
