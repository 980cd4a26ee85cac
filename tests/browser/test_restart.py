"""The server goes away and comes back while somebody types: what the screen shows is never silently lost."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from kpi.installation.demo import DEMO_PASSWORD
from kpi.storage.engine import engine_for
from kpi.storage.tables import Account, Month, Period, WorkLine
from kpi.storage.unit_of_work import reading
from tests.browser.acting import eventually, fill_cell, settled, sign_in
from tests.browser.server import free_port, serving
from tests.conftest import build_demo
from tests.databases import built_once, sqlite_copy

pytestmark = pytest.mark.browser
HOURS = 9


def hours(url: str, month: int) -> list[float | None]:
    query = select(WorkLine.hours).where(WorkLine.month_id == month).order_by(WorkLine.id)
    with reading(engine_for(url)) as session:
        return list(session.scalars(query))


def draft_of(url: str) -> tuple[int, str]:
    query = select(Month.id, Period.code).join(Period, Period.id == Month.period_id)
    query = query.join(Account, Account.person_id == Month.person_id)
    with reading(engine_for(url)) as session:
        return session.execute(query.where(Account.name == "chuyenvien", Month.state == "draft")).one()


def back(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=60_000)
    settled(page)
    page.wait_for_timeout(1500)


def test_a_cell_typed_after_two_restarts_is_saved_or_the_person_is_told(open_page, shared, tmp_path):
    with sqlite_copy(built_once(shared / "demo.db", build_demo)) as url:
        port = free_port()
        month, code = draft_of(url)
        page = open_page()
        with serving(url, tmp_path, port) as server:
            sign_in(page, server.url, "chuyenvien", DEMO_PASSWORD)
            page.goto(f"{server.url}/my_month?period={code}")
            settled(page)
            fill_cell(page, 0, HOURS, "11")
            eventually(lambda: hours(url, month)[0], 11)
        with serving(url, tmp_path, port):
            back(page)
        with serving(url, tmp_path, port):
            back(page)
            fill_cell(page, 0, HOURS, "13")
            page.wait_for_timeout(1500)
            told = " ".join(page.get_by_test_id("stAlert").all_inner_texts())
            assert hours(url, month)[0] == 13 or "13" in told
            fill_cell(page, 0, HOURS, "14")
            page.wait_for_timeout(1500)
            eventually(lambda: hours(url, month)[0], 14)
