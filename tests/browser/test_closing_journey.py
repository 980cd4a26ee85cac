"""A month from the beginning of its closing to the corrected forms, played by three people in their own browsers."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from sqlalchemy import select

from kpi.access.passwords import hash_password
from kpi.assessment.closing.recompute import recompute
from kpi.assessment.period_names import period_name
from kpi.exchange.form01_words import text
from kpi.installation.demo import DEMO_PASSWORD
from kpi.language.catalogue import translate
from kpi.storage.engine import engine_for
from kpi.storage.migrate import upgrade
from kpi.storage.tables import Account, Installation, Period, PeriodResult, Petition
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import MARCH, Scene, build
from tests.browser.acting import acted, eventually, fill_cell, settled
from tests.browser.server import Server, serving

pytestmark = pytest.mark.browser
DONE, QUALITY, EDITOR = 2, 3, 2  # columns of the correction, and which grid of the page it is
WHY_LOWER, WHAT_IS_WRONG = "Cùng nhóm chỉ có một người tốt.", "Đã hoàn thành 9 việc, không phải 8."


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A small commune whose March is approved: one good, one excellent, so that the quota leaves room for none."""
    folder = tmp_path_factory.mktemp("closing")
    url = f"sqlite:///{folder / 'kpi.db'}"
    engine = engine_for(url)
    upgrade(engine)
    build(engine)
    scene = Scene(engine)
    scene.write(Installation(kind="real", province="Khánh Hòa"))
    scene.change(Account, Account.id > 0, password_hash=hash_password(DEMO_PASSWORD))
    scene.approved("an", done=8)
    scene.approved("binh")
    with serving(url, folder) as server:
        yield server
    engine.dispose()


def vi(words: str, **values: object) -> str:
    return translate(words, "vi").format_map(values) if values else translate(words, "vi")


def at(page: Page, app: Server, path: str) -> None:
    page.goto(f"{app.url}/{path}")
    settled(page)


def press(page: Page, words: str) -> None:
    page.get_by_test_id("stMain").get_by_role("button", name=words, exact=False).last.click()
    acted(page)


def write(page: Page, key: str, words: str, kind: str = "textarea") -> None:
    field = page.locator(f".st-key-{key} {kind}").first
    field.fill(words)
    field.blur()
    acted(page)


def choose(page: Page, key: str, *words: str) -> None:
    """Pick from a list of several."""
    for word in words:
        page.locator(f"[class*=st-key-{key}] input").first.click()
        page.keyboard.type(word)
        page.keyboard.press("Enter")
        acted(page)
    page.keyboard.press("Escape")
    acted(page)


def stored(app: Server, query):
    with reading(engine_for(app.database_url)) as session:
        found = session.scalars(query).all()
        session.expunge_all()
        return found


def result(app: Server, owner: str) -> PeriodResult:
    query = select(PeriodResult).join(Account, Account.person_id == PeriodResult.person_id)
    return stored(app, query.where(Account.name == owner).order_by(PeriodResult.version.desc()))[0]


def state(app: Server) -> str:
    return stored(app, select(Period.state).where(Period.code == MARCH))[0]


def downloaded(page: Page, key: str) -> bytes:
    with page.expect_download() as download:
        page.locator(f".st-key-{key} button").first.click()
    return Path(download.value.path()).read_bytes()


