"""What rule sets beside Decree 335 ask about a person, as columns for `kpi.law.score_under`."""

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from kpi.assessment.local_day import local_day
from kpi.assessment.standing.weighing import NAMES, weights_on
from kpi.assessment.standing.worked import absences_in
from kpi.assessment.states import State
from kpi.language.numbers import today
from kpi.law import Rules
from kpi.law.selection import PUBLIC_EMPLOYEE
from kpi.storage.tables import Closing, Month, MonthEvent, Period, UnitResult

DAYS_OF_A_MONTH = 30  # a local reading: the decree counts absence in months and does not say how


def with_inputs(
    session: Session, period: Period, people: pd.DataFrame, rules: Iterable[Rules], *, unit_ranks: bool = False
) -> pd.DataFrame:
    """`people` (person: the month's id; person_id, unit_id, …) with what the given rule sets ask beyond Decree 335.

    nd233: w_quantity, w_quality, w_progress of the unit; with `unit_ranks` also unit_rank from the latest closing. A
    closing itself does not ask for it: it ranks heads last, once the units are rated (`kpi.assessment.closing.heads`).
    nd90: months_absent, in a year. kh2025: report_late, from the first approval and the period's day for reports.
    """
    asked = {one.rule_set for one in rules}
    if "nd233" in asked:
        people = _weighted(session, period, people, _unit_ranks(session, period) if unit_ranks else {})
    if "nd90" in asked:
        absent = people["person_id"].map(_months_absent(session, period)).astype("float64")
        people = people.assign(months_absent=absent.fillna(0.0))
    if "kh2025" in asked:
        people = people.assign(report_late=people["person"].isin(_reported_late(session, period)))
    return people


def _weighted(session: Session, period: Period, people: pd.DataFrame, unit_ranks: dict[int, str]) -> pd.DataFrame:
    weights = weights_on(session, period.starts).set_index("unit_id")
    found = {name: people["unit_id"].map(weights[name]).astype("float64") for name in NAMES}
    ranks = people["unit_id"].map(unit_ranks).astype(object)
    return people.assign(**found, unit_rank=ranks.where(ranks.notna(), None))


def _unit_ranks(session: Session, period: Period) -> dict[int, str]:
    """The ranks of units in the latest closing of the period."""
    latest = select(func.max(Closing.id)).where(Closing.period_id == period.id).scalar_subquery()
    query = select(UnitResult.unit_id, UnitResult.rank).where(UnitResult.closing_id == latest)
    return {unit: rank for unit, rank in session.execute(query) if rank}


def unit_rank_in(session: Session, closing_id: int, unit_id: int) -> str | None:
    """The rank a closing gave a unit."""
    query = select(UnitResult.rank).where(UnitResult.closing_id == closing_id, UnitResult.unit_id == unit_id)
    return session.scalars(query).one_or_none()


def unit_rank_of_head(session: Session, kind: str, role: str, period_code: str, unit_id: int) -> str | None:
    """The rank of the unit a public employee heads, from the period's latest closing; None for everybody else."""
    if kind != PUBLIC_EMPLOYEE or role != "head":
        return None
    query = select(func.max(Closing.id)).join(Period, Period.id == Closing.period_id).where(Period.code == period_code)
    closing_id = session.scalar(query)
    return unit_rank_in(session, closing_id, unit_id) if closing_id else None


def _reported_late(session: Session, period: Period) -> set[int]:
    """Months that could not be reported in time: first approved after the period's day for reports, or not yet.

    An approval that was taken back and given again later does not make a month late.
    """
    if period.report_by is None:
        return set()
    of_month = (MonthEvent.month_id == Month.id, MonthEvent.step == "approved")
    first = select(func.min(MonthEvent.at)).where(*of_month).correlate(Month).scalar_subquery()
    reported = func.coalesce(first, case((Month.state == State.APPROVED, Month.approved_at)))
    late = local_day(reported) > period.report_by
    if today() > period.report_by:
        late = or_(late, reported.is_(None))
    return set(session.scalars(select(Month.id).where(Month.period_id == period.id, late)))


def _months_absent(session: Session, period: Period) -> dict[int, float]:
    """Months away since the year began, by calendar days, secondments left out; none but for a year's period."""
    if period.kind != "year":
        return {}
    away = absences_in(session, date(period.ends.year, 1, 1), period.ends)
    away = away[away["kind"] != "secondment"]
    days = (away["last"] - away["first"] + 1).groupby(away["person_id"]).sum()
    months: dict[int, float] = dict(zip(days.index.tolist(), np.divide(days, DAYS_OF_A_MONTH).tolist(), strict=True))
    return months
