"""Who leads whom: the direct manager who reviews, and the head who approves, as the tree says on a day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.organisation.kinds import RANKING
from kpi.storage.tables import FieldInCharge, Post, Unit


@dataclass(frozen=True)
class Raters:
    """The persons who rate somebody; None where the tree names nobody (the head of the province)."""

    reviewer_id: int | None
    approver_id: int | None


def raters_of(session: Session, post: Post, on: date) -> Raters:
    """The direct manager and the competent head of `post` on that day.

    Staff answer to the head of their unit (to a deputy where there is no head), a division's head to the deputy in
    charge of it, deputies to their head, the head of an agency or commune to the head of the unit above.
    """
    units = _upward(session, post.unit_id)
    leaders = _leaders(session, [unit.id for unit in units], on)
    approver = _first_head(units, leaders, post.person_id, ranking=True)
    reviewer = _manager(session, post, units, leaders) or approver
    return Raters(reviewer, approver)


def _upward(session: Session, unit_id: int) -> list[Unit]:
    path = session.scalars(select(Unit.path).where(Unit.id == unit_id)).one()
    ids = [int(part) for part in path.strip("/").split("/")]
    units = {unit.id: unit for unit in session.scalars(select(Unit).where(Unit.id.in_(ids)))}
    return [units[i] for i in reversed(ids)]


def _leaders(session: Session, unit_ids: list[int], on: date) -> dict[int, list[Post]]:
    """Heads before deputies, per unit, in office on that day."""
    query = select(Post).where(
        Post.unit_id.in_(unit_ids),
        Post.role.in_(("head", "deputy")),
        Post.valid_from <= on,
        or_(Post.valid_to.is_(None), Post.valid_to >= on),
    )
    found: dict[int, list[Post]] = {}
    for post in session.scalars(query.order_by(Post.role.desc(), Post.id)):  # "head" sorts after "deputy"
        found.setdefault(post.unit_id, []).append(post)
    return found


def _manager(session: Session, post: Post, units: list[Unit], leaders: dict[int, list[Post]]) -> int | None:
    if post.role == "head" and (deputy := _deputy_in_charge(session, post, leaders)):
        return deputy
    if post.role == "staff":
        for leader in leaders.get(post.unit_id, []):
            if leader.person_id != post.person_id:
                return leader.person_id
    return _first_head(units, leaders, post.person_id, ranking=False)


def _deputy_in_charge(session: Session, post: Post, leaders: dict[int, list[Post]]) -> int | None:
    in_office = {leader.id: leader.person_id for found in leaders.values() for leader in found}
    charged = session.scalars(select(FieldInCharge.post_id).where(FieldInCharge.unit_id == post.unit_id))
    return next((in_office[post_id] for post_id in charged if post_id in in_office), None)


def _first_head(units: list[Unit], leaders: dict[int, list[Post]], person_id: int, *, ranking: bool) -> int | None:
    for unit in units:
        if ranking and unit.kind not in RANKING:
            continue
        heads = [post.person_id for post in leaders.get(unit.id, []) if post.role == "head"]
        if heads and person_id not in heads:
            return heads[0]
    return None
