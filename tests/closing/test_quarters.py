"""Quarters and years follow from closed months; results travel with the person."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from kpi.assessment.closing.close import ClosePeriod
from kpi.assessment.closing.recompute import recompute
from kpi.assessment.closing.views import months_behind
from kpi.assessment.periods import OpenPeriod
from kpi.storage.tables import Absence, Closing, Period, Post
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import Scene
from tests.closing.closings import DONE, approved, close, results

JANUARY, FEBRUARY, MARCH = "2026-01", "2026-02", "2026-03"
MONTHS = (JANUARY, FEBRUARY, MARCH)
STORIES = [
    story
    for story in yaml.safe_load((Path(__file__).parents[1] / "golden" / "scoring-cases.yaml").read_text("utf-8"))
    if "months" in story
]
EXACT = 1e-9


def close_months(scene: Scene, *codes: str) -> None:
    """Every month there is of these, closed one after the other."""
    for code in codes:
        if scene.one(select(Period.state).where(Period.code == code)) == "closed":
            scene.change(Period, Period.code == code, state="open")
        close(scene, code)


def close_derived(scene: Scene, code: str) -> None:
    """A quarter or year, opened and closed."""
    scene.do("home-affairs", OpenPeriod(code))
    close(scene, code)


def again(scene: Scene, code: str) -> bool:
    """Whether the closing comes out again."""
    with reading(scene.engine) as session:
        found = recompute(session, code)
    assert found is not None
    return found.equal


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["name"])
def test_the_golden_quarters_come_out_of_the_database(scene: Scene, story: dict[str, Any]) -> None:
    scene.choose(date(2026, 1, 1), **story.get("parameters", {}))
    for code, month in zip(MONTHS, story["months"], strict=True):
        approved(scene, "an", code, lines=month["lines"], general=month["general"])
    decide_away_the_quota(scene, *MONTHS)
    close_months(scene, *MONTHS)
    close_derived(scene, "2026-Q1")
    found = results(scene, "2026-Q1")["an"]
    expected = story["expect"]
    assert found.task_points == pytest.approx(expected["task"], abs=EXACT)
    assert found.total == pytest.approx(expected["total"], abs=EXACT)
    assert (found.rank, found.status, found.month_id) == (expected["rank"], "scored", None)
    assert again(scene, "2026-Q1")


def decide_away_the_quota(scene: Scene, *codes: str) -> None:
    """Five more people ranked good in each month, so that one may be excellent in agency and group."""
    for code in codes:
        for who in ("binh", "chi", "head", "deputy", "acting", "vice"):
            leading = {} if who in ("binh", "chi") else dict.fromkeys(("d", "dd", "e"), 1.0)
            approved(scene, who, code, **leading)
    scene.change(Post, Post.duty_group == "leaders", duty_group="specialists")
    from kpi.storage.tables import Month

    scene.change(Month, Month.duty_group == "leaders", duty_group="specialists")


def test_a_month_without_a_result_leaves_the_quarter_open_and_is_named(scene: Scene) -> None:
    for code in MONTHS:
        approved(scene, "an", code)
        approved(scene, "binh", code, state="submitted" if code == FEBRUARY else "approved")
    close_months(scene, *MONTHS)
    close_derived(scene, "2026-Q1")
    found = results(scene, "2026-Q1")
    assert found["an"].status == "scored"
    assert (found["binh"].status, found["binh"].missing, found["binh"].total) == ("insufficient", FEBRUARY, None)


def test_months_on_maternity_leave_count_neither_way(scene: Scene) -> None:
    leave = Absence(
        person_id=scene.person("an"), kind="maternity", starts=date(2026, 1, 1), ends=date(2026, 2, 28), decision="QĐ 1"
    )
    scene.write(leave)
    for code in MONTHS:
        approved(scene, "binh", code)
    approved(scene, "an", MARCH, general=12)
    close_months(scene, *MONTHS)
    assert results(scene, JANUARY)["an"].status == "not_assessed"
    close_derived(scene, "2026-Q1")
    found = results(scene, "2026-Q1")["an"]
    assert (found.status, found.general_points, found.total) == ("scored", 12.0, 82.0)
    assert found.worked == pytest.approx(22 / 60, abs=0.03)


def test_results_travel_with_the_person_and_the_last_unit_ranks(scene: Scene) -> None:
    approved(scene, "an", JANUARY, lines=[{"assigned": 10, "done": 5}])
    approved(scene, "an", FEBRUARY)
    moved = date(2026, 3, 1)
    person = scene.person("an")
    scene.change(Post, Post.person_id == person, valid_to=date(2026, 2, 28))
    office = scene.unit("office")
    scene.write(
        Post(
            person_id=person, unit_id=office.id, role="staff", title="staff of office", job_position="-",
            duty_group="specialists", valid_from=moved,
        )
    )  # fmt: skip
    approved(scene, "an", MARCH, unit="office")
    close_months(scene, *MONTHS)
    close_derived(scene, "2026-Q1")
    found = results(scene, "2026-Q1")["an"]
    assert (found.unit_id, found.title) == (office.id, "staff of office")
    assert found.a == pytest.approx(25 / 30, abs=EXACT)
    assert again(scene, "2026-Q1")


def test_a_transfer_inside_a_month_counts_both_units_work_once(scene: Scene) -> None:
    """The old unit's result has no rank; the quarter adds the products of both and weighs general points by time."""
    person = scene.person("an")
    scene.change(Post, Post.person_id == person, valid_to=date(2026, 3, 15))
    office = scene.unit("office")
    scene.write(
        Post(
            person_id=person, unit_id=office.id, role="staff", title="staff of office", job_position="-",
            duty_group="specialists", valid_from=date(2026, 3, 16),
        )
    )  # fmt: skip
    scene.change(Period, Period.code == FEBRUARY, code="2025-12", starts=date(2025, 12, 1), ends=date(2025, 12, 31))
    approved(scene, "an", MARCH, lines=[{"assigned": 10, "done": 5}], general=24)
    approved(scene, "an", MARCH, lines=[{"assigned": 10, "done": 10}], general=12, unit="office")
    close_months(scene, MARCH)
    with reading(scene.engine) as session:
        kept = months_behind(session, scene.actor("an"), person, "2026-03")
    assert [(row["unit"], row["status"], row["rank"]) for row in kept] == [
        ("Unit economy", "transferred", None), ("Unit office", "scored", "good"),
    ]  # fmt: skip
    close_derived(scene, "2026-Q1")
    found = results(scene, "2026-Q1")["an"]
    share = kept[0]["worked"]
    assert found.a == pytest.approx(0.75, abs=EXACT)
    assert found.general_points == pytest.approx(24 * share + 12 * (1 - share), abs=EXACT)


