"""The province page and the page of feeds as their readers see them."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from streamlit.testing.v1 import AppTest

from kpi.access.actor import Actor
from kpi.access.execute import execute
from kpi.access.sessions import actor_of, redeem
from kpi.access.sign_in import attempt
from kpi.installation.demo import DEMO_PASSWORD
from kpi.language.message import Message
from kpi.language.numbers import format_amount, today
from kpi.reform.glance.people import people_behind, work_of
from kpi.reform.glance.view import Glance, glance, months_with_figures
from kpi.reform.plan.commands import ReportTask
from kpi.reform.words import Standing
from kpi.storage.tables import Account, FeedSource, IndicatorValue, Unit
from kpi.storage.unit_of_work import UnitOfWork, reading
from kpi.ui import browser
from kpi.ui.signed_in import OWNER
from kpi.ui.words import CHOICE

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "samples" / "thong-ke-mot-cua.xlsx"


class Screen:
    """The demonstration before somebody's eyes."""

    def __init__(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        self.engine, self.held = engine, {"cookie": ""}
        monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))
        monkeypatch.setattr(browser, "cookie", lambda: self.held["cookie"])
        monkeypatch.setattr(browser, "asked_page", lambda: "")

    def actor(self, name: str) -> Actor:
        """Somebody signed in."""
        ticket = attempt(self.engine, name, DEMO_PASSWORD, "10.0.0.1").ticket
        assert ticket is not None
        self.held["cookie"] = str(redeem(self.engine, ticket, "10.0.0.1", "test"))
        actor = actor_of(self.engine, self.held["cookie"])
        assert actor is not None
        return actor

    def open(self, page: str, who: str, language: str = "vi", **query: str) -> AppTest:
        """The page, drawn once."""
        with UnitOfWork(self.engine) as work:
            work.session.scalars(select(Account).where(Account.name == who)).one().language = language
            work.commit()
        actor = self.actor(who)
        app = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=60)
        with reading(self.engine) as session:
            app.session_state[OWNER] = session.scalars(select(Account.id).where(Account.name == who)).one()
        assert actor.account_id == app.session_state[OWNER]
        app.session_state[CHOICE] = language
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    def glance(self) -> Glance:
        """What the page should be showing."""
        actor = self.actor("sonoivu")
        with reading(self.engine) as session:
            _, code = months_with_figures(session, actor, today())
            assert code is not None
            return glance(session, actor, code, today())


