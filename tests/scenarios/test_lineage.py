"""After a merger the new unit has its place, attributes, figures and granted roles from the units it was made of."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import func, select

from kpi.staffing.reallocation.distance import Touch, ways
from kpi.staffing.scenarios import Assumptions, outcome
from kpi.staffing.scenarios import today as scenario_today
from kpi.staffing.scenarios.adopting import AdoptScenario
from kpi.staffing.scenarios.commands import CreateScenario
from kpi.staffing.scenarios.steps import ClosePoint, MergeUnits
from kpi.staffing.scenarios.tree import NewUnit
from kpi.staffing.scenarios.views import scenario
from kpi.staffing.today import inputs, inputs_of, picture, suspects
from kpi.staffing.today.lineage import Lineage
from kpi.staffing.today.tiles import tiles
from kpi.storage.tables import Account, AuditEntry, ExistingStaff, Grant, Unit, Volume
from kpi.storage.unit_of_work import UnitOfWork, reading
from tests.scenarios.scene import BOTH
from tests.scenarios.test_adopting import BEFORE, DAY
from tests.scenarios.test_building import MERGE, add, refused

YEAR = 2026
BORDERS = (Touch("A", "B"), Touch("B", "C"))


def known(scene, on):
    with reading(scene.engine) as session:
        return inputs_of(session, scene.planner, YEAR, on)


def volume(scene, unit, number, source="import", activity="VP.1"):
    with UnitOfWork(scene.engine) as work:
        place = work.session.scalars(select(Unit.id).where(Unit.code == unit)).one()
        at = datetime(YEAR, 1, 1, tzinfo=UTC)
        work.session.add(
            Volume(unit_id=place, activity=activity, year=YEAR, volume=number, source=source, set_by="x", at=at)
        )
        work.commit()


def counted(scene, unit, family, staff, day=date(2026, 1, 1)):
    with UnitOfWork(scene.engine) as work:
        place = work.session.scalars(select(Unit.id).where(Unit.code == unit)).one()
        work.session.add(ExistingStaff(unit_id=place, family=family, staff=staff, counted_on=day, source="import"))
        work.commit()


def used(found, unit, activity="VP.1"):
    rows = found.volumes[(found.volumes["unit"] == unit) & (found.volumes["activity"] == activity)]
    return [(row["source"], row["volume"], row["note"]) for row in rows.to_dict("records")]


def staff(found, unit):
    rows = found.existing[found.existing["unit"] == unit]
    return {row["family"]: (row["existing"], row["source"]) for row in rows.to_dict("records")}


@pytest.fixture
def merging(scene):
    made = scene.does(CreateScenario("Gộp"))
    add(scene, made, MERGE)
    return made


def adopt(scene, number, day=DAY):
    return scene.does(AdoptScenario(number, day, "NQ 1"))


@BOTH
def test_volumes_of_the_parts_count_together_from_the_day_and_stay_theirs_before(scene, merging):
    volume(scene, "A", 100)
    volume(scene, "B", 40)
    volume(scene, "C", 7)
    adopt(scene, merging)
    assert used(known(scene, BEFORE), "A") == [("import", 100, None)]
    after = known(scene, DAY)
    assert used(after, "AB") == [("merged", 140, "An, Bình")]
    assert used(after, "C") == [("import", 7, None)]
    assert set(after.units["unit"]) == {"AB", "C"}
    assert picture(after).units.set_index("unit").loc["AB", "needed"] > 0


def test_a_figure_of_the_new_units_own_counts_before_the_parts(scene, merging):
    volume(scene, "A", 100)
    adopt(scene, merging)
    volume(scene, "AB", 77, "entry")
    found = known(scene, DAY)
    assert used(found, "AB") == [("entry", 77, None)]
    assert sorted(found.known[found.known["unit"] == "AB"]["source"]) == ["entry", "merged"]


@BOTH
def test_counted_staff_of_the_parts_count_together_and_an_uncounted_part_by_its_posts(scene, merging):
    counted(scene, "A", "office", 9)
    counted(scene, "A", "land", 4)
    posts = staff(known(scene, BEFORE), "B")
    adopt(scene, merging)
    found = staff(known(scene, DAY), "AB")
    assert found["land"] == (4 + posts.get("land", (0, ""))[0], "merged")
    assert sum(number for number, _ in found.values()) == 13 + sum(number for number, _ in posts.values())
    counted(scene, "AB", "land", 5, DAY)
    assert staff(known(scene, DAY), "AB") == {"land": (5, "import")}


def test_without_counts_the_posts_transferred_count(scene, merging):
    before = known(scene, BEFORE)
    adopt(scene, merging)
    people = sum(number for unit in "AB" for number, _ in staff(before, unit).values())
    assert sum(number for number, _ in staff(known(scene, DAY), "AB").values()) == people


def test_the_new_unit_is_a_mountain_commune_where_all_its_parts_were(scene, merging, monkeypatch):
    adopt(scene, merging)
    monkeypatch.setattr(inputs, "mountain_units", lambda: frozenset({"A", "B"}))
    assert "AB" in known(scene, DAY).mountain
    monkeypatch.setattr(inputs, "mountain_units", lambda: frozenset({"A", "C"}))
    assert "AB" not in known(scene, DAY).mountain


def test_neighbours_and_ways_are_the_parts_from_the_day_and_the_old_ones_until_then(scene, merging, monkeypatch):
    adopt(scene, merging)
    monkeypatch.setattr(scenario_today, "neighbours", lambda: BORDERS)
    for on, units in ((BEFORE, ["A", "B", "C"]), (DAY, ["AB", "C"])):
        state = scenario_today.state_of(known(scene, on))
        areas = dict(zip(state.units["unit"], state.units["area_km2"], strict=True))
        assert np.isfinite(ways(units, areas, state.touches)).all(), on


def test_the_tile_of_the_seat_is_the_new_units():
    found = Lineage((NewUnit("M1", "x", "commune", ("22504", "22498")), NewUnit("M2", "y", "ward", ("22489", "M1"))))
    assert found.parts == {"M2": ("22489", "22504", "22498")}
    placed = tiles(found.parts).set_index("unit")
    assert placed.loc["M2", ["column", "row"]].tolist() == placed.loc["22489", ["column", "row"]].tolist()
    assert "M1" not in placed.index
    assert len(tiles()) == 65


def test_a_merger_of_three_stays_exempt_from_the_standards_after_it_is_adopted(scene, merging):
    add(scene, merging, MergeUnits(("AB", "C"), "ABC", "An Bình Chi", "commune", "C"))
    adopt(scene, merging)
    found = known(scene, DAY)
    assert found.units["parts"].tolist() == [("C", "A", "B")]
    volume(scene, "A", 10)
    then = outcome(scenario_today.state_of(known(scene, DAY)), Assumptions(fixed={"office": 1.0}))
    assert then.units["exempt"].tolist() == [True]
    assert then.fixed.central == 0, "what was merged before today frees nothing again"


def test_posts_set_by_hand_stay_to_be_set_by_hand(scene, merging):
    adopt(scene, merging)
    found = known(scene, DAY)
    values = found.criteria.norms
    by_hand = type(values)({**values.values, ("by_hand", "B"): None})
    units = picture(found.under(type(found.criteria)(**{**vars(found.criteria), "norms": by_hand}))).units
    assert units.set_index("unit")["by_hand"].to_dict() == {"AB": True, "C": False}


def test_a_doubt_about_a_part_stays_a_doubt_about_the_new_unit(scene, merging):
    with UnitOfWork(scene.engine) as work:
        work.session.scalars(select(Unit).where(Unit.code == "B")).one().suspect = "là số tròn"
        work.commit()
    adopt(scene, merging)
    told = [one.message.in_("vi") for one in suspects(picture(known(scene, DAY))) if one.kind == "population"]
    assert len(told) == 1
    assert "Bình: là số tròn" in told[0]


def test_an_adopted_scenario_reads_without_faults_before_and_after_its_day(scene, merging):
    add(scene, merging, ClosePoint("AB", "B"))
    adopt(scene, merging)
    for on in (BEFORE, DAY):
        with reading(scene.engine) as session:
            seen = scenario(session, scene.planner, merging, inputs_of(session, scene.planner, YEAR, on))
        assert [one.fault for one in seen.steps] == [None, None]
        assert seen.state.units["unit"].tolist() == ["AB", "C"]


def test_what_is_adopted_for_a_day_to_come_changes_nothing_before_it(scene, merging):
    before = known(scene, BEFORE)
    adopt(scene, merging)
    after = known(scene, BEFORE)
    assert after.lineage == before.lineage
    assert after.units.equals(before.units)


def grant(scene, account, role, unit):
    with UnitOfWork(scene.engine) as work:
        place = work.session.scalars(select(Unit.id).where(Unit.code == unit)).one()
        owner = work.session.scalars(select(Account).where(Account.name == account)).one_or_none()
        owner = owner or Account(name=account, password_hash="x")
        work.session.add(owner)
        work.session.flush()
        work.session.add(Grant(account_id=owner.id, role=role, unit_id=place))
        work.commit()


def grants(scene):
    query = select(Account.name, Grant.role, Unit.code).join_from(Account, Grant).join(Unit, Unit.id == Grant.unit_id)
    return sorted(tuple(row) for row in scene.rows(query))


@BOTH
def test_granted_roles_reach_what_continues_their_unit_and_stay_for_its_history(scene, merging):
    grant(scene, "soat", "auditor", "A")
    grant(scene, "soat", "auditor", "B")
    grant(scene, "vp", "home_affairs", "B.VP")
    grant(scene, "khac", "auditor", "C")
    done = adopt(scene, merging)
    assert done.granted == 2
    new = [("soat", "auditor", "AB"), ("vp", "home_affairs", "AB.VP")]
    assert set(new) <= set(grants(scene))
    assert len(grants(scene)) == 4 + 2
    record = scene.rows(select(AuditEntry.changes).order_by(AuditEntry.number.desc()))[0][0]
    assert record.count('"role_grant"') == 2


def test_the_planner_sees_which_roles_go_over_and_no_account(scene, merging):
    grant(scene, "soat", "auditor", "A.VP")
    grant(scene, "khac", "auditor", "C")
    with reading(scene.engine) as session:
        seen = scenario(session, scene.planner, merging, inputs_of(session, scene.planner, YEAR, BEFORE))
    assert [(one.role, one.unit) for one in seen.roles] == [("auditor", "Văn phòng")]


def test_a_merger_of_one_unit_is_no_merger(scene):
    made = scene.does(CreateScenario("Một"))
    add(scene, made, MergeUnits(("A",), "AA", "An mới", "commune", "A"))
    assert "at least two" in refused(scene, AdoptScenario(made, DAY, "NQ 1"))


def test_a_later_merger_takes_in_a_unit_that_was_merged_before(scene, merging):
    volume(scene, "A", 100)
    volume(scene, "C", 7)
    adopt(scene, merging)
    later = (DAY + timedelta(days=40)).replace(day=1)
    second = scene.does(CreateScenario("Gộp tiếp"))
    add(scene, second, MergeUnits(("AB", "C"), "ABC", "An Bình Chi", "commune", "AB"))
    adopt(scene, second, later)
    assert used(known(scene, DAY), "AB") == [("merged", 100, "An")]
    found = known(scene, later)
    assert used(found, "ABC") == [("merged", 107, "An Bình, Chi")]
    assert found.units["parts"].tolist() == [("A", "B", "C")]
    assert scene.rows(select(func.count(Unit.id)).where(Unit.code == "ABC")) == [(1,)]
