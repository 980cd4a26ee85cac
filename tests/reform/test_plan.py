"""The reform plan: terms change by dated decision, progress follows from work and reports, dates tell the rest."""

from datetime import date, timedelta

import pandas as pd
import pytest
from sqlalchemy import select

from kpi.assessment.assign import AssignWork, RepeatMonth
from kpi.assessment.new_lines import Work
from kpi.assessment.review import UndoApproval
from kpi.language.numbers import today
from kpi.reform.plan.behind import Behind, behind
from kpi.reform.plan.commands import AddTasks, AmendPlan, CreatePlan, ReportTask, TaskWanted, WithdrawReport
from kpi.reform.plan.links import open_tasks
from kpi.reform.plan.proof import evidenced
from kpi.reform.plan.views import amendments, late_tasks, plans, tasks, totals
from kpi.storage.tables import PlanTask, TaskReport, TaskTerms, WorkLine
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import APRIL, MARCH, Scene

CREATE = CreatePlan("CCHC-2026", 2026, "Kế hoạch", "province", "QĐ 1", date(2026, 1, 5))
NEVER = date(2030, 1, 1)


def wanted(code: str = "NV01", **more: object) -> TaskWanted:
    terms = {
        "code": code, "field": "procedures", "name": f"Task {code}", "product": "Report", "assigner": "province",
        "lead_unit_code": "economy", "starts": date(2026, 1, 10), "due": date(2026, 4, 30), "quantity": 20.0,
    }  # fmt: skip
    return TaskWanted(**(terms | more))  # type: ignore[arg-type]


def planned(scene: Scene, *tasks_wanted: TaskWanted) -> None:
    scene.do("home-affairs", CREATE)
    scene.do("home-affairs", AddTasks("CCHC-2026", tasks_wanted or (wanted(),)))


def task_id(scene: Scene, code: str = "NV01") -> int:
    return int(scene.one(select(PlanTask.id).where(PlanTask.code == code)))


def found(scene: Scene, day: date, who: str = "an") -> pd.DataFrame:
    with reading(scene.engine) as session:
        return tasks(session, scene.actor(who), day)


def one(scene: Scene, day: date, code: str = "NV01") -> pd.Series:
    frame = found(scene, day)
    return frame[frame["code"] == code].iloc[0]


def told(scene: Scene, who: str, day: date = NEVER) -> Behind:
    with reading(scene.engine) as session:
        return behind(session, scene.actor(who), task_id(scene), day)


def test_home_affairs_keeps_the_plan_and_nobody_else(scene: Scene) -> None:
    others = ("governor", "chair", "an", "organizing", "auditor", "administrator")
    scene.refused_to(others, CREATE, "not permitted")
    planned(scene)
    scene.refused_to(others, AddTasks("CCHC-2026", (wanted("NV02"),)), "not permitted")
    amend = AmendPlan("CCHC-2026", date(2026, 2, 1), "QĐ 2", "more", (wanted("NV02"),))
    scene.refused_to(others, amend, "not permitted")
    with reading(scene.engine) as session:
        (plan,) = plans(session, scene.actor("an"))
    assert (plan.code, plan.owner, plan.amendments, plan.generated) == ("CCHC-2026", "Unit province", 0, False)


@pytest.mark.parametrize(
    ("task", "saying"),
    [
        (wanted(name=" "), "text is empty"),
        (wanted(field="magic"), "six fields"),
        (wanted(assigner="nobody"), "who assigned"),
        (wanted(due=date(2026, 1, 9)), "before it starts"),
        (wanted(quantity=0.0), "above 0"),
        (wanted(weight=-1.0), "above 0"),
        (wanted(lead_unit_code="nowhere"), "no unit with the code"),
        (wanted(support_codes=("nowhere",)), "no unit with the code"),
        (wanted("NV00"), "already"),
    ],
)
def test_a_faulty_task_is_refused_with_all_the_others(scene: Scene, task: TaskWanted, saying: str) -> None:
    planned(scene, wanted("NV00"))
    scene.refused("home-affairs", AddTasks("CCHC-2026", (wanted("NV07"), task)), saying)


def test_an_amendment_changes_a_task_from_its_day_and_the_past_stays(scene: Scene) -> None:
    planned(scene, wanted(), wanted("NV02"))
    scene.do(
        "home-affairs",
        AmendPlan("CCHC-2026", date(2026, 3, 1), "QĐ 9", "later", (wanted(due=date(2026, 6, 30)),), ("NV02",)),
    )
    assert one(scene, date(2026, 2, 28))["due"] == pd.Timestamp(2026, 4, 30)
    assert one(scene, date(2026, 3, 1))["due"] == pd.Timestamp(2026, 6, 30)
    assert set(found(scene, date(2026, 2, 28))["code"]) == {"NV01", "NV02"}
    assert set(found(scene, date(2026, 3, 1))["code"]) == {"NV01"}
    assert len(scene.all(select(TaskTerms))) == 4, "nothing was overwritten"
    with reading(scene.engine) as session:
        assert amendments(session, scene.actor("an"), "CCHC-2026") == [(1, date(2026, 3, 1), "QĐ 9", "later")]
    assert [terms["due"] for terms in told(scene, "an").terms] == [date(2026, 4, 30), date(2026, 6, 30)]


