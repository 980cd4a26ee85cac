"""Solving, pinning, publishing and answering a proposal in the database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kpi.access.actor import NotPermitted, Refused
from kpi.language.numbers import today
from kpi.staffing.proposals.answering import AnswerProposal, PublishProposal, WithdrawProposal
from kpi.staffing.proposals.solving import FixMove, FreeMove, SolveAgain, SolveReallocation
from kpi.staffing.proposals.views import answerable, moves_of_units, proposal, proposals
from kpi.staffing.scenarios.commands import AddStep, CreateScenario, DropScenario
from kpi.staffing.scenarios.steps import MergeUnits, SetHeadcount
from kpi.storage.tables import AuditEntry, Person, ReallocationMove, UnitAnswer
from kpi.storage.unit_of_work import UnitOfWork, reading
from tests.access.household import everything
from tests.scenarios.scene import BOTH, granted

WAYS = {
    f"{one}>{other}": 10.0 if {one, other} != {"A", "C"} else 18.0 for one in "ABC" for other in "ABC" if one != other
}
TERMS = {"matrix": WAYS, "families": ["land"], "distance_limit": 30.0}
SOON = today() + timedelta(days=14)


def solved(scene, scenario_id=None, **terms):
    return scene.does(SolveReallocation("Đề xuất tháng này", 2026, TERMS | terms, scenario_id))


def whole(scene, number, actor=None):
    with reading(scene.engine) as session:
        return proposal(session, actor or scene.planner, number)


def moves(found):
    return {(m.from_unit, m.from_family, m.to_unit, m.to_family): m.people for m in found.moves}


def refused(scene, command, actor=None):
    before = everything(scene.engine)
    with pytest.raises(Refused) as told:
        scene.does(command, actor)
    assert everything(scene.engine) == before
    return told.value.message


@pytest.fixture
def published(scene):
    number = solved(scene)
    scene.does(PublishProposal(number, SOON))
    return number


@BOTH
def test_people_move_from_where_they_are_too_many_to_where_they_are_missing(scene):
    found = whole(scene, solved(scene))
    assert moves(found) == {("A", "land", "C", "land"): 5, ("B", "land", "C", "land"): 4}
    assert (found.before_spread.shortage - found.after_spread.shortage) == 9
    assert found.after.sum() == found.existing.sum()
    assert found.optimal
    assert found.gap == 0
    assert found.by_former["Khánh Hòa"][1] == found.after_spread
    assert all(move.why for move in found.moves)


@BOTH
def test_a_fixed_move_is_kept_a_forbidden_one_avoided_and_a_freed_one_solved_again(scene):
    number = solved(scene)
    scene.does(FixMove(number, "A", "land", "C", "land", 0, "Đang có dự án lớn"))
    scene.does(FixMove(number, "B", "land", "C", "land", 2))
    scene.does(SolveAgain(number, TERMS))
    found = whole(scene, number)
    assert moves(found) == {("B", "land", "C", "land"): 2}
    assert found.moves[0].fixed
    assert [(one.family, one.now, one.units) for one in found.recruits] == [("land", 7, {"C": 7})]
    for pin in found.pins:
        scene.does(FreeMove(number, pin.id))
    scene.does(SolveAgain(number, TERMS))
    assert sum(moves(whole(scene, number)).values()) == 9


def test_a_fixed_move_is_edited_not_doubled(scene):
    number = solved(scene)
    for people in (3, 1):
        scene.does(FixMove(number, "B", "land", "C", "land", people))
    assert [pin.people for pin in whole(scene, number).pins] == [1]


def test_what_cannot_hold_is_told_by_name_and_nothing_is_kept(scene):
    message = refused(scene, SolveReallocation("x", 2026, TERMS | {"floors": {"C": 40}}))
    assert "Chi" in message.in_("vi")
    assert "floor" in message.in_("en")
    number = solved(scene)
    scene.does(FixMove(number, "B", "land", "C", "land", 6))
    message = refused(scene, SolveAgain(number, TERMS))
    assert "Bình, Land" in message.in_("en")
    assert "Đất đai" in message.in_("vi")


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"distance_limit": -1}, "negative"), ({"most_moves": "many"}, "not a number"),
        ({"trained": 0.5}, "at least 1"),
        ({"reinforcements": [{"name": "x", "family": "it", "people": 2}]}, "last day"),
        ({"reinforcements": [{"name": "x", "family": "it", "people": 0, "until": "2026-12-31"}]}, "last day"),
        ({"teams": [{"name": "x", "unit": "A", "people": {}}]}, "nobody in it"),
        ({"total": 3}, "posts"),
    ],
)  # fmt: skip
def test_terms_that_make_no_sense_are_refused(scene, terms, words):
    assert words in refused(scene, SolveReallocation("x", 2026, TERMS | terms)).in_("en")


def test_a_reinforcement_fills_until_its_day_and_the_list_says_so(scene):
    lent = {"name": "Đội hỗ trợ", "family": "land", "people": 3, "until": "2026-12-31", "at": ""}
    found = whole(scene, solved(scene, distance_limit=5.0, reinforcements=[lent]))
    assert [(move.from_unit, move.from_name, move.people, move.until) for move in found.moves] == [
        (None, "Đội hỗ trợ", 3, date(2026, 12, 31))
    ]
    (land,) = found.recruits
    assert (land.now, land.later) == (6, {date(2026, 12, 31): 3})


def test_people_keep_to_their_team(scene):
    team = {"name": "Tổ khảo sát", "unit": "A", "people": {"land": 7}}
    found = whole(scene, solved(scene, families=["land"], distance_limit=None, teams=[team], left_out=["B"]))
    assert {move.team for move in found.moves} == {"Tổ khảo sát"}
    assert sum(move.people for move in found.moves) == 7


def test_a_proposal_for_a_scenario_stands_on_the_scenario(scene):
    made = scene.does(CreateScenario("Gộp"))
    step = MergeUnits(("A", "B"), "AB", "An Bình", "commune", "A")
    scene.does(AddStep(made, step.kind, step.terms()))
    scene.does(AddStep(made, "headcount", SetHeadcount("AB", "land", -10).terms()))
    number = solved(scene, made, matrix={"AB>C": 12.0, "C>AB": 12.0})
    found = whole(scene, number)
    assert found.units == ("AB", "C")
    assert moves(found) == {("AB", "land", "C", "land"): 2}
    assert found.line.scenario == "Gộp"
    assert "do not exist yet" in refused(scene, PublishProposal(number, SOON)).in_("en")
    assert "stays" in refused(scene, DropScenario(made)).in_("en")


@BOTH
def test_heads_see_their_units_moves_alone_and_answer(scene, published):
    head = scene.head("A")
    with reading(scene.engine) as session:
        assert [line.id for line in proposals(session, head)] == [published]
        line, mine, units = moves_of_units(session, head, published)
        with pytest.raises(NotPermitted):
            proposal(session, head, published)
    assert [(move.from_unit, move.to_unit, move.people) for move in mine] == [("A", "C", 5)]
    assert (line.people, "A" in units, "C" in units) == (5, True, False)
    assert answerable(line)
    scene.does(AnswerProposal(mine[0].id, "A", False, "Đang giải phóng mặt bằng"), head)
    scene.does(AnswerProposal(mine[0].id, "C", True), scene.head("C"))
    answers = {one.unit: (one.accepted, one.reason) for one in whole(scene, published).moves[0].answers}
    assert answers == {"A": (False, "Đang giải phóng mặt bằng"), "C": (True, None)}
    scene.does(AnswerProposal(mine[0].id, "A", True), head)
    assert len(scene.rows(select(UnitAnswer.id))) == 2, "answered again, the new answer stands"


def test_an_answer_that_cannot_be_is_refused(scene, published):
    first, second = (row for (row,) in scene.rows(select(ReallocationMove.id).order_by(ReallocationMove.id)))
    head = scene.head("A")
    assert "Say why" in refused(scene, AnswerProposal(first, "A", False), head).in_("en")
    assert "does not concern" in refused(scene, AnswerProposal(second, "A", True), head).in_("en")
    before = everything(scene.engine)
    with pytest.raises(NotPermitted):
        scene.does(AnswerProposal(first, "C", True), head)
    assert everything(scene.engine) == before
    with UnitOfWork(scene.engine) as work:
        from kpi.storage.tables import Reallocation

        work.session.get_one(Reallocation, published).answer_by = today() - timedelta(days=1)
        work.commit()
    assert "were due" in refused(scene, AnswerProposal(first, "A", True), head).in_("en")


def test_a_published_proposal_no_longer_changes_until_it_is_withdrawn(scene, published):
    assert "no longer changes" in refused(scene, SolveAgain(published, TERMS)).in_("en")
    assert "no longer changes" in refused(scene, FixMove(published, "A", "land", "C", "land", 1)).in_("en")
    assert "reason" in refused(scene, WithdrawProposal(published, " ")).in_("en")
    scene.does(WithdrawProposal(published, "Số liệu thay đổi"))
    with reading(scene.engine) as session:
        assert proposals(session, scene.head("A")) == []
        assert moves_of_units(session, scene.head("A"), published) is None


def test_publishing_needs_moves_and_a_day_to_come(scene):
    assert "day to come" in refused(scene, PublishProposal(solved(scene), today() - timedelta(days=1))).in_("en")
    assert "moves nobody" in refused(scene, PublishProposal(solved(scene, distance_limit=1.0), SOON)).in_("en")


def test_who_only_reads_may_not_plan(scene):
    number = solved(scene)
    for actor in (scene.auditor, scene.head("A")):
        for command in (SolveReallocation("x", 2026, TERMS), FixMove(number, "A", "land", "C", "land", 1)):
            before = everything(scene.engine)
            with pytest.raises(NotPermitted):
                scene.does(command, actor)
            assert everything(scene.engine) == before
    assert whole(scene, number, scene.auditor).may_change is False


def test_the_head_of_the_province_sees_the_whole(scene):
    from kpi.access.permissions import Role

    chair = replace(granted(Role.HEAD))
    assert whole(scene, solved(scene), chair).moves


def test_no_output_and_no_record_of_a_proposal_names_a_person(scene, published):
    names = [name for (name,) in scene.rows(select(Person.full_name))]
    query = select(AuditEntry.changes).where(AuditEntry.command == "SolveReallocation")
    told = "".join(text for (text,) in scene.rows(query)) + repr(whole(scene, published))
    assert [name for name in names if name in told] == []
