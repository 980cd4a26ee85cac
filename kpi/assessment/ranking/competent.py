"""Who decides on ranks: the head of the agency on its people, the head above on the head of the agency."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Role
from kpi.assessment.ranking.agencies import Agency
from kpi.language.numbers import today
from kpi.organisation.kinds import RANKING
from kpi.storage.tables import Post, Unit


def heads_agency(actor: Actor, agency: Agency) -> bool:
    """Whether the actor is its head today."""
    return any(held.role is Role.HEAD and held.path == agency.path for held in actor.holdings)


def heads_above(session: Session, actor: Actor, agency: Agency) -> bool:
    """Whether the actor heads a ranking body further up, and nobody between the two is head of one."""
    paths = _paths_above(agency)
    mine = [held.path for held in actor.holdings if held.role is Role.HEAD and held.path in paths]
    if not mine:
        return False
    nearest = max(mine, key=len)
    between = [path for path in paths if len(path) > len(nearest)]
    return not _has_head(session, between, ranking=True)


def without_head(session: Session, agency: Agency) -> bool:
    """Whether nobody is head of the agency today."""
    return not _has_head(session, [agency.path])


def _paths_above(agency: Agency) -> list[str]:
    parts = agency.path.strip("/").split("/")
    return ["/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts))]


def _has_head(session: Session, paths: list[str], *, ranking: bool = False) -> bool:
    day = today()
    query = (
        select(func.count(Post.id))
        .join(Unit, Unit.id == Post.unit_id)
        .where(
            Unit.path.in_(paths), Post.role == "head", Post.valid_from <= day,
            or_(Post.valid_to.is_(None), Post.valid_to >= day),
        )
    )  # fmt: skip
    if ranking:
        query = query.where(Unit.kind.in_(RANKING))
    return bool(paths) and bool(session.scalar(query))
