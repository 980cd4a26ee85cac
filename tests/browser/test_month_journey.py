"""A month from the official's hand to Form 01, played by three people, each in their own browser; and two tabs."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from sqlalchemy import RowMapping, select

from kpi.exchange.form01_words import text
from kpi.language.catalogue import translate
from kpi.storage.engine import engine_for
from kpi.storage.tables import Account, Month, Period, WorkLine
from kpi.storage.unit_of_work import reading
from tests.browser.acting import acted, cell, eventually, fill_cell, settled

pytestmark = pytest.mark.browser
DONE, LATE = 3, 6
SELF, AUTHORITY = 7, 10  # columns of Form 01


def months(app, state: str) -> tuple[int, str]:
    """The official's month in that state: its id and the code of its period."""
    query = select(Month.id, Period.code).join(Period, Period.id == Month.period_id)
    query = query.join(Account, Account.person_id == Month.person_id)
    with reading(engine_for(app.database_url)) as session:
        return session.execute(query.where(Account.name == "chuyenvien", Month.state == state)).one()


def lines(app, month: int) -> list[RowMapping]:
    columns = WorkLine.__table__.c
    with reading(engine_for(app.database_url)) as session:
        query = select(WorkLine.__table__).where(columns.month_id == month).order_by(columns.id)
        return list(session.execute(query).mappings())


def state_of(app, month: int) -> str:
    with reading(engine_for(app.database_url)) as session:
        return session.scalars(select(Month.state).where(Month.id == month)).one()


def press(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").first.click()
    acted(page)


def write(page: Page, key: str, words: str) -> None:
    field = page.locator(f".st-key-{key} textarea")
    field.fill(words)
    field.press("Control+Enter")
    acted(page)


def hand_in(page: Page, month: int, answer: str) -> None:
    page.locator(f".st-key-section-{month} button").nth(2).click()
    acted(page)
    write(page, f"answer-{month}", answer)
    page.get_by_test_id("stMain").get_by_test_id("stBaseButton-primary").click()
    acted(page)


def figures(form: Path, column: int) -> dict[str, float]:
    """Total and shares on Form 01, as that column has them."""
    sheet = load_workbook(BytesIO(form.read_bytes())).worksheets[0]
    rows = {row[1].value: row[column - 1].value for row in sheet.iter_rows()}
    return {name: float(rows[text(name)]) for name in ("total", "a", "b", "c")}


def vietnamese(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def test_a_month_goes_from_the_official_through_both_raters_to_form_01(app, signed_in):
    month, code = months(app, "returned")
    official, head, chair = (signed_in(name) for name in ("chuyenvien", "truongphong", "chutich"))
    mine, review = f"{app.url}/my_month?period={code}", f"{app.url}/review?month={month}"
    official.goto(mine)
    settled(official)
    row = next(place for place, line in enumerate(lines(app, month)) if line["done"] < line["assigned"])
    assigned = lines(app, month)[row]["assigned"]
    before = official.get_by_test_id("stMetricValue").inner_text()
    fill_cell(official, row, DONE, f"{assigned:g}")
    expect(official.get_by_test_id("stMetricValue")).not_to_have_text(before)  # the preview moves
    official.reload()
    settled(official)
    expect(cell(official, row, DONE)).to_have_text(f"{assigned:g}")  # nothing typed is lost

    hand_in(official, month, "Đã bổ sung văn bản góp ý.")
    eventually(lambda: state_of(app, month), "submitted")
    head.goto(review)
    settled(head)
    head.get_by_role("button", name=translate("Return", "vi")).first.click()
    write(head, f"return-why-{month}", "Thiếu minh chứng của việc thứ tư.")
    press(head, f"return-{month}")
    eventually(lambda: state_of(app, month), "returned")

    official.goto(mine)
    settled(official)
    expect(official.get_by_test_id("stAlert").filter(has_text="Thiếu minh chứng của việc thứ tư.")).to_be_visible()
    hand_in(official, month, "Đã đính kèm minh chứng.")
    head.goto(review)
    settled(head)
    for line in [line["id"] for line in lines(app, month) if line["cause"] and line["cause_decision"] is None]:
        press(head, f"cause-{line}-yes")
    press(head, f"review-{month}")
    eventually(lambda: state_of(app, month), "reviewed")
    chair.goto(review)
    settled(chair)
    press(chair, f"approve-{month}")
    eventually(lambda: state_of(app, month), "approved")

    chair.goto(review)
    settled(chair)
    with chair.expect_download() as download:
        chair.locator(f".st-key-form-{month} button").click()
    form = figures(download.value.path(), AUTHORITY)
    screen = expect(chair.get_by_test_id("stMain"))
    screen.to_contain_text(f"{vietnamese(form['total'])} / 100")
    for share in "abc":
        screen.to_contain_text(f"{vietnamese(100 * form[share])}%")
    assert chair.get_by_test_id("stException").count() == 0


def test_a_second_tab_is_told_before_it_replaces_what_the_first_wrote(app, signed_in):
    month, code = months(app, "draft")
    address = f"{app.url}/my_month?period={code}"
    first = signed_in("chuyenvien")
    first.goto(address)
    settled(first)
    second = first.context.new_page()
    second.goto(address)
    settled(second)
    first.bring_to_front()
    fill_cell(first, 0, LATE, "7")
    second.bring_to_front()
    fill_cell(second, 0, LATE, "3")
    told = second.get_by_test_id("stAlert").filter(has_text="“7”").filter(has_text="“3”")
    expect(told).to_be_visible()
    eventually(lambda: lines(app, month)[0]["late"], 7)  # what the first tab wrote stands
    expect(cell(second, 0, LATE)).to_have_text("7")
    fill_cell(second, 0, LATE, "3")
    eventually(lambda: lines(app, month)[0]["late"], 3)  # typed again, knowing, it replaces
    fill_cell(second, 2, LATE, "1")
    eventually(lambda: [line["late"] for line in lines(app, month)][::2][:2], [3, 1])
