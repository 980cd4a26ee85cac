"""Who answers a petition: the head who is competent to rank, or the one above where that head is contested."""

from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from kpi.organisation.kinds import RANKING
from kpi.storage.tables import Month, PeriodResult, Post, Unit


def heads_above(session: Session, unit_id: int, person_id: int, on: date) -> list[int]:
    """The heads of the bodies that rank their people, from the unit upward, in office that day; never the person."""
    path = session.scalars(select(Unit.path).where(Unit.id == unit_id)).one()
    query = (
        select(Post.person_id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(
            Unit.id.in_([int(part) for part in path.strip("/").split("/")]),
            Unit.kind.in_(RANKING),
            Post.role == "head",
            Post.person_id != person_id,
            Post.valid_from <= on,
            or_(Post.valid_to.is_(None), Post.valid_to >= on),
        )
        .order_by(func.length(Unit.path).desc(), Post.id)
    )
    return list(dict.fromkeys(session.scalars(query)))


def competent(session: Session, result: PeriodResult, against_decider: bool, on: date) -> list[int]:
    """Who may answer, the addressee first, then those above; empty where the tool knows nobody above the person.

    The addressee is who approved the month while still in office, else the nearest head. Where the petition contests
    the decider, it begins with the one above; where nobody stands above, it stays with the decider.
    """
    chain = heads_above(session, result.unit_id, result.person_id, on)
    approver = session.scalars(select(Month.approver_id).where(Month.id == result.month_id)).one_or_none()
    start = chain.index(approver) if approver in chain else 0
    if against_decider and start + 1 < len(chain):
        start += 1
    return chain[start:]
