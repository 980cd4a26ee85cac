"""Petitions as the petitioner, the competent person, Home Affairs and the auditor read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from kpi.access.actor import Actor, NotPermitted, Subject
from kpi.access.permissions import Action
from kpi.assessment.petitions.answer import why_not_competent
from kpi.assessment.petitions.words import FILED, PARTLY, UPHELD
from kpi.assessment.publishing.views import day_of
from kpi.language.message import say
from kpi.language.numbers import today
from kpi.storage.tables import Closing, Correction, Period, PeriodResult, Person, Petition, Unit, WorkLine

PAGE = 50
ADDRESSEE = aliased(Person)


@dataclass(frozen=True)
class PetitionView:
    """A petition with the result it is about and the one that counts now. `late_days`: days past the answer's day."""

    id: int
    result_id: int
    person_id: int
    person: str
    title: str
    role: str
    unit: str
    period: str
    kind: str
    contested: tuple[str, ...]
    against_decider: bool
    text: str
    filed_at: datetime
    answer_by: date
    state: str
    addressee_id: int | None
    addressee: str | None
    decision_number: str | None
    decision_date: date | None
    reasons: str | None
    answered_at: datetime | None
    answered_by: str | None
    month_id: int | None
    corrected: bool

    @property
    def late_days(self) -> int:
        """Days the answer was given, or still is, past its deadline; 0 where it is in time or was taken back."""
        if self.state not in (FILED, UPHELD, PARTLY, "refused"):
            return 0
        answered = day_of(self.answered_at) if self.answered_at else today()
        return max(0, (answered - self.answer_by).days)

    @property
    def waits_for_correction(self) -> bool:
        """Answered in the person's favour, and the result not corrected yet."""
        return self.state in (UPHELD, PARTLY) and not self.corrected


def _query() -> Any:
    made = select(Correction.id).where(Correction.petition_id == Petition.id).exists()
    version = aliased(PeriodResult)
    changed = select(version.id).where(version.petition_id == Petition.id).exists()
    return (
        select(
            Petition.id,
            Petition.result_id,
            Petition.person_id,
            Person.full_name.label("person"),
            PeriodResult.title,
            PeriodResult.role,
            Unit.name.label("unit"),
            Period.code.label("period"),
            Period.kind,
            Petition.contested,
            Petition.against_decider,
            Petition.text,
            Petition.filed_at,
            Petition.answer_by,
            Petition.state,
            Petition.addressee_id,
            ADDRESSEE.full_name.label("addressee"),
            Petition.decision_number,
            Petition.decision_date,
            Petition.reasons,
            Petition.answered_at,
            Petition.answered_by,
            PeriodResult.month_id,
            or_(made, changed).label("corrected"),
        )
        .join(PeriodResult, PeriodResult.id == Petition.result_id)
        .join(Closing, Closing.id == PeriodResult.closing_id)
        .join(Period, Period.id == Closing.period_id)
        .join(Person, Person.id == Petition.person_id)
        .join(Unit, Unit.id == Petition.unit_id)
        .outerjoin(ADDRESSEE, ADDRESSEE.id == Petition.addressee_id)
    )


def _view(row: Any) -> PetitionView:
    values = dict(row)
    contested = tuple(values.pop("contested").split(","))
    return PetitionView(**values, contested=contested)


def petitions(
    session: Session, actor: Actor, state: str | None = None, period: str | None = None, page: int = 0
) -> tuple[tuple[PetitionView, ...], int]:
    """Petitions within reach, those waiting longest first, a page at a time, and how many there are in all."""
    query = _query().where(actor.rows(Action.READ_PETITIONS))
    if state:
        query = query.where(Petition.state == state)
    if period:
        query = query.where(Period.code == period)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(Petition.state != FILED, Petition.answer_by, Petition.id)
    rows = session.execute(ordered.limit(PAGE).offset(page * PAGE)).mappings()
    return tuple(_view(row) for row in rows), total


def petition_by_id(session: Session, actor: Actor, petition_id: int) -> PetitionView:
    """One petition. Raises `NotPermitted` for one out of reach, and for one that does not exist."""
    row = session.execute(_query().add_columns(Unit.path).where(Petition.id == petition_id)).mappings().one_or_none()
    if row is None:
        raise NotPermitted(say("You are not permitted to see this petition, or it does not exist."))
    values = dict(row)
    subject = Subject(values["person_id"], values.pop("path"))
    if not actor.may(Action.FILE_PETITION, subject):
        actor.require(Action.READ_PETITIONS, subject)
    return _view(values)


