"""The staffing pages as the people who may open them see them."""

import io
from datetime import date

import pytest
import streamlit
from openpyxl import load_workbook
from sqlalchemy import select

from kpi.exchange.staffing_volumes import read_staff, read_volumes, staff_template, volumes_template
from kpi.language.numbers import today
from kpi.staffing.criteria import deciding, drafting, editing
from kpi.staffing.today import inputs_of
from kpi.staffing.volumes.commands import SetVolume, importing
from kpi.storage.tables import Criteria, CriteriaActivity, CriteriaComment, FigureNote, Unit, Volume
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import Scene
from tests.assessment_admin.pages import Draw, button, draws, fill, vi, words

pytestmark = pytest.mark.parametrize("scene", ["sqlite"], indirect=True)
PAGES = ("staffing", "workload", "criteria")
YEAR = today().year


@pytest.fixture
def draw(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Draw:
    scene.change(Unit, Unit.code == "cam-lam", population=5000, suspect="May be wrong", former_province="A")
    scene.change(Unit, Unit.code == "dien-khanh", population=45_000, former_province="B")
    for unit, volume in (("dien-khanh", 900.0), ("cam-lam", 200.0)):
        scene.do("organizing", SetVolume(unit, "DD.1", YEAR, volume))
        scene.do("organizing", SetVolume(unit, "MC.1", YEAR, volume * 10))
    monkeypatch.setattr(streamlit, "page_link", lambda *_, **__: None)  # a page drawn alone knows no other
    return draws(scene, monkeypatch)


def version(scene: Scene, title: str = "Tiêu chí A") -> int:
    made: int = scene.do("home-affairs", drafting.DraftCriteria(title))
    return made


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws_for_everybody(draw: Draw, page: str, language: str) -> None:
    for who in ("organizing", "home-affairs", "auditor", "chair", "an", "administrator"):
        app = draw(page, who, language)
        assert not app.exception, (who, app.exception)
        assert bool(app.error) == (who in ("an", "administrator"))


def test_the_meeting_page_says_who_is_short_and_lists_doubtful_figures_first(draw: Draw) -> None:
    app = draw("staffing", "organizing", "en")
    text = words(app)
    assert "units are short" in text
    assert "starting values" in text
    listed = next(one.value for one in app.markdown if "May be wrong" in one.value)
    assert listed.startswith("- **Unit cam-lam** · ")
    figures = app.dataframe[-1].value
    assert set(figures["Unit"]) == {"Unit dien-khanh", "Unit cam-lam"}
    assert {"Existing", "Norm", "Need", "Norm −15% (proposal)"} <= set(figures.columns)


def test_a_wider_band_and_a_former_province_narrow_what_is_said(draw: Draw) -> None:
    app = draw("staffing", "organizing")
    column = vi("Interval of need")
    before = app.dataframe[-1].value[column].iloc[0]
    app.selectbox(key="staffing_band").select(0.4).run()
    assert app.dataframe[-1].value[column].iloc[0] != before
    app.selectbox(key="staffing_where").select("A").run()
    assert list(app.dataframe[-1].value[vi("Unit")]) == ["Unit cam-lam"]
    app.selectbox(key="staffing_where").select("commune").run()
    assert list(app.dataframe[-1].value[vi("Unit")]) == ["Unit cam-lam", "Unit dien-khanh"]


@pytest.mark.parametrize("view", ["ladder", "map", "families"])
def test_each_view_draws_for_all_and_for_one_family(draw: Draw, view: str) -> None:
    app = draw("staffing", "organizing")
    app.session_state["staffing_view"] = view
    app.selectbox(key="staffing_family").select("land").run()
    assert not app.exception


def test_a_head_sees_their_unit_alone(draw: Draw) -> None:
    app = draw("staffing", "chair", "en")
    assert list(app.dataframe[-1].value["Unit"]) == ["Unit dien-khanh"]
    app = draw("workload", "chair", "en", unit="cam-lam")
    assert app.selectbox(key="workload_unit").options == ["Unit dien-khanh"]
    assert not [box for box in app.text_input if box.label == "Note beside these figures"]


def test_a_figure_opens_to_its_inputs(draw: Draw) -> None:
    app = draw("workload", "organizing", unit="dien-khanh")
    app.selectbox(key="workload_family").select("land").run()
    text = words(app)
    assert "Nhu cầu = A × B + C" in text
    assert "ngày lễ, tết" in text
    work = app.dataframe[1].value
    row = work[work[vi("Activity")].str.contains("DD.1")].iloc[0]
    figures = [row[vi(name)] for name in ("Volume a year", "Source of the figure", "Minutes each")]
    assert figures == [900, "nhập tay", 600]
    app.selectbox(key="workload_family").select("one_stop").run()
    assert "erlang" in words(app)


def test_a_note_and_a_volume_are_written_beside_the_figure(draw: Draw, scene: Scene) -> None:
    app = draw("workload", "organizing", unit="dien-khanh")
    fill(app, {"Note beside these figures": "Hỏi lại"})
    button(app, "Add the note")
    assert scene.one(select(FigureNote.text)) == "Hỏi lại"
    app = draw("workload", "organizing", unit="dien-khanh")
    next(box for box in app.number_input if box.label == vi("Volume in {year}", year=str(YEAR))).set_value(44.0)
    button(app, "Save the volume")
    assert 44.0 in scene.all(select(Volume.volume))


def test_the_committee_edits_a_unit_time_and_sees_who_gains(draw: Draw, scene: Scene) -> None:
    base = version(scene)
    scene.do("home-affairs", deciding.ProposeCriteria(base, date(2026, 1, 1)))
    scene.do("organizing", deciding.ApproveCriteria(base, "QĐ 01"))
    app = draw("criteria", "organizing")
    fill(app, {"Title of the version": "Tiêu chí B"})
    button(app, "Draft it")
    made = scene.one(select(Criteria.id).where(Criteria.title == "Tiêu chí B"))
    mine = (CriteriaActivity.criteria_id == made, CriteriaActivity.code == "DD.1")
    land = scene.one(select(CriteriaActivity.id).where(*mine))
    app.selectbox(key=f"unit_time_{made}").select(land).run()
    next(box for box in app.number_input if box.label == vi("Minutes each")).set_value(900.0).run()
    app.button(key=f"minutes_save_{made}").click().run()
    assert scene.one(select(CriteriaActivity.unit_time_minutes).where(*mine)) == 900
    app.session_state[f"criteria_view_{made}"] = "compare"
    app.run()
    assert "**2 đơn vị tăng, 0 đơn vị giảm**" in words(app)
    assert list(app.dataframe[0].value[vi("After")]) == ["900"]


def test_a_proposal_is_approved_on_the_screen_by_somebody_else(draw: Draw, scene: Scene) -> None:
    made = version(scene)
    scene.do("home-affairs", deciding.ProposeCriteria(made, date(2026, 1, 1)))
    app = draw("criteria", "organizing")
    fill(app, {"Number and date of the decision": "QĐ 05"})
    button(app, "Approve")
    assert scene.one(select(Criteria.decision)) == "QĐ 05"
    own = scene.do("organizing", drafting.DraftCriteria("Tiêu chí C"))
    scene.do("organizing", deciding.ProposeCriteria(own, date(2027, 1, 1)))
    app = draw("criteria", "organizing", "en")
    assert any("Another member" in one.value for one in app.info)


def test_a_refused_edit_is_shown_and_nothing_changes(draw: Draw, scene: Scene) -> None:
    made = version(scene)
    app = draw("criteria", "organizing")
    app.selectbox(key=f"parameter_{made}").select("annual_leave").run()
    next(box for box in app.number_input if box.label == vi("New figure")).set_value(500.0).run()
    app.button(key=f"parameter_save_{made}").click().run()
    assert "trong khoảng" in app.error[0].value
    assert scene.one(select(Criteria.annual_leave)) == 12


def test_a_head_comments_for_their_unit(draw: Draw, scene: Scene) -> None:
    made = version(scene)
    app = draw("criteria", "chair")
    app.session_state[f"criteria_view_{made}"] = "comments"
    app.run()
    app.text_area[0].set_value("Thời gian còn thấp")
    button(app, "Comment")
    assert scene.one(select(CriteriaComment.text)) == "Thời gian còn thấp"
    assert not [one for one in app.button if one.label == vi("Draft it")]


def test_norms_are_shown_with_sources_and_a_proposal_as_one(draw: Draw, scene: Scene) -> None:
    made = version(scene)
    scene.do("home-affairs", editing.EditNorm(made, "cv09", "base", 35))
    app = draw("criteria", "auditor")
    app.session_state[f"criteria_view_{made}"] = "norms"
    app.run()
    text = words(app)
    assert "đề xuất, chưa có hiệu lực" in text
    assert "biên chế của mỗi đơn vị: 35" in text


def test_a_filled_template_comes_back_as_it_went(scene: Scene) -> None:
    with reading(scene.engine) as session:
        actor = scene.actor("organizing")
        inputs = inputs_of(session, actor, YEAR, today())
        units, activities = importing(session, actor)
    book = load_workbook(io.BytesIO(volumes_template(inputs, "vi")))
    for row in book.worksheets[0].iter_rows(min_row=2):
        row[4].value = 12
    held = io.BytesIO()
    book.save(held)
    read = read_volumes(held.getvalue(), "v.xlsx", units, activities)
    assert read.errors == []
    assert len(read.volumes) == 2 * len(inputs.criteria.activities)
    staff = read_staff(staff_template(inputs, "vi"), "s.xlsx", units)
    assert staff.errors == []
    assert {row.unit_code for row in staff.staff} == {"dien-khanh", "cam-lam"}


def test_a_wrong_file_is_told_by_row(scene: Scene) -> None:
    data = b"unit,activity,volume\ndien-khanh,DD.1,5\nnowhere,DD.1,5\ndien-khanh,ZZ,5\n"
    with reading(scene.engine) as session:
        units, activities = importing(session, scene.actor("organizing"))
    read = read_volumes(data, "v.csv", units, activities)
    assert [error.row for error in read.errors] == [3, 4]
    assert read.volumes == ()
