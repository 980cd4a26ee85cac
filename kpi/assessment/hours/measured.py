"""What is declared in a period, as tables: lines with hours, and each month's hours beside its working time."""

from collections.abc import Collection

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from kpi.assessment.closing.bulk_reading import figure, figures_of
from kpi.assessment.ranking.agencies import agencies_by_unit
from kpi.assessment.standing.worked import worked_days
from kpi.law.settings import Settings
from kpi.storage.tables import Month, Overtime, Period, Product, WorkLine

LINES = ("line_id", "month_id", "person_id", "unit_id", "product_id", "hours", "done", "standard_minutes")
WHOLE = ("line_id", "month_id", "person_id", "unit_id", "product_id")


def declared_lines(
    session: Session, period: Period, *, like_month: int | None = None, only: Collection[int] | None = None
) -> pd.DataFrame:
    """Accepted lines with declared hours: LINES and kind (of the agency), ordered by line.

    done is the reviewed count where there is one. like_month: only products of that month, whoever's lines. only: the
    lines of those months.
    """
    query = (
        select(
            figure(WorkLine.id), figure(WorkLine.month_id), figure(Month.person_id), figure(Month.unit_id),
            figure(WorkLine.product_id), figure(WorkLine.hours),
            figure(func.coalesce(WorkLine.reviewed_done, WorkLine.done)), figure(Product.standard_minutes),
        )
        .join(Month, Month.id == WorkLine.month_id)
        .join(Product, Product.id == WorkLine.product_id)
        .where(Month.period_id == period.id, WorkLine.state == "accepted", WorkLine.hours.is_not(None))
    )  # fmt: skip
    if like_month is not None:
        mine = aliased(WorkLine)
        query = query.where(WorkLine.product_id.in_(select(mine.product_id).where(mine.month_id == like_month)))
    if only is not None:
        query = query.where(WorkLine.month_id.in_(only))
    lines = figures_of(session, query, LINES, whole=WHOLE).sort_values("line_id", ignore_index=True)
    kinds = {unit_id: agency.kind for unit_id, agency in agencies_by_unit(session).items()}
    return lines.assign(kind=lines["unit_id"].map(kinds).astype(object))


def declared_months(
    session: Session,
    period: Period,
    lines: pd.DataFrame,
    settings: Settings,
    people: Collection[int] | None = None,
    path: str = "",
) -> pd.DataFrame:
    """One row a month among `lines`: month_id, person_id, unit_id, declared, available, overtime (hours).

    available: working days at the post, less leave, times the hours of a working day; missing where no post is known.
    path: a subtree in which all of them hold a post, so that nobody else's are read.
    """
    summed = lines.groupby(["month_id", "person_id", "unit_id"], sort=True)["hours"].sum()
    months = summed.rename("declared").reset_index()
    if people is not None:
        months = months[months["person_id"].isin(list(people))].reset_index(drop=True)
    days = worked_days(session, period.starts, period.ends, path)
    joined = months.merge(days, on=["person_id", "unit_id"], how="left")
    approved = _overtime(session, period)
    made: pd.DataFrame = joined.assign(
        available=joined["days"].astype("float64") * settings.number("hours_per_day"),
        overtime=joined["month_id"].map(approved).astype("float64").fillna(0.0),
    ).drop(columns="days")
    return made


def _overtime(session: Session, period: Period) -> dict[int, float]:
    query = select(Overtime.month_id, Overtime.hours).join(Month, Month.id == Overtime.month_id)
    return dict(session.execute(query.where(Month.period_id == period.id)).all())
