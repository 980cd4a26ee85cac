"""A unit's KPI set: weights that sum to 100, a score with its reasons, and what lacks data named."""

from datetime import date

import pandas as pd
import pytest
from sqlalchemy import select

from kpi.reform.indicators.keeping import SetTarget
from kpi.reform.kpi_sets import unit_scores
from kpi.reform.kpi_sets.commands import DecideKpiSet
from kpi.reform.kpi_sets.templates import INDICATORS, Item, template
from kpi.reform.kpi_sets.views import explained
from kpi.reform.plan.commands import AddTasks, CreatePlan, ReportTask
from kpi.storage.tables import KpiSet, PlanTask
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import MARCH, Scene
from tests.reform.stories import confirmed
from tests.reform.test_plan import wanted

ON_TIME, ONLINE = "tthc.on_time", "online.share"


def decide(scene: Scene, *items: Item, since: date = date(2026, 1, 1)) -> None:
    unit = scene.unit("dien-khanh").id
    scene.do("home-affairs", DecideKpiSet(unit, "locality", since, "QĐ 5", items))


def target(scene: Scene, code: str, value: float) -> None:
    scene.do("home-affairs", SetTarget(code, "province", "2026", value, "QĐ 6"))


def score(scene: Scene, period: str = MARCH) -> pd.Series:
    with reading(scene.engine) as session:
        return unit_scores(session, period).iloc[0]


def items(scene: Scene, period: str = MARCH) -> pd.DataFrame:
    with reading(scene.engine) as session:
        return explained(session, scene.actor("an"), period, scene.unit("dien-khanh").id)


def tasks(scene: Scene, *codes: str, **more: object) -> list[int]:
    scene.do("home-affairs", CreatePlan("P", 2026, "Plan", "province", "QĐ", date(2026, 1, 5)))
    scene.do("home-affairs", AddTasks("P", tuple(wanted(code, **more) for code in codes)))
    return [scene.one(select(PlanTask.id).where(PlanTask.code == code)) for code in codes]


@pytest.mark.parametrize(
    ("chosen", "saying"),
    [
        ((Item(60, ON_TIME), Item(39.99, ONLINE)), "sum to 99.99"),
        ((Item(60, ON_TIME), Item(41, ONLINE)), "sum to 101"),
        ((), "sum to 0"),
        ((Item(50, ON_TIME), Item(50, ON_TIME)), "twice"),
        ((Item(100, ON_TIME), Item(0, ONLINE)), "above 0"),
        ((Item(150, ON_TIME), Item(-50, ONLINE)), "above 0"),
        ((Item(100, "nothing"),), "no indicator"),
        ((Item(100, task_id=99),), "does not exist"),
        ((Item(100),), "one indicator or one plan task"),
    ],
)
def test_a_set_whose_weights_do_not_make_a_hundred_is_refused(scene: Scene, chosen, saying: str) -> None:
    unit = scene.unit("dien-khanh").id
    scene.refused("home-affairs", DecideKpiSet(unit, "locality", date(2026, 1, 1), "QĐ", chosen), saying)


def test_only_home_affairs_decides_and_what_held_is_never_rewritten(scene: Scene) -> None:
    unit = scene.unit("dien-khanh").id
    command = DecideKpiSet(unit, "locality", date(2026, 1, 1), "QĐ", (Item(100, ON_TIME),))
    scene.refused_to(("governor", "chair", "an", "organizing", "auditor", "administrator"), command, "not permitted")
    scene.do("home-affairs", command)
    scene.refused("home-affairs", command, "later day")
    decide(scene, Item(100, ONLINE), since=date(2026, 4, 1))
    assert [one.valid_from for one in scene.all(select(KpiSet).order_by(KpiSet.id))] == [
        date(2026, 1, 1), date(2026, 4, 1),
    ]  # fmt: skip
    assert items(scene)["code"].tolist() == [ON_TIME], "March is measured by the set of March"
    assert items(scene, "2026-04")["code"].tolist() == [ONLINE]


def test_points_are_weight_times_the_share_of_the_target_reached(scene: Scene) -> None:
    decide(scene, Item(60, ON_TIME), Item(40, ONLINE))
    target(scene, ON_TIME, 0.95)
    target(scene, ONLINE, 0.8)
    confirmed(scene, (ON_TIME, 96, 100), (ONLINE, 40, 100), unit="dien-khanh", who="an", head="chair")
    found = score(scene)
    assert (found["status"], found["total"], found["missing"], found["covered"]) == ("scored", 80, "", 100)
    assert items(scene)["points"].tolist() == [60, 20]
    assert items(scene)["attainment"].tolist() == [1, 0.5]


