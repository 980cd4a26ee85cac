"""Signing in through the page and the routes, as a browser meets them."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.middleware import Middleware
from streamlit.testing.v1 import AppTest

from kpi.access.accounts import SetActive
from kpi.access.execute import execute
from kpi.access.own_account import ChangePassword
from kpi.access.sessions import actor_of, sign_out
from kpi.access.sign_in import MOST_BY_ACCOUNT, attempt
from kpi.ui import browser
from kpi.ui.headers import SecurityHeaders
from kpi.ui.routes import END, REDEEM, ROUTES, SCRIPT
from tests.access.household import PASSWORD, Household, settle
from tests.ui.client import Client

SHELL = Path(__file__).parents[2] / "kpi" / "ui" / "shell.py"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def household(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Household:
    monkeypatch.setenv("DATABASE_URL", sqlite_engine.url.render_as_string(hide_password=False))
    return settle(sqlite_engine)


@pytest.fixture
def client(household: Household) -> Client:
    return Client(Starlette(routes=ROUTES, middleware=[Middleware(SecurityHeaders)]))


@pytest.fixture
def cookie(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the browser of an AppTest presents."""
    jar: dict[str, str] = {}
    monkeypatch.setattr(browser, "cookie", lambda: jar.get(browser.COOKIE))
    monkeypatch.setattr(browser, "address", lambda: "10.0.0.9")
    monkeypatch.setattr(browser, "asked_page", lambda: "")
    return jar


def ticket(household: Household) -> str:
    found = attempt(household.engine, "an", PASSWORD, "10.0.0.1").ticket
    assert found is not None
    return found


def page() -> AppTest:
    return AppTest.from_file(str(SHELL), default_timeout=30).run()


def fill(app: AppTest, name: str, password: str) -> AppTest:
    app.text_input[0].input(name)
    app.text_input[1].input(password)
    return app.button[0].click().run()


def handover(app: AppTest) -> str | None:
    """The element that has the browser call our route, where there is one."""
    return next((one.proto.body for one in app.get("html") if "kpi-handover" in one.proto.body), None)


def test_the_right_password_hands_the_browser_a_ticket_and_the_ticket_buys_the_page(
    household: Household, cookie: dict[str, str], client: Client
) -> None:
    app = fill(page(), "an", PASSWORD)
    element = handover(app)
    assert element is not None
    bought = client.post(REDEEM, headers={**OURS, "X-KPI-Ticket": element.split('data-ticket="')[1].split('"')[0]})
    assert bought.status == 204
    cookie[browser.COOKIE] = client.cookies[browser.COOKIE]
    assert app.run().title[0].value == "Xin chào Đặng An"
    assert not app.exception


def test_a_wrong_password_is_told_and_hands_over_nothing(household: Household, cookie: dict[str, str]) -> None:
    app = fill(page(), "an", "sai rồi")
    assert [one.value for one in app.error] == ["Tên tài khoản hoặc mật khẩu không đúng."]
    assert handover(app) is None
    assert "authentication_status" not in app.session_state


def test_too_many_wrong_passwords_lock_the_page_too(household: Household, cookie: dict[str, str]) -> None:
    app = page()
    for _ in range(MOST_BY_ACCOUNT):
        app = fill(app, "an", "sai rồi")
    app = fill(app, "an", PASSWORD)
    assert "quá nhiều lần" in app.error[0].value
    assert handover(app) is None


def test_an_empty_form_costs_no_attempt(household: Household, cookie: dict[str, str]) -> None:
    app = page()
    for _ in range(MOST_BY_ACCOUNT + 1):
        app = fill(app, "an", "")
    assert "Đề nghị nhập" in app.error[0].value
    assert handover(fill(app, "an", PASSWORD)) is not None


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(household: Household, client: Client) -> None:
    answer = client.post(REDEEM, headers={**OURS, "X-KPI-Ticket": ticket(household)})
    flags = answer.headers["set-cookie"].lower().split("; ")
    assert flags[0].startswith("kpi_session=")
    assert {"httponly", "samesite=lax", "path=/", "max-age=43200"} <= set(flags)
    assert "secure" not in flags


def test_the_cookie_is_secure_over_https(household: Household) -> None:
    client = Client(Starlette(routes=ROUTES), scheme="https")
    answer = client.post(REDEEM, headers={**OURS, "X-KPI-Ticket": ticket(household)})
    assert "secure" in answer.headers["set-cookie"].lower().split("; ")


