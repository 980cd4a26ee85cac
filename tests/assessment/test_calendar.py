"""Working days around the holidays of 2026, and the deadlines that follow."""

from datetime import date

import pytest

from kpi.assessment.calendar import add_working_days, deadlines_of, is_working_day, month_bounds


@pytest.mark.parametrize("day", [16, 17, 18, 19, 20])
def test_nobody_works_in_the_five_days_of_tet_2026(day: int):
    assert not is_working_day(date(2026, 2, day))


def test_people_work_on_the_days_around_tet():
    assert is_working_day(date(2026, 2, 13))
    assert not is_working_day(date(2026, 2, 14))  # Saturday
    assert is_working_day(date(2026, 2, 23))


@pytest.mark.parametrize(("month", "day"), [(1, 1), (4, 27), (4, 30), (5, 1), (9, 1), (9, 2)])
def test_nobody_works_on_the_other_public_holidays_of_2026(month: int, day: int):
    assert not is_working_day(date(2026, month, day))


def test_working_days_are_counted_over_tet():
    assert add_working_days(date(2026, 2, 13), 0) == date(2026, 2, 13)
    assert add_working_days(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert add_working_days(date(2026, 2, 14), 0) == date(2026, 2, 23)
    assert add_working_days(date(2026, 2, 16), 2) == date(2026, 2, 25)


def test_deadlines_are_the_third_sixth_and_ninth_working_day_after_the_month():
    march = deadlines_of(date(2026, 3, 31))
    assert (march.submit_by, march.review_by, march.approve_by) == (
        date(2026, 4, 3),
        date(2026, 4, 8),
        date(2026, 4, 13),
    )
    august = deadlines_of(date(2026, 8, 31))
    assert (august.submit_by, august.review_by, august.approve_by) == (
        date(2026, 9, 7),
        date(2026, 9, 10),
        date(2026, 9, 15),
    )


def test_a_month_has_its_first_and_last_day():
    assert month_bounds("2028-02") == (date(2028, 2, 1), date(2028, 2, 29))
    for wrong in ("2026-13", "2026-2", "26-02", "x"):
        with pytest.raises(ValueError):  # noqa: PT011 - any of them
            month_bounds(wrong)