def test_an_amendment_that_leaves_a_task_as_it_is_is_refused(scene: Scene) -> None:
    planned(scene)
    for change in ({}, {"support_codes": ("economy",)}):  # the lead unit supports itself anyway
        command = AmendPlan("CCHC-2026", date(2026, 3, 1), "QĐ 9", "Rà soát", (wanted(**change),))
        scene.refused("home-affairs", command, "would stay as it is")
    scene.do("home-affairs", AmendPlan("CCHC-2026", date(2026, 3, 1), "QĐ 9", "Bổ sung cơ quan phối hợp",
                                       (wanted(support_codes=("culture",)),)))  # fmt: skip


def test_an_amended_plan_is_changed_only_by_further_amendments_in_order(scene: Scene) -> None:
    planned(scene)
    scene.do("home-affairs", AmendPlan("CCHC-2026", date(2026, 3, 1), "QĐ 9", "s", (wanted("NV02"),)))
    scene.refused("home-affairs", AddTasks("CCHC-2026", (wanted("NV03"),)), "by an amendment")
    for command, saying in (
        (AmendPlan("CCHC-2026", date(2026, 2, 1), "QĐ 8", "s", (wanted("NV03"),)), "cannot be dated before"),
        (AmendPlan("CCHC-2026", date(2026, 4, 1), " ", "s", (wanted("NV03"),)), "empty"),
        (AmendPlan("CCHC-2026", date(2026, 4, 1), "QĐ", "s"), "at least one task"),
        (AmendPlan("CCHC-2026", date(2026, 4, 1), "QĐ", "s", (wanted(),), ("NV01",)), "named twice"),
        (AmendPlan("CCHC-2026", date(2026, 4, 1), "QĐ", "s", (), ("NV09",)), "no task"),
        (AmendPlan("CCHC-2027", date(2026, 4, 1), "QĐ", "s", (), ("NV01",)), "no plan"),
    ):
        scene.refused("home-affairs", command, saying)


def assign_to_task(scene: Scene, owner: str = "an", quantity: float = 10, code: str = MARCH) -> None:
    work = Work(scene.product("report", date.fromisoformat(f"{code}-01")), quantity, "", None, task_id(scene))
    scene.do("head", AssignWork(scene.period(code), (scene.person(owner),), (work,)))


def approve(scene: Scene, owner: str, done: float, code: str = MARCH) -> None:
    """The work is done, reviewed and approved."""
    assert not scene.record(owner, scene.line(owner, code), done=done, quality_ok=done).problems
    scene.mark(owner, code=code)
    scene.submit(owner, code=code)
    scene.review(owner, code=code)
    scene.do("chair", scene.approval(owner, code=code))


def test_progress_follows_from_approved_work_and_from_nothing_before(scene: Scene) -> None:
    planned(scene)
    assign_to_task(scene)
    assert (one(scene, NEVER)["progress"], one(scene, NEVER)["source"]) == (0, "none"), "assigned is not done"
    approve(scene, "an", 8)
    task = one(scene, NEVER)
    assert (task["progress"], task["source"]) == (8 / 20, "work")
    assert scene.line("an").plan_task_id == task_id(scene)
    month = scene.month("an")
    scene.do("chair", UndoApproval(month.id, "Nhầm"))
    assert one(scene, NEVER)["progress"] == 0, "an approval taken back takes the progress back"


def test_work_reaches_the_whole_and_never_more(scene: Scene) -> None:
    planned(scene, wanted(quantity=10.0))
    assign_to_task(scene)
    approve(scene, "an", 8)
    assign_to_task(scene, "binh")
    approve(scene, "binh", 7)
    task = one(scene, NEVER)
    assert task["progress"] == 1.0
    assert task["done_on"] == pd.Timestamp(2026, 3, 31), "the last day of the month that reached the quantity"
    assert task["standing"] == "done_on_time"


def test_repeating_a_month_keeps_the_task_of_the_work(scene: Scene) -> None:
    planned(scene)
    assign_to_task(scene)
    scene.do("head", RepeatMonth(scene.period(APRIL), scene.period(MARCH), (scene.person("an"),)))
    assert scene.line("an", APRIL).plan_task_id == task_id(scene)


