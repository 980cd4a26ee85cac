"""The province at a glance against figures counted by hand."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select

from kpi.access.actor import Actor, NotPermitted
from kpi.assessment.moves import Watch
from kpi.language.catalogue import translate
from kpi.reform.glance.grades import GRADE_NAMES, graded
from kpi.reform.glance.order import ranking
from kpi.reform.glance.outlook import outlook
from kpi.reform.glance.verdict import verdicts
from kpi.reform.glance.view import Glance, glance, months_with_figures, plan_day
from kpi.storage.tables import Indicator, IndicatorTarget, IndicatorValue, TaskReport
from kpi.storage.unit_of_work import UnitOfWork, reading
from tests.feeds.scene import GOOD, HOME_AFFAIRS, OFFICIAL, book, settle_province

TODAY = date(2026, 4, 10)
VN, DK, NT, STC = 2, 3, 4, 5
FIGURES = {  # on time of resolved, January to March
    VN: [(95, 100), (90, 100), (99, 100)],
    DK: [(171, 180), (100, 200), (180, 180)],
    NT: [(1330, 1400), (1300, 1400), None],
}


@pytest.fixture
def province(engine: Engine) -> Engine:
    """The scene with three months of one indicator, its target, and one task done, one late, one open."""
    settle_province(engine)
    with UnitOfWork(engine) as work:
        on_time = work.session.scalars(select(Indicator).where(Indicator.code == "tthc.on_time")).one()
        work.session.query(IndicatorTarget).delete()
        work.session.add(
            IndicatorTarget(indicator_id=on_time.id, unit_id=1, period_code="2026", value=0.95, decision="x")
        )
        for unit, months in FIGURES.items():
            for month, pair in enumerate(months, 1):
                if pair is not None:
                    work.session.add(_value(on_time.id, unit, f"2026-{month:02d}", pair, "confirmed"))
        work.session.add(_value(on_time.id, NT, "2026-03", (1, 2), "entered"))
        for task, done in ((1, date(2026, 3, 1)),):
            work.session.add(TaskReport(task_id=task, reported_on=done, progress=1.0, done_on=done, reported_by="x",
                                        at=datetime(2026, 3, 1, tzinfo=UTC)))  # fmt: skip
        work.commit()
    return engine


def _value(indicator: int, unit: int, period: str, pair: tuple[float, float], state: str) -> IndicatorValue:
    return IndicatorValue(indicator_id=indicator, unit_id=unit, period_code=period, numerator=pair[0],
                          denominator=pair[1], state=state, entered_by="x",
                          entered_at=datetime(2026, 4, 1, tzinfo=UTC))  # fmt: skip


def seen(engine: Engine, code: str = "2026-03", today: date = TODAY) -> Glance:
    with reading(engine) as session:
        return glance(session, HOME_AFFAIRS, code, today)


def test_the_provinces_share_is_that_of_the_sums_and_not_a_mean(province: Engine):
    own = seen(province).course.of_unit(1).loc["tthc.on_time"]
    hits = 95 + 90 + 99 + 171 + 100 + 180 + 1330 + 1300
    cases = 300 + 560 + 2800
    assert (own["numerator"], own["denominator"]) == (hits, cases)
    assert own["value"] == pytest.approx(hits / cases)
    assert own["distance"] == pytest.approx(hits / cases - 0.95)
    assert own["grade"] == "short"


def test_what_is_entered_and_not_confirmed_does_not_count(province: Engine):
    month = seen(province).month.of_unit(1).loc["tthc.on_time"]
    assert (month["numerator"], month["denominator"]) == (99 + 180, 100 + 180)
    assert month["reported"] == 2


def test_a_unit_without_the_months_figure_is_named_and_so_is_who_waits(province: Engine):
    found = seen(province)
    lacking = found.missing[found.missing["code"] == "tthc.on_time"]["unit_id"].tolist()
    assert sorted(lacking) == [NT, STC]
    assert found.waiting.to_dict("records") == [{"unit_id": NT, "code": "tthc.on_time"}]


def test_each_unit_is_judged_against_the_target_above_it(province: Engine):
    values = seen(province).course.values.set_index(["unit_id", "code"])
    assert values.loc[(VN, "tthc.on_time"), "grade"] == "near"  # 284 of 300 is 94.7%
    assert values.loc[(DK, "tthc.on_time"), "grade"] == "far"  # 451 of 560 is 80.5%


def test_who_must_act_is_counted_for_each_unit(province: Engine):
    duties = seen(province).duties.set_index("unit_id")
    assert duties.loc[DK, "below"] == 1
    assert duties.loc[NT, "waiting"] == 1
    assert duties.loc[STC, "overdue"] == 0
    assert duties.loc[STC, "missing"] > 0


def test_overdue_tasks_come_before_everything_else(province: Engine):
    found = seen(province, "2026-03", date(2026, 7, 20))
    late = glance_on(province, date(2026, 7, 20))
    assert found.day == date(2026, 3, 31)  # an older month is shown as it ended
    assert late.duties["unit_id"].iloc[0] == STC
    assert late.duties["overdue"].iloc[0] == 2
    assert late.plan["overdue"] == 2


def glance_on(engine: Engine, today: date) -> Glance:
    return seen(engine, f"{today:%Y-%m}", today)


def test_the_plan_is_counted_and_its_forecast_says_why_there_is_none(province: Engine):
    found = seen(province)
    assert (found.plan["total"], found.plan["done"], found.plan["on_time"]) == (3, 1, 1)
    assert found.forecast.reason == "tasks"
    assert found.due_by_now == 0
    assert found.elapsed == pytest.approx(100 / 365)


def test_the_outlook_rests_on_the_provinces_own_months(province: Engine):
    found = seen(province).outlook.set_index("code").loc["tthc.on_time"]
    assert found["so_far"] == pytest.approx((95 + 90 + 99 + 171 + 100 + 180 + 1330 + 1300) / 3660)
    assert found["pace"] == found["so_far"]  # three months: all of them recent
    assert found["reason"] == ""
    assert found["expected"] == pytest.approx(9 * 3660 / 3)


def test_a_unit_with_two_months_gets_no_forecast(province: Engine):
    course = seen(province).course
    found = outlook(course, [NT]).set_index("code").loc["tthc.on_time"]
    assert (found["outcome"], found["reason"]) == ("no_forecast", "months")


def test_a_year_enters_no_other(province: Engine):
    values = seen(province, "2026-02").course.of_unit(1)
    assert values.loc["tthc.on_time", "denominator"] == 200 + 380 + 2800
    assert seen(province, "2025-12", date(2026, 1, 5)).course.values.empty


def test_the_ranking_lists_apart_who_has_no_figures(province: Engine):
    table = ranking(seen(province).course, "tthc.on_time", ["commune", "ward", "agency"])
    assert table["unit"].tolist()[-1] == "Sở Tài chính"
    assert table["place"].isna().tolist() == [False, False, False, True]
    assert ranking(seen(province).course, "tthc.on_time", ["ward"])["unit"].tolist() == ["Phường Nha Trang"]


def test_the_answer_is_three_sentences(province: Engine):
    found = verdicts(seen(province))
    assert [verdict.level for verdict in found] == ["good", "warning", "warning"]
    assert all("{" not in verdict.text.in_(language) for verdict in found for language in ("vi", "en"))


def test_an_empty_province_has_an_answer_too(engine: Engine):
    settle_province(engine)
    found = seen(engine)
    assert found.course.values.empty
    assert [verdict.level for verdict in verdicts(found)] == ["good", "warning", "warning"]


def test_what_a_glance_is_kept_by_moves_with_a_source_and_with_an_import(engine: Engine):
    province, watch = settle_province(engine), Watch(engine)
    before = watch.now().approved
    province.save()
    after = watch.now().approved
    province.load(book(GOOD))
    assert len({before, after, watch.now().approved}) == 3


def test_everybody_may_look_and_nobody_without_a_role(province: Engine):
    with reading(province) as session:
        assert glance(session, OFFICIAL, "2026-03", TODAY).plan["total"] == 3
        with pytest.raises(NotPermitted):
            glance(session, Actor(None, "x", "x", None, ()), "2026-03", TODAY)
        assert months_with_figures(session, OFFICIAL, TODAY) == (["2026-03", "2026-02"], "2026-03")


@pytest.mark.parametrize(
    ("code", "today", "day"),
    [
        ("2026-03", date(2026, 3, 10), date(2026, 3, 10)),
        ("2026-03", date(2026, 4, 10), date(2026, 4, 10)),
        ("2026-03", date(2026, 5, 1), date(2026, 3, 31)),
        ("2025-12", date(2026, 1, 31), date(2026, 1, 31)),
    ],
)
def test_the_plan_is_of_today_unless_an_older_month_is_asked_for(code: str, today: date, day: date):
    assert plan_day(code, today) == day


def test_the_grades_just_below_at_and_above_their_limits():
    import pandas as pd

    value = pd.Series([0.95, 0.949, 0.931, 0.9309, 0.855, 0.8549, float("nan"), 0.5])
    target = pd.Series([0.95] * 7 + [float("nan")])
    found = graded(value, target, value - target).tolist()
    assert found == ["met", "near", "near", "short", "short", "far", "missing", "no_target"]


@pytest.mark.parametrize("text", GRADE_NAMES.values())
def test_every_grade_has_its_words(text: str):
    assert translate(text, "vi") != text
