"""Keeping open months with the right people: when posts or leaders change, who reviews and who approves changes too.

It stands here and not in `kpi.organisation` because months are this floor's; the organisation only says who leads whom.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from kpi.assessment.months import rated_on
from kpi.assessment.states import RATING, WITH_PERSON, State
from kpi.organisation.raters_book import Leaders
from kpi.storage.tables import Month, Period, Post, Unit

MANY = 50  # subtrees and people beyond which every open month is looked at


def reroute(session: Session, paths: Collection[str], people: Collection[int] = ()) -> int:
    """Set the raters anew of every month that is open and not yet approved; how many changed.

    paths: the subtrees whose leaders changed. people: those whose own post changed; while a month is still with
    them it also follows the role and title they hold at the period's end. Approved months and closed periods stay.
    """
    session.flush()
    if not paths and not people:
        return 0
    query = (
        select(Month, Period)
        .join(Period, Period.id == Month.period_id)
        .join(Unit, Unit.id == Month.unit_id)
        .where(Period.state.in_(RATING), Month.state != State.APPROVED, _concerned(paths, people))
        .order_by(Month.id)
        .with_for_update(of=Month)
    )
    leaders: dict[date, Leaders] = {}
    changed = 0
    for month, period in session.execute(query):
        if month.person_id in people:
            _follow_post(session, month, period.ends)
        on = rated_on(period)
        leaders[on] = leaders.get(on) or Leaders.on(session, on)
        raters = leaders[on].raters(month.person_id, month.unit_id, month.role)
        month.reviewer_id, month.approver_id = raters.reviewer_id, raters.approver_id
        if session.is_modified(month):
            month.revision += 1
            changed += 1
    session.flush()
    return changed


def _concerned(paths: Collection[str], people: Collection[int]) -> ColumnElement[bool]:
    if len(paths) + len(people) > MANY:
        return true()
    under = [Unit.path.startswith(path, autoescape=True) for path in paths]
    return or_(*under, *([Month.person_id.in_(people)] if people else []))


def _follow_post(session: Session, month: Month, ends: date) -> None:
    if month.state not in WITH_PERSON:
        return
    held = select(Post).where(
        Post.person_id == month.person_id,
        Post.unit_id == month.unit_id,
        Post.valid_from <= ends,
        or_(Post.valid_to.is_(None), Post.valid_to >= ends),
    )
    if post := session.scalars(held.order_by(Post.valid_from.desc()).limit(1)).one_or_none():
        month.role, month.title, month.duty_group = post.role, post.title, post.duty_group
