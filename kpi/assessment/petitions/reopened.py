"""Corrections that followed a petition, in a period that was opened again: they stand, whatever a rater enters now."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from kpi.access.actor import Refused
from kpi.assessment.petitions.overlay import Overlay, overlay
from kpi.assessment.states import PeriodState
from kpi.language.message import Message, say
from kpi.storage.tables import Month, Period

NONE = Overlay({}, {})


def corrections_standing(session: Session, month: Month, period: Period) -> Overlay:
    """What the next closing puts on top of the month; nothing in a period that was never closed."""
    return NONE if period.state == PeriodState.OPEN else overlay(session, [month.id])


def stands(title: str) -> Message:
    """Why a rater cannot enter another figure."""
    return say("“{title}”: this figure was corrected after a petition, by decision, and stands at the next closing.",
               title=title)  # fmt: skip


def refuse_corrected_marks(made: Overlay, month_id: int, criteria: Iterable[str]) -> None:
    """Raise `Refused` for the first criterion a decision on a petition has settled."""
    for code in criteria:
        if (month_id, code) in made.marks:
            raise Refused(stands(code))
