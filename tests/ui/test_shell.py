"""The shell: the menu is what the table of permissions opens, and the pages every account shares work."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from kpi.access.accounts import ResetPassword
from kpi.access.execute import execute
from kpi.access.permissions import PERMISSIONS
from kpi.access.sessions import actor_of
from kpi.storage.tables import Account
from kpi.storage.unit_of_work import reading
from kpi.ui import browser, navigation
from kpi.ui.record_export import harmless
from tests.access.household import Household, last_command, settle

ROOT = Path(__file__).parents[2]


@pytest.fixture
def household(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Household:
    monkeypatch.setenv("DATABASE_URL", sqlite_engine.url.render_as_string(hide_password=False))
    return settle(sqlite_engine)


@pytest.fixture
def jar(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the browser presents: its cookie and the page it asks for."""
    held: dict[str, str] = {}
    monkeypatch.setattr(browser, "cookie", lambda: held.get("cookie"))
    monkeypatch.setattr(browser, "asked_page", lambda: held.get("page", ""))
    return held


def opened(household: Household, jar: dict[str, str], name: str, file: str = "kpi/ui/shell.py") -> AppTest:
    jar["cookie"] = household.token(name)
    app = AppTest.from_file(str(ROOT / file), default_timeout=30).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("name", ["an", "dung", "noivu", "tochuc", "kiemtra", "quantri"])
def test_the_menu_is_what_the_table_opens(household: Household, name: str) -> None:
    actor = household.actor(name)
    allowed = {action for held in actor.holdings for action in PERMISSIONS[held.role]}
    expected = {
        entry.path
        for entry in navigation.ENTRIES
        if entry.action in allowed and entry.location.is_file() and (actor.person_id or not entry.personal)
    }
    assert {entry.path for entry in navigation.entries_for(actor)} == expected


def test_addresses_and_files_of_pages_are_each_their_own() -> None:
    assert len({entry.path for entry in navigation.ENTRIES}) == len(navigation.ENTRIES)
    assert len({entry.file for entry in navigation.ENTRIES}) == len(navigation.ENTRIES)


@pytest.mark.parametrize("asked", ["audit", "no_such_page"])
def test_an_address_that_does_not_open_is_answered_kindly(
    household: Household, jar: dict[str, str], asked: str
) -> None:
    jar["page"], jar["cookie"] = asked, household.token("an")
    told = AppTest.from_function(_addresses, default_timeout=30).run()
    assert [one.value for one in told.text].count(asked) == 1
    app = AppTest.from_function(_not_found).run()
    assert app.title[0].value == "Không mở được trang này"


def _addresses() -> None:
    import streamlit as st

    from kpi.ui import menu, signed_in

    for pages in menu.pages_for(signed_in.actor()).values():
        for page in pages:
            st.text(page.url_path)


@pytest.mark.parametrize("file", ["pages/home.py", "pages/account.py", "pages/accounts.py", "pages/audit.py"])
def test_a_page_opened_without_a_session_shows_the_form_and_nothing_else(
    household: Household, jar: dict[str, str], file: str
) -> None:
    app = AppTest.from_file(str(ROOT / file), default_timeout=30).run()
    assert not app.exception
    assert not app.title
    assert app.text_input[1].label == "Mật khẩu"


@pytest.mark.parametrize(("file", "name"), [("pages/accounts.py", "an"), ("pages/audit.py", "quantri")])
def test_a_page_run_for_somebody_it_is_not_for_shows_nothing_of_it(
    household: Household, jar: dict[str, str], file: str, name: str
) -> None:
    app = opened(household, jar, name, file)
    assert len(app.error) == 1
    assert not app.dataframe


def test_with_a_one_time_password_only_ones_own_account_opens_until_it_is_changed(
    household: Household, jar: dict[str, str]
) -> None:
    password = execute(ResetPassword("dung", "quên"), household.actor("quantri"), household.engine)
    jar["cookie"] = household.token("dung", password)
    actor = actor_of(household.engine, jar["cookie"])
    assert actor is not None
    assert [entry.path for entry in navigation.entries_for(actor)] == ["account"]
    app = AppTest.from_file(str(ROOT / "kpi/ui/shell.py"), default_timeout=30).run()
    assert app.title[0].value == "Tài khoản của tôi"
    _change(app, password, "mật khẩu riêng của tôi")
    assert not app.exception
    assert "mật khẩu mới" in app.info[0].value, "the form is back and says why"
    jar["cookie"] = household.token("dung", "mật khẩu riêng của tôi")
    assert (
        AppTest.from_file(str(ROOT / "kpi/ui/shell.py"), default_timeout=30).run().title[0].value
        == "Xin chào Đặng Dung"
    )


def test_a_refused_password_change_is_said_in_words_and_signs_nobody_out(
    household: Household, jar: dict[str, str]
) -> None:
    app = opened(household, jar, "an", "pages/account.py")
    _change(app, "không phải", "mật khẩu riêng của tôi")
    assert app.error[0].value == "Mật khẩu hiện tại không đúng. Đề nghị nhập lại."
    assert app.title[0].value == "Tài khoản của tôi"


def _not_found() -> None:
    from kpi.ui.menu import not_found

    not_found()


def _change(app: AppTest, old: str, new: str) -> None:
    for number, text in enumerate((old, new, new)):
        app.text_input[number].input(text)
    next(button for button in app.button if button.label == "Đổi mật khẩu").click().run()


def test_the_language_is_kept_with_the_account(household: Household, jar: dict[str, str]) -> None:
    app = opened(household, jar, "an", "pages/account.py")
    app.radio[0].set_value("en").run()
    assert app.title[0].value == "My account"
    with reading(household.engine) as session:
        assert session.query(Account.language).filter(Account.name == "an").scalar() == "en"


def test_the_language_picked_while_signing_in_becomes_the_accounts(household: Household, jar: dict[str, str]) -> None:
    visitor = AppTest.from_file(str(ROOT / "kpi/ui/shell.py"), default_timeout=30).run()
    visitor.segmented_control[0].set_value("en").run()
    assert visitor.query_params["lang"] == "en", "the address carries it over the reload"
    jar["cookie"] = household.token("an")
    app = AppTest.from_file(str(ROOT / "kpi/ui/shell.py"), default_timeout=30)
    app.query_params["lang"] = "en"
    assert app.run().title[0].value == "Hello, Đặng An"
    assert "lang" not in app.query_params
    with reading(household.engine) as session:
        assert session.query(Account.language).filter(Account.name == "an").scalar() == "en"
    assert last_command(household.engine) == "ChooseLanguage"


def test_the_administrator_finds_an_account_by_name_whatever_the_case(
    household: Household, jar: dict[str, str]
) -> None:
    app = opened(household, jar, "quantri", "pages/accounts.py")
    app.text_input[0].input("đặng BINH").run()
    assert list(app.dataframe[0].value["Tài khoản"]) == ["binh"]


def test_the_auditor_verifies_and_the_home_page_says_when(household: Household, jar: dict[str, str]) -> None:
    app = opened(household, jar, "kiemtra", "pages/audit.py")
    app.button[0].click().run()
    assert app.success[0].value.startswith("Không có gì bị sửa đổi")
    assert last_command(household.engine) == "VerifyRecord"
    home = opened(household, jar, "kiemtra")
    assert any("không có gì bị sửa đổi" in one.value for one in home.success)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("+84 258", "'+84 258"), ("–", "–"), ("-3,5", "-3,5"), ("-", "-"), ("an", "an")],
)
def test_an_exported_cell_is_never_a_formula(cell: str, kept: str) -> None:
    assert harmless(cell) == kept
