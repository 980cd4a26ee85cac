"""The 25% of Art. 20.5.b: an agency with outstanding achievement, by a recorded decision."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.ranking.competent import heads_above, heads_agency
from kpi.assessment.ranking.deciding import of_agency, open_set
from kpi.assessment.ranking.views import RankedSet
from kpi.language.message import say
from kpi.storage.tables import QuotaDecision

LONGEST_DECISION, LONGEST_REASON = 200, 2000


@dataclass(frozen=True)
class DecideQuota:
    """The decision, by number and date, that lets an agency rank up to 25% excellent in a period, and why."""

    period: str
    agency_id: int
    decision: str
    reason: str

    @property
    def about(self) -> str:
        """The agency and period, for the audit."""
        return f"quota {self.period} unit {self.agency_id}"


@dataclass(frozen=True)
class WithdrawQuotaDecision:
    """The decision no longer counts: 20% holds again."""

    period: str
    agency_id: int
    reason: str

    @property
    def about(self) -> str:
        """The agency and period, for the audit."""
        return f"quota {self.period} unit {self.agency_id}"


@handles(DecideQuota, Action.DECIDE_RANKS, of_agency)
def decide_quota(command: DecideQuota, actor: Actor, session: Session) -> None:
    """Refused without number and reason, where one is on record, or for anybody but a competent head."""
    ranked = open_set(session, command.period, command.agency_id)
    _refuse_incompetent(session, actor, ranked)
    decision, reason = " ".join(command.decision.split()), command.reason.strip()
    if not decision:
        raise Refused(say("Write the number and date of the decision."))
    if not reason:
        raise Refused(say("Write the outstanding achievement the decision rests on."))
    if len(decision) > LONGEST_DECISION or len(reason) > LONGEST_REASON:
        raise Refused(say("The decision may have {most} characters, the reason {longest}. Shorten them.",
                          most=LONGEST_DECISION, longest=LONGEST_REASON))  # fmt: skip
    if _kept(session, ranked) is not None:
        raise Refused(say("There is already a decision for this agency and period. Take it back first."))
    session.add(
        QuotaDecision(
            period_id=ranked.period.id, unit_id=ranked.agency.id, decision=decision, reason=reason,
            decided_by=actor.name, at=datetime.now(UTC),
        )
    )  # fmt: skip


@handles(WithdrawQuotaDecision, Action.DECIDE_RANKS, of_agency)
def withdraw_quota_decision(command: WithdrawQuotaDecision, actor: Actor, session: Session) -> None:
    """Refused without a reason, without a decision, or for anybody but a competent head."""
    ranked = open_set(session, command.period, command.agency_id)
    _refuse_incompetent(session, actor, ranked)
    if not command.reason.strip():
        raise Refused(say("Write why the decision is taken back."))
    kept = _kept(session, ranked)
    if kept is None:
        raise Refused(say("There is no decision for this agency and period. Reload the page."))
    session.delete(kept)


def _kept(session: Session, ranked: RankedSet) -> QuotaDecision | None:
    query = select(QuotaDecision).where(
        QuotaDecision.period_id == ranked.period.id, QuotaDecision.unit_id == ranked.agency.id
    )
    return session.scalars(query.with_for_update()).one_or_none()


def _refuse_incompetent(session: Session, actor: Actor, ranked: RankedSet) -> None:
    if not heads_agency(actor, ranked.agency) and not heads_above(session, actor, ranked.agency):
        raise Refused(say("Only the head of {agency}, or the head above, records this decision.",
                          agency=ranked.agency.name))  # fmt: skip
