"""Which months a screen about a person, or about everybody a rater rates, rests on."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.storage.tables import Month, Period


def months_of_person(session: Session, person_id: int) -> tuple[int, ...]:
    """Every month of one person."""
    return tuple(session.scalars(select(Month.id).where(Month.person_id == person_id).order_by(Month.id)))


def months_of_rated(session: Session, rater_id: int, period_code: str) -> tuple[int, ...]:
    """Every month, earlier ones too, of the people somebody reviews or approves in a period."""
    people = (
        select(Month.person_id)
        .join(Period, Period.id == Month.period_id)
        .where(Period.code == period_code, or_(Month.reviewer_id == rater_id, Month.approver_id == rater_id))
    )
    return tuple(session.scalars(select(Month.id).where(Month.person_id.in_(people)).order_by(Month.id)))