@pytest.mark.parametrize(("trusted", "secure"), [("1", True), ("", False)])
def test_a_proxys_word_on_https_counts_only_where_it_is_trusted(
    household: Household, client: Client, monkeypatch: pytest.MonkeyPatch, trusted: str, secure: bool
) -> None:
    monkeypatch.setenv("KPI_TRUSTED_PROXY", trusted)
    headers = {**OURS, "X-Forwarded-Proto": "https", "X-KPI-Ticket": ticket(household)}
    answer = client.post(REDEEM, headers=headers)
    assert ("secure" in answer.headers["set-cookie"].lower().split("; ")) is secure


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://kpi.test"},
        {},
    ],
)
@pytest.mark.parametrize("route", [REDEEM, END])
def test_other_sites_can_neither_sign_in_nor_out(
    household: Household, client: Client, route: str, headers: dict[str, str]
) -> None:
    token, unused = household.token("binh"), ticket(household)
    client.cookies[browser.COOKIE] = token
    answer = client.post(route, headers={**headers, "X-KPI-Ticket": unused})
    assert answer.status == 403
    assert "set-cookie" not in answer.headers
    assert actor_of(household.engine, token)
    assert client.post(REDEEM, headers={"Origin": "http://kpi.test", "X-KPI-Ticket": unused}).status == 204


def test_a_ticket_is_redeemed_once_and_nothing_else_is(household: Household, client: Client) -> None:
    once = ticket(household)
    answers = [client.post(REDEEM, headers={**OURS, "X-KPI-Ticket": t}).status for t in (once, once, "", "x" * 43)]
    assert answers == [204, 410, 410, 410]


def test_signing_in_again_ends_what_this_browser_held(household: Household, client: Client) -> None:
    before = household.token("binh")
    client.cookies[browser.COOKIE] = before
    client.post(REDEEM, headers={**OURS, "X-KPI-Ticket": ticket(household)})
    assert actor_of(household.engine, before) is None


def test_signing_out_takes_the_cookie_and_its_worth(household: Household, client: Client) -> None:
    token = household.token("an")
    client.cookies[browser.COOKIE] = token
    answer = client.post(END, headers=OURS)
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert actor_of(household.engine, token) is None


def test_every_answer_carries_the_security_headers(client: Client) -> None:
    for answer in (client.get(SCRIPT), client.post(REDEEM), client.get("/nowhere")):
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


def changed_password(household: Household, token: str) -> None:
    actor = actor_of(household.engine, token)
    assert actor is not None
    execute(ChangePassword(PASSWORD, "một mật khẩu khác hẳn"), actor, household.engine)


def switched_off(household: Household, token: str) -> None:
    execute(SetActive("an", active=False, reason="nghỉ hưu"), household.actor("quantri"), household.engine)


def signed_out(household: Household, token: str) -> None:
    sign_out(household.engine, token)


@pytest.mark.parametrize("end", [changed_password, switched_off, signed_out])
def test_the_next_rerun_after_a_session_ended_shows_the_form_and_says_why(
    household: Household, cookie: dict[str, str], end: object
) -> None:
    cookie[browser.COOKIE] = token = household.token("an")
    app = page()
    assert app.title[0].value == "Xin chào Đặng An"
    app.session_state["something typed"] = "riêng"
    end(household, token)  # type: ignore[operator]
    app.run()
    assert not app.title
    assert len(app.info) == 1
    assert app.text_input[1].label == "Mật khẩu"
    assert "something typed" not in app.session_state


def test_another_accounts_cookie_finds_nothing_of_the_one_before(household: Household, cookie: dict[str, str]) -> None:
    cookie[browser.COOKIE] = household.token("an")
    app = page()
    app.session_state["something typed"] = "riêng"
    cookie[browser.COOKIE] = household.token("binh")
    app.run()
    assert app.title[0].value == "Xin chào Đặng Binh"
    assert "something typed" not in app.session_state


@pytest.mark.parametrize(
    ("trusted", "forwarded", "peer", "expected"),
    [
        ("", "1.2.3.4", "10.0.0.1", "10.0.0.1"),
        ("1", "1.2.3.4", "10.0.0.1", "1.2.3.4"),
        ("1", "forged, 1.2.3.4", "10.0.0.1", "1.2.3.4"),
        ("1", "", "10.0.0.1", "10.0.0.1"),
        ("", "", None, "local"),
    ],
)
def test_the_address_that_is_locked_cannot_be_made_up(
    monkeypatch: pytest.MonkeyPatch, trusted: str, forwarded: str, peer: str | None, expected: str
) -> None:
    monkeypatch.setenv("KPI_TRUSTED_PROXY", trusted)
    assert browser.address_from({"X-Forwarded-For": forwarded} if forwarded else {}, peer) == expected