def test_an_items_own_target_comes_before_the_indicators(scene: Scene) -> None:
    decide(scene, Item(100, ON_TIME, target=0.5))
    target(scene, ON_TIME, 1.0)
    confirmed(scene, (ON_TIME, 25, 100), unit="dien-khanh", who="an", head="chair")
    assert score(scene)["total"] == 50


def test_an_item_without_data_is_named_and_counts_neither_as_nought_nor_as_full(scene: Scene) -> None:
    decide(scene, Item(60, ON_TIME), Item(40, ONLINE))
    target(scene, ON_TIME, 0.95)
    target(scene, ONLINE, 0.8)
    confirmed(scene, (ON_TIME, 95, 100), unit="dien-khanh", who="an", head="chair")
    found = score(scene)
    assert (found["status"], found["missing"], found["partial"], found["covered"]) == ("insufficient", ONLINE, 100, 60)
    assert pd.isna(found["total"])


def test_an_indicator_without_a_target_has_no_attainment(scene: Scene) -> None:
    decide(scene, Item(100, ON_TIME))
    confirmed(scene, (ON_TIME, 95, 100), unit="dien-khanh", who="an", head="chair")
    assert (score(scene)["status"], score(scene)["missing"]) == ("insufficient", ON_TIME)
    assert pd.isna(score(scene)["partial"])


@pytest.mark.parametrize(
    ("reports", "points"),
    [
        ([(date(2026, 3, 5), 1.0, date(2026, 3, 1))], 100),  # on time
        ([(date(2026, 3, 25), 1.0, date(2026, 3, 21))], 50),  # late: due on the 20th
        ([(date(2026, 3, 5), 0.4, None)], 20),  # overdue on the 31st
        ([], 0),
    ],
)
def test_a_plan_task_earns_by_its_dates(scene: Scene, reports, points: float) -> None:
    (task,) = tasks(scene, "NV01", due=date(2026, 3, 20))
    decide(scene, Item(100, task_id=task))
    for day, share, done in reports:
        scene.do("head", ReportTask(task, day, share, done))
    assert score(scene)["total"] == points


def test_a_task_under_way_is_measured_against_the_time_passed(scene: Scene) -> None:
    (task,) = tasks(scene, "NV01", starts=date(2026, 3, 1), due=date(2026, 4, 30))  # half its time on the 31st
    decide(scene, Item(100, task_id=task))
    scene.do("head", ReportTask(task, date(2026, 3, 31), 0.25))
    assert score(scene)["total"] == 50
    scene.do("head", ReportTask(task, date(2026, 3, 31), 0.8))
    assert score(scene)["total"] == 100


def test_a_task_that_begins_later_is_left_out_and_the_others_carry_its_weight(scene: Scene) -> None:
    first, later = tasks(scene, "NV01", "NV02", starts=date(2026, 3, 1), due=date(2026, 3, 20))
    scene.do("home-affairs", CreatePlan("Q", 2026, "Plan", "province", "QĐ", date(2026, 1, 5)))
    scene.do("home-affairs", AddTasks("Q", (wanted("NV09", starts=date(2026, 5, 1), due=date(2026, 9, 1)),)))
    future = scene.one(select(PlanTask.id).where(PlanTask.code == "NV09"))
    decide(scene, Item(30, task_id=first), Item(30, task_id=later), Item(40, task_id=future))
    scene.do("head", ReportTask(first, date(2026, 3, 25), 1.0, date(2026, 3, 10)))
    found = score(scene)
    assert (found["status"], found["total"]) == ("scored", 50)
    assert items(scene)["counted"].tolist() == [50, 50, 0]


@pytest.mark.parametrize("kind", INDICATORS)
@pytest.mark.parametrize("number", [0, 1, 3, 7])
def test_every_model_set_sums_to_a_hundred(kind: str, number: int) -> None:
    found = template(kind, range(1, number + 1))
    assert round(sum(item.weight for item in found), 9) == 100
    assert sum(item.task_id is not None for item in found) == min(number, 5)


def test_without_any_set_there_is_nothing_to_score(scene: Scene) -> None:
    with reading(scene.engine) as session:
        assert unit_scores(session, MARCH).empty
