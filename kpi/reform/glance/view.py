"""Everything the province page and the monthly report show, from a handful of queries."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.reform.forecast.completion import PlanForecast
from kpi.reform.glance.course import Course, course, newest_month
from kpi.reform.glance.duties import duties
from kpi.reform.glance.outlook import outlook, plan_outlook
from kpi.reform.indicators.rollup import missing
from kpi.reform.indicators.views import quantities
from kpi.reform.period_codes import month_before, span
from kpi.reform.plan.views import tasks, totals
from kpi.storage.tables import Period


@dataclass(frozen=True)
class Glance:
    """The province in a year up to a month.

    day: of which the plan is. course: the year so far; month: the month alone. tasks: of the year's plans, the most
    urgent first. plan: their counts. due_by_now: how many were due by `day`. forecast: of the plan; outlook: of the
    province's indicators. missing, waiting: unit_id, code of the month's figures not confirmed or not there at all.
    duties: who must act. stamp: names the state of the database it was made from, where somebody keeps it.
    """

    code: str
    day: date
    course: Course
    month: Course
    tasks: pd.DataFrame
    plan: dict[str, float]
    due_by_now: int
    forecast: PlanForecast
    outlook: pd.DataFrame
    missing: pd.DataFrame
    waiting: pd.DataFrame
    duties: pd.DataFrame
    stamp: str = ""

    @property
    def elapsed(self) -> float:
        """The share of the plan's year gone by on `day`."""
        first, last = date(self.course.year, 1, 1), date(self.course.year, 12, 31)
        return min(max(((self.day - first).days + 1) / ((last - first).days + 1), 0.0), 1.0)

    @property
    def generated(self) -> bool:
        """Whether any task shown is a generated one."""
        return bool(len(self.tasks)) and bool(self.tasks["generated"].any())


def plan_day(code: str, today: date) -> date:
    """The day the plan is shown of: today for this month and the last, else the last day of the month."""
    recent = month_before(f"{today:%Y-%m}")
    return today if code >= recent else span(code).ends


def glance(session: Session, actor: Actor, code: str, today: date) -> Glance:
    """The province up to the month `code`, seen on `today`. Raises `NotPermitted`, ValueError for no month."""
    actor.require(Action.READ_REFORM)
    here, day = span(code), plan_day(code, today)
    year, through = here.year, here.last
    so_far, month = course(session, actor, year, through)
    every = tasks(session, actor, day)
    own = every[every["year"] == year].reset_index(drop=True)
    silent, waiting = _lacking(session, actor, code, so_far)
    return Glance(
        code=code,
        day=day,
        course=so_far,
        month=month,
        tasks=own,
        plan=_counts(own),
        due_by_now=int((own["due"] <= pd.Timestamp(day)).sum()),
        forecast=plan_outlook(own, day, date(year, 12, 31)),
        outlook=outlook(so_far, [so_far.province_id]),
        missing=silent,
        waiting=waiting,
        duties=duties(so_far, own, silent, waiting),
    )


def _counts(own: pd.DataFrame) -> dict[str, float]:
    if own.empty:
        return dict.fromkeys(("total", "done", "on_time", "late", "overdue", "due_soon", "progress"), 0)
    found = totals(own).iloc[0]
    return {str(name): float(found[name]) for name in found.index if name != "all"}


def _lacking(session: Session, actor: Actor, code: str, so_far: Course) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The month's figures without the head's word: not there or returned, and those waiting to be confirmed."""
    monthly = so_far.indicators.index[so_far.indicators["period_kind"] == "month"]
    due = so_far.expected[so_far.expected["code"].isin(monthly)]
    given = quantities(session, actor, [code], ("confirmed", "entered"))
    confirmed = given[given["state"] == "confirmed"]
    waiting = given[given["state"] == "entered"].merge(due, on=["unit_id", "code"])
    return missing(confirmed, due, [code])[["unit_id", "code"]], waiting[["unit_id", "code"]]


def months_with_figures(session: Session, actor: Actor, today: date) -> tuple[list[str], str | None]:
    """The months opened, newest first, and the one to begin with: the newest that has ended."""
    actor.require(Action.READ_REFORM)
    query = select(Period.code).where(Period.kind == "month").order_by(Period.code.desc())
    codes = list(session.scalars(query))
    return codes, newest_month(codes, today)
