"""Fixtures for journeys: the running application, Chromium, a desktop and a phone, and people who sign in."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.acting import sign_in
from tests.browser.server import Server, serving
from tests.conftest import build_demo
from tests.databases import built_once, sqlite_copy

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VIETNAM: dict[str, Any] = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 1000}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}

OpenPage = Callable[..., Page]
SignedIn = Callable[..., Page]


def chromium_program() -> str:
    """The browser of the operating system; tests are skipped without it, in CI they fail."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Chromium is not installed: apt-get install chromium")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window. It runs an event loop, which must have ended when another file's tests begin."""
    program = chromium_program()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=program, headless=True, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def app(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The application on a fresh copy of the demonstration; the tests of one file share it."""
    folder = tmp_path_factory.mktemp("app")
    template = built_once(shared / "demo.db", build_demo)
    with sqlite_copy(template) as url, serving(url, folder) as server:
        yield server


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens a fresh browser (own cookies) each time it is called: `open_page()` or `open_page(**PHONE)`."""
    with ExitStack() as contexts:

        def opened(**options: Any) -> Page:
            context = contexts.enter_context(browser.new_context(**{**VIETNAM, **DESKTOP, **options}))
            return context.new_page()

        yield opened


@pytest.fixture
def desktop(open_page: OpenPage) -> Page:
    """A page 1440 pixels wide."""
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A page on a phone 390 pixels wide, touched rather than clicked."""
    return open_page(**PHONE)


@pytest.fixture
def signed_in(app: Server, open_page: OpenPage) -> SignedIn:
    """Opens a fresh browser and signs in a demonstration account: `signed_in("name")`, `signed_in("name", **PHONE)`."""
    from kpi.installation.demo import DEMO_PASSWORD

    def enter(account: str, **options: Any) -> Page:
        page = open_page(**options)
        sign_in(page, app.url, account, DEMO_PASSWORD)
        return page

    return enter


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, Any, Any]:
    """A failed journey shows what the application said and where its pictures are."""
    report: Any = yield
    if report.when == "call" and report.failed:
        if isinstance(app := item.funcargs.get("app"), Server):
            report.sections.append(("the application's log", app.said()))
        if isinstance(browser := item.funcargs.get("browser"), Browser):
            report.sections.append(("pictures", "\n".join(_pictures(browser, item))))
    return report


def _pictures(browser: Browser, item: pytest.Function) -> Iterator[str]:
    folder = Path(os.environ.get("PICTURES", item.config.rootpath / "build" / "pictures"))
    pages = [page for context in browser.contexts for page in context.pages]
    for number, page in enumerate(pages, 1):
        path = folder / f"{item.name.replace('/', '-')}-{number}.png"
        page.screenshot(path=path, full_page=True)
        yield f"{path} ({page.url})"
