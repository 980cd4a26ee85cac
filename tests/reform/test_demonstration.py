"""What a demonstration shows of reform: published totals, everything marked; a real province has none of it."""

from datetime import date

import pandas as pd
from sqlalchemy import Engine, func, select

from kpi.access.actor import Actor, Holding
from kpi.access.permissions import Role
from kpi.installation.real import install_real
from kpi.reform.indicators.plausible import Counted, impossible
from kpi.reform.indicators.views import picture
from kpi.reform.kpi_sets import unit_scores
from kpi.reform.period_codes import month_before
from kpi.reform.plan.views import tasks, totals
from kpi.reform.words import both
from kpi.storage.tables import (
    Indicator,
    IndicatorOfficer,
    IndicatorValue,
    KpiItem,
    KpiSet,
    Month,
    Plan,
    PlanTask,
    PublishedFigure,
    TaskReport,
    WorkLine,
)
from kpi.storage.unit_of_work import reading

READER = Actor(1, "an", "An", None, (Holding(Role.AUDITOR, "/1/"),))
LAST = month_before(f"{date.today():%Y-%m}")


def planned(engine: Engine, day: date, *codes: str) -> pd.DataFrame:
    with reading(engine) as session:
        return tasks(session, READER, day, codes or None)


def test_the_totals_of_the_first_half_of_2025_equal_the_published_ones(demo_engine: Engine) -> None:
    frame = planned(demo_engine, date(2025, 6, 30), "CCHC-2025")
    every = totals(frame).iloc[0]
    assert (every["done"], every["total"], every["late"], every["overdue"]) == (17, 62, 0, 0)
    by = totals(frame, "assigner").set_index("assigner")
    central = by.loc[["government", "prime_minister"]]
    assert (central["total"].sum(), central["on_time"].sum()) == (17, 17)
    assert by.loc["province", "done"] == 0
    assert frame["field"].nunique() == 6


def test_the_present_plan_has_something_of_everything(demo_engine: Engine) -> None:
    frame = planned(demo_engine, date.today(), f"CCHC-{date.today().year}")
    assert len(frame) == 44
    assert {"work", "report"} <= set(frame["source"])
    assert frame["generated"].all()


def test_everything_generated_is_marked(demo_engine: Engine) -> None:
    with reading(demo_engine) as session:
        assert set(session.scalars(select(IndicatorValue.source))) == {"generated"}
        assert set(session.scalars(select(TaskReport.source))) == {"generated"}
        for table in (Plan, PlanTask, KpiSet, IndicatorOfficer):
            assert set(session.scalars(select(table.generated))) == {True}, table
        linked = select(func.count(WorkLine.id)).where(WorkLine.plan_task_id.is_not(None))
        assert session.scalar(linked) > 0
        assert session.scalar(select(func.count(Month.id))) > 0


def test_generated_quantities_could_have_been_typed(demo_engine: Engine) -> None:
    with reading(demo_engine) as session:
        query = select(IndicatorValue, Indicator).join(Indicator, Indicator.id == IndicatorValue.indicator_id)
        rows = session.execute(query).all()
        session.expunge_all()
    assert len(rows) > 1000
    name = both("x", "x")
    faults = [
        impossible(
            Counted(
                name, name, name, one.formula == "ratio", one.is_share, one.whole, value.numerator, value.denominator
            )
        )
        for value, one in rows
    ]
    assert [fault for fault in faults if fault] == []


def test_last_month_lacks_two_communes_and_says_which(demo_engine: Engine) -> None:
    with reading(demo_engine) as session:
        found = picture(session, READER, LAST)
        scores = unit_scores(session, LAST).set_index("unit_id")["status"]
    names = found.units.set_index("unit_id")["name"]
    waiting = set(found.pending["unit_id"])
    silent = set(found.missing[found.missing["code"] == "tthc.on_time"]["unit_id"]) - waiting
    assert sorted(names[list(silent)]) == ["Xã Bác Ái Tây", "Đặc khu Trường Sa"]
    assert (scores[list(silent | waiting)] == "insufficient").all()
    assert (scores.drop(list(silent | waiting)) == "scored").all()


def test_every_set_sums_to_a_hundred(demo_engine: Engine) -> None:
    with reading(demo_engine) as session:
        query = select(func.round(func.sum(KpiItem.weight), 6)).group_by(KpiItem.set_id)
        assert set(session.scalars(query)) == {100}


def test_a_real_province_has_definitions_and_published_figures_and_nothing_generated(sqlite_engine: Engine) -> None:
    install_real(sqlite_engine, date(2026, 3, 5))
    with reading(sqlite_engine) as session:
        assert session.scalar(select(func.count(Indicator.id))) == 31
        assert session.scalar(select(func.count(PublishedFigure.id))) == 19
        for table in (Plan, PlanTask, TaskReport, IndicatorValue, KpiSet, IndicatorOfficer):
            assert session.scalar(select(func.count()).select_from(table)) == 0, table
