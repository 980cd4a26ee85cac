"""The scores kept beside approved months, brought to what corrections made of them when a period is opened again."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.assessment.months import keep_score, month_for
from kpi.assessment.petitions.overlay import overlay_of_period
from kpi.assessment.scoring import REVIEWED
from kpi.assessment.states import State
from kpi.storage.tables import Month, Period, WorkLine


def score_corrected_months(session: Session, period: Period) -> None:
    """Score the approved months of a reopened period anew that a petition corrected: lists then show what counts."""
    made = overlay_of_period(session, period.id)
    if not made:
        return
    of_lines = select(WorkLine.month_id).where(WorkLine.id.in_({line for line, _ in made.lines}))
    touched = or_(Month.id.in_({month for month, _ in made.marks}), Month.id.in_(of_lines))
    wanted = select(Month.id).where(Month.period_id == period.id, Month.state == State.APPROVED, touched)
    for month_id in session.scalars(wanted.order_by(Month.id)).all():
        keep_score(session, month_for(session, month_id), REVIEWED)