def test_a_closing_leads_over_quota_publication_and_petition_to_corrected_forms(app, signed_in):
    affairs, chair = signed_in("home-affairs"), signed_in("chair")
    closing = f"closing?period={MARCH}"
    at(affairs, app, closing)
    press(affairs, vi("Begin closing"))
    eventually(lambda: state(app), "closing")
    shut = affairs.get_by_role("button", name=vi("Close {period}", period=period_name(MARCH).in_("vi")))
    expect(shut.last).to_be_disabled()

    decide_the_quota(chair, app)
    at(affairs, app, closing)
    affairs.get_by_test_id("stCheckbox").last.locator("label").click()
    acted(affairs)
    shut.last.click()
    expect(affairs.get_by_role("button", name=vi("Publish the results"))).to_be_visible(timeout=20_000)
    eventually(lambda: state(app), "closed")
    ranks = [("good", None), ("excellent", "good")]
    eventually(lambda: [(result(app, who).rank, result(app, who).decided_rank) for who in ("an", "binh")], ranks)

    official = signed_in("an")
    at(official, app, "results")
    expect(official.get_by_text(vi("Published results"))).to_have_count(0)
    press(affairs, vi("Publish the results"))
    eventually(lambda: state(app), "published")

    petition(official, app)
    number = stored(app, select(Petition.id))[0]
    answer(chair, app, number)
    correct(chair, app, number)
    eventually(lambda: result(app, "an").version, 2)
    corrected = result(app, "an")
    assert (corrected.version, round(corrected.total, 6), corrected.rank) == (2, 93.0, "excellent")

    at(official, app, "results")
    expect(official.get_by_text(vi("corrected after a petition"))).to_be_visible()
    expect(official.get_by_text("12/QĐ-UBND").first).to_be_visible()
    assert totals(downloaded(official, f"form-{corrected.month_id}")) == [86.0, 93.0]
    at(chair, app, f"reports?period={MARCH}")
    paper = docx.Document(BytesIO(downloaded(chair, "paper-unit_summary-docx")))
    rows = [[cell.text for cell in row.cells] for row in paper.tables[1].rows]
    assert next(row for row in rows if row[1] == "Person an")[6] == "93,00"
    with reading(engine_for(app.database_url)) as session:
        proof = recompute(session, MARCH)
    assert proof is not None
    assert proof.equal, "the closing itself still proves to the last digit"
    for page in (affairs, chair, official):
        assert page.get_by_test_id("stException").count() == 0


def decide_the_quota(chair: Page, app: Server) -> None:
    """The head lowers the one above the quota, with a reason."""
    at(chair, app, f"ranks?period={MARCH}")
    agency = stored(app, select(PeriodResult.id))
    assert not agency, "nothing is written before the closing"
    choose(chair, "decide-", "Person binh")
    why = chair.locator("[class*=st-key-decide-why] textarea").first
    why.fill(WHY_LOWER)
    why.blur()
    acted(chair)
    chair.locator("[data-testid=stFormSubmitButton] button").last.click()
    acted(chair)
    expect(chair.get_by_text(WHY_LOWER).first).to_be_attached()


def petition(official: Page, app: Server) -> None:
    """The official contests the quantity."""
    at(official, app, "results")
    official.get_by_text(vi("Petition against this result (until {day})").partition("(")[0]).first.click()
    acted(official)
    key = result(app, "an").id
    choose(official, f"contested-{key}", vi("quantity (a)"), vi("the rank"))
    write(official, f"petition-text-{key}", WHAT_IS_WRONG)
    press(official, vi("Send the petition"))
    expect(official.get_by_text(WHAT_IS_WRONG)).to_be_visible()


def answer(chair: Page, app: Server, number: int) -> None:
    """The chair upholds it by decision 12."""
    at(chair, app, f"petitions?petition={number}")
    chair.locator(f".st-key-outcome-{number}").get_by_text(vi("upheld"), exact=True).click()
    write(chair, f"number-{number}", "12/QĐ-UBND", "input")
    write(chair, f"reasons-{number}", "Hồ sơ cho thấy đã hoàn thành 9 việc.")
    press(chair, vi("Send the answer"))
    eventually(lambda: stored(app, select(Petition.state)), ["upheld"])


def correct(chair: Page, app: Server, number: int) -> None:
    """9 done and 9 of sufficient quality in place of 8; what follows is shown before it is written."""
    fill_cell(chair, 0, DONE, "9", EDITOR)
    fill_cell(chair, 0, QUALITY, "9", EDITOR)
    expect(chair.get_by_text("93,00 / 100")).to_be_visible()
    assert result(app, "an").version == 1
    write(chair, f"why-{number}", "Theo Quyết định 12/QĐ-UBND.")
    press(chair, vi("Correct the result"))


def totals(form: bytes) -> list[float]:
    """The two totals of Form 01: the person's own and the competent authority's."""
    sheet = load_workbook(BytesIO(form)).worksheets[0]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[1] == text("total"))
    return [round(float(row[6]), 6), round(float(row[9]), 6)]
