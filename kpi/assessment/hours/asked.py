"""How many of those waiting for a rater declared more hours than arithmetic allows, and have no remark yet."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.assessment.hours.flags import beyond_arithmetic, hours_settings, with_answers
from kpi.assessment.hours.measured import declared_lines, declared_months
from kpi.assessment.queue import waiting_for
from kpi.storage.tables import Month, Period, Unit


def people_to_ask(session: Session, actor: Actor, period: Period) -> int:
    """Only the months in the actor's hands are read: the comparison with colleagues stays on its own page."""
    waiting = (
        select(Month.id).join(Unit, Unit.id == Month.unit_id).where(Month.period_id == period.id, waiting_for(actor))
    )
    months = list(session.scalars(waiting))
    lines = declared_lines(session, period, only=months) if months else None
    if lines is None or lines.empty:
        return 0
    settings = hours_settings(session, period)
    found = beyond_arithmetic(lines, declared_months(session, period, lines, settings), settings)
    if found.empty:
        return 0
    told = with_answers(session, period, found)
    return int(told.loc[~told["head_answered"].astype(bool), "person_id"].nunique())
