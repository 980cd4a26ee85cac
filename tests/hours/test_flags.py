"""Checks of declared hours in the database: who sees them, who answers, and that no score ever moves."""

from datetime import date

import pytest
from sqlalchemy import select

from kpi.access.actor import NotPermitted
from kpi.assessment.hours.answering import AnswerFlag, ApproveOvertime, RemarkOnFlag
from kpi.assessment.hours.flags import flags_in
from kpi.assessment.hours.views import flags_led, hours_of_month
from kpi.storage.tables import Absence, FlagAnswer, MonthScore, Overtime, Period, Product
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import MARCH, Scene

MARCH_HOURS = 22 * 8.0  # working days of March 2026


def found(scene: Scene) -> list[tuple[str, float, float]]:
    with reading(scene.engine) as session:
        period = session.scalars(select(Period).where(Period.code == MARCH)).one()
        table = flags_in(session, period)
    return [(row["flag"], row["value"], row["limit"]) for row in table.to_dict("records")]


def declare(scene: Scene, owner: str, hours: float, done: float = 10) -> None:
    line = scene.assign(owner)
    scene.record(owner, line, done=done, hours=hours)


@pytest.mark.parametrize(("hours", "asked"), [(MARCH_HOURS, False), (MARCH_HOURS + 0.5, True)])
def test_more_hours_than_working_time_are_asked_about(scene: Scene, hours: float, asked: bool) -> None:
    declare(scene, "an", hours)
    assert found(scene) == ([("time", hours, MARCH_HOURS)] if asked else [])


def test_leave_shortens_the_working_time(scene: Scene) -> None:
    declare(scene, "an", 170.0)
    assert found(scene) == []
    scene.write(Absence(person_id=scene.person("an"), kind="sick", starts=date(2026, 3, 2), ends=date(2026, 3, 3),
                        decision="Giấy nghỉ ốm"))  # fmt: skip
    assert found(scene) == [("time", 170.0, MARCH_HOURS - 16)]


def test_approved_overtime_is_added_to_the_working_time(scene: Scene) -> None:
    declare(scene, "an", 186.0)
    month = scene.month("an").id
    for who in ("an", "other-head", "vice", "home-affairs", "auditor"):
        scene.refused(who, ApproveOvertime(month, 10, "5/QĐ"))
    scene.refused("head", ApproveOvertime(month, 10, "  "), "number and date")
    scene.refused("head", ApproveOvertime(month, -1, "5/QĐ"), "cannot be")
    scene.do("head", ApproveOvertime(month, 10, "5/QĐ-UBND"))
    assert found(scene) == []
    scene.do("head", ApproveOvertime(month, 9.5, "6/QĐ-UBND"))
    assert found(scene) == [("time", 186.0, MARCH_HOURS + 9.5)]
    assert len(scene.all(select(Overtime))) == 1


def test_more_hours_than_the_volume_takes_are_asked_about(scene: Scene) -> None:
    scene.change(Product, Product.code == "report", standard_minutes=60.0)
    declare(scene, "an", 15.0)
    assert found(scene) == []
    declare(scene, "binh", 15.5)
    assert found(scene) == [("standard", 15.5, 15.0)]


def test_a_time_far_from_colleagues_is_asked_about_from_eight_cases_on(scene: Scene) -> None:
    usual = ["head", "deputy", "binh", "acting", "chi", "vice", "vice-culture"]
    for who in usual[:6]:
        declare(scene, who, 10.0)
    declare(scene, "an", 100.0)
    assert found(scene) == []
    declare(scene, usual[6], 10.0)
    assert found(scene) == [("outlier", pytest.approx(600), pytest.approx(60))]


def test_the_person_and_their_raters_see_the_check_and_nobody_else(scene: Scene) -> None:
    declare(scene, "an", 200.0)
    month = scene.month("an").id
    with reading(scene.engine) as session:
        for who in ("an", "head", "chair"):
            hours = hours_of_month(session, scene.actor(who), month)
            assert hours is not None
            assert [flag.flag for flag in hours.flags] == ["time"]
            assert (hours.declared, hours.available, hours.overtime) == (200.0, MARCH_HOURS, 0.0)
        for who in ("binh", "other-chair", "organizing"):
            with pytest.raises(NotPermitted):
                hours_of_month(session, scene.actor(who), month)
        assert [flag.person_id for flag in flags_led(session, scene.actor("head"), MARCH)] == [scene.person("an")]
        for who in ("an", "other-chair", "auditor"):
            assert flags_led(session, scene.actor(who), MARCH) == ()


def test_the_person_answers_and_then_a_rater_and_both_stay_readable(scene: Scene) -> None:
    declare(scene, "an", 200.0)
    month = scene.month("an").id
    scene.do("an", AnswerFlag(month, "time", None, "Two inspections at night"))
    scene.do("an", AnswerFlag(month, "time", None, "Two inspections at night, by plan 4"))
    scene.do("head", RemarkOnFlag(month, "time", None, "Seen"))
    with reading(scene.engine) as session:
        hours = hours_of_month(session, scene.actor("chair"), month)
        period = session.get_one(Period, scene.period())
        assert flags_in(session, period)[["answered", "head_answered"]].to_numpy().tolist() == [[True, True]]
    assert hours is not None
    (flag,) = hours.flags
    assert (flag.answer, flag.remark, flag.remarked_by) == (
        "Two inspections at night, by plan 4", "Seen", scene.actor("head").name,
    )  # fmt: skip
    assert len(scene.all(select(FlagAnswer))) == 2


def test_an_answer_that_cannot_be_changes_nothing(scene: Scene) -> None:
    declare(scene, "an", 200.0)
    declare(scene, "dung", 10.0)
    month, theirs = scene.month("an").id, scene.line("dung").id
    scene.refused("an", AnswerFlag(month, "time", None, " "), "few words")
    scene.refused("an", AnswerFlag(month, "time", None, "x" * 2001), "shorten it")
    scene.refused("an", AnswerFlag(month, "severity", None, "?"), "no such check")
    scene.refused("an", AnswerFlag(month, "standard", None, "?"), "no such check")
    scene.refused("an", AnswerFlag(month, "standard", theirs, "?"), "no longer belongs")
    scene.refused_to(("binh", "head", "chair", "home-affairs"), AnswerFlag(month, "time", None, "Because"))
    scene.refused_to(("an", "vice", "other-head", "home-affairs"), RemarkOnFlag(month, "time", None, "Seen"))
    scene.close()
    scene.refused("an", AnswerFlag(month, "time", None, "Late"), "period is closed")
    scene.refused("head", RemarkOnFlag(month, "time", None, "Late"), "period is closed")


def test_a_check_never_changes_a_score_and_never_holds_a_month_back(scene: Scene) -> None:
    scene.approved("binh")
    line = scene.assign("an")
    scene.record("an", line, done=10, hours=500.0)
    scene.mark("an")
    scene.submit("an")
    scene.review("an")
    scene.do("chair", scene.approval("an"))
    assert found(scene)[0][0] == "time"
    totals = scene.all(select(MonthScore.total).where(MonthScore.stage == "reviewed"))
    assert len(totals) == 2
    assert totals[0] == totals[1]
