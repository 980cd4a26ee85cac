"""Whoever closes a month sees first who has not finished."""

from datetime import date

import pytest

from kpi.access.actor import NotPermitted
from kpi.assessment.closing.close import ClosePeriod
from kpi.assessment.period_views import NOT_BEGUN, next_period, period_lines, unit_lines
from kpi.assessment.periods import BeginClosing, OpenPeriod
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import MARCH, Scene


def test_people_without_a_month_and_unfinished_months_are_counted_by_unit(scene: Scene) -> None:
    scene.ready("an")
    scene.ready("binh")
    scene.submit("binh")
    with reading(scene.engine) as session:
        units = {line.unit: line for line in unit_lines(session, scene.actor("home-affairs"), MARCH)}
    assert units["Unit dien-khanh"].counts == {"draft": 1, "submitted": 1, NOT_BEGUN: 7}
    assert units["Unit dien-khanh"].unfinished == 9
    assert units["Unit cam-lam"].counts == {NOT_BEGUN: 3}
    assert units["Unit province"].counts == {NOT_BEGUN: 1}


def test_periods_come_newest_first_with_their_counts(scene: Scene) -> None:
    scene.ready("an")
    with reading(scene.engine) as session:
        lines, total = period_lines(session, scene.actor("home-affairs"))
    assert [line.code for line in lines] == ["2026-04", "2026-03", "2026-02"]
    assert total == 3
    assert lines[1].counts == {"draft": 1, NOT_BEGUN: 12}
    assert (lines[1].people, lines[1].unfinished) == (13, 13)


def test_only_those_who_manage_periods_see_them(scene: Scene) -> None:
    with reading(scene.engine) as session, pytest.raises(NotPermitted):
        period_lines(session, scene.actor("chair"))
    with reading(scene.engine) as session, pytest.raises(NotPermitted):
        unit_lines(session, scene.actor("chair"), MARCH)


def test_the_next_period_follows_the_newest_over_the_turn_of_the_year(scene: Scene) -> None:
    today = date(2026, 3, 5)
    with reading(scene.engine) as session:
        code, deadlines = next_period(session, today)
    assert code == "2026-05"
    assert date(2026, 5, 31) < deadlines.submit_by < deadlines.review_by < deadlines.approve_by
    scene.do("home-affairs", OpenPeriod("2026-12"))
    with reading(scene.engine) as session:
        assert next_period(session, today)[0] == "2027-01"


def test_an_opened_month_with_its_defaults_can_be_closed(scene: Scene) -> None:
    scene.do("home-affairs", OpenPeriod("2026-05"))
    scene.do("home-affairs", BeginClosing("2026-05"))
    scene.do("home-affairs", ClosePeriod("2026-05", acknowledged=True))
    with reading(scene.engine) as session:
        assert period_lines(session, scene.actor("home-affairs"))[0][0].state == "closed"
