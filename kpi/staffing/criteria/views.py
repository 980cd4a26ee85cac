"""Versions of the criteria, for whoever may read staffing."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.language.message import N_
from kpi.organisation.kinds import COMMUNE_LEVEL
from kpi.staffing.criteria.contents import Contents, contents_of, starting_values
from kpi.storage.tables import Criteria, CriteriaComment, Unit

STATE_NAMES = {
    "starting": N_("starting values, not approved"),
    "draft": N_("draft"),
    "proposed": N_("proposed"),
    "approved": N_("approved"),
    "withdrawn": N_("withdrawn"),
}


@dataclass(frozen=True)
class Version:
    """A version in a list, with what the person looking may do with it."""

    id: int
    title: str
    state: str
    effective_from: date | None
    decision: str | None
    drafted_by: str
    drafted_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    based_on_id: int | None
    comments: int
    in_force: bool
    may_edit: bool
    may_approve: bool
    is_drafter: bool


@dataclass(frozen=True)
class Comment:
    """What somebody said of a version."""

    at: datetime
    author: str
    text: str


def versions(session: Session, actor: Actor, on: date) -> list[Version]:
    """Every version, newest first."""
    actor.require(Action.READ_STAFFING)
    counts = dict(
        session.execute(select(CriteriaComment.criteria_id, func.count()).group_by(CriteriaComment.criteria_id)).all()
    )
    current = in_force(session, on)
    rows = session.scalars(select(Criteria).order_by(Criteria.id.desc()))
    return [_version(row, counts.get(row.id, 0), current.id if current else 0, actor) for row in rows]


def _version(row: Criteria, comments: int, current: int, actor: Actor) -> Version:
    whole = Subject()
    return Version(
        row.id, row.title, row.state, row.effective_from, row.decision, row.drafted_by, row.drafted_at, row.approved_by,
        row.approved_at, row.based_on_id, comments, row.id == current,
        may_edit=row.state == "draft" and actor.may(Action.MANAGE_STAFFING, whole),
        may_approve=row.state == "proposed" and actor.may(Action.APPROVE_CRITERIA, whole),
        is_drafter=actor.account_id == row.drafter_id,
    )  # fmt: skip


def in_force(session: Session, on: date) -> Criteria | None:
    """The approved version with the latest effective date not after `on`."""
    query = select(Criteria).where(Criteria.state == "approved", Criteria.effective_from <= on)
    return session.scalars(query.order_by(Criteria.effective_from.desc(), Criteria.id.desc()).limit(1)).one_or_none()


def criteria_contents(session: Session, actor: Actor, criteria_id: int | None, on: date) -> Contents:
    """A version by its id; with None the one in force on the day, else the starting values.

    Raises KeyError where there is no such version.
    """
    actor.require(Action.READ_STAFFING)
    if criteria_id is None:
        current = in_force(session, on)
        return contents_of(session, current) if current else starting_values()
    if criteria_id == 0:
        return starting_values()
    row = session.get(Criteria, criteria_id)
    if row is None:
        raise KeyError(criteria_id)
    return contents_of(session, row)


def comments(session: Session, actor: Actor, criteria_id: int) -> list[Comment]:
    """What was said of a version, oldest first."""
    actor.require(Action.READ_STAFFING)
    query = select(CriteriaComment).where(CriteriaComment.criteria_id == criteria_id).order_by(CriteriaComment.id)
    return [Comment(row.at, row.author, row.text) for row in session.scalars(query)]


def own_commune(session: Session, actor: Actor) -> str | None:
    """The code of the commune-level unit the actor answers for; None where there is none."""
    query = select(Unit.code).where(Unit.kind.in_(COMMUNE_LEVEL), actor.rows(Action.ANSWER_REALLOCATION))
    return session.scalars(query.order_by(Unit.id).limit(1)).one_or_none()
