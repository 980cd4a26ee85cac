"""Public employees: heads ranked after their unit (Decree 233/2026), quarters by the conditions of Decree 90/2020."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from kpi.assessment.closing.preview import preview
from kpi.assessment.closing.recompute import recompute
from kpi.assessment.periods import BeginClosing, OpenPeriod
from kpi.assessment.standing.disqualifying import RecordDisqualification
from kpi.assessment.standing.kinds import Ground
from kpi.assessment.standing.weighing import SetTaskWeights
from kpi.assessment.unit_rating.views import unit_rating
from kpi.law.unit_rating import unit_criteria
from kpi.storage.tables import Month, Period, PeriodResult, Person, UnitMark, UnitResult
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import Scene
from tests.closing.closings import approved, close, open_month, results

JULY, JUNE = "2026-07", "2026-06"
OFFICE = ("other-head", "dung")
IN_TIME = datetime(2026, 8, 2, 3, 0, tzinfo=UTC)


def public(scene: Scene, *who: str) -> None:
    """These are public employees."""
    scene.change(Person, Person.id.in_([scene.person(name) for name in who]), kind="public_employee")


def july(scene: Scene, **lines: float) -> None:
    """The office of cam-lam in July: its head and one official, each with 100 points, weights decided."""
    public(scene, *OFFICE)
    scene.do("other-chair", SetTaskWeights(scene.unit("cam-lam").id, date(2026, 7, 1), 20, 32, 18, "5/QĐ"))
    for who in OFFICE:
        approved(scene, who, JULY, general=30, lines=[{"assigned": 10, "done": 10, **lines}])
    scene.change(Month, Month.state == "approved", submitted_at=IN_TIME, approved_at=IN_TIME)


def marked(scene: Scene, share: float, unit: str = "office", code: str = JULY) -> None:
    """The head above has decided on the unit's general criteria."""
    leaves = [(leaf.code, round(leaf.maximum * share, 6)) for leaf in unit_criteria(date(2026, 7, 1))]
    scene.write(
        *(UnitMark(period_id=scene.period(code), unit_id=scene.unit(unit).id, criterion=code_, decided=points)
          for code_, points in leaves)
    )  # fmt: skip


def rank_of_office(scene: Scene) -> str | None:
    query = select(UnitResult.rank).where(UnitResult.unit_id == scene.unit("office").id).order_by(UnitResult.id)
    found: list[Any] = scene.all(query)
    return found[-1]


def proved(scene: Scene, code: str) -> bool:
    with reading(scene.engine) as session:
        found = recompute(session, code)
    assert found is not None
    return found.equal


def test_a_head_waits_while_the_unit_has_no_rating_and_the_points_are_known(scene: Scene) -> None:
    july(scene)
    close(scene, JULY)
    found = results(scene, JULY)
    head = found["other-head"]
    assert (head.status, head.missing, head.rank, head.total) == ("insufficient", "unit_rank", None, 100.0)
    assert (found["dung"].rank, found["dung"].total) == ("excellent", 100.0)
    assert {(found[who].d, found[who].dd, found[who].e) for who in OFFICE} == {(None, None, None)}
    assert proved(scene, JULY)


@pytest.mark.parametrize(("share", "rank"), [(1.0, "excellent"), (0.5, "good")])
def test_one_closing_rates_the_unit_first_and_never_ranks_its_head_above_it(
    scene: Scene, share: float, rank: str
) -> None:
    july(scene)
    marked(scene, share)
    scene.do("home-affairs", BeginClosing(JULY))
    with reading(scene.engine) as session:
        shown = unit_rating(session, scene.actor("other-chair"), JULY, scene.unit("office").id)
        lacking = {one.person for one in preview(session, scene.actor("home-affairs"), JULY).lacking}
    assert shown.basis["figures"]["known"] == 2  # the head's points count in the unit's own rating
    assert "Person other-head" not in lacking
    close(scene, JULY)
    head = results(scene, JULY)["other-head"]
    assert (rank_of_office(scene), head.rank, head.status, head.total) == (rank, rank, "scored", 100.0)
    assert results(scene, JULY)["dung"].rank == "excellent"
    told = [step.text["en"] for step in explained(scene, "other-head")]
    assert ("The unit is ranked good; its head is not ranked above it: good." in " ".join(told)) is (rank == "good")
    assert proved(scene, JULY)