@pytest.fixture
def screen(demo_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Screen:
    """The small demonstration."""
    return Screen(demo_engine, monkeypatch)


def written(app: AppTest) -> str:
    """Everything in words on the screen."""
    kinds = ("title", "subheader", "caption", "markdown", "info", "warning", "error", "success")
    return "\n".join(str(element.value) for kind in kinds for element in app.get(kind))


def figure(app: AppTest, label: str) -> str:
    """The value of a metric."""
    return next(str(one.value) for one in app.metric if one.label in (vi(label), vi(label.lower()).capitalize()))


def vi(text: str) -> str:
    """A text of the screen in Vietnamese: AppTest asks for the words of choices outside the visit, in the default."""
    return Message(text, {}).in_("vi")


@pytest.mark.parametrize(("who", "language"), [("sonoivu", "vi"), ("chuyenvien", "en"), ("kiemtra", "vi")])
def test_everybody_sees_the_provinces_answer(screen: Screen, who: str, language: str):
    app = screen.open("reform", who, language)
    assert not app.exception
    assert len([*app.error, *app.warning, *app.success]) >= 3
    assert Message("Forecast to the end of the year", {}).in_(language) in written(app)


def test_the_figures_are_those_of_the_view(screen: Screen):
    seen = screen.glance()
    app = screen.open("reform", "sonoivu")
    done, total = (format_amount(seen.plan[name], "vi") for name in ("done", "total"))
    assert figure(app, "Tasks done") == f"{done} / {total}"
    assert figure(app, "Overdue") == format_amount(seen.plan["overdue"], "vi")


def test_what_changes_is_seen_at_the_next_run_and_nothing_stale(screen: Screen):
    seen = screen.glance()
    late = seen.tasks[seen.tasks["standing"] == Standing.OVERDUE]
    app = screen.open("reform", "sonoivu")
    before = int(figure(app, "Overdue"))
    assert before == len(late) > 0
    command = ReportTask(int(late["task_id"].iloc[0]), today(), 1.0, today())
    execute(command, screen.actor("sonoivu"), screen.engine)
    assert int(figure(app.run(), "Overdue")) == before - 1


def test_a_units_page_and_the_way_back(screen: Screen):
    seen = screen.glance()
    unit = seen.course.units[seen.course.units["kind"] == "ward"].iloc[0]
    app = screen.open("reform", "sonoivu", unit=str(unit["unit_id"]))
    assert not app.exception
    assert str(unit["name"]) in [one.value for one in app.subheader]
    back = next(one for one in app.button if one.label == vi("The whole province"))
    assert any(one.label == vi("Overdue") for one in back.click().run().metric)


def test_an_address_that_names_no_unit_shows_the_province(screen: Screen):
    app = screen.open("reform", "sonoivu")
    for unit in ("999999", "x", "-1", "1", "1 or 1=1", "٣"):
        app.query_params["unit"] = unit
        app.run()
        assert not app.exception, unit
        assert app.metric, unit


def test_every_view_of_the_heat_map_draws(screen: Screen):
    app = screen.open("reform", "sonoivu")
    for kinds in ("agencies", "communes"):
        app.button_group(key="reform_kinds").set_value(kinds)
        for way in ("map", "unit", "indicator"):
            app.button_group(key="reform_way").set_value(way).run()
            assert not app.exception, (kinds, way)
            assert len(app.get("vega_lite_chart")) == 4, (kinds, way)


def test_choosing_a_unit_leads_into_it(screen: Screen):
    seen = screen.glance()
    app = screen.open("reform", "sonoivu", period=seen.code)
    first = str(seen.duties["unit"].iloc[0])
    box = next(one for one in app.selectbox if one.key == "reform_unit")
    box.select_index(box.options.index(first)).run()
    assert first in [one.value for one in app.subheader]


def test_the_feeds_page_is_for_home_affairs(screen: Screen):
    app = screen.open("feeds", "chuyenvien")
    assert not app.exception
    assert "Sở Nội vụ" in app.error[0].value
    assert not app.selectbox


def test_a_source_is_set_up_once_and_its_file_imported(screen: Screen):
    app = screen.open("feeds", "sonoivu")
    app.text_input(key="feed_new_name").input("Một cửa").run()
    app.get("file_uploader")[0].upload(SAMPLE.name, SAMPLE.read_bytes(), "application/octet-stream").run()
    assert [int(one.value) for one in app.number_input] == [4, 2]  # the header was found
    next(one for one in app.button if one.label == vi("Save the mapping")).click().run()
    assert not app.exception
    with reading(screen.engine) as session:
        source = session.scalars(select(FeedSource)).one()
        assert {each["indicator"] for each in source.mapping["quantities"]} >= {"tthc.received", "tthc.on_time"}
    if not any(one.key == "feed_save" for one in app.button):
        app.get("file_uploader")[0].upload(SAMPLE.name, SAMPLE.read_bytes(), "application/octet-stream").run()
    assert int(figure(app, "Refused")) == 0
    app.button(key="feed_save").click().run()
    assert not app.error
    with reading(screen.engine) as session:
        assert "Một cửa" in set(session.scalars(select(IndicatorValue.source)))


def test_a_file_of_a_new_source_that_cannot_be_read_says_so(screen: Screen):
    app = screen.open("feeds", "sonoivu")
    app.text_input(key="feed_new_name").input("Một cửa").run()
    app.get("file_uploader")[0].upload("x.xlsx", b"PK nothing", "application/octet-stream").run()
    assert not app.exception
    assert "Excel" in app.error[0].value


def test_the_province_says_which_units_its_sums_lack(screen: Screen):
    seen = screen.glance()
    app = screen.open("reform", "sonoivu", "en", period=seen.code)
    column = "Units in this month’s sum"
    table = next(one.value for one in app.dataframe if column in one.value)
    lacking = seen.missing["unit_id"].nunique()
    due = seen.course.expected.loc[seen.course.expected["code"] == "tthc.on_time", "unit_id"].nunique()
    assert 0 < lacking < due
    on_time = table[table["Indicator"] == "Dossiers resolved on time"]
    assert on_time[column].tolist() == [f"{due - lacking}/{due}"]
    names = seen.course.units.set_index("unit_id")["name"]
    for unit_id in seen.missing["unit_id"].unique():
        assert str(names[unit_id]) in written(app)


def test_published_figures_stand_apart_with_rank_target_and_source(screen: Screen):
    app = screen.open("reform", "chuyenvien", "en")
    table = next(one.value for one in app.dataframe if "Ranking" in one.value)
    assert table["Ranking"].tolist() == ["10/63", "30/63", "16/34"]
    assert all(table["Source"])


def test_from_the_unit_to_a_person_and_on_to_the_task(screen: Screen):
    actor, year = screen.actor("sonoivu"), screen.glance().course.year
    with reading(screen.engine) as session:
        people = people_behind(session, actor, "/", year)
        lines = work_of(session, actor, people[0]["person_id"], "/", year)
        stranger = screen.actor("bantochuc")
        assert people_behind(session, stranger, "/", year) == []
        assert work_of(session, stranger, people[0]["person_id"], "/", year) == []
    assert len(lines) == people[0]["lines"]
    assert len({line["code"] for line in lines}) == people[0]["tasks"]
    app = screen.open("plan", "sonoivu", plan=lines[0]["plan"], task=lines[0]["code"])
    assert any(str(lines[0]["code"]) in one.value for one in app.subheader)
    assert people[0]["person"] in set(app.dataframe[0].value[vi("Person")])


def test_papers_start_with_the_province_for_home_affairs_with_ones_own_unit_for_a_head(screen: Screen):
    def unit(who: str, **query: str) -> int:
        app = screen.open("reports", who, **query)
        assert not app.exception
        return int(next(one for one in app.selectbox if one.key == "report_unit").value)

    with reading(screen.engine) as session:
        root = session.scalars(select(Unit.id).where(Unit.parent_id.is_(None))).one()
        ward = session.scalars(select(Unit.id).where(Unit.code == "22366")).one()
    assert unit("sonoivu") == root
    assert unit("sonoivu", unit=str(ward)) == ward
    assert unit("chutich") == unit("chutich", unit=str(root)) == ward
