"""Home Affairs publishes the results of a closed period."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.assessment.publishing.deadlines import petition_by
from kpi.assessment.rules import MAIN
from kpi.language.message import say
from kpi.language.numbers import today
from kpi.storage.tables import Closing, Period, PeriodResult


@dataclass(frozen=True)
class PublishResults:
    """The results of a closed period are told to those they concern; the time to petition begins."""

    code: str

    @property
    def about(self) -> str:
        """The period, for the audit."""
        return f"period {self.code}"


@handles(PublishResults, Action.MANAGE_PERIODS, whole_province)
def publish_results(command: PublishResults, actor: Actor, session: Session) -> date:
    """Returns the last day to petition. Refused unless the period is closed and has results."""
    period = session.scalars(select(Period).where(Period.code == command.code).with_for_update()).one_or_none()
    if period is None or period.state != "closed":
        raise Refused(say("Only a closed period is published. Reload the page to see where {code} stands.",
                          code=command.code))  # fmt: skip
    results = select(func.count(PeriodResult.id)).join(Closing, Closing.id == PeriodResult.closing_id)
    if not session.scalar(results.where(Closing.period_id == period.id)):
        raise Refused(say("Period {code} has no results to publish. Open it again and close it.", code=command.code))
    period.state, period.published_at = "published", datetime.now(UTC)
    period.petition_by = petition_by(session, MAIN, today())
    return period.petition_by