def test_a_year_is_the_mean_of_its_months_and_shows_every_one(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    done = (10, 5, 8)
    for code, number in zip(MONTHS, done, strict=True):
        approved(scene, "an", code, lines=[{"assigned": 10, "done": number}])
    scene.change(Period, Period.code == "2026-04", code="2027-01", starts=date(2027, 1, 1), ends=date(2027, 1, 31))
    close_months(scene, *MONTHS)
    close_derived(scene, "2026")
    found = results(scene, "2026")["an"]
    assert found.task_points == pytest.approx(70 * sum(done) / 30, abs=EXACT)
    with reading(scene.engine) as session:
        behind = months_behind(session, scene.actor("an"), scene.person("an"), "2026")
    assert [(row["period"], row["total"]) for row in behind] == [
        (JANUARY, 85.0), (FEBRUARY, 50.0), (MARCH, pytest.approx(71.0)),
    ]  # fmt: skip
    assert again(scene, "2026")


def test_a_year_is_ranked_before_it_ends_without_the_month_still_running(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Art. 19 ranks before 15 December; a month that has ended must be closed first."""
    for code in (FEBRUARY, MARCH):
        approved(scene, "an", code)
    close_months(scene, FEBRUARY)
    scene.do("home-affairs", OpenPeriod("2026"))
    scene.refused("home-affairs", ClosePeriod("2026", acknowledged=True), "Close Month 03/2026 first")
    close_months(scene, MARCH)
    monkeypatch.setattr("kpi.assessment.closing.behind.today", lambda: date(2026, 4, 20))
    close(scene, "2026")
    assert [one["period"] for one in scene.one(select(Closing.behind).order_by(Closing.id.desc()).limit(1))] == [
        FEBRUARY, MARCH,
    ]  # fmt: skip


def test_where_the_province_records_by_quarter_work_lies_in_the_quarter_and_the_year_follows_from_it(
    scene: Scene,
) -> None:
    scene.choose(date(2026, 7, 1), period_kind="quarter")
    scene.refused("home-affairs", OpenPeriod("2026-08"), "by quarter here. Open 2026-Q3")
    scene.do("home-affairs", OpenPeriod("2026-Q3"))
    quarter = scene.one(select(Period).where(Period.code == "2026-Q3"))
    assert (quarter.derived, quarter.state) == (False, "open")
    approved(scene, "an", "2026-Q3", lines=[DONE])
    close(scene, "2026-Q3")
    assert results(scene, "2026-Q3")["an"].total == 85.0
    for code in (FEBRUARY, MARCH, "2026-04"):
        earlier = {"code": f"2025{code[4:]}", "starts": date(2025, 1, 1), "ends": date(2025, 1, 2)}
        scene.change(Period, Period.code == code, **earlier)
    close_derived(scene, "2026")
    assert results(scene, "2026")["an"].total == 85.0


def test_before_the_decision_holds_months_are_recorded(scene: Scene) -> None:
    scene.choose(date(2026, 5, 20), period_kind="quarter")
    scene.do("home-affairs", OpenPeriod("2026-06"))
    scene.refused("home-affairs", OpenPeriod("2026-07"), "by quarter here")


def test_a_disqualifying_fact_of_one_month_holds_for_its_quarter(scene: Scene) -> None:
    from kpi.storage.tables import Disqualification

    for code in MONTHS:
        approved(scene, "an", code)
    scene.write(
        Disqualification(
            person_id=scene.person("an"), ground="disciplined", decision_number="12/QĐ", decision_date=date(2026, 2, 9),
            effective=date(2026, 2, 9),
        )
    )  # fmt: skip
    close_months(scene, *MONTHS)
    close_derived(scene, "2026-Q1")
    told = {code: results(scene, code)["an"].rank for code in (*MONTHS, "2026-Q1")}
    assert told == {JANUARY: "good", FEBRUARY: "not_completed", MARCH: "good", "2026-Q1": "not_completed"}
    assert results(scene, "2026-Q1")["an"].ground == "disciplined"
