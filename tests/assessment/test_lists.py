"""The queue of a rater, results over time and units, and everybody's next step: only one's own, in a useful order."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from kpi.access.actor import NotPermitted
from kpi.assessment.hours.answering import RemarkOnFlag
from kpi.assessment.hours.flags import flags_in
from kpi.assessment.new_lines import Work
from kpi.assessment.next_steps import next_steps
from kpi.assessment.proposals import ProposeWork
from kpi.assessment.queue import PAGE, Filter, Queue, counts, queue
from kpi.assessment.results import history_of, unit_counts, unit_results, without_month
from kpi.assessment.review import ReturnMonth
from kpi.assessment.views import month_by_id, month_of, periods
from kpi.storage.tables import Month, MonthScore, Period, Person
from kpi.storage.unit_of_work import UnitOfWork, reading
from tests.assessment.scene import APRIL, FEBRUARY, MARCH, Scene


def waiting(scene: Scene, who: str, **wanted) -> Queue:
    with reading(scene.engine) as session:
        return queue(session, scene.actor(who), Filter(**{"period": MARCH, **wanted}))


def names(found: Queue) -> list[str]:
    return [row["person"].removeprefix("Person ") for row in found.rows]


def crowd(scene: Scene, number: int = PAGE + 5, state="submitted", code=MARCH, total: float | None = None) -> None:
    """Many people of the economy division with a month in a state, each with a score."""
    like = scene.month("an", code)
    with UnitOfWork(scene.engine) as work:
        people = [Person(code=f"X{code}{n:03}", full_name=f"Crowd {n:03}") for n in range(number)]
        work.session.add_all(people)
        work.session.flush()
        columns = ("period_id", "unit_id", "role", "title", "duty_group", "reviewer_id", "approver_id", "submitted_at")
        same = {name: getattr(like, name) for name in columns}
        months = [Month(person_id=person.id, state=state, revision=1, **same) for person in people]
        work.session.add_all(months)
        work.session.flush()
        for n, month in enumerate(months):
            points = total if total is not None else 70 + n / 10
            for stage in ("self", "reviewed"):
                score = MonthScore(month_id=month.id, stage=stage, status="scored", total=points, rank="good", rules={})
                work.session.add(score)
        work.commit()


def test_a_queue_holds_only_months_this_person_must_act_on_now(scene: Scene):
    scene.handed_in("an")
    scene.stage("binh", "reviewed")
    scene.ready("deputy")
    scene.handed_in("head")
    assert names(waiting(scene, "head")) == ["an"]
    assert names(waiting(scene, "chair")) == ["binh"]
    assert names(waiting(scene, "vice")) == ["head"]
    for who in ("an", "deputy", "other-head", "other-chair", "governor", "home-affairs", "auditor", "administrator"):
        assert waiting(scene, who) == Queue((), 0), who


def test_beyond_what_waits_one_sees_all_one_rates(scene: Scene):
    scene.handed_in("an")
    scene.ready("deputy")
    assert sorted(names(waiting(scene, "head", mine=False))) == ["an", "deputy"]
    assert sorted(names(waiting(scene, "chair", mine=False))) == ["an", "deputy"]
    assert names(waiting(scene, "governor", mine=False)) == []


def test_what_deserves_a_look_comes_first(scene: Scene):
    for owner, counts_of in (("an", {}), ("binh", {"failed": 1, "cause": "Storm"}), ("deputy", {"done": 8})):
        scene.handed_in(owner, **counts_of)
    line = scene.line("deputy")
    scene.record("deputy", line, by="head", reviewed_done=2.0)
    scene.record("deputy", line, by="head", reviewed_late=3.0)
    found = waiting(scene, "head")
    assert names(found)[-1] == "an"
    assert set(names(found)[:2]) == {"binh", "deputy"}


def test_a_month_far_from_last_month_is_an_exception(scene: Scene):
    scene.approved("an", done=2)
    scene.approved("binh", done=10)
    scene.handed_in("binh", APRIL)
    scene.handed_in("an", APRIL)
    found = waiting(scene, "head", period=APRIL)
    assert names(found) == ["an", "binh"]
    assert [row["before"] for row in found.rows] == [scene.score("an").total, 100]


def test_a_month_handed_in_on_its_last_day_is_not_late_and_on_the_day_after_is(scene: Scene):
    scene.handed_in("an")
    scene.handed_in("binh")
    last = scene.one(select(Period).where(Period.code == MARCH)).submit_by
    evening = datetime(last.year, last.month, last.day, 10, 30, tzinfo=UTC)  # 17:30 in Hà Nội
    scene.change(Month, Month.id == scene.month("an").id, submitted_at=evening)
    scene.change(Month, Month.id == scene.month("binh").id, submitted_at=evening + timedelta(days=1))
    late = {row["person"]: bool(row["late"]) for row in waiting(scene, "head").rows}
    assert late == {"Person an": False, "Person binh": True}


def test_handed_in_before_dawn_of_the_day_after_is_late(scene: Scene):
    scene.handed_in("an")
    last = scene.one(select(Period).where(Period.code == MARCH)).submit_by
    at = datetime(last.year, last.month, last.day, 20, 0, tzinfo=UTC)  # 03:00 of the next day in Hà Nội
    scene.change(Month, Month.id == scene.month("an").id, submitted_at=at)
    assert [bool(row["late"]) for row in waiting(scene, "head").rows] == [True]


def test_a_person_who_served_in_two_units_last_month_appears_once(scene: Scene):
    scene.handed_in("an", APRIL)
    here = {"person_id": scene.person("an"), "role": "staff", "title": "x", "duty_group": "x"}
    units = [scene.unit(code).id for code in ("economy", "office")]
    scene.write(*(Month(**here, period_id=scene.period(), unit_id=unit, state="draft", revision=1) for unit in units))
    assert waiting(scene, "head", period=APRIL).total == 1


def test_a_queue_is_paged_and_counts_all_of_it(scene: Scene):
    scene.handed_in("an")
    crowd(scene)
    first, second = waiting(scene, "head", order="person"), waiting(scene, "head", order="person", page=1)
    assert (len(first.rows), len(second.rows)) == (PAGE, 6)
    assert first.total == second.total == PAGE + 6
    assert names(first)[0] == "Crowd 000"
    assert not {row["id"] for row in first.rows} & {row["id"] for row in second.rows}
    beyond = waiting(scene, "head", page=9)
    assert (beyond.rows, beyond.total) == ((), PAGE + 6)


def test_a_queue_is_filtered_by_state_unit_and_name(scene: Scene):
    scene.handed_in("an")
    scene.handed_in("chi")
    scene.stage("binh", "reviewed")
    everything = {"mine": False, "order": "person"}
    assert names(waiting(scene, "chair", **everything)) == ["an", "binh", "chi"]
    assert names(waiting(scene, "chair", state="reviewed", **everything)) == ["binh"]
    assert names(waiting(scene, "chair", unit_id=scene.unit("culture").id, **everything)) == ["chi"]
    scene.change(Person, Person.id == scene.person("chi"), full_name="Đặng Thị 100%_Chi")
    for text in ("đặng", "100%", "%_c"):
        assert len(waiting(scene, "chair", text=text, **everything).rows) == 1, text
    assert not waiting(scene, "chair", text="an%b", **everything).rows


@pytest.mark.parametrize("order", ["exceptions", "total", "person", "unit", "submitted"])
def test_every_order_puts_unscored_months_in_the_same_place_on_every_database(scene: Scene, order: str):
    scene.handed_in("an")
    scene.handed_in("binh", done=5)
    scene.ready("deputy")
    found = names(waiting(scene, "chair", mine=False, order=order))
    assert found == (["binh", "an", "deputy"] if order == "exceptions" else ["an", "binh", "deputy"])


def test_the_counts_agree_with_the_queue(scene: Scene):
    scene.handed_in("an")
    scene.stage("binh", "reviewed")
    scene.ready("deputy")
    with reading(scene.engine) as session:
        assert counts(session, scene.actor("chair"), MARCH) == {"submitted": 1, "reviewed": 1, "draft": 1, "mine": 1}
        assert counts(session, scene.actor("other-head"), MARCH) == {"mine": 0}


def results(scene: Scene, who: str, **wanted):
    with reading(scene.engine) as session:
        rows, number = unit_results(session, scene.actor(who), MARCH, **wanted)
        assert len(rows) == number
        return [row["person"].removeprefix("Person ") for row in rows]


def test_results_stay_within_what_one_may_see(scene: Scene):
    scene.approved("an")
    scene.handed_in("chi")
    scene.ready("dung")
    assert results(scene, "head") == ["an"]
    assert results(scene, "chair") == ["an", "chi"]
    assert results(scene, "other-head") == ["dung"]
    for who in ("governor", "home-affairs", "organizing", "auditor"):
        assert results(scene, who) == ["an", "chi", "dung"], who
    for who in ("an", "administrator"):
        assert results(scene, who) == [], who
    assert results(scene, "governor", unit_id=scene.unit("dien-khanh").id) == ["an", "chi"]
    assert results(scene, "head", unit_id=scene.unit("province").id) == ["an"]
    assert results(scene, "governor", text="DUNG") == ["dung"]


def test_a_page_of_results_beyond_the_last_still_knows_how_many_there_are(scene: Scene):
    scene.ready("an")
    scene.ready("dung")
    with reading(scene.engine) as session:
        assert unit_results(session, scene.actor("governor"), MARCH, page=7) == ((), 2)


def test_the_numbers_of_a_unit_stay_within_what_one_may_see(scene: Scene):
    scene.approved("an")
    scene.ready("dung")
    with reading(scene.engine) as session:
        mine = unit_counts(session, scene.actor("chair"), MARCH)
        assert [(row["state"], row["rank"], row["number"]) for row in mine] == [("approved", "excellent", 1)]
        assert len(unit_counts(session, scene.actor("governor"), MARCH)) == 2
        assert len(unit_counts(session, scene.actor("governor"), MARCH, scene.unit("cam-lam").id)) == 1
        assert unit_counts(session, scene.actor("an"), MARCH) == ()
        assert without_month(session, scene.actor("head"), MARCH) == 3
        assert without_month(session, scene.actor("governor"), MARCH, scene.unit("cam-lam").id) == 2
        assert without_month(session, scene.actor("an"), MARCH) == 0


def test_a_history_is_shown_to_its_person_and_those_above_only(scene: Scene):
    scene.approved("an")
    scene.handed_in("an", APRIL)
    for who in ("an", "head", "chair", "governor", "home-affairs", "auditor"):
        with reading(scene.engine) as session:
            history = history_of(session, scene.actor(who), scene.person("an"))
            assert [(row["period"], row["state"]) for row in history] == [(MARCH, "approved"), (APRIL, "submitted")]
            assert history[0]["total"] == 100
    for who in ("binh", "other-head", "other-chair", "organizing", "administrator"):
        with reading(scene.engine) as session, pytest.raises(NotPermitted):
            history_of(session, scene.actor(who), scene.person("an"))


def test_a_month_is_shown_to_its_person_and_those_above_only(scene: Scene):
    scene.handed_in("an")
    for who in ("an", "head", "deputy", "vice", "chair", "governor", "home-affairs", "auditor"):
        assert scene.seen("an", by=who).id == scene.month("an").id
    for who in ("binh", "acting", "other-head", "organizing", "administrator"):
        with reading(scene.engine) as session, pytest.raises(NotPermitted):
            month_of(session, scene.actor(who), scene.person("an"), MARCH)
        with reading(scene.engine) as session, pytest.raises(NotPermitted):
            month_by_id(session, scene.actor(who), scene.month("an").id)
    with reading(scene.engine) as session, pytest.raises(NotPermitted):
        month_by_id(session, scene.actor("an"), 40404)


def test_a_month_names_its_people_its_units_and_its_deadlines(scene: Scene):
    scene.handed_in("an")
    view = scene.seen("an")
    assert (view.reviewer, view.approver) == ("Person head", "Person chair")
    assert (view.unit, view.authority) == ("Unit economy", "Unit dien-khanh")
    assert (view.submit_by, view.review_by, view.approve_by) == tuple(date(2026, 4, day) for day in (3, 6, 9))
    with reading(scene.engine) as session:
        assert [row["code"] for row in periods(session)] == [APRIL, MARCH, FEBRUARY]


def told(scene: Scene, who: str, today: date) -> list[tuple[str, str, bool]]:
    with reading(scene.engine) as session:
        steps = next_steps(session, scene.actor(who), today)
    found = [(step.page, step.message.in_("en"), step.urgent) for step in steps]
    return [step for step in found if "onth 04/2026" not in step[1]]


def test_everybody_is_told_their_next_step(scene: Scene):
    early, after = date(2026, 4, 1), date(2026, 4, 20)
    assert told(scene, "an", early) == [
        ("my_month", "Month 03/2026: no work has been assigned to you yet; you may propose some.", False)
    ]
    scene.ready("an")
    assert told(scene, "an", early) == [("my_month", "Month 03/2026: record your work and hand it in.", False)]
    assert told(scene, "an", after)[0] == (
        "my_month",
        "Month 03/2026 should have been handed in by 03/04/2026.",
        True,
    )
    scene.submit("an")
    assert told(scene, "an", early) == []
    assert ("approvals", "Month 03/2026: waiting for your review: 1.", False) in told(scene, "head", early)
    assert ("approvals", "Month 03/2026: waiting for your review: 1.", True) in told(scene, "head", after)
    scene.review("an")
    assert ("approvals", "Month 03/2026: waiting for your approval: 1.", True) in told(scene, "chair", after)
    for who in ("other-head", "deputy"):
        assert not [step for step in told(scene, who, early) if step[0] == "approvals"]


def test_a_returned_month_comes_first_with_its_reason(scene: Scene):
    scene.handed_in("an")
    month = scene.month("an")
    scene.do("head", ReturnMonth(month.id, month.revision, "Where is the report?"))
    with reading(scene.engine) as session:
        first = next_steps(session, scene.actor("an"), date(2026, 4, 1))[0]
    assert first.urgent
    assert first.detail is not None
    assert first.detail.in_("en") == "Reason given: Where is the report?"


def test_a_head_is_told_of_proposals_and_home_affairs_of_periods(scene: Scene):
    scene.do("an", ProposeWork(scene.period(), scene.person("an"), Work(scene.product("plan"), 1)))
    proposals = [text for page, text, _ in told(scene, "head", date(2026, 4, 1)) if page == "assign"]
    assert proposals == ["Month 03/2026: proposals of work waiting for your decision: 1."]
    assert told(scene, "home-affairs", date(2026, 4, 1)) == []
    assert told(scene, "home-affairs", date(2026, 5, 20)) == [
        ("closing", "Month 03/2026 can be closed: its last deadline has passed.", True),
        ("periods", "Month 05/2026 has not been opened yet.", True),
    ]
    for who in ("auditor", "administrator", "organizing"):
        assert told(scene, who, date(2026, 5, 20)) == []


def test_a_rater_is_told_of_declared_hours_beyond_what_arithmetic_allows_until_they_remark(scene: Scene):
    line = scene.assign("an")
    scene.record("an", line, done=10, quality_ok=10, hours=500.0)
    scene.mark("an")
    assert not [step for step in told(scene, "head", date(2026, 4, 1)) if step[0] == "hours"]
    scene.submit("an")
    text = "Month 03/2026: 1 people waiting for you declared more hours than their time or their work allows. "
    assert ("hours", text + "Ask before you decide.", False) in told(scene, "head", date(2026, 4, 1))
    assert not [step for step in told(scene, "other-head", date(2026, 4, 1)) if step[0] == "hours"]
    month = scene.month("an").id
    with reading(scene.engine) as session:
        found = flags_in(session, session.get_one(Period, scene.period()))
    for flag, line_id in zip(found["flag"], found["line_id"], strict=True):
        scene.do("head", RemarkOnFlag(month, flag, None if line_id != line_id else int(line_id), "Asked on the phone"))
    assert not [step for step in told(scene, "head", date(2026, 4, 1)) if step[0] == "hours"]


def test_where_work_is_recorded_by_quarter_the_quarter_is_asked_for(scene: Scene):
    scene.choose(date(2026, 7, 1), period_kind="quarter")
    assert told(scene, "home-affairs", date(2026, 8, 3))[-1] == (
        "periods", "Quarter 3/2026 has not been opened yet.", True,
    )  # fmt: skip
