"""Who proposes a unit's rating and who decides on it: its head, and the first head above. Never one's own."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Role
from kpi.language.numbers import today
from kpi.storage.tables import Post, Unit


def heads_unit(actor: Actor, path: str) -> bool:
    """Whether the actor is head of this very unit."""
    return any(held.role is Role.HEAD and held.path == path for held in actor.holdings)


def decides_on_unit(session: Session, actor: Actor, path: str) -> bool:
    """Whether the actor is the first head above the unit, and not its own head."""
    if heads_unit(actor, path):
        return False
    steps = path.strip("/").split("/")
    above = ["/" + "/".join(steps[:depth]) + "/" for depth in range(len(steps) - 1, 0, -1)]
    day = today()
    query = select(Unit.path).join(Post, Post.unit_id == Unit.id).where(
        Unit.path.in_(above), Post.role == "head", Post.valid_from <= day,
        or_(Post.valid_to.is_(None), Post.valid_to >= day),
    )  # fmt: skip
    headed = set(session.scalars(query))
    first = next((one for one in above if one in headed), None)
    return first is not None and heads_unit(actor, first)
