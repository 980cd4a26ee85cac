"""The Organizing Committee from a unit time to the meeting's paper: criteria, merger, reallocation, report."""

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from sqlalchemy import select

from kpi.language.message import Message
from kpi.storage.engine import engine_for
from kpi.storage.tables import Criteria, Reallocation, ReallocationMove, Scenario, ScenarioStep
from kpi.storage.unit_of_work import reading
from tests.browser.acting import acted, eventually, settled

pytestmark = pytest.mark.browser
MERGED = ("Xã Cam Hiệp", "Xã Cam An")


def vi(text: str, **values: object) -> str:
    return Message(text, values).in_("vi")


def rows(app, query):
    with reading(engine_for(app.database_url)) as session:
        return session.execute(query).all()


def opened(page: Page, address: str) -> None:
    page.goto(address)
    settled(page)


def click(page: Page, label: str) -> None:
    page.get_by_test_id("stMain").get_by_role("button", name=vi(label)).first.click()
    acted(page)


def view(page: Page, label: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(vi(label), exact=True).click()
    acted(page)


def write(page: Page, label: str, words: str) -> None:
    box = page.get_by_test_id("stMain").get_by_label(vi(label), exact=True).locator("visible=true").first
    box.fill(words)
    box.press("Tab")
    acted(page)


def unfold(page: Page, label: str) -> None:
    page.get_by_test_id("stExpander").locator("summary", has_text=vi(label)).click()
    acted(page)


def draft_with_a_longer_unit_time(page: Page, app) -> None:
    opened(page, f"{app.url}/criteria")
    if not page.get_by_label(vi("Title of the version")).locator("visible=true").count():
        unfold(page, "Draft a new version")
    write(page, "Title of the version", "Định mức thử 2027")
    click(page, "Draft it")
    minutes = page.locator("[class*='st-key-minutes_']").get_by_role("spinbutton").first
    minutes.fill(str(float(minutes.input_value().replace(",", ".")) * 2))
    minutes.press("Tab")
    acted(page)
    write(page, "Reason", "Đo lại thời gian thực tế")
    page.locator("[class*='st-key-minutes_save_'] button").click()
    acted(page)
    view(page, "Who gains, who loses")


def choose_units(page: Page, number: int) -> None:
    box = page.locator(f".st-key-add-{number}-0-merge-units input")
    for name in MERGED:
        box.click()
        box.fill(name)
        page.get_by_role("option", name=name, exact=True).click()
        acted(page)
    page.keyboard.press("Escape")


def test_the_committee_goes_from_a_unit_time_to_the_meetings_paper(app, signed_in):
    page = signed_in("bantochuc")

    draft_with_a_longer_unit_time(page, app)
    eventually(lambda: rows(app, select(Criteria.title, Criteria.state))[-1], ("Định mức thử 2027", "draft"))
    expect(page.get_by_test_id("stDataFrame").locator("visible=true").first).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0

    opened(page, f"{app.url}/scenarios")
    write(page, "Name of the scenario", "Gộp hai xã Cam")
    click(page, "Make the scenario")
    eventually(lambda: len(rows(app, select(Scenario.id))), 1)
    ((number,),) = rows(app, select(Scenario.id))
    choose_units(page, number)
    write(page, "Name of the new unit", "Xã Cam Hiệp An")
    click(page, "Add the step")
    eventually(lambda: len(rows(app, select(ScenarioStep.terms))), 1)
    ((terms,),) = rows(app, select(ScenarioStep.terms))
    assert sorted(terms["units"]) == ["22435", "22465"]
    metric = page.get_by_test_id("stMetric").filter(has_text=vi("Units")).first
    expect(metric).to_contain_text("64")
    expect(metric).to_contain_text("-1")

    opened(page, f"{app.url}/reallocation?scenario={number}")
    click(page, "Solve")
    expect(page.get_by_test_id("stMain")).to_contain_text(
        vi("Numbers by family only; choosing people stays with the units.")
    )
    ((proposal, scenario, optimal),) = rows(
        app, select(Reallocation.id, Reallocation.scenario_id, Reallocation.optimal)
    )
    assert (scenario, optimal) == (number, True)
    moves = rows(app, select(ReallocationMove.people, ReallocationMove.to_unit))
    assert moves
    view(page, "Before and after")
    expect(page.get_by_test_id("stDataFrame").locator("visible=true").first).to_be_visible()

    opened(page, f"{app.url}/scenarios?scenario={number}")
    view(page, "By job family")
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()

    opened(page, f"{app.url}/reallocation?proposal={proposal}")
    with page.expect_download() as download:
        page.get_by_role("button", name=vi("Report to print (Word)")).click()
    paper = Document(str(download.value.path()))
    told = "\n".join(p.text for p in paper.paragraphs)
    assert "Gộp hai xã Cam" in told
    lines = [row.cells[3].text for row in paper.tables[1].rows][1:]
    assert sum(int(text) for text in lines) == sum(people for people, _unit in moves)
    assert page.get_by_test_id("stException").count() == 0
