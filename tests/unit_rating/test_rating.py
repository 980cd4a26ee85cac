"""A unit's rating: proposed by its head, decided by the head above, following from its people, tasks and deadlines."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from kpi.access.actor import NotPermitted
from kpi.assessment.closing.close import ClosePeriod
from kpi.assessment.local_figures import ChooseFigure
from kpi.assessment.ranking.deciding import DecideRanks, RankGiven
from kpi.assessment.unit_rating.criteria import CriterionGiven, DecideUnitCriteria
from kpi.assessment.unit_rating.explaining import explained
from kpi.assessment.unit_rating.marking import DecideUnitRating, PointsGiven, ProposeUnitRating
from kpi.assessment.unit_rating.views import UnitRating, unit_rating, unit_ratings
from kpi.law.unit_rating import unit_criteria
from kpi.reform.plan.commands import AddTasks, CreatePlan
from kpi.storage.tables import Closing, Month, UnitMark, UnitResult
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import MARCH, Scene
from tests.ranking.crowd import closing, crowd, standing
from tests.reform.test_plan import wanted

LEAVES = {leaf.code: leaf.maximum for leaf in unit_criteria(date(2026, 3, 1))}
ON_TIME = datetime(2026, 4, 2, 3, 0, tzinfo=UTC)


def points(share: float = 1.0, reason: str | None = None) -> tuple[PointsGiven, ...]:
    return tuple(PointsGiven(code, most * share, reason) for code, most in LEAVES.items())


def propose(scene: Scene, unit: str = "culture", share: float = 0.9) -> ProposeUnitRating:
    return ProposeUnitRating(MARCH, scene.unit(unit).id, points(share))


def decide(scene: Scene, unit: str, share: float, seen: float | None, reason: str | None = None) -> DecideUnitRating:
    known = {code: None if seen is None else most * seen for code, most in LEAVES.items()}
    return DecideUnitRating(MARCH, scene.unit(unit).id, points(share, reason), known)


def seen(scene: Scene, who: str, unit: str) -> UnitRating:
    with reading(scene.engine) as session:
        return unit_rating(session, scene.actor(who), MARCH, scene.unit(unit).id)


def figures(scene: Scene, who: str, unit: str) -> dict[str, object]:
    return dict(seen(scene, who, unit).basis["figures"])


@pytest.fixture
def office(scene: Scene) -> Scene:
    """Ten people of the office of cam-lam, everything done, handed in and approved on time."""
    crowd(scene, [100.0] * 10, unit="office")
    scene.change(Month, Month.state == "approved", submitted_at=ON_TIME, approved_at=ON_TIME)
    return scene


def test_a_division_follows_from_its_people_its_deadlines_and_what_the_head_above_decides(office: Scene) -> None:
    office.do("other-head", propose(office, "office", 0.9))
    office.do("other-chair", decide(office, "office", 0.9, 0.9))
    found = figures(office, "other-chair", "office")
    assert (found["general"], found["people"], found["deadlines"]) == (27.0, pytest.approx(1), 1.0)
    assert (found["total"], found["rank"], found["missing"]) == (pytest.approx(97), "excellent", "")
    assert not found["kpi_needed"]


def test_until_decided_the_general_criteria_are_missing_and_named(office: Scene) -> None:
    office.do("other-head", propose(office, "office"))
    at = seen(office, "other-chair", "office")
    assert at.basis["figures"]["missing"] == "general"
    said = "\n".join(message.in_("en") for _part, message in explained(at.basis))
    assert "General criteria not decided yet: I.1, I.2, II.1, II.2, III.1, III.2." in said
    assert "Still missing: the decision on the general criteria." in said


def test_a_commune_needs_its_kpi_set_and_says_so(office: Scene) -> None:
    found = figures(office, "other-chair", "cam-lam")
    assert found["kpi_needed"]
    assert "kpi" in str(found["missing"]).split(",")
    assert found["assessed"] == 10


def test_late_months_lower_the_part_of_deadlines(office: Scene) -> None:
    first = office.all(select(Month.id).where(Month.state == "approved"))[:5]
    office.change(Month, Month.id.in_(first), approved_at=datetime(2026, 4, 9, 17, 30, tzinfo=UTC))  # the 10th there
    assert figures(office, "other-chair", "office")["deadlines"] == pytest.approx(0.75)


def test_somebody_without_a_result_is_named_and_not_left_out(office: Scene) -> None:
    office.handed_in("dung")
    found = figures(office, "other-chair", "office")
    assert (found["known"], found["assessed"], found["people"]) == (10, 11, None)
    assert "people" in str(found["missing"]).split(",")


def test_a_unit_with_unfinished_tasks_does_not_rank_by_points_alone(office: Scene) -> None:
    by_lines = ChooseFigure("units_nd335", "gate_tasks", "lines", date(2026, 3, 1), "3/QĐ-UBND")
    office.do("home-affairs", by_lines)
    crowd(office, [93.0], unit="office")
    office.change(Month, Month.state == "approved", submitted_at=ON_TIME, approved_at=ON_TIME)
    office.do("other-chair", decide(office, "office", 1.0, None, "Seen at the inspection"))
    found = figures(office, "other-chair", "office")
    assert (found["tasks"], found["done"], found["by_score"], found["rank"]) == (11, 10, "excellent", "not_completed")
    said = [
        message.in_("en") for part, message in explained(seen(office, "other-chair", "office").basis) if part == "rank"
    ]
    assert "The points alone would give" in said[0]


def test_a_plan_task_that_is_late_closes_the_gates_of_the_unit_that_leads_it(office: Scene) -> None:
    office.do("home-affairs", CreatePlan("P", 2026, "Plan", "province", "QĐ", date(2026, 1, 5)))
    office.do("other-chair", decide(office, "office", 1.0, None, "Seen at the inspection"))
    assert figures(office, "other-chair", "office")["rank"] == "excellent"
    office.do("home-affairs", AddTasks("P", (wanted("T1", lead_unit_code="office", due=date(2026, 3, 20)),)))
    found = figures(office, "other-chair", "office")
    assert (found["tasks"], found["done"], found["by_score"], found["rank"]) == (1, 0, "excellent", "not_completed")


def test_nobody_decides_on_their_own_unit_and_only_the_first_head_above_does(office: Scene) -> None:
    asked = decide(office, "office", 0.9, None, "Seen")
    office.refused("other-head", asked, "their own unit")
    others = ("governor", "chair", "head", "dung", "home-affairs", "organizing", "auditor", "administrator")
    office.refused_to(others, asked)
    office.refused("other-chair", decide(office, "cam-lam", 0.9, None, "Seen"), "their own unit")
    office.do("governor", decide(office, "cam-lam", 0.9, None, "Seen"))


def test_only_the_head_of_the_unit_proposes(office: Scene) -> None:
    asked = propose(office, "office")
    office.refused_to(("other-chair", "governor", "dung", "head", "home-affairs"), asked)
    office.do("other-head", asked)
    assert len(office.all(select(UnitMark))) == len(LEAVES)


def test_a_decision_apart_from_the_proposal_gives_its_reason(office: Scene) -> None:
    office.do("other-head", propose(office, "office", 1.0))
    office.refused("other-chair", decide(office, "office", 0.8, 1.0), "write why")
    office.refused("other-chair", decide(office, "office", 0.8, 0.9, "Late reports"), "has changed since")
    office.do("other-chair", decide(office, "office", 0.8, 1.0, "Late reports"))
    office.refused("other-head", propose(office, "office", 1.0), "has been decided")
    assert figures(office, "other-chair", "office")["general"] == pytest.approx(24)


@pytest.mark.parametrize(
    ("given", "saying"),
    [
        ((), "at least one"),
        ((PointsGiven("IX", 1.0),), "no criterion"),
        ((PointsGiven("I.1", 5.25),), "not between 0 and 5"),
        ((PointsGiven("I.1", -0.25),), "not between 0 and 5"),
        ((PointsGiven("I.1", 4.123),), "two decimals"),
        ((PointsGiven("I.1", 4.0, "x" * 2001),), "shorten it"),
    ],
)
def test_points_that_cannot_stand_change_nothing(office: Scene, given: tuple[PointsGiven, ...], saying: str) -> None:
    office.refused("other-head", ProposeUnitRating(MARCH, office.unit("office").id, given), saying)


def test_the_closing_keeps_every_units_rating_with_its_reasons(office: Scene) -> None:
    scene = office
    enough = ChooseFigure("units_nd335", "people_known_from", "0.5", date(2026, 3, 1), "4/QĐ-UBND")
    scene.do("home-affairs", enough)  # the head and one official have no month here
    scene.do("other-chair", decide(scene, "office", 0.9, None, "Seen"))
    closing(scene)
    before = figures(scene, "governor", "office")
    people = standing(scene, "other-chair", "cam-lam").groups[0].ordered[1:]  # the quota is decided first
    given = tuple(RankGiven(one.person_id, one.unit_id, "good", "Quota") for one in people)
    agency = scene.unit("cam-lam").id
    scene.do("other-chair", DecideRanks(MARCH, agency, given, standing(scene, "other-chair", "cam-lam").seen))
    scene.do("home-affairs", ClosePeriod(MARCH, acknowledged=True))
    kept = {row.unit_id: row for row in scene.all(select(UnitResult))}
    mine = kept[scene.unit("office").id]
    assert (mine.total, mine.rank, mine.status) == (pytest.approx(97), "excellent", "scored")
    assert mine.basis["figures"] == before
    assert kept[agency].status == "insufficient"
    assert scene.unit("province").id not in kept
    assert len(scene.all(select(Closing))) == 1
    scene.refused("other-head", propose(scene, "office"), "period is closed")
    assert seen(scene, "auditor", "office").closed


def test_each_sees_the_units_they_lead_and_the_province_sees_all(office: Scene) -> None:
    crowd(office, [80.0], unit="economy")
    units = {"other-chair": {"cam-lam", "office"}, "chair": {"dien-khanh", "economy"}, "head": {"economy"}}
    everything = {"cam-lam", "office", "dien-khanh", "economy"}
    with reading(office.engine) as session:
        for who, expected in (units | dict.fromkeys(("governor", "auditor", "organizing"), everything)).items():
            names = {line.unit for line in unit_ratings(session, office.actor(who), MARCH)}
            assert names == {f"Unit {code}" for code in expected}, who
        assert unit_ratings(session, office.actor("an"), MARCH) == ()
        for who in ("chair", "an"):
            with pytest.raises(NotPermitted):
                unit_rating(session, office.actor(who), MARCH, office.unit("office").id)


def test_the_province_decides_on_weights_from_a_date(office: Scene) -> None:
    office.refused_to(
        ("governor", "chair", "auditor"), ChooseFigure("units_nd335", "weight_people", "0", date(2026, 3, 1), "1")
    )
    office.refused(
        "home-affairs", ChooseFigure("units_nd335", "weight_people", "2", date(2026, 3, 1), "1/QĐ"), "from 0"
    )
    office.refused(
        "home-affairs", ChooseFigure("units_nd335", "late_most", "0.5", date(2026, 3, 1), "1/QĐ"), "is fixed"
    )
    office.refused(
        "home-affairs", ChooseFigure("units_nd335", "weight_people", "0", date(2026, 2, 1), "1/QĐ"), "is closed"
    )
    first = office.all(select(Month.id).where(Month.state == "approved"))
    office.change(Month, Month.id.in_(first), approved_at=None)
    office.do("home-affairs", ChooseFigure("units_nd335", "weight_people", "0", date(2026, 3, 1), "1/QĐ-UBND"))
    assert figures(office, "other-chair", "office")["task_share"] == pytest.approx(0.5)
    said = seen(office, "other-chair", "office").basis["settings"]["chosen"]
    assert said == {"weight_people": 0.0}


def test_the_province_enters_its_own_criteria_and_they_have_to_add_up(office: Scene) -> None:
    def tree(*maxima: float) -> tuple[CriterionGiven, ...]:
        return tuple(CriterionGiven(f"A.{place}", "A", f"Criterion {place}", most) for place, most in enumerate(maxima))

    march = date(2026, 3, 1)
    office.refused("home-affairs", DecideUnitCriteria(march, tree(10, 10, 9.9), "2/QĐ"), "add up to 29.9")
    office.refused("home-affairs", DecideUnitCriteria(march, tree(20, 10), " "), "number and date")
    office.refused("home-affairs", DecideUnitCriteria(date(2026, 2, 1), tree(20, 10), "2/QĐ"), "is closed")
    office.refused_to(("governor", "other-chair", "auditor"), DecideUnitCriteria(march, tree(20, 10), "2/QĐ"))
    office.do("home-affairs", DecideUnitCriteria(march, tree(20, 10), "2/QĐ-UBND"))
    office.refused("home-affairs", DecideUnitCriteria(march, tree(20, 10), "3/QĐ"), "already a decision")
    at = seen(office, "other-chair", "office")
    assert [(leaf["code"], leaf["maximum"]) for leaf in at.basis["criteria"]] == [("A.0", 20.0), ("A.1", 10.0)]
    assert at.basis["criteria_decision"] == "2/QĐ-UBND"
