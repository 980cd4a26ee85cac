"""A person petitions against their own published result, and may take the petition back."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles
from kpi.access.permissions import Action
from kpi.assessment.petitions.competent import competent
from kpi.assessment.petitions.words import FILED, WITHDRAWN, contestable
from kpi.assessment.publishing.current import counts_now
from kpi.assessment.publishing.deadlines import answer_by, petition_by
from kpi.assessment.publishing.views import day_of
from kpi.language.message import say
from kpi.language.numbers import format_date, today
from kpi.storage.tables import Closing, Period, PeriodResult, Petition, Unit

LONGEST = 4000


@dataclass(frozen=True)
class FilePetition:
    """A person contests parts of their published result. `against_decider`: also who decided it."""

    result_id: int
    contested: tuple[str, ...]
    text: str
    against_decider: bool = False

    @property
    def about(self) -> str:
        """The result, for the audit."""
        return f"result {self.result_id}"


@dataclass(frozen=True)
class WithdrawPetition:
    """The person takes their petition back before it is answered."""

    petition_id: int

    @property
    def about(self) -> str:
        """The petition, for the audit."""
        return f"petition {self.petition_id}"


def of_result(command: FilePetition, session: Session) -> Subject:
    """Whose result, and where it lies."""
    query = select(PeriodResult.person_id, Unit.path).join(Unit, Unit.id == PeriodResult.unit_id)
    row = session.execute(query.where(PeriodResult.id == command.result_id)).one_or_none()
    return Subject(row.person_id, row.path) if row else Subject()


def of_petitioner(command: WithdrawPetition, session: Session) -> Subject:
    """Whose petition."""
    person = session.scalars(select(Petition.person_id).where(Petition.id == command.petition_id)).one_or_none()
    return Subject(person)


@handles(FilePetition, Action.FILE_PETITION, of_result)
def file_petition(command: FilePetition, actor: Actor, session: Session) -> int:
    """Returns the petition's id. Refused after the deadline, for a result replaced since, or a second time."""
    result, period = _published(session, command.result_id)
    _check_time(session, result, period)
    _check_words(command, result.role)
    _check_first(session, result)
    able = competent(session, result, command.against_decider, today())
    if not able:
        raise Refused(say("Nobody above you is recorded here to answer. Petition on paper to the authority above."))
    petition = Petition(
        result_id=result.id,
        person_id=result.person_id,
        unit_id=result.unit_id,
        contested=",".join(command.contested),
        against_decider=command.against_decider,
        text=command.text.strip(),
        filed_at=datetime.now(UTC),
        answer_by=answer_by(session, result.rule_set, today()),
        state=FILED,
        addressee_id=able[0],
    )
    session.add(petition)
    session.flush()
    return petition.id


def _published(session: Session, result_id: int) -> tuple[PeriodResult, Period]:
    """The result that counts and its published period, which stays so meanwhile; the row is locked."""
    query = (
        select(PeriodResult, Period)
        .join(Closing, Closing.id == PeriodResult.closing_id)
        .join(Period, Period.id == Closing.period_id)
        .where(PeriodResult.id == result_id, Period.state == "published", counts_now())
    )
    stays = select(Period.id).join(Closing, Closing.period_id == Period.id).join(PeriodResult)
    session.execute(stays.where(PeriodResult.id == result_id).with_for_update(read=True, of=Period))
    row = session.execute(query.with_for_update(of=PeriodResult)).one_or_none()
    if row is None:
        raise Refused(say("This result is not the published one any more. Reload the page to see the one that counts."))
    return row.PeriodResult, row.Period


def _check_time(session: Session, result: PeriodResult, period: Period) -> None:
    assert period.published_at is not None
    last = petition_by(session, result.rule_set, day_of(period.published_at))
    if today() > last:
        raise Refused(
            say("The time to petition ended on {day}. Speak to the head of your unit.", day=format_date(last))
        )


def _check_words(command: FilePetition, role: str) -> None:
    if not command.contested or len(set(command.contested)) < len(command.contested):
        raise Refused(say("Choose what you contest, each only once."))
    if unknown := [name for name in command.contested if name not in contestable(role)]:
        raise Refused(say("“{what}” cannot be contested in this result.", what=unknown[0][:40]))
    if not command.text.strip():
        raise Refused(say("Write what is wrong and what you ask for; the competent person reads it."))
    if len(command.text) > LONGEST:
        raise Refused(
            say("The text has {length} characters; shorten it to {most}.", length=len(command.text), most=LONGEST)
        )


def _check_first(session: Session, result: PeriodResult) -> None:
    """One petition for a result, whatever its version; one that was taken back does not count."""
    earlier = (
        select(Petition.id)
        .join(PeriodResult, PeriodResult.id == Petition.result_id)
        .where(
            PeriodResult.closing_id == result.closing_id,
            Petition.person_id == result.person_id,
            Petition.unit_id == result.unit_id,
            Petition.state != WITHDRAWN,
        )
    )
    if session.scalars(earlier.limit(1)).one_or_none():
        raise Refused(say("You have petitioned against this result already. Its answer is shown beside the result."))


@handles(WithdrawPetition, Action.FILE_PETITION, of_petitioner)
def withdraw_petition(command: WithdrawPetition, actor: Actor, session: Session) -> None:
    """Refused once it was answered."""
    waiting(session, command.petition_id).state = WITHDRAWN


def waiting(session: Session, petition_id: int) -> Petition:
    """The petition, locked. Refused unless it still waits for an answer."""
    petition = session.scalars(select(Petition).where(Petition.id == petition_id).with_for_update()).one_or_none()
    if petition is None or petition.state != FILED:
        raise Refused(say("This petition no longer waits for an answer. Reload the page."))
    return petition
