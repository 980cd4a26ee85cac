"""A month's quantities from the official's hand to the province page and its report, played by three people."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from kpi.language.message import Message
from kpi.language.numbers import format_percent
from kpi.storage.engine import engine_for
from kpi.storage.tables import Indicator, IndicatorValue, Period, Unit
from kpi.storage.unit_of_work import reading
from tests.browser.acting import acted, eventually, fill_cell, settled

pytestmark = pytest.mark.browser
WARD = "22366"
NAME = "Giải quyết hồ sơ đúng hạn"
FIRST = 1  # the column of the first quantity
RECEIVED, RESOLVED, ON_TIME = 0, 1, 2  # rows of the grid


def vi(text: str, **values: object) -> str:
    return Message(text, values).in_("vi")


def present(app) -> str:
    with reading(engine_for(app.database_url)) as session:
        return str(session.scalar(select(func.max(Period.code)).where(Period.kind == "month")))


def ward(app) -> int:
    with reading(engine_for(app.database_url)) as session:
        return session.scalars(select(Unit.id).where(Unit.code == WARD)).one()


def stored(app, month: str) -> dict[str, tuple[float, float | None, str]]:
    """Numerator, denominator and state of the ward's quantities, by indicator."""
    value = IndicatorValue
    query = select(Indicator.code, value.numerator, value.denominator, value.state)
    query = query.join(Indicator, Indicator.id == value.indicator_id)
    with reading(engine_for(app.database_url)) as session:
        rows = session.execute(query.where(value.unit_id == ward(app), value.period_code == month)).all()
    return {code: (numerator, denominator, state) for code, numerator, denominator, state in rows}


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).first.click()
    acted(page)


def says(page: Page, words: str) -> None:
    """The screen comes to say it; the cells of its grids are drawn a moment after the page has come to rest."""
    expect(page.get_by_test_id("stMain")).to_contain_text(words)


def report(page: Page) -> dict[str, list[str]]:
    """The rows of the workbook that can be downloaded here, by whatever stands in their second cell."""
    button = page.get_by_test_id("stDownloadButton").filter(has_text=vi("Report (Excel)")).locator("button")
    with page.expect_download() as download:
        button.click()
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    rows = [[str(cell) for cell in row] for sheet in book for row in sheet.iter_rows(values_only=True)]
    return {row[1]: row for row in reversed(rows) if len(row) > 2}


def test_quantities_go_from_the_official_through_the_head_to_the_province_page_and_the_report(app, signed_in):
    month = present(app)
    official, head, province = (signed_in(name) for name in ("chuyenvien", "chutich", "chutichtinh"))
    sheet = f"{app.url}/indicators?period={month}"
    province.goto(f"{app.url}/reform?period={month}&unit={ward(app)}")
    settled(province)
    says(province, f"{NAME}–")  # not reported yet

    official.goto(sheet)
    settled(official)
    fill_cell(official, RECEIVED, FIRST, "2700")
    fill_cell(official, RESOLVED, FIRST, "2651")
    fill_cell(official, ON_TIME, FIRST, "2800")
    press(official, vi("Save the quantities"))
    told = official.get_by_test_id("stAlert").filter(has_text="2.800").filter(has_text="2.651")
    expect(told).to_contain_text("Số hồ sơ giải quyết đúng hạn")
    assert stored(app, month) == {}, "an impossible quantity takes nothing with it"
    official.get_by_test_id("stDataFrame").first.click(position={"x": 54, "y": 90})  # back from the button
    fill_cell(official, ON_TIME, FIRST, "2600")
    press(official, vi("Save the quantities"))
    entered = {
        "tthc.received": (2700, None, "entered"),
        "tthc.resolved": (2651, 2700, "entered"),
        "tthc.on_time": (2600, 2651, "entered"),
    }
    eventually(lambda: stored(app, month), entered)

    head.goto(sheet)
    settled(head)
    press(head, vi("Confirm {count} quantities", count=3))
    eventually(lambda: {state for *_quantities, state in stored(app, month).values()}, {"confirmed"})

    province.reload()
    settled(province)
    says(province, f"{NAME}{format_percent(2600 / 2651, 'vi', 1)}")
    province.goto(f"{app.url}/reform?period={month}")
    settled(province)
    assert province.get_by_test_id("stException").count() == 0
    row = report(province)[NAME]
    assert any(cell.startswith("98,1") or cell.startswith("98,08") for cell in row), row
