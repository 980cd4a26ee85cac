"""What a corrected rank does to the quota of Art. 20.5: told to who decides, never a reason to refuse."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.assessment.closing.result_columns import SCORED
from kpi.assessment.closing.views import counting_rank, newest_version
from kpi.assessment.petitions.rescore import rules_kept
from kpi.assessment.ranking.agencies import agencies_by_unit
from kpi.assessment.ranking.decided import quota_decisions_in
from kpi.assessment.rules import MAIN
from kpi.law.quota import quota
from kpi.storage.tables import Closing, PeriodResult


@dataclass(frozen=True)
class Effect:
    """How many are excellent with the corrected rank, and how many may be; duty_group None is the whole agency."""

    duty_group: str | None
    excellent: int
    allowed: int

    @property
    def over(self) -> int:
        """How many are above what is allowed."""
        return max(0, self.excellent - self.allowed)


def quota_effect(session: Session, result: PeriodResult, rank: str | None) -> tuple[Effect, ...]:
    """The agency and the person's group with `rank` in place of theirs; empty where another rule set ranks them."""
    if result.rule_set != MAIN:
        return ()
    agencies = agencies_by_unit(session)
    agency = agencies[result.unit_id].id
    columns = (PeriodResult.person_id, PeriodResult.unit_id, PeriodResult.duty_group, counting_rank().label("rank"))
    query = select(*columns).where(
        PeriodResult.closing_id == result.closing_id,
        newest_version(),
        PeriodResult.status == SCORED,
        PeriodResult.rule_set == MAIN,
        PeriodResult.unit_id.in_([unit for unit, its in agencies.items() if its.id == agency]),
    )
    ranks = [
        (row.duty_group, rank if row.person_id == result.person_id else row.rank) for row in session.execute(query)
    ]
    period_id = session.scalars(select(Closing.period_id).where(Closing.id == result.closing_id)).one()
    raised = agency in quota_decisions_in(session, period_id)
    rules = rules_kept(session, result)

    def effect(group: str | None) -> Effect:
        of = [given for duty, given in ranks if group is None or duty == group]
        most = quota(of.count("good"), rules)
        return Effect(group, of.count("excellent"), most.allowed_with_decision if raised else most.allowed)

    return effect(None), effect(result.duty_group)
