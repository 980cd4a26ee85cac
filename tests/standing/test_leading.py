"""A leader's d and đ follow from the people and the work below them, from the bottom of the tree to its top."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import select

from kpi.assessment.marks import MarkValue
from kpi.assessment.review import ReviewMonth
from kpi.assessment.standing.explained import explained
from kpi.assessment.standing.initiatives import RecordInitiative
from kpi.assessment.standing.leading import leader_criteria, store_criteria
from kpi.reform.plan.commands import AddTasks, CreatePlan
from kpi.storage.tables import Initiative, LeaderCriterion, Mark, Month, Person, Post
from kpi.storage.unit_of_work import UnitOfWork, reading
from tests.assessment.scene import MARCH, PEOPLE, Period, Scene, boss
from tests.reform.test_plan import wanted
from tests.standing.facts import leave

RATED = [name for name, _, _ in PEOPLE if name != "governor"]
LINE = {"coefficient": 1.0, "assigned": 10.0, "done": 10.0, "quality_ok": 10.0, "exceeded": 0.0}
TIMES = dict.fromkeys(("failed", "failed_excused", "late", "late_excused"), 0.0)
Story = Callable[..., pd.DataFrame]


@pytest.fixture
def story(scene: Scene) -> Story:
    """Everybody's month, all well done; `done` says how much some finished, `lines` changes one's line, `without`
    leaves people without a month. Returns the leaders' criteria by account name.
    """
    roles = {name: role for name, role, _ in PEOPLE}
    units = {name: scene.unit(unit).id for name, _, unit in PEOPLE}

    def told(
        done: dict[str, float] | None = None,
        lines: dict[str, dict[str, Any]] | None = None,
        without: tuple[str, ...] = (),
        initiative: tuple[str, ...] = (),
        e: float | None = 1.0,
    ) -> pd.DataFrame:
        names = [name for name in RATED if name not in without]
        months = {
            name: Month(person_id=scene.person(name), period_id=scene.period(), unit_id=units[name], role=roles[name],
                        title="-", duty_group="-", state="approved", revision=1)
            for name in names
        }  # fmt: skip
        scene.write(*months.values())
        ids = {name: month.id for name, month in months.items()}
        scene.write(*(Mark(month_id=ids[n], criterion="e", self_value=e) for n in names if roles[n] != "staff"))
        for unit in initiative:
            scene.do("governor", RecordInitiative(scene.unit(unit).id, MARCH, "Idea", "Effect"))
        changes = {name: {"done": share, "quality_ok": share} for name, share in (done or {}).items()} | (lines or {})
        table = pd.DataFrame([{"person": ids[name], **LINE, **TIMES, **changes.get(name, {})} for name in names])
        people = pd.DataFrame(
            {"month_id": [ids[n] for n in names], "person_id": [scene.person(n) for n in names],
             "unit_id": [units[n] for n in names], "role": [roles[n] for n in names], "general": 10.0}
        )  # fmt: skip
        with reading(scene.engine) as session:
            period = session.scalars(select(Period).where(Period.code == MARCH)).one()
            found = leader_criteria(session, period, people, table.astype(dict.fromkeys(LINE | TIMES, "float64")))
        return found.set_index(pd.Index([{v: k for k, v in ids.items()}[month] for month in found["month_id"]]))

    return told


def shares(found: pd.DataFrame, name: str) -> dict[str, float | None]:
    return {who: None if np.isnan(value) else float(value) for who, value in found[name].items()}


def test_where_everybody_completes_every_leader_has_d_in_full(story: Story) -> None:
    found = story()
    assert set(shares(found, "d").values()) == {1.0}
    assert set(found.index) == {
        "chair",
        "vice",
        "vice-culture",
        "head",
        "deputy",
        "acting",
        "other-chair",
        "other-head",
    }


def test_one_below_completed_halves_d_for_everybody_above_and_nobody_beside(scene: Scene, story: Story) -> None:
    found = story({"chi": 3})
    assert shares(found, "d") == {
        "acting": 0.5, "vice-culture": 0.5, "chair": 0.5,
        "vice": 1.0, "head": 1.0, "deputy": 1.0, "other-chair": 1.0, "other-head": 1.0,
    }  # fmt: skip
    basis = found.loc["chair", "basis"]["d"]
    assert (basis["below"], basis["below_count"], basis["without_count"]) == ([scene.person("chi")], 1, 0)


def test_a_leaders_own_rank_follows_from_below_and_weighs_on_the_one_above(story: Story) -> None:
    """Chi is below. With half of d and đ, and e half, acting drops below 50 too; with them in full they would not."""
    found = story({"chi": 0, "acting": 5}, e=0.5)
    assert found.loc["chair", "basis"]["d"]["below_count"] == 2
    assert found.loc["vice-culture", "basis"]["d"]["below_count"] == 2
    alone = {"a": 0.5, "b": 0.5, "c": 0.5, "d": 1.0, "dd": 1.0, "e": 0.5}
    assert 10 + sum(alone.values()) / 6 * 70 > 50


def test_somebody_without_a_result_leaves_d_open_and_is_named_unless_another_is_below(
    scene: Scene, story: Story
) -> None:
    found = story({"chi": 0}, without=("binh",))
    d = shares(found, "d")
    assert (d["head"], d["deputy"], d["vice"]) == (None, None, None)
    assert found.loc["deputy", "basis"]["d"]["without"] == [scene.person("binh")]
    assert found.loc["head", "basis"]["d"]["without"] == [scene.person("deputy"), scene.person("binh")]
    assert d["chair"] == 0.5  # chi is below, whatever binh will get


def test_whoever_was_away_throughout_is_nobodys_gap(scene: Scene, story: Story) -> None:
    scene.do("head", leave(scene, "binh", 1, kind="maternity"))
    found = story(without=("binh",))
    assert shares(found, "d")["head"] == 1.0
    assert found.loc["head", "basis"]["d"]["managed"] == 2


def test_public_employees_are_not_civil_servants_managed(scene: Scene, story: Story) -> None:
    scene.change(Person, Person.id == scene.person("chi"), kind="public_employee")
    basis = story({"chi": 0}).loc["chair", "basis"]["d"]
    assert (basis["managed"], basis["below_count"]) == (7, 0)


def test_a_deputy_answers_for_their_field_alone(scene: Scene, story: Story) -> None:
    for name, field in (("deputy", "Land"), ("an", " land "), ("binh", "Trade")):
        scene.change(Post, Post.person_id == scene.person(name), field=field)
    found = story({"binh": 0})
    assert shares(found, "d")["deputy"] == 1.0
    assert found.loc["deputy", "basis"]["d"]["scope"] == "field"
    assert shares(found, "d")["head"] == 0.5


def test_a_deputy_without_a_recorded_field_answers_for_the_unit_but_not_for_its_leaders(
    scene: Scene, story: Story
) -> None:
    found = story()
    assert found.loc["vice-culture", "basis"]["d"]["scope"] == "no_field"
    assert found.loc["vice-culture", "basis"]["d"]["managed"] == 6  # both divisions, neither the chair nor the vices
    assert found.loc["vice", "basis"]["d"]["managed"] == 4  # the economy division with its head


def test_a_leader_of_nobody_is_decided_by_whoever_rates_them(scene: Scene, story: Story) -> None:
    scene.change(
        Post,
        Post.person_id == scene.person("dung"),
        valid_to=scene.one(select(Period.starts).where(Period.code == "2026-02")),
    )
    found = story(without=("dung",))
    assert np.isnan(found.loc["other-head", "d"])
    assert found.loc["other-head", "basis"]["d"]["managed"] == 0


# đ


def test_dd_needs_all_work_done_well_and_an_initiative_of_the_unit_or_below(story: Story) -> None:
    found = story(initiative=("economy",))
    assert shares(found, "dd") == {
        "head": 1.0, "deputy": 1.0, "vice": 1.0, "chair": 1.0, "vice-culture": 1.0,
        "acting": 0.5, "other-chair": 0.5, "other-head": 0.5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "share"),
    [
        ({"done": 9.0, "quality_ok": 9.0}, 0.5),
        ({"quality_ok": 9.0}, 0.5),
        ({"late": 1.0}, 0.5),
        ({"failed": 1.0}, 0.5),
        ({"late": 1.0, "late_excused": 1.0}, 1.0),  # an objective cause was confirmed
        ({"failed": 2.0, "failed_excused": 1.0}, 0.5),
        ({"done": 12.0, "quality_ok": 12.0}, 1.0),
    ],
)
def test_one_line_short_of_the_plan_halves_dd(story: Story, line: dict[str, float], share: float) -> None:
    found = story(lines={"an": line}, initiative=("dien-khanh", "economy"))
    assert shares(found, "dd")["head"] == share
    assert shares(found, "dd")["chair"] == share


def test_a_line_without_a_figure_leaves_dd_open(story: Story) -> None:
    found = story(lines={"an": {"done": np.nan, "quality_ok": np.nan}}, initiative=("economy",))
    assert shares(found, "dd")["head"] is None
    assert found.loc["head", "basis"]["dd"]["unrecorded"] == 1
    assert shares(found, "dd")["other-chair"] == 0.5  # no initiative there, whatever is still recorded


def test_a_withdrawn_initiative_is_none(scene: Scene, story: Story) -> None:
    scene.do("head", RecordInitiative(scene.unit("economy").id, MARCH, "Idea", "Effect"))
    scene.change(Initiative, Initiative.id > 0, withdrawn="wrong")
    assert shares(story(), "dd")["head"] == 0.5


# a rater's own value


def test_a_rater_departs_from_what_follows_only_with_a_reason(scene: Scene) -> None:
    scene.handed_in("head")
    assert scene.one(select(LeaderCriterion.computed).where(LeaderCriterion.criterion == "dd")) == 0.5
    assert scene.score("head").dd == 0.5  # their own mark says 100%
    scene.rate("head", MarkValue("dd", 1.0))
    scene.refused(boss("head"), _review(scene), "the people and the work below give 50%, the mark says 100%")
    scene.rate("head", MarkValue("dd", 1.0, "The solution is recognised by the province"))
    scene.review("head")
    assert scene.score("head").dd == 1.0
    assert scene.one(select(LeaderCriterion.computed).where(LeaderCriterion.criterion == "dd")) == 0.5


def test_what_follows_counts_without_any_mark(scene: Scene) -> None:
    scene.approved("an")
    scene.approved("binh")
    scene.handed_in("deputy")
    kept = {row.criterion: row.computed for row in scene.all(select(LeaderCriterion))}
    assert kept == {"d": 1.0, "dd": 0.5}


def test_a_reasoned_value_outweighs_at_the_closing_and_an_unreasoned_one_does_not(scene: Scene, story: Story) -> None:
    found = story({"chi": 0})
    for who, reason in (("acting", "Chi was ill and is excused"), ("chair", None)):
        scene.write(
            Mark(month_id=int(found.loc[who, "month_id"]), criterion="d", reviewed_value=1.0, review_reason=reason)
        )
    people = pd.DataFrame(
        [{"month_id": m.id, "person_id": m.person_id, "unit_id": m.unit_id, "role": m.role, "general": 10.0,
          "rank": "not_completed" if m.person_id == scene.person("chi") else "good"} for m in scene.all(select(Month))]
    )  # fmt: skip
    lines = pd.DataFrame([{"person": m, **LINE, **TIMES} for m in people["month_id"]])
    with reading(scene.engine) as session:
        period = session.scalars(select(Period).where(Period.code == MARCH)).one()
        again = leader_criteria(session, period, people, lines).set_index("month_id")
    assert again.loc[found.loc["acting", "month_id"], ["d", "d_computed"]].tolist() == [1.0, 0.5]
    assert again.loc[found.loc["chair", "month_id"], ["d", "d_computed"]].tolist() == [0.5, 0.5]


def test_the_criteria_are_kept_and_replaced(scene: Scene, story: Story) -> None:
    found = story()
    for computed in (found, found.assign(d_computed=0.5)):
        with UnitOfWork(scene.engine) as work:
            store_criteria(work.session, computed)
            work.commit()
    kept = scene.all(select(LeaderCriterion).where(LeaderCriterion.criterion == "d"))
    assert [row.computed for row in kept] == [0.5] * len(found)
    assert len(scene.all(select(LeaderCriterion))) == 2 * len(found)


def test_the_names_behind_d_are_for_those_who_may_see_them(scene: Scene) -> None:
    scene.assign("an")
    scene.handed_in("head")
    for who, named in (("chair", True), ("head", True), ("home-affairs", True)):
        with reading(scene.engine) as session:
            d = explained(session, scene.actor(who), scene.month("head").id)[0]
        told = " ".join(sentence.in_("en") for sentence in d.sentences)
        assert d.computed is None
        assert "3 people in the unit and below" in told
        assert ("Person an" in told) == named
    scene.change(Post, Post.person_id == scene.person("head"), role="staff")  # leads no more, the month stays theirs
    with reading(scene.engine) as session:
        d = explained(session, scene.actor("head"), scene.month("head").id)[0]
    assert "names not shown" in " ".join(sentence.in_("en") for sentence in d.sentences)


def _review(scene: Scene) -> Any:
    month = scene.month("head")
    return ReviewMonth(month.id, month.revision)


@pytest.mark.parametrize(("due", "share"), [(date(2026, 3, 20), 0.5), (date(2027, 3, 20), 1.0)])
def test_a_late_task_of_the_reform_plan_halves_dd_of_those_who_lead_the_unit(
    scene: Scene, story: Story, due: date, share: float
) -> None:
    scene.do("home-affairs", CreatePlan("CCHC-2026", 2026, "Plan", "province", "QĐ 1", date(2026, 1, 5)))
    scene.do("home-affairs", AddTasks("CCHC-2026", (wanted("NV01", lead_unit_code="economy", due=due),)))
    found = story(initiative=("economy", "dien-khanh"))
    assert {who: shares(found, "dd")[who] for who in ("head", "vice", "chair", "vice-culture")} == dict.fromkeys(
        ("head", "vice", "chair", "vice-culture"), share
    )
    assert found.loc["head", "basis"]["dd"]["late_tasks"] == (share == 0.5)
    assert found.loc["acting", "basis"]["dd"]["late_tasks"] == 0
