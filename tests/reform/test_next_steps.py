"""What the home page says about indicators and plan tasks, to whom, and where it leads."""

from datetime import date

import pytest

from kpi.assessment.next_step import NextStep
from kpi.assessment.reform_steps import reform_steps
from kpi.reform.indicators.confirm import ReturnQuantities
from kpi.reform.plan.commands import ReportTask
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import MARCH, Scene
from tests.reform.stories import confirmation, enter, name_officer, seen
from tests.reform.test_plan import planned, task_id, wanted

MONTH_OVER = date(2026, 4, 3)
CUT_OFF = date(2026, 4, 5)


def steps(scene: Scene, who: str, day: date = MONTH_OVER) -> list[NextStep]:
    with reading(scene.engine) as session:
        return list(reform_steps(session, scene.actor(who), day))


def said(scene: Scene, who: str, day: date = MONTH_OVER) -> list[str]:
    return [step.message.in_("en") for step in steps(scene, who, day)]


def test_the_official_named_is_told_what_is_to_be_entered_and_led_to_the_sheet(scene: Scene) -> None:
    name_officer(scene)
    step = steps(scene, "an")[0]
    unit = scene.unit("dien-khanh").id
    assert (step.page, step.query, step.due) == ("indicators", {"unit": str(unit), "period": MARCH}, CUT_OFF)
    rows = len(seen(scene).rows)
    expected = f"Month 03/2026: {rows} indicator quantities of Unit dien-khanh are still to be entered."
    assert step.message.in_("en") == expected
    assert not step.urgent
    assert steps(scene, "an", date(2026, 4, 6))[0].urgent  # the day after the cut-off
    assert said(scene, "binh") == said(scene, "chair") == []


@pytest.mark.parametrize(("day", "asked"), [(date(2026, 3, 23), 0), (date(2026, 3, 24), 1)])  # a week before its end
def test_a_month_that_still_runs_asks_for_nothing_until_its_last_week(scene: Scene, day: date, asked: int) -> None:
    name_officer(scene)
    assert len(steps(scene, "an", day)) == asked


def test_the_head_and_the_deputy_are_told_what_waits_until_it_is_confirmed(scene: Scene) -> None:
    name_officer(scene)
    scene.do("an", enter(("tthc.on_time", 90, 100), unit_id=scene.unit("dien-khanh").id))
    waiting = seen(scene).count("entered")
    assert said(scene, "chair") == said(scene, "vice")
    assert said(scene, "chair")[0].startswith(f"Month 03/2026: {waiting} indicator quantities of Unit dien-khanh wait")
    for other in ("governor", "head", "other-chair", "an"):
        assert not any("wait for your confirmation" in one for one in said(scene, other))
    scene.do("chair", confirmation(seen(scene, by="chair")))
    assert said(scene, "chair") == []


def test_what_was_returned_comes_first_with_its_reason(scene: Scene) -> None:
    name_officer(scene)
    scene.do("an", enter(("tthc.on_time", 90, 100), unit_id=scene.unit("dien-khanh").id))
    value = next(row.value_id for row in seen(scene).rows if row.state == "entered")
    assert value is not None
    scene.do("chair", ReturnQuantities(scene.unit("dien-khanh").id, MARCH, (value,), "Count again"))
    first = steps(scene, "an")[0]
    assert first.message.in_("en").startswith("Month 03/2026: 1 indicator quantities of Unit dien-khanh were returned")
    assert first.urgent
    assert first.detail is not None
    assert "Count again" in first.detail.in_("en")


def test_a_head_whose_unit_has_nobody_to_enter_is_asked_to_name_somebody(scene: Scene) -> None:
    assert said(scene, "chair") == [
        "Month 03/2026: nobody is named to enter the indicators of Unit dien-khanh. Name an official."
    ]
    assert said(scene, "vice") == []  # a deputy may not name anybody


def test_a_task_that_presses_is_told_to_those_who_lead_its_unit_and_opens_that_task(scene: Scene) -> None:
    name_officer(scene)
    planned(scene, wanted("NV01", due=date(2026, 4, 2)), wanted("NV02", due=date(2026, 4, 9)),
            wanted("NV03", due=date(2026, 4, 30)))  # fmt: skip
    late, soon = steps(scene, "head", MONTH_OVER)
    assert (late.page, late.query["task"], late.due, late.urgent) == ("plan", "NV01", date(2026, 4, 2), True)
    assert (soon.query["task"], soon.urgent) == ("NV02", False)
    assert said(scene, "an")[1:] == said(scene, "other-head") == []
    above = [[step.query.get("task") for step in steps(scene, who)] for who in ("chair", "governor")]
    assert all([task for task in one if task] == ["NV01", "NV02"] for one in above)  # the unit lies below theirs


def test_several_late_tasks_are_one_step_and_a_task_done_is_none(scene: Scene) -> None:
    planned(scene, wanted("NV01", due=date(2026, 4, 1)), wanted("NV02", due=date(2026, 4, 2)))
    (step,) = steps(scene, "head")
    assert "2 plan tasks of your unit are overdue: NV01, NV02." in step.message.in_("en")
    assert step.query["standing"] == "overdue"
    scene.do("head", ReportTask(task_id(scene, "NV01"), date(2026, 4, 1), 1.0, date(2026, 4, 1)))
    assert steps(scene, "head")[0].query["task"] == "NV02"
