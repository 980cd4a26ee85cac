"""Approved months as calibration compares them: who rated whom, the self-score beside the reviewed one."""

from typing import Any

import pandas as pd
from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.assessment.ranking.agencies import agencies_by_unit
from kpi.assessment.states import State
from kpi.storage.tables import Month, MonthScore, Period, Person, Unit

SELF, REVIEWED, RATER = aliased(MonthScore), aliased(MonthScore), aliased(Person)
COLUMNS = (
    *("month_id", "person_id", "unit_id", "unit", "duty_group", "rater_id", "rater", "self_total", "total", "rank"),
    *("agency_id", "agency", "kind"),
)


def rated_months(session: Session, actor: Actor, period: str, agency_id: int | None = None) -> pd.DataFrame:
    """Approved months with a total, within what the actor may calibrate: COLUMNS. Raises `NotPermitted`."""
    actor.require(Action.READ_CALIBRATION)
    rows = _read(session, _rated().where(Period.code == period, actor.rows(Action.READ_CALIBRATION)))
    return rows if agency_id is None else rows[rows["agency_id"] == agency_id].reset_index(drop=True)


def rated_before(session: Session, actor: Actor, period: str) -> pd.DataFrame:
    """The same for every month of the year that ends with this period: where raters may cross."""
    actor.require(Action.READ_CALIBRATION)
    last = select(Period).where(Period.code == period)
    end = session.scalars(last).one_or_none()
    if end is None:
        return _read(session, _rated().where(Period.code == period))
    since = end.starts.replace(year=end.starts.year - 1)
    query = _rated().where(Period.starts > since, Period.starts <= end.starts, actor.rows(Action.READ_CALIBRATION))
    return _read(session, query)


def _rated() -> Any:
    return (
        select(
            Month.id.label("month_id"), Month.person_id, Month.unit_id, Unit.name.label("unit"), Month.duty_group,
            Month.reviewer_id.label("rater_id"), RATER.full_name.label("rater"), SELF.total.label("self_total"),
            REVIEWED.total, REVIEWED.rank,
        )
        .select_from(Month)
        .join(Period, Period.id == Month.period_id)
        .join(Unit, Unit.id == Month.unit_id)
        .join(REVIEWED, and_(REVIEWED.month_id == Month.id, REVIEWED.stage == "reviewed"))
        .outerjoin(SELF, and_(SELF.month_id == Month.id, SELF.stage == "self"))
        .outerjoin(RATER, RATER.id == Month.reviewer_id)
        .where(Month.state == State.APPROVED, REVIEWED.total.is_not(None))
        .order_by(Month.id)
    )  # fmt: skip


def _read(session: Session, query: Any) -> pd.DataFrame:
    answer = session.execute(query)
    rows = pd.DataFrame(answer.all(), columns=list(answer.keys()), dtype=object)
    agencies = agencies_by_unit(session)
    found = [agencies[unit_id] for unit_id in rows["unit_id"]]
    return rows.assign(
        self_total=rows["self_total"].astype("float64"),
        total=rows["total"].astype("float64"),
        agency_id=[one.id for one in found],
        agency=[one.name for one in found],
        kind=[one.kind for one in found],
    )
