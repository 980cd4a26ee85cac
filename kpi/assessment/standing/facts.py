"""Facts that make a result "not completed" whatever the score (Decree 335/2025 Art. 20.4), by period."""

from typing import Any

from sqlalchemy import Select, select
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


def disqualified_of(session: Session, person_id: int, period: Period) -> str | None:
    """One person's ground in the period; None where there is none."""
    return session.scalars(ground_within(person_id, period.starts, period.ends)).one_or_none()


def ground_within(person_id: Any, starts: Any, ends: Any) -> Select[str]:
    """The first ground that takes effect between two days; the three may be columns of an outer query."""
    return (
        select(Disqualification.ground)
        .where(
            Disqualification.person_id == person_id,
            Disqualification.withdrawn.is_(None),
            Disqualification.effective >= starts,
            Disqualification.effective <= ends,
        )
        .order_by(Disqualification.effective, Disqualification.id)
        .limit(1)
    )
