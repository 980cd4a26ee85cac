"""Proposing ranks: any head, for the people of their unit; the competent person sees it beside the system's rank."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, NotPermitted, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.ranking.agencies import agencies_by_unit
from kpi.assessment.ranking.deciding import RankGiven, check_rank, kept_or_new, open_set, refuse_changed, rows_of
from kpi.language.message import say
from kpi.storage.tables import Unit


@dataclass(frozen=True)
class ProposeRanks:
    """A head proposes ranks for people of their unit or below it, as seen: all of them or none."""

    period: str
    unit_id: int
    ranks: tuple[RankGiven, ...]
    seen: str

    @property
    def about(self) -> str:
        """The unit and period, for the audit."""
        return f"ranks {self.period} unit {self.unit_id}"

    @property
    def reason(self) -> str:
        """The reasons, each once; each stands with its person too."""
        return "; ".join(dict.fromkeys(given.reason.strip() for given in self.ranks))


def _of_unit(command: ProposeRanks, session: Session) -> Subject:
    return Subject(path=session.scalars(select(Unit.path).where(Unit.id == command.unit_id)).one_or_none())


@handles(ProposeRanks, Action.DECIDE_RANKS, _of_unit)
def propose_ranks(command: ProposeRanks, actor: Actor, session: Session) -> None:
    """Refused for oneself, for people outside one's unit, above the system's rank, without a reason, or as not seen."""
    agency = agencies_by_unit(session).get(command.unit_id)
    if agency is None or not command.ranks:
        raise Refused(say("Choose at least one person."))
    ranked = open_set(session, command.period, agency.id)
    refuse_changed(command.seen, ranked)
    rows = rows_of(ranked, command.ranks)
    for given in command.ranks:
        row = rows[given.person_id, given.unit_id]
        if given.person_id == actor.person_id:
            raise Refused(say("Nobody proposes their own rank."))
        if not actor.may(Action.DECIDE_RANKS, Subject(given.person_id, row["path"])):
            raise NotPermitted(say("{person} does not belong to your unit.", person=row["person"]))
        check_rank(given, row)
    for given in command.ranks:
        row = rows[given.person_id, given.unit_id]
        kept = kept_or_new(session, ranked.period, given.person_id, given.unit_id)
        if kept.decided_rank is None:
            kept.system_rank = row["rank"]
        kept.proposed_rank, kept.proposed_reason, kept.proposed_by = given.rank, given.reason.strip(), actor.name
        kept.at = datetime.now(UTC)
