"""The page of reallocation: a planner solves, fixes and publishes; a head sees the unit's part and answers."""

import io
from datetime import timedelta

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select

from kpi.exchange.reallocation_report import reallocation_report, reallocation_workbook
from kpi.language.numbers import today
from kpi.staffing.proposals.answering import PublishProposal
from kpi.staffing.proposals.solving import SolveAgain
from kpi.staffing.scenarios.adopting import AdoptScenario
from kpi.staffing.scenarios.commands import AddStep, CreateScenario
from kpi.staffing.scenarios.steps import MergeUnits
from kpi.storage.tables import PinnedMove, Reallocation, UnitAnswer
from tests.reallocation.test_proposals import TERMS, solved, whole
from tests.scenarios.pages import draws, field, press, table, vi, words
from tests.scenarios.test_adopting import DAY

PLANNER = "organizing_committee"


@pytest.fixture
def draw(scene, monkeypatch):
    return draws(scene, monkeypatch)


def test_a_planner_solves_for_today_and_reads_the_answer(scene, draw):
    app = draw("reallocation", PLANNER)
    assert vi("No proposal yet. Set the terms above and solve: nobody is moved by that.") in words(app)
    field(app, "number_input", "Longest way (km)").set_value(25)
    app = press(app, "Solve")
    assert not app.exception
    ((terms, optimal),) = scene.rows(select(Reallocation.terms, Reallocation.optimal))
    assert (terms["distance_limit"], optimal) == (25.0, True)
    assert vi("Nobody has to move under these terms.") in words(app), "no ways are known between these units"


def test_the_result_is_shown_in_every_view(scene, draw):
    solved(scene)
    app = draw("reallocation", PLANNER)
    assert "9" in words(app)
    shown = table(app, "From unit")
    assert shown[vi("From unit")].tolist() == ["An", "Bình"]
    assert shown[vi("Number of people")].tolist() == [5, 4]
    for view in ("picture", "recruit", "spread"):
        app.session_state["reallocation_view"] = view
        app.run()
        assert not app.exception


def test_a_scenarios_proposal_says_where_it_would_be_sent_why_it_stays_and_what_comes_first(scene, draw):
    made = scene.does(CreateScenario("Gộp"))
    step = MergeUnits(("A", "B"), "AB", "An Bình", "commune", "A")
    scene.does(AddStep(made, step.kind, step.terms()))
    solved(scene, made)
    app = draw("reallocation", PLANNER)
    assert vi("Publish the proposal") not in [button.label for button in app.button]
    assert "“Gộp”" in words(app)
    assert vi("Take it to the meeting as a report. Once decided, adopt the scenario; from its first day on, solve a "
              "proposal for today’s units and send that one.") in words(app)  # fmt: skip
    scene.does(AdoptScenario(made, DAY, "NQ 1"))
    app = draw("reallocation", PLANNER)
    assert vi("The scenario is adopted from {day}. From that day on, solve a proposal for today’s units and send that "
              "one.", day=f"{DAY:%d/%m/%Y}") in words(app)  # fmt: skip


def test_who_only_reads_is_not_told_to_solve(scene, draw):
    app = draw("reallocation", "auditor")
    assert vi("No proposal yet. The Organizing Committee solves one; it then stands here.") in words(app)


def test_a_chosen_move_is_forbidden_and_solved_again(scene, draw):
    number = solved(scene)
    app = draw("reallocation", PLANNER)
    from kpi.staffing.proposals.solving import FixMove

    scene.does(FixMove(number, "A", "land", "C", "land", 0))
    app = press(draw("reallocation", PLANNER), "Solve again")
    assert {(move.from_unit, move.people) for move in whole(scene, number).moves} == {("B", 4)}
    app = press(app, "Free")
    assert scene.rows(select(PinnedMove.id)) == []
    assert not app.exception


def test_terms_that_cannot_hold_are_told_and_the_old_plan_stays(scene, draw):
    number = solved(scene)
    app = draw("reallocation", PLANNER)
    boxes = [one for one in app.number_input if one.label == vi("Posts of the province")]
    boxes[-1].set_value(3)
    app = press(app, "Solve again")
    assert any("3" in str(error.value) for error in app.error)
    assert whole(scene, number).line.people == 9


def test_a_head_answers_the_moves_of_the_unit(scene, draw):
    number = solved(scene)
    scene.does(PublishProposal(number, today() + timedelta(days=10)))
    app = draw("reallocation", "an-chair")
    assert "Chi" in words(app)
    assert "Bình" not in words(app), "another unit's moves are not the head's business"
    app = press(app, "Do not agree")
    assert vi("Say why the unit does not agree; the planners read it.") in words(app)
    field(app, "text_input", "Reason, if the unit does not agree").input("Đang đo đạc lại")
    app = press(app, "Do not agree")
    assert scene.rows(select(UnitAnswer.accepted, UnitAnswer.reason)) == [(False, "Đang đo đạc lại")]
    assert "Đang đo đạc lại" in words(draw("reallocation", PLANNER, proposal=str(number))) or not app.exception


def test_who_is_not_concerned_is_told_so(scene, draw):
    assert vi("No published proposal concerns your unit.") in words(draw("reallocation", "chi-chair"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_report_and_the_workbook_hold_the_moves(scene, language):
    lent = {"name": "Đội hỗ trợ", "family": "land", "people": 1, "until": "2026-12-31", "at": ""}
    number = solved(scene, reinforcements=[lent], most_moves=6)
    scene.does(SolveAgain(number, TERMS | {"reinforcements": [lent], "most_moves": 6}))
    shown = whole(scene, number)
    paper = Document(io.BytesIO(reallocation_report(shown, language)))
    told = "\n".join([p.text for p in paper.paragraphs]
                     + [cell.text for table in paper.tables for row in table.rows for cell in row.cells])  # fmt: skip
    assert "Đội hỗ trợ" in told
    assert "31/12/2026" in told
    book = load_workbook(io.BytesIO(reallocation_workbook(shown, language)))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert sum(row[3] for row in rows) == sum(move.people for move in shown.moves)
    figures = list(book.worksheets[3].iter_rows(min_row=2, values_only=True))
    assert sum(row[4] for row in figures) == int(shown.after.sum())
    assert sum(row[2] for row in figures) == int(shown.existing.sum())
