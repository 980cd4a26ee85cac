"""What units' ratings rest on, for all units at once: their people, tasks, deadlines, KPI sets and marks."""

from collections.abc import Collection
from typing import Any

import pandas as pd
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from kpi.assessment.closing.result_columns import INSUFFICIENT, SCORED, UNIT_RANK_MISSING
from kpi.assessment.local_day import local_day
from kpi.assessment.ranking.agencies import agencies_by_unit
from kpi.assessment.states import State
from kpi.organisation.kinds import UnitKind
from kpi.reform.kpi_sets import unit_scores
from kpi.reform.plan.views import tasks_on
from kpi.reform.words import Standing
from kpi.storage.tables import Indicator, Month, MonthScore, Period, Unit, UnitMark, WorkLine


def rated_above(session: Session) -> pd.DataFrame:
    """unit_id, rated_id: every unit with each unit it counts for: itself and those above it up to its agency.

    The province itself is rated by the Central level and is left out.
    """
    agencies = agencies_by_unit(session)
    rows = []
    for unit_id, path in session.execute(select(Unit.id, Unit.path)):
        agency = agencies[unit_id]
        if agency.kind == UnitKind.PROVINCE:
            continue
        inside = path[len(agency.path) :].strip("/").split("/") if len(path) > len(agency.path) else []
        rows += [(unit_id, agency.id), *((unit_id, int(step)) for step in inside)]
    return pd.DataFrame(rows, columns=["unit_id", "rated_id"])


def months_behind(session: Session, period: Period) -> list[int]:
    """The periods work was recorded in: the period itself, or of a quarter or year its months."""
    if not period.derived:
        return [period.id]
    inside = (Period.starts >= period.starts, Period.ends <= period.ends, Period.derived.is_(False))
    return list(session.scalars(select(Period.id).where(*inside)))


def people_so_far(session: Session, period: Period) -> pd.DataFrame:
    """Before a closing: everybody with a month, as results have it: unit_id, status, worked, task_points."""
    reviewed = (MonthScore.month_id == Month.id) & (MonthScore.stage == "reviewed")
    query = select(Month.unit_id, Month.state, MonthScore.status, MonthScore.task_points)
    rows = session.execute(query.outerjoin(MonthScore, reviewed).where(Month.period_id == period.id)).all()
    frame = pd.DataFrame(rows, columns=["unit_id", "state", "status", "task_points"])
    known = (frame["state"] == State.APPROVED) & (frame["status"] == SCORED)
    return frame.assign(status=known.map({True: SCORED, False: INSUFFICIENT}), worked=1.0)


def people(results: pd.DataFrame, above: pd.DataFrame) -> pd.DataFrame:
    """Per rated unit: assessed, known (people with a result) and share (task points ÷ 70, weighted by time worked).

    A head whose rank waits for this very rating counts by the points, which are known.
    """
    counted = results[results["status"].isin([SCORED, INSUFFICIENT])].merge(above, on="unit_id")
    waiting = counted["missing"] == UNIT_RANK_MISSING if "missing" in counted.columns else False
    scored = (counted["status"] == SCORED) | waiting
    worked = counted["worked"].astype("float64").fillna(1.0).where(scored, 0.0)
    points = counted["task_points"].astype("float64").where(scored, 0.0) * worked
    sums = pd.DataFrame({"rated_id": counted["rated_id"], "assessed": 1, "known": scored.astype("int64"),
                         "worked": worked, "points": points}).groupby("rated_id").sum()  # fmt: skip
    return sums.assign(share=sums["points"] / 70.0 / sums["worked"].where(sums["worked"] > 0))[
        ["assessed", "known", "share"]
    ]


