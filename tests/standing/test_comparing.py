"""The same month under several rule sets: who would rank differently, why, and what is missing."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from kpi.access.actor import NotPermitted, Refused
from kpi.assessment.comparing import Comparison, comparable, compare, steps_under, why
from kpi.assessment.standing.weighing import SetTaskWeights
from kpi.storage.tables import MonthEvent, Period, Person, RuleChoice
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import MARCH, Scene, contents
from tests.standing.test_facts import JULY


def compared(
    scene: Scene, *names: str, who: str = "chair", unit: str | None = None, assume: bool = True, code: str = MARCH
) -> Comparison:
    with reading(scene.engine) as session:
        unit_id = scene.unit(unit).id if unit else None
        return compare(session, scene.actor(who), code, names, unit_id, assume=assume)


def ranks(found: Comparison, name: str) -> dict[str, str | None]:
    names = found.people["name"].str.removeprefix("Person ")
    return {who: None if pd.isna(rank) else rank for who, rank in zip(names, found.people[name], strict=True)}


def test_eighty_points_are_good_by_the_decree_and_completed_by_the_provinces_own_scale(scene: Scene) -> None:
    scene.handed_in("an", done=10, share=0.9)  # 97
    scene.handed_in("binh", done=8, share=0.8)  # 56 + 24 = 80
    before = contents(scene.engine)
    found = compared(scene, "nd335", "kh2025")
    assert ranks(found, "nd335") == {"an": "excellent", "binh": "good"}
    assert ranks(found, "kh2025") == {"an": "excellent", "binh": "completed"}
    assert list(found.differing["name"]) == ["Person binh"]
    assert found.moves("nd335", "kh2025").loc["good", "completed"] == 1
    assert int(found.moves("nd335", "kh2025").to_numpy().sum()) == 2
    month = scene.month("binh").id
    assert [why(one, month)["en"] for one in found.sets] == [
        "80.00 points reach 70: good.", "80.00 points are not above 80: completed.",
    ]  # fmt: skip
    assert contents(scene.engine) == before


def test_what_a_rule_set_lacks_is_said_and_never_filled_in_unasked(scene: Scene) -> None:
    scene.handed_in("an")
    found = compared(scene, "nd335", "kh2025", "nd233", assume=False)
    _, own, public = found.sets
    assert own.missing == {"common; reform_it": 1}
    assert public.missing == {"weights": 1}
    assert ranks(found, "kh2025") == {"an": None}
    assert len(found.differing) == 0
    assert (own.instead, public.instead) == (True, True)
    assert "the points of the 20 common criteria" in why(own, scene.month("an").id)["en"]


def test_weights_once_decided_let_public_employees_be_compared(scene: Scene) -> None:
    scene.do("chair", SetTaskWeights(scene.unit("dien-khanh").id, JULY, 20, 32, 18, "5/QĐ"))
    scene.change(Period, Period.code == MARCH, starts=JULY)
    scene.handed_in("an", done=5)
    found = compared(scene, "nd335", "nd233")
    assert ranks(found, "nd233") == {"an": "completed"}
    told = [step.text["en"] for step in steps_under(found.sets[1], scene.month("an").id)]
    assert "50.00% × 20" in " ".join(told)


def test_the_partys_regulation_ranks_members_alone(scene: Scene) -> None:
    scene.change(Person, Person.id == scene.person("an"), party_member=True)
    scene.change(Person, Person.id == scene.person("binh"), party_member=False)
    scene.handed_in("an", done=9)
    scene.handed_in("binh")
    found = compared(scene, "nd335", "qd366")
    assert ranks(found, "qd366") == {"an": "completed", "binh": None}
    assert found.sets[1].others == 1
    assert "neither excellent nor good" in why(found.sets[1], scene.month("an").id)["en"]
    assert "Not a Party member" in why(found.sets[1], scene.month("binh").id)["en"]


def test_conditions_are_told_one_by_one(scene: Scene) -> None:
    scene.handed_in("an", done=9)
    found = compared(scene, "nd335", "nd90")
    assert ranks(found, "nd90") == {"an": "not_completed"}
    assert "1 of 1 tasks were missed" in why(found.sets[1], scene.month("an").id)["en"]


def test_a_head_compares_their_own_people_and_may_narrow_to_a_unit(scene: Scene) -> None:
    for who in ("an", "chi", "dung"):
        scene.handed_in(who)
    assert set(ranks(compared(scene, "nd335", "kh2025"), "nd335")) == {"an", "chi"}
    assert set(ranks(compared(scene, "nd335", "kh2025", unit="culture"), "nd335")) == {"chi"}
    assert set(ranks(compared(scene, "nd335", "kh2025", unit="office"), "nd335")) == set()
    for who in ("home-affairs", "organizing"):
        assert set(ranks(compared(scene, "nd335", "kh2025", who=who), "nd335")) == {"an", "chi", "dung"}


def test_others_do_not_compare_and_one_rule_set_is_no_comparison(scene: Scene) -> None:
    for who in ("an", "deputy", "auditor", "administrator"):
        with pytest.raises(NotPermitted):
            compared(scene, "nd335", "kh2025", who=who)
    for names in (("nd335",), ("nd335", "nd335"), ("nd335", "nd999")):
        with pytest.raises(Refused, match="at least two"):
            compared(scene, *names)
    with pytest.raises(Refused, match="no period"):
        compared(scene, "nd335", "kh2025", code="2031-01")


def test_every_rule_set_can_be_chosen_even_on_a_month_without_anybody(scene: Scene) -> None:
    found = compared(scene, *comparable())
    assert (len(found.people), len(found.sets), len(found.differing)) == (0, 5, 0)


def test_a_month_approved_after_the_day_for_reports_is_not_completed_by_the_provinces_own_scale(scene: Scene) -> None:
    day = date(2026, 4, 24)
    scene.change(Period, Period.code == MARCH, report_by=day)
    for who in ("an", "binh", "chi"):
        scene.approved(who, share=0.9)
    in_time, late = (
        datetime(2026, 4, 24, 9, 0, tzinfo=UTC),
        datetime(2026, 4, 24, 18, 0, tzinfo=UTC),
    )  # 01:00 on the 25th
    for who, at in (("an", in_time), ("binh", late)):
        month = scene.month(who).id
        scene.change(MonthEvent, (MonthEvent.month_id == month) & (MonthEvent.step == "approved"), at=at)
    again = scene.month("an").id  # approved again later: the first approval counts
    scene.write(MonthEvent(month_id=again, at=late, actor_name="Person chair", step="approved"))
    found = compared(scene, "nd335", "kh2025")
    assert ranks(found, "nd335") == dict.fromkeys(("an", "binh", "chi"), "excellent")
    assert ranks(found, "kh2025") == {"an": "excellent", "binh": "not_completed", "chi": "not_completed"}
    assert "Reported after the 25th" in why(found.sets[1], scene.month("binh").id)["en"]


def test_the_province_may_leave_late_reports_out(scene: Scene) -> None:
    scene.change(Period, Period.code == MARCH, report_by=date(2026, 4, 24))
    scene.approved("an", share=0.9)
    scene.write(
        RuleChoice(
            rule_set="kh2025", parameter="late_report_when", value="not_applied", valid_from=date(2025, 4, 1),
            decision="1/QĐ",
        )
    )  # fmt: skip
    assert ranks(compared(scene, "nd335", "kh2025"), "kh2025") == {"an": "excellent"}
