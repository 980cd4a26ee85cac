"""Notes beside figures, for whoever may see the unit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.storage.tables import FigureNote, Unit


@dataclass(frozen=True)
class Note:
    """What somebody wrote beside a figure."""

    family: str
    figure: str
    text: str
    author: str
    at: datetime


def notes_of(session: Session, actor: Actor, unit_code: str) -> list[Note]:
    """A unit's notes, oldest first."""
    query = select(FigureNote).join(Unit, Unit.id == FigureNote.unit_id)
    seen = query.where(Unit.code == unit_code, actor.rows(Action.READ_STAFFING)).order_by(FigureNote.id)
    return [Note(row.family, row.figure, row.text, row.author, row.at) for row in session.scalars(seen)]