def explained(scene: Scene, who: str) -> Any:
    from kpi.law.explain import explain

    return explain(scene.seen(who, code=JULY).score("reviewed").scores, scene.month(who, JULY).id)


def test_a_ground_on_record_ranks_a_head_without_waiting_for_the_unit(scene: Scene) -> None:
    july(scene)
    day = date(2026, 7, 9)
    fact = RecordDisqualification(scene.person("other-head"), Ground.DISCIPLINED, "9/QĐ", day, day)
    scene.do("home-affairs", fact)
    close(scene, JULY)
    head = results(scene, JULY)["other-head"]
    assert (head.status, head.rank) == ("scored", "not_completed")


def test_the_month_of_a_head_can_be_approved_before_the_unit_is_rated(scene: Scene) -> None:
    public(scene, *OFFICE)
    open_month(scene, JULY)
    scene.do("other-chair", SetTaskWeights(scene.unit("cam-lam").id, date(2026, 7, 1), 20, 32, 18, "5/QĐ"))
    scene.handed_in("other-head", JULY)
    scene.do("other-chair", scene.approval("other-head", code=JULY))
    kept = scene.score("other-head", code=JULY)
    assert kept is not None
    assert (kept.missing, kept.total, kept.rank) == ("unit_rank", 100.0, None)
    assert scene.month("other-head", JULY).state == "approved"


def quarter(scene: Scene, code: str, *months: str) -> dict[str, PeriodResult]:
    """The quarter's results, every one of its months closed."""
    for month in months:
        open_month(scene, month)
        close(scene, month)
    scene.do("home-affairs", OpenPeriod(code))
    close(scene, code)
    return results(scene, code)


def test_a_quarter_under_decree_90_is_ranked_by_its_conditions_on_all_the_work(scene: Scene) -> None:
    public(scene, "dung", "chi", "binh")
    missed = {"assigned": 10, "done": 5}
    for code in ("2026-04", "2026-05", JUNE):
        approved(scene, "dung", code, general=30, lines=[{"assigned": 10, "done": 10, "exceeded": 2}])
        approved(scene, "chi", code, general=30, lines=[missed] if code != JUNE else [{"assigned": 10, "done": 10}])
        approved(scene, "binh", code, general=30)
    day = date(2026, 5, 9)
    scene.do("home-affairs", RecordDisqualification(scene.person("binh"), Ground.DECLINED, "9/QĐ", day, day))
    found = quarter(scene, "2026-Q2", "2026-04", "2026-05", JUNE)
    assert {one.rule_set for one in (found["dung"], found["chi"])} == {"nd90"}
    assert (found["dung"].status, found["dung"].rank, found["dung"].total) == ("scored", "excellent", None)
    assert (found["chi"].rank, found["binh"].rank) == ("not_completed", "not_completed")
    assert proved(scene, "2026-Q2")


def test_a_ground_overrules_the_mean_of_the_months_too(scene: Scene) -> None:
    july(scene)
    for code in ("2026-08", "2026-09"):
        approved(scene, "dung", code, general=30)
    day = date(2026, 8, 9)
    scene.do("home-affairs", RecordDisqualification(scene.person("dung"), Ground.DECLINED, "9/QĐ", day, day))
    found = quarter(scene, "2026-Q3", JULY, "2026-08", "2026-09")
    assert (found["dung"].total, found["dung"].rank, found["dung"].rule_set) == (100.0, "not_completed", "nd233")
    assert (found["other-head"].missing, found["other-head"].rank) == ("2026-07; 2026-08; 2026-09", None)


def test_a_year_within_which_a_decree_took_over_is_ranked_by_it(scene: Scene) -> None:
    july(scene)
    approved(scene, "dung", JUNE, general=30)
    scene.change(Period, Period.code.in_(["2026-02", "2026-03", "2026-04"]), state="closed")
    for code in (JUNE, JULY):
        close(scene, code)
    scene.do("home-affairs", OpenPeriod("2026"))
    with reading(scene.engine) as session:
        from kpi.assessment.standing import rules_for

        year = session.scalars(select(Period).where(Period.code == "2026")).one()
        june = session.scalars(select(Period).where(Period.code == JUNE)).one()
        assert rules_for(session, year)["public_employee"].rule_set == "nd233"
        assert rules_for(session, june)["public_employee"].rule_set == "nd90"
        assert rules_for(session, year)["civil_servant"].rule_set == "nd335"