def tasks(session: Session, periods: Collection[int], above: pd.DataFrame) -> pd.DataFrame:
    """Per rated unit: tasks (accepted lines of approved months), unrecorded, done, on_time and good among them."""
    done = func.coalesce(WorkLine.reviewed_done, WorkLine.done)
    quality = func.coalesce(WorkLine.reviewed_quality_ok, WorkLine.quality_ok, done)
    failed = _net(WorkLine.reviewed_failed, WorkLine.failed, WorkLine.failed_excused)
    late = _net(WorkLine.reviewed_late, WorkLine.late, WorkLine.late_excused)
    query = (
        select(
            Month.unit_id, func.count(), _count(done.is_(None)), _count(done >= WorkLine.assigned),
            _count((done >= WorkLine.assigned) & (late <= 0)), _count((quality >= WorkLine.assigned) & (failed <= 0)),
        )
        .join(Month, Month.id == WorkLine.month_id)
        .where(Month.period_id.in_(periods), Month.state == State.APPROVED, WorkLine.state == "accepted")
        .group_by(Month.unit_id)
    )  # fmt: skip
    names = ["unit_id", "tasks", "unrecorded", "done", "on_time", "good"]
    return _summed(session, query, names, above)


def plan_tasks(session: Session, period: Period, above: pd.DataFrame) -> pd.DataFrame:
    """Per rated unit: plan tasks it leads, due from the year's start to the period's end, as `tasks`.

    One that is done counts as good.
    """
    found = tasks_on(session, period.ends)
    start = pd.Timestamp(period.ends.year, 1, 1)
    due = found[(found["due"] >= start) & (found["due"] <= pd.Timestamp(period.ends))]
    on_time = (due["standing"] == str(Standing.DONE_ON_TIME)).astype("int64")
    done = on_time + (due["standing"] == str(Standing.DONE_LATE)).astype("int64")
    counts = {"tasks": 1, "unrecorded": 0, "done": done, "on_time": on_time, "good": done}
    frame = pd.DataFrame({"unit_id": due["lead_unit_id"].astype("int64"), **counts}).merge(above, on="unit_id")
    summed: pd.DataFrame = frame.drop(columns="unit_id").groupby("rated_id").sum()
    return summed


def deadlines(session: Session, periods: Collection[int], above: pd.DataFrame) -> pd.DataFrame:
    """Per rated unit: months, handed_in and approved of them within the period's deadlines."""
    query = (
        select(
            Month.unit_id, func.count(), _count(local_day(Month.submitted_at) <= Period.submit_by),
            _count(local_day(Month.approved_at) <= Period.approve_by),
        )
        .join(Period, Period.id == Month.period_id)
        .where(Month.period_id.in_(periods))
        .group_by(Month.unit_id)
    )  # fmt: skip
    return _summed(session, query, ["unit_id", "months", "handed_in", "approved"], above)


def kpi(session: Session, period: Period) -> pd.DataFrame:
    """Per unit with a KPI set: kpi (its score as a share), kpi_missing (indicators without data, by name)."""
    scores = unit_scores(session, period.code)
    names = dict(session.execute(select(Indicator.code, Indicator.name_vi).order_by(Indicator.valid_from)).all())
    lacking = [", ".join(names.get(code, code) for code in str(codes).split(", ")) for codes in scores["missing"]]
    return pd.DataFrame(
        {"kpi": scores["total"].to_numpy(dtype="float64") / 100.0, "kpi_missing": lacking},
        index=pd.Index(scores["unit_id"].astype("int64"), name="rated_id"),
    )


def marks(session: Session, period: Period) -> dict[int, list[UnitMark]]:
    """The general criteria of each unit, as proposed and decided."""
    found: dict[int, list[UnitMark]] = {}
    for mark in session.scalars(select(UnitMark).where(UnitMark.period_id == period.id).order_by(UnitMark.criterion)):
        found.setdefault(mark.unit_id, []).append(mark)
    return found


def _net(reviewed: Any, declared: Any, excused: Any) -> Any:
    return func.coalesce(reviewed, declared, 0.0) - func.coalesce(excused, 0.0)


def _count(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _summed(session: Session, query: Any, names: list[str], above: pd.DataFrame) -> pd.DataFrame:
    rows = [tuple(int(value or 0) for value in row) for row in session.execute(query).all()]
    frame = pd.DataFrame(rows, columns=names).merge(above, on="unit_id")
    summed: pd.DataFrame = frame.drop(columns="unit_id").groupby("rated_id").sum()
    return summed
