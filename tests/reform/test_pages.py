"""The screens of the plan, the indicators and the KPI sets, as different people have them."""

from datetime import date

import pytest
from sqlalchemy import select

from kpi.reform.indicators.entry import Quantity
from kpi.reform.indicators.keeping import SetTarget
from kpi.reform.kpi_sets.commands import DecideKpiSet
from kpi.reform.kpi_sets.templates import Item
from kpi.reform.plan.commands import AddTasks, CreatePlan, ReportTask
from kpi.storage.tables import IndicatorOfficer, IndicatorTarget, IndicatorValue, PlanTask, TaskReport
from kpi.ui.indicator_grid import typed
from tests.assessment.scene import MARCH, Scene, contents
from tests.assessment_admin.pages import Draw, button, draws, fill, vi, words
from tests.reform.stories import confirmed, enter, name_officer, seen
from tests.reform.test_plan import task_id, wanted

PAGES = ("indicators", "plan", "unit_kpi", "indicator_lists")
ON_TIME = "tthc.on_time"


@pytest.fixture
def draw(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Draw:
    if "postgresql" in str(scene.engine.url):
        pytest.skip("what the screens read and do is told on both databases by the other stories")
    return draws(scene, monkeypatch)


def furnish(scene: Scene) -> None:
    """A plan, a target, quantities and a set, so that there is something to draw."""
    scene.do("home-affairs", CreatePlan("P", 2026, "Plan of 2026", "province", "QĐ", date(2026, 1, 5)))
    scene.do("home-affairs", AddTasks("P", (wanted(), wanted("NV02", due=date(2026, 2, 1)))))
    scene.do("home-affairs", SetTarget(ON_TIME, "province", "2026", 0.95, "QĐ"))
    unit = scene.unit("dien-khanh").id
    scene.do("home-affairs", DecideKpiSet(unit, "locality", date(2026, 1, 1), "QĐ", (Item(100, ON_TIME),)))
    confirmed(scene, (ON_TIME, 95, 100), unit="dien-khanh", who="an", head="chair")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws_empty_and_furnished(draw: Draw, scene: Scene, page: str, language: str) -> None:
    assert not draw(page, "home-affairs", language).exception
    furnish(scene)
    for who in ("home-affairs", "an", "chair", "auditor", "governor", "administrator"):
        if page == "indicator_lists" and who != "home-affairs":
            continue
        app = draw(page, who, language, period=MARCH)
        assert not app.exception, who
        assert not app.error, who


def test_each_part_of_the_lists_draws(draw: Draw, scene: Scene) -> None:
    furnish(scene)
    app = draw("indicator_lists", "home-affairs")
    for section in ("targets", "officers", "published", "definitions"):
        app.session_state["lists_section"] = section
        app.run()
        assert not app.exception, section


def test_the_official_sees_what_to_do_and_the_head_what_waits(draw: Draw, scene: Scene) -> None:
    told = "Nobody is named to enter these quantities. The head of the unit or Home Affairs names somebody below."
    assert vi(told) in words(draw("indicators", "an", period=MARCH))
    name_officer(scene)
    told = "Type the month's quantities and save them; the head confirms."
    assert vi(told) in words(draw("indicators", "an", period=MARCH))
    scene.do("an", enter((ON_TIME, 90, 100), unit_id=scene.unit("dien-khanh").id))
    app = draw("indicators", "chair", period=MARCH)
    assert vi("Quantities wait for your confirmation below.") in words(app)
    button(app, "Confirm {count} quantities", count=1)
    assert seen(scene).count("confirmed") == 1


def test_the_head_returns_with_a_reason_the_official_reads(draw: Draw, scene: Scene) -> None:
    name_officer(scene)
    scene.do("an", enter((ON_TIME, 90, 100), unit_id=scene.unit("dien-khanh").id))
    app = draw("indicators", "chair", period=MARCH)
    value = scene.one(select(IndicatorValue.id))
    app.multiselect[0].select(value)
    fill(app, {"Reason": "Thiếu hồ sơ liên thông"})
    button(app, "Return them")
    assert vi("Returned: {reason}", reason="Thiếu hồ sơ liên thông") in words(draw("indicators", "an", period=MARCH))


def test_what_a_browser_sends_for_rows_the_server_did_not_draw_is_not_looked_at(scene: Scene) -> None:
    rows = seen(scene).rows
    edits = {0: {"numerator": 5}, 99: {"numerator": 1}, -1: {"numerator": 1}, 1: {"name": "x"}, 2: {"numerator": "5"}}
    assert typed(rows, edits) == (Quantity(rows[0].code, 5.0, None, ""), Quantity(rows[2].code, None, None, ""))


def test_the_head_names_the_official_on_the_screen(draw: Draw, scene: Scene) -> None:
    app = draw("indicators", "chair", period=MARCH)
    next(box for box in app.selectbox if box.label == vi("Official")).select(scene.person("binh"))
    button(app, "Name this official")
    assert not app.error
    assert scene.one(select(IndicatorOfficer.person_id)) == scene.person("binh")


def test_home_affairs_enters_a_plan_and_its_first_task_on_the_screen(draw: Draw, scene: Scene) -> None:
    app = draw("plan", "home-affairs")
    fill(app, {"Code": "P26", "Title": "Kế hoạch 2026", "Number and date of the decision": "QĐ 1"})
    button(app, "Enter the plan")
    assert not app.error
    app = draw("plan", "home-affairs", plan="P26")
    fill(app, {"Task": "Rà soát thủ tục", "Product": "Báo cáo"})
    next(box for box in app.text_input if box.label == vi("Code")).input("NV01")
    button(app, "Save")
    assert not app.error
    assert scene.one(select(PlanTask.code)) == "NV01"


def test_a_refusal_on_the_plan_is_shown_and_nothing_changes(draw: Draw, scene: Scene) -> None:
    app = draw("plan", "home-affairs")
    before = contents(scene.engine)
    fill(app, {"Code": "P26"})
    button(app, "Enter the plan")
    assert app.error
    assert contents(scene.engine) == before


def test_the_plan_shows_overdue_first_and_what_is_done(draw: Draw, scene: Scene) -> None:
    furnish(scene)
    scene.do("head", ReportTask(task_id(scene, "NV02"), date(2026, 2, 20), 1.0, date(2026, 1, 30)))
    app = draw("plan", "an", "en")
    assert {one.label: one.value for one in app.metric} == {
        "Tasks done": "1/2", "Done on time": "1", "Done late": "0", "Overdue": "1", "Due within 7 days": "0",
    }  # fmt: skip
    assert app.dataframe[0].value["Code"].tolist() == ["NV01", "NV02"]
    assert len(scene.all(select(TaskReport))) == 1


def test_a_target_is_set_on_the_screen_in_percent(draw: Draw, scene: Scene) -> None:
    app = draw("indicator_lists", "home-affairs")
    app.session_state["lists_section"] = "targets"
    app.run()
    next(box for box in app.selectbox if box.key == "target_indicator").select(ON_TIME).run()
    next(box for box in app.number_input if box.label == vi("Target (%)")).set_value(97.5)
    fill(app, {"Number and date of the decision": "QĐ 7"})
    button(app, "Set the target")
    assert not app.error
    newest = scene.all(select(IndicatorTarget).order_by(IndicatorTarget.id.desc()))[0]
    assert (newest.value, newest.decision) == (0.975, "QĐ 7")


def test_a_score_that_lacks_data_says_so(draw: Draw, scene: Scene) -> None:
    furnish(scene)
    assert "100.00" in {one.value for one in draw("unit_kpi", "an", "en", period=MARCH).metric}
    assert "No score yet" in words(draw("unit_kpi", "an", "en", period="2026-04"))


def test_a_link_to_a_task_opens_that_task_and_leads_back_to_all_of_them(draw: Draw, scene: Scene) -> None:
    furnish(scene)
    app = draw("plan", "an", "en", plan="P", task="NV02")
    assert "NV02 · Task NV02" in [one.value for one in app.subheader]
    assert not app.dataframe
    app.button[0].click().run()
    assert sorted(app.dataframe[0].value["Code"]) == ["NV01", "NV02"]
    assert "task" not in app.query_params
    for nonsense in ("NV99", "", "1 or 1=1"):
        assert len(draw("plan", "an", "en", plan="P", task=nonsense).dataframe[0].value) == 2


def test_the_address_keeps_which_tasks_are_listed(draw: Draw, scene: Scene) -> None:
    furnish(scene)
    scene.do("head", ReportTask(task_id(scene, "NV02"), date(2026, 2, 20), 1.0, date(2026, 1, 30)))
    app = draw("plan", "an", "en", plan="P", standing="overdue", lead="economy")
    assert app.dataframe[0].value["Code"].tolist() == ["NV01"]
    assert len(draw("plan", "an", "en", plan="P", standing="x", lead="y").dataframe[0].value) == 2


def test_what_a_reporter_writes_is_shown_as_it_stands_and_a_link_to_the_web_can_be_opened(
    draw: Draw, scene: Scene
) -> None:
    furnish(scene)
    note, link = "![x](http://evil.example/p.png) **done**", "https://example.vn/qd.pdf"
    scene.do("head", ReportTask(task_id(scene, "NV02"), date(2026, 2, 20), 0.5, None, note, link))
    app = draw("plan", "an", "en", plan="P", task="NV02")
    assert note in [one.value for one in app.text]
    assert not any("evil" in str(one.value) for kind in ("markdown", "caption") for one in app.get(kind))
    assert [one.proto.url for one in app.get("link_button")] == [link]


def test_a_set_without_data_names_the_items_that_lack_it(draw: Draw, scene: Scene) -> None:
    furnish(scene)
    assert "Without data: Dossiers resolved on time" in words(draw("unit_kpi", "an", "en", period="2026-04"))


def test_each_indicator_says_its_source_its_text_and_its_cut_off(draw: Draw, scene: Scene) -> None:
    name_officer(scene)
    table = draw("indicators", "an", "en", period=MARCH).table[0].value
    assert set(table["Cut-off"]) == {"day 5 of the next month"}
    assert all(table["Data source"])
    assert all(table["Reference"])
