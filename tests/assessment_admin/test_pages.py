"""The screens that keep units, lists, rules and periods, as different people have them."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from kpi.access import organisation_views
from kpi.assessment.catalogue_views import Wanted
from kpi.assessment.rule_choices import ChooseRule
from kpi.language.numbers import HANOI
from kpi.storage.tables import Period, Person, Post, Product, Unit
from tests.assessment.scene import MARCH, Scene, contents
from tests.assessment_admin.pages import Draw, button, draws, fill, vi, words
from tests.organisation.test_import import ROW, book

PAGES = ("organisation", "catalogue", "rules", "periods")


@pytest.fixture
def draw(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Draw:
    return draws(scene, monkeypatch)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "who", ["governor", "head", "vice", "an", "home-affairs", "organizing", "auditor", "administrator"]
)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws_for_everybody(draw: Draw, scene: Scene, page: str, who: str, language: str) -> None:
    app = draw(page, who, language)
    assert not app.exception
    closed = {"periods": who == "home-affairs", "organisation": who not in ("an",)}
    assert bool(app.error) == (not closed.get(page, True))


def test_a_head_sees_their_own_division_and_nothing_above(draw: Draw, scene: Scene) -> None:
    app = draw("organisation", "head", "en", unit=str(scene.unit("dien-khanh").id))
    assert [one.value for one in app.subheader] == ["Unit economy"]
    people = app.dataframe[0].value.set_index("Name")
    assert set(people.index) == {"Person head", "Person deputy", "Person an", "Person binh"}
    assert people.loc["Person an", "Reviewed by"] == "Person head"
    assert people.loc["Person head", "Reviewed by"] == "Person vice"
    assert not app.expander


def test_an_administrator_appoints_on_the_screen(draw: Draw, scene: Scene) -> None:
    app = draw("organisation", "administrator", unit=str(scene.unit("culture").id))
    fill(app, {"Number of the person": "CC950", "Full name": "Lê Mới", "Post (title)": "Chuyên viên",
               "Job position": "Văn hóa", "Account name (optional)": "lemoi"})  # fmt: skip
    next(box for box in app.selectbox if box.label == vi("Group of similar duties")).select("specialists")
    button(app, "Appoint")
    assert not app.error
    assert scene.one(select(Post.unit_id).join(Person).where(Person.code == "CC950")) == scene.unit("culture").id
    assert len(app.code[0].value) > 12


def test_a_refusal_is_shown_and_nothing_changes(draw: Draw, scene: Scene) -> None:
    app = draw("organisation", "administrator", unit=str(scene.unit("economy").id))
    fill(app, {"Reason": "Sáp nhập"})
    before = contents(scene.engine)
    button(app, "Close the unit")
    assert "Còn 4 người giữ vị trí công tác tại Unit economy" in app.error[0].value
    assert contents(scene.engine) == before


def test_a_doubted_figure_says_why(draw: Draw, scene: Scene) -> None:
    scene.change(Unit, Unit.code == "cam-lam", suspect="May include neighbours", population=86530)
    app = draw("organisation", "auditor", "en", unit=str(scene.unit("cam-lam").id))
    assert "May include neighbours" in app.warning[0].value
    app.toggle(key="organisation_suspect").set_value(True).run()
    assert list(app.dataframe[0].value["Unit"]) == ["Unit cam-lam"]


def test_a_new_installation_is_guided(draw: Draw, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "First steps" not in words(draw("organisation", "administrator", "en"))
    monkeypatch.setattr(organisation_views, "anybody", lambda *_: False)
    assert "First steps" in words(draw("organisation", "administrator", "en"))
    assert "First steps" not in words(draw("organisation", "auditor", "en"))


def test_the_catalogue_is_filtered(draw: Draw, scene: Scene) -> None:
    app = draw("catalogue", "an")
    assert vi("Add a product") not in [one.label for one in app.expander]
    assert len(app.dataframe[0].value) > 1
    app.text_input(key="catalogue_text").input("scheme").run()
    assert len(app.dataframe[0].value) == 1


def test_home_affairs_adds_a_product_on_the_screen(draw: Draw, scene: Scene) -> None:
    app = draw("catalogue", "home-affairs")
    fill(app, {"Code": "B.77", "Task": "Tham mưu", "Work in detail": "Soạn thảo", "Product": "Tờ trình"})
    button(app, "Add the product")
    assert not app.error
    assert scene.one(select(Product.coefficient).where(Product.code == "B.77")) == 4


def test_the_rules_of_a_day_name_the_decision_behind_a_value(draw: Draw, scene: Scene) -> None:
    scene.do("home-affairs", ChooseRule("nd335", "deduction_basis", "line", date(2026, 3, 1), "Quyết định số 12"))
    app = draw("rules", "an")
    for text in ("cả dòng công việc", "Quyết định số 12", "Địa phương quyết định", "đã đọc nguyên văn"):
        assert text in words(app)
    assert [one.label for one in app.expander] == [vi("Which rule set applies to whom")]
    app.date_input(key="rules_day").set_value(date(2025, 12, 31)).run()
    assert not app.exception
    assert app.info


def test_home_affairs_sees_who_has_not_finished(draw: Draw, scene: Scene) -> None:
    scene.ready("an")
    app = draw("periods", "home-affairs")
    assert not app.dataframe
    app.session_state[f"close_{MARCH}"] = True
    app.run()
    assert list(app.dataframe[0].value[vi("Unit")]) == ["Unit dien-khanh", "Unit cam-lam", "Unit province"]


def test_the_next_month_is_opened_with_its_deadlines(draw: Draw, scene: Scene) -> None:
    button(draw("periods", "home-affairs"), "Open the period")
    opened = scene.one(select(Period).where(Period.code == "2026-05"))
    assert date(2026, 5, 31) < opened.submit_by <= opened.review_by <= opened.approve_by


def test_the_passwords_of_a_list_stay_until_they_are_said_to_be_saved(draw: Draw, scene: Scene) -> None:
    app = draw("organisation", "administrator")
    app.file_uploader(key="officials_file").upload("list.xlsx", book(ROW), "application/octet-stream").run()
    button(app, "Save all {count} rows", count="1")
    assert scene.one(select(Person.full_name).where(Person.code == "CC901")) == "Trần Văn Mới"
    kept = vi("Download the one-time passwords now. They are kept nowhere and cannot be shown again.")
    assert kept in words(app)
    assert kept in words(app.run())
    button(app, "I have saved them")
    assert kept not in words(app)


@pytest.mark.parametrize("who", ["administrator", "auditor"])
def test_a_chosen_person_shows_their_posts_and_what_may_be_done(draw: Draw, scene: Scene, who: str) -> None:
    unit = scene.unit("dien-khanh")
    app = draw("organisation", who, unit=str(unit.id))
    app.session_state[f"people_{unit.id}_False__1"] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    app.run()
    assert not app.exception
    assert "Person vice" in [one.value for one in app.subheader]
    assert list(app.dataframe[-1].value[vi("Post")]) == ["deputy of dien-khanh"]
    assert (vi("Put in charge") in [one.label for one in app.button]) == (who == "administrator")


def test_a_chosen_product_shows_the_division_behind_its_coefficient(draw: Draw, scene: Scene) -> None:
    app = draw("catalogue", "an")
    key = f"catalogue_{hash(Wanted(datetime.now(HANOI).date()))}_1"
    app.session_state[key] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    app.run()
    assert not app.exception
    assert app.metric[0].value == "1"
    assert "report · Task" in [one.value for one in app.subheader]
