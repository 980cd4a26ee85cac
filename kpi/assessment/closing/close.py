"""Closing a period in one command: everything or nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.assessment.closing.computed import ClosedSet, closed_set
from kpi.assessment.closing.result_columns import INSUFFICIENT
from kpi.assessment.closing.writing import result_rows, write_results
from kpi.assessment.periods import period_in
from kpi.assessment.ranking.decided import decisions_in, with_decisions
from kpi.assessment.ranking.open_quota import OpenQuota, quota_open
from kpi.assessment.standing.leading import store_criteria
from kpi.assessment.states import PeriodState
from kpi.assessment.unit_rating.basis import SHARED
from kpi.assessment.unit_rating.closing import unit_rows, write_units
from kpi.assessment.unit_rating.computing import rated_units
from kpi.audit.closing_digest import digest_of
from kpi.language.message import Message, say
from kpi.storage.tables import Closing, Period

NAMED = 3


@dataclass(frozen=True)
class ClosePeriod:
    """Home Affairs closes a period that is being closed: results are computed, ranks tested, everything written.

    acknowledged: that those without a result were seen; needed where there are any.
    """

    code: str
    reason: str | None = None
    acknowledged: bool = False

    @property
    def about(self) -> str:
        """The period, for the audit."""
        return f"period {self.code}"


@handles(ClosePeriod, Action.MANAGE_PERIODS, whole_province)
def close_period(command: ClosePeriod, actor: Actor, session: Session) -> int:
    """Returns the closing's number. Refused unless being closed, where people without a result were not
    acknowledged, or where a quota is exceeded and nobody decided.
    """
    period = period_in(session, command.code, (PeriodState.CLOSING,))
    found = closed_set(session, period)
    lacking = int((found.results["status"] == INSUFFICIENT).sum())
    if lacking and not command.acknowledged:
        raise Refused(say("{count} people have no complete result. Look at who they are, then confirm that the period "
                          "is closed without them.", count=lacking))  # fmt: skip
    return close(session, period, found, actor.name, (command.reason or "").strip() or None).number


def close(
    session: Session, period: Period, found: ClosedSet, closed_by: str, reason: str | None, at: datetime | None = None
) -> Closing:
    """Write a closed set as the period's next closing and close the period. Refused where a quota stays open."""
    results = decided(session, period, found.results)
    if over := quota_open(session, period, results):
        raise Refused(over_quota(over))
    rows, rated = result_rows(results), found.rated or rated_units(session, period, results)
    units = unit_rows(rated)
    closing = Closing(
        period_id=period.id, number=next_number(session, period), at=at or datetime.now(UTC), closed_by=closed_by,
        reason=reason, rules={**found.rules, SHARED: rated.shared}, behind=found.behind,
        people=results["person_id"].nunique(), digest=digest_of(rows, units),
    )  # fmt: skip
    session.add(closing)
    period.state = PeriodState.CLOSED
    session.flush()
    write_results(session, closing.id, rows)
    if len(found.criteria):
        store_criteria(session, found.criteria)
    write_units(session, closing.id, units)
    return closing


def decided(session: Session, period: Period, results: pd.DataFrame) -> pd.DataFrame:
    """The closed set with what was proposed and decided on ranks."""
    return with_decisions(results, decisions_in(session, period.id))


def next_number(session: Session, period: Period) -> int:
    """The number the period's next closing gets."""
    return (session.scalar(select(func.max(Closing.number)).where(Closing.period_id == period.id)) or 0) + 1


def over_quota(over: list[OpenQuota]) -> Message:
    """Where "excellent" is above its quota and nobody has decided."""
    places = "; ".join(_place(group) for group in over[:NAMED])
    text = say("“Excellent” is above its quota and nobody has decided yet: {places}. The competent person decides "
               "under “Ranks and quota”.", places=places)  # fmt: skip
    if len(over) <= NAMED:
        return text
    return say("“Excellent” is above its quota in {count} places and nobody has decided yet, among them: {places}. The "
               "competent person decides under “Ranks and quota”.", count=len(over), places=places)  # fmt: skip


def _place(group: OpenQuota) -> str:
    name = group.agency if group.duty_group is None else f"{group.agency}, {group.duty_group}"
    return f"{name} ({group.excellent}/{group.allowed})"