def test_work_for_a_task_that_does_not_exist_is_refused(scene: Scene) -> None:
    work = Work(scene.product("report"), 1, "", None, 99)
    command = AssignWork(scene.period(), (scene.person("an"),), (work,))
    scene.refused("head", command, "not in the plan")


def test_people_behind_a_percent_are_shown_to_those_who_may_read_their_months(scene: Scene) -> None:
    planned(scene)
    assign_to_task(scene)
    approve(scene, "an", 8)
    for who, people, hidden in (
        ("an", ["Person an"], 0),
        ("head", ["Person an"], 0),
        ("auditor", ["Person an"], 0),
        ("binh", [], 1),
        ("other-chair", [], 1),
        ("organizing", [], 1),
    ):
        behind_it = told(scene, who)
        assert ([line["person"] for line in behind_it.work], behind_it.hidden) == (people, hidden), who
    line = told(scene, "head").work[0]
    assert (line["done"], line["share"]) == (8, 0.4)  # of twenty


def proved(scene: Scene, who: str = "an") -> bool:
    with reading(scene.engine) as session:
        return task_id(scene) in evidenced(session, scene.actor(who), [task_id(scene)], NEVER)


def test_a_task_is_evidenced_by_a_report_that_counts_and_by_approved_work_alone(scene: Scene) -> None:
    planned(scene)
    assign_to_task(scene)
    scene.change(WorkLine, WorkLine.id > 0, link="https://example.vn/bao-cao")
    assert not proved(scene)  # not approved yet
    approve(scene, "an", 8)
    assert proved(scene)
    assert told(scene, "head").work[0]["link"] == "https://example.vn/bao-cao"
    assert told(scene, "binh").work == []
    scene.change(WorkLine, WorkLine.id > 0, link=None)
    assert not proved(scene)
    written = scene.do("head", ReportTask(task_id(scene), date(2026, 2, 1), 0.5, None, "", "https://example.vn/qd"))
    assert proved(scene)
    scene.do("head", WithdrawReport(int(written), "Wrong"))
    assert not proved(scene)


def report(scene: Scene, day: date, share: float, done: date | None = None, by: str = "head") -> int:
    return int(scene.do(by, ReportTask(task_id(scene), day, share, done)))


def test_the_lead_unit_reports_and_others_may_not(scene: Scene) -> None:
    planned(scene)
    command = ReportTask(task_id(scene), date(2026, 2, 1), 0.5)
    scene.refused_to(("an", "other-chair", "other-head", "acting", "auditor", "organizing"), command, "not permitted")
    for who in ("head", "deputy", "chair", "governor", "home-affairs"):
        report(scene, date(2026, 2, 1), 0.5, by=who)


@pytest.mark.parametrize(
    ("day", "share", "done", "saying"),
    [
        (date(2026, 2, 1), 1.0, None, "needs the day"),
        (date(2026, 2, 1), 0.9, date(2026, 2, 1), "needs the day"),
        (date(2026, 2, 1), 1.0, date(2026, 2, 2), "lies between"),
        (date(2026, 2, 1), 1.0, date(2026, 1, 4), "lies between"),
        (date(2026, 2, 1), 1.2, date(2026, 2, 1), "between 0%"),
        (date(2026, 2, 1), -0.1, None, "between 0%"),
        (date(2026, 2, 1), float("nan"), None, "between 0%"),
    ],
)
def test_a_report_that_cannot_be_is_refused(
    scene: Scene, day: date, share: float, done: date | None, saying: str
) -> None:
    planned(scene)
    scene.refused("head", ReportTask(task_id(scene), day, share, done), saying)


def test_a_report_of_a_day_to_come_is_refused(scene: Scene) -> None:
    planned(scene)
    scene.refused("head", ReportTask(task_id(scene), today() + timedelta(days=1), 0.5), "day to come")


def test_of_work_and_report_the_later_counts_and_both_are_shown(scene: Scene) -> None:
    planned(scene)
    assign_to_task(scene)
    approve(scene, "an", 8)
    report(scene, date(2026, 2, 15), 0.7)
    assert (one(scene, NEVER)["progress"], one(scene, NEVER)["source"]) == (0.4, "work")
    report(scene, date(2026, 4, 10), 0.6)
    task = one(scene, NEVER)
    assert (task["progress"], task["source"], task["by_work"], task["by_report"]) == (0.6, "report", 0.4, 0.6)
    assert one(scene, date(2026, 3, 1))["progress"] == 0.7, "as it was known on that day"


