"""The application opens on a desktop and on a phone, and lets in whoever has the password."""

import pytest
from playwright.sync_api import expect

from tests.browser.acting import settled, sign_in
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_visitor_is_asked_to_sign_in(app, open_page, device):
    page = open_page(**device)
    page.goto(app.url)
    settled(page)
    expect(page.locator(".st-key-sign_in input[type=password]")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_official_signs_in(signed_in, device):
    page = signed_in("chuyenvien", **device)
    expect(page.locator(".st-key-sign_in")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_wrong_password_lets_nobody_in(app, desktop):
    with pytest.raises(AssertionError):
        sign_in(desktop, app.url, "chuyenvien", "not the password", patience_ms=3000)
    expect(desktop.locator(".st-key-sign_in")).to_be_visible()
    expect(desktop.get_by_test_id("stAlert").first).to_be_visible()
