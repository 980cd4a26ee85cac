"""The screens about people and rule sets, as different people have them."""

import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from kpi.assessment.standing.initiatives import RecordInitiative
from kpi.storage.engine import engine_for
from kpi.storage.tables import Absence, Disqualification, Initiative, TaskWeights
from kpi.ui.comparison_book import comparison_book
from tests.assessment.conftest import _prepare
from tests.assessment.scene import MARCH, Scene
from tests.assessment_admin.pages import Draw, button, draws, fill, vi, words
from tests.databases import built_once, sqlite_copy
from tests.standing.facts import leave, move


@pytest.fixture
def scene(shared):  # type: ignore[no-untyped-def]
    """Screens are the same on every database: one is enough."""
    with sqlite_copy(built_once(shared / "month_scene.db", _prepare)) as url:
        yield Scene(engine_for(url))


@pytest.fixture
def draw(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Draw:
    return draws(scene, monkeypatch)


OPEN_TO = {
    "presence": {"chair", "head", "home-affairs"},
    "disqualifications": {"home-affairs"},
    "compare_rules": {"chair", "head", "home-affairs", "organizing"},
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", OPEN_TO)
def test_a_page_opens_for_whom_it_is_meant_and_says_so_to_others(draw: Draw, page: str, language: str) -> None:
    for who in ("chair", "head", "deputy", "an", "home-affairs", "organizing", "auditor"):
        app = draw(page, who, language, period=MARCH)
        assert not app.exception, (page, who)
        assert bool(app.error) == (who not in OPEN_TO[page]), (page, who)


def choose(app: AppTest, label: str, option: str) -> AppTest:
    """Choose in a select box by the text it shows."""
    box = next(one for one in app.selectbox if one.label == vi(label))
    return box.set_value(next(one for one in box.options if option in one)).run()


def test_a_head_records_leave_and_sees_the_time_worked(draw: Draw, scene: Scene) -> None:
    app = draw("presence", "head", period=MARCH)
    assert vi("Everybody worked the whole period in their unit.") in words(app)
    app.selectbox(key="absent_person").set_value(scene.person("an")).run()
    fill(app, {"Paper it rests on": "Đơn ngày 01/03/2026"})
    button(app, "Record it")
    assert not app.error
    assert scene.one(select(Absence.person_id)) == scene.person("an")
    table = app.dataframe[0].value
    assert table[vi("Person")].tolist() == ["Person an"]
    assert table[vi("Worked")].tolist() == ["0%"]  # without a last day: until further notice


def test_an_entry_that_cannot_be_is_refused_on_the_screen(draw: Draw, scene: Scene) -> None:
    scene.do("head", leave(scene, "an", 2, 6))
    app = draw("presence", "head", period=MARCH)
    app.selectbox(key="absent_person").set_value(scene.person("an")).run()
    fill(app, {"Paper it rests on": "Đơn"})
    button(app, "Record it")
    assert "đã có nghỉ ốm từ 02/03/2026 đến 06/03/2026" in app.error[0].value
    assert len(scene.all(select(Absence))) == 1


def test_moves_show_by_themselves(draw: Draw, scene: Scene) -> None:
    move(scene, "an", "office", first=16)
    table = draw("presence", "home-affairs", "en", period=MARCH).dataframe[0].value
    assert list(zip(table["Unit"], table["Worked"], table["Reason"], strict=True)) == [
        ("Unit economy", "45%", "left after 15/03/2026"),
        ("Unit office", "55%", "joined on 16/03/2026"),
    ]


def test_an_entry_is_withdrawn_on_the_screen(draw: Draw, scene: Scene) -> None:
    scene.do("head", leave(scene, "an", 2, 6))
    app = draw("presence", "head", period=MARCH)
    fill(app, {"Why it was entered wrongly": "Nhầm người"})
    button(app, "Withdraw the entry")
    assert scene.one(select(Absence.withdrawn)) == "Nhầm người"
    assert vi("Everybody worked the whole period in their unit.") in words(app)


def test_home_affairs_enters_a_decision_and_reads_where_it_counts(draw: Draw, scene: Scene) -> None:
    app = draw("disqualifications", "home-affairs")
    app.selectbox(key="fact_person").set_value(scene.person("an")).run()
    fill(app, {"Number of the decision": "12/QĐ-UBND"})
    button(app, "Enter the decision")
    assert vi("Choose the date of the decision.") in words(app)
    assert scene.all(select(Disqualification)) == []
    next(one for one in app.date_input if one.label == vi("Date of the decision")).set_value(date(2026, 2, 5))
    button(app, "Enter the decision")
    assert not app.error
    assert scene.one(select(Disqualification.effective)) == date(2026, 2, 5)
    assert app.dataframe[0].value[vi("Decision")].tolist() == ["12/QĐ-UBND, 05/02/2026"]


def test_whoever_leads_records_an_initiative_beside_the_results(draw: Draw, scene: Scene) -> None:
    scene.handed_in("an")
    app = draw("unit_results", "deputy", period=MARCH)
    fill(app, {"Initiative or effective solution": "Trả kết quả theo hẹn", "What it achieved": "15 xuống 9 ngày"})
    button(app, "Record the initiative")
    assert not app.error
    assert scene.one(select(Initiative.title)) == "Trả kết quả theo hẹn"
    assert "Trả kết quả theo hẹn" in words(draw("unit_results", "head", period=MARCH))


def test_a_unit_decides_its_weights_on_the_page_of_the_rules(draw: Draw, scene: Scene) -> None:
    app = draw("rules", "home-affairs")
    app.session_state["rules_day"] = date(2026, 7, 1)
    app.button_group[0].set_value("nd233").run()
    for box, value in zip(app.number_input, (20.0, 32.0, 18.0), strict=False):
        box.set_value(value)
    fill(app, {"Number and date of the decision": "5/QĐ"})
    button(app, "Enter the weights")
    assert not app.error
    assert scene.one(select(TaskWeights.quality)) == 32


def test_a_leader_reads_why_d_and_dd_are_what_they_are(draw: Draw, scene: Scene) -> None:
    scene.assign("an")
    scene.handed_in("head")
    scene.do("head", RecordInitiative(scene.unit("economy").id, MARCH, "Idea", "Effect"))
    app = draw("results", "head", "en")
    assert not app.exception
    told = words(app)
    assert "**d = not known yet**" in told
    assert "3 without a result yet: Person an, Person binh, Person deputy." in told
    assert "Initiatives recorded: 1." in told


# comparing


def test_the_comparison_shows_who_differs_and_why(draw: Draw, scene: Scene) -> None:
    scene.handed_in("an", done=8, share=0.8)
    scene.handed_in("binh")
    app = draw("compare_rules", "chair", period=MARCH)
    assert not app.exception
    told = words(app)
    assert "1 trên 2 người sẽ có xếp loại khác" in told
    assert "80,00 điểm, đạt mức từ 70 điểm: hoàn thành tốt nhiệm vụ." in told
    assert "80,00 điểm, chưa trên 80 điểm: hoàn thành nhiệm vụ." in told
    counts, moves, people = (frame.value for frame in app.dataframe)
    assert counts["Thang điểm Khánh Hòa 3/2025"].tolist() == [1, 0, 1, 0]
    assert int(moves.to_numpy().sum()) == 2
    assert people[vi("Person")].tolist() == ["Person an"]
    app.toggle(key="compare_assume").set_value(False).run()
    told = words(app)
    assert "0 trên 2 người sẽ có xếp loại khác" in told
    assert "chưa xếp loại được mọi người" in told
    assert "điểm các tiêu chí chung (20 điểm)" in told


def test_fewer_than_two_rule_sets_ask_for_more(draw: Draw, scene: Scene) -> None:
    scene.handed_in("an")
    app = draw("compare_rules", "chair", period=MARCH)
    app.button_group[0].set_value(["nd335"]).run()
    assert vi("Choose at least two rule sets.") in words(app)


def test_the_comparison_leaves_the_tool_as_a_table_with_reasons(draw: Draw, scene: Scene) -> None:
    scene.handed_in("an", done=8, share=0.8)
    scene.handed_in("binh")
    draw("compare_rules", "chair", "en", period=MARCH)
    names = ("nd335", "kh2025")
    for everybody, people in ((False, ["Person an"]), (True, ["Person an", "Person binh"])):
        content = comparison_book(scene.actor("chair"), MARCH, names, None, True, everybody=everybody)
        rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=4, values_only=True))
        assert [row[0] for row in rows] == people
        assert len(rows[0]) == 8
        assert "80" in rows[0][7]