def petition_about(session: Session, actor: Actor, result_id: int) -> PetitionView | None:
    """The person's own petition against a result, whichever version it was filed against; the newest where several."""
    return petitions_about(session, actor, [result_id]).get(result_id)


def petitions_about(session: Session, actor: Actor, result_ids: Iterable[int]) -> dict[int, PetitionView]:
    """The person's own petition against each of these results that has one, as `petition_about` gives it."""
    about = aliased(PeriodResult)
    same = (
        (about.closing_id == PeriodResult.closing_id)
        & (about.person_id == PeriodResult.person_id)
        & (about.unit_id == PeriodResult.unit_id)
    )
    query = _query().join(about, same).add_columns(about.id.label("about"))
    own = query.where(about.id.in_(list(result_ids)), Petition.person_id == actor.person_id).order_by(Petition.id)
    rows = [dict(row) for row in session.execute(own).mappings()]
    return {row.pop("about"): _view(row) for row in rows}


def may_answer(session: Session, actor: Actor, petition_id: int) -> bool:
    """Whether the actor is the competent person of a petition."""
    if not actor.may(Action.ANSWER_PETITION):
        return False
    petition = session.scalars(select(Petition).where(Petition.id == petition_id)).one()
    return why_not_competent(session, petition, actor) is None


def waiting_for_answer(session: Session, actor: Actor) -> tuple[PetitionView, ...]:
    """Petitions addressed to the actor that wait for an answer, or for the correction it led to; soonest first."""
    if actor.person_id is None or not actor.may(Action.ANSWER_PETITION):
        return ()
    open_states: ColumnElement[bool] = Petition.state.in_((FILED, UPHELD, PARTLY))
    query = _query().where(Petition.addressee_id == actor.person_id, open_states, Period.state == "published")
    rows = session.execute(query.order_by(Petition.answer_by, Petition.id)).mappings()
    return tuple(view for view in map(_view, rows) if view.state == FILED or view.waits_for_correction)


def versions(session: Session, actor: Actor, petition: PetitionView) -> tuple[dict[str, Any], ...]:
    """Every version of the contested result, oldest first: its figures, and the rank that counted."""
    petition_by_id(session, actor, petition.id)
    about = select(PeriodResult).where(PeriodResult.id == petition.result_id).subquery()
    query = (
        select(*PeriodResult.__table__.columns)
        .join(
            about,
            (about.c.closing_id == PeriodResult.closing_id)
            & (about.c.person_id == PeriodResult.person_id)
            & (about.c.unit_id == PeriodResult.unit_id),
        )
        .order_by(PeriodResult.version)
    )
    return tuple(dict(row) for row in session.execute(query).mappings())


def corrections_of(session: Session, actor: Actor, petition_id: int) -> tuple[dict[str, Any], ...]:
    """What was corrected because of a petition, in order, each with its reason."""
    petition_by_id(session, actor, petition_id)
    query = (
        select(*Correction.__table__.columns, WorkLine.title.label("line"))
        .outerjoin(WorkLine, WorkLine.id == Correction.line_id)
        .where(Correction.petition_id == petition_id)
        .order_by(Correction.id)
    )
    return tuple(dict(row) for row in session.execute(query).mappings())


def to_be_recomputed(session: Session, period: str | None = None) -> tuple[str, ...]:
    """Codes of closed quarters and years in which a month lies that was corrected after they were closed."""
    month, of_month, whole, of_whole = aliased(Period), aliased(Closing), aliased(Period), aliased(Closing)
    query = (
        select(whole.code)
        .distinct()
        .join(of_whole, of_whole.period_id == whole.id)
        .join(month, (month.starts >= whole.starts) & (month.ends <= whole.ends) & (month.id != whole.id))
        .join(of_month, of_month.period_id == month.id)
        .join(PeriodResult, PeriodResult.closing_id == of_month.id)
        .join(Correction, Correction.result_id == PeriodResult.id)
        .where(
            whole.state.in_(("closed", "published")),
            whole.kind != "month",
            of_whole.number == _newest(whole, of_whole),
            Correction.at > of_whole.at,
        )
        .order_by(whole.code)
    )
    return tuple(session.scalars(query if period is None else query.where(whole.code == period)))


def _newest(whole: Any, closing: Any) -> Any:
    later = aliased(Closing)
    return select(func.max(later.number)).where(later.period_id == whole.id).correlate(whole).scalar_subquery()