def test_later_work_does_not_undo_a_task_reported_done_but_withdrawing_does(scene: Scene) -> None:
    planned(scene)
    number = report(scene, date(2026, 2, 20), 1.0, date(2026, 2, 18))
    assign_to_task(scene)
    approve(scene, "an", 8)
    assert (one(scene, NEVER)["progress"], one(scene, NEVER)["standing"]) == (1.0, "done_on_time")
    scene.refused("head", WithdrawReport(number, " "), "Write why")
    scene.refused_to(("an", "other-chair"), WithdrawReport(number, "x"), "not permitted")
    scene.do("head", WithdrawReport(number, "Báo nhầm nhiệm vụ"))
    assert one(scene, NEVER)["progress"] == 0.4
    assert scene.one(select(TaskReport.withdrawn)) == "Báo nhầm nhiệm vụ", "it stays, with the reason"
    scene.refused("head", WithdrawReport(number, "x"), "already")


@pytest.mark.parametrize(
    ("day", "standing", "left"),
    [
        (date(2026, 1, 9), "not_begun", 111),
        (date(2026, 1, 10), "running", 110),
        (date(2026, 4, 22), "running", 8),
        (date(2026, 4, 23), "due_soon", 7),  # left boundary
        (date(2026, 4, 30), "due_soon", 0),
        (date(2026, 5, 1), "overdue", -1),
    ],
)
def test_where_a_task_stands_follows_from_the_day(scene: Scene, day: date, standing: str, left: int) -> None:
    planned(scene)
    task = one(scene, day)
    assert (task["standing"], task["left"]) == (standing, left)


@pytest.mark.parametrize(("done", "standing"), [(date(2026, 4, 30), "done_on_time"), (date(2026, 5, 1), "done_late")])
def test_done_on_the_last_day_is_on_time_and_a_day_later_is_late(scene: Scene, done: date, standing: str) -> None:
    planned(scene)
    report(scene, date(2026, 5, 5), 1.0, done)
    assert one(scene, NEVER)["standing"] == standing
    assert one(scene, date(2026, 5, 4))["standing"] == "overdue", "nobody had reported it then"


def test_overdue_and_due_soon_come_first(scene: Scene) -> None:
    dues = {"A": date(2026, 12, 1), "B": date(2026, 3, 12), "C": date(2026, 3, 1), "D": date(2026, 2, 1)}
    planned(scene, *(wanted(code, due=due) for code, due in dues.items()))
    assert found(scene, date(2026, 3, 10))["code"].tolist() == ["D", "C", "B", "A"]


def test_totals_by_field_and_assigner(scene: Scene) -> None:
    planned(
        scene, wanted(), wanted("NV02", assigner="government", weight=3.0), wanted("NV03", field="digital")
    )  # fmt: skip
    scene.do("head", ReportTask(task_id(scene, "NV02"), date(2026, 3, 1), 1.0, date(2026, 3, 1)))
    frame = found(scene, date(2026, 5, 1))
    every = totals(frame).iloc[0]
    assert [every[name] for name in ("total", "done", "on_time", "overdue")] == [3, 1, 1, 2]
    assert every["progress"] == 3 / 5
    by = totals(frame, "assigner").set_index("assigner")
    assert by.loc["government", ["total", "done"]].tolist() == [1, 1]
    assert totals(frame, "field").set_index("field").loc["digital", "total"] == 1


def test_late_tasks_of_a_unit_in_a_period(scene: Scene) -> None:
    planned(
        scene, wanted("NV01", due=date(2026, 3, 10)), wanted("NV02", due=date(2026, 2, 10)),
        wanted("NV03", due=date(2026, 3, 20), lead_unit_code="cam-lam"), wanted("NV04", due=date(2026, 2, 1)),
    )  # fmt: skip
    scene.do("head", ReportTask(task_id(scene, "NV01"), date(2026, 3, 30), 1.0, date(2026, 3, 12)))
    scene.do("head", ReportTask(task_id(scene, "NV02"), date(2026, 2, 28), 1.0, date(2026, 2, 20)))
    with reading(scene.engine) as session:
        late = late_tasks(session, scene.unit("dien-khanh").path, date(2026, 3, 1), date(2026, 3, 31))
    assert sorted((task["code"], task["standing"]) for task in late) == [("NV01", "done_late"), ("NV04", "overdue")]


def test_work_can_serve_tasks_the_unit_leads_or_supports_and_no_others(scene: Scene) -> None:
    planned(
        scene, wanted("NV01"), wanted("NV02", lead_unit_code="cam-lam"),
        wanted("NV03", lead_unit_code="cam-lam", support_codes=("dien-khanh",)),
        wanted("NV04", lead_unit_code="province"),
        wanted("NV05"),
    )  # fmt: skip
    scene.do("head", ReportTask(task_id(scene, "NV05"), date(2026, 2, 1), 1.0, date(2026, 2, 1)))
    with reading(scene.engine) as session:
        offered = open_tasks(session, scene.actor("head"), scene.unit("economy").path, date(2026, 3, 1))
    assert sorted(offered.values()) == ["NV01 · Task NV01", "NV03 · Task NV03", "NV04 · Task NV04"]
