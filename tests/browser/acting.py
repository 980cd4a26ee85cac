"""What a person does in the browser, for journeys to be written in: wait, sign in, read and fill the grid."""

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

PATIENCE_MS = 20_000
QUIET_SECONDS = 0.3
HEARD_MS = 2_000
HEADER_PX = 36.5
ROW_PX = 35
expect.set_options(timeout=PATIENCE_MS)  # a busy machine draws late; what never comes still fails


def settled(page: Page) -> None:
    """Wait until the script has run to its end, stays so for a moment, and nothing is stale or still a skeleton."""
    expect(page.get_by_test_id("stApp")).to_be_visible(timeout=PATIENCE_MS)
    end, quiet_since = time.monotonic() + PATIENCE_MS / 1000, None
    while quiet_since is None or time.monotonic() - quiet_since < QUIET_SECONDS:
        if time.monotonic() > end:
            raise AssertionError(f"The page did not come to rest within {PATIENCE_MS / 1000:.0f} seconds.")
        if not _at_rest(page):
            quiet_since = None
        elif quiet_since is None:
            quiet_since = time.monotonic()
        page.wait_for_timeout(50)


def acted(page: Page) -> None:
    """After a click or an edit: wait until the script has begun to run, for which a grid or a busy machine takes a
    moment, then until it has come to rest."""
    for _ in range(HEARD_MS // 20):
        if not _at_rest(page):
            break
        page.wait_for_timeout(20)
    settled(page)


def eventually(read: Callable[[], object], expected: object) -> None:
    """What is read outside the browser becomes what is expected, within the patience of a person."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while (found := read()) != expected and time.monotonic() < end:
        time.sleep(0.1)
    assert found == expected


def _at_rest(page: Page) -> bool:
    state = page.get_by_test_id("stApp").get_attribute("data-test-script-state")
    unfinished = page.locator('[data-testid="stSkeleton"], [data-stale="true"]')
    return state == "notRunning" and unfinished.count() == 0


def sign_in(page: Page, url: str, account: str, password: str, patience_ms: int = PATIENCE_MS) -> None:
    """Open the application and sign in through its form."""
    page.goto(url)
    settled(page)
    form = page.locator(".st-key-sign_in")
    form.locator("input[type=text]").fill(account)
    form.locator("input[type=password]").fill(password)
    form.locator("input[type=password]").press("Enter")
    expect(page.locator(".st-key-kpi_header")).to_be_visible(timeout=patience_ms)
    settled(page)


def cell(page: Page, row: int, column: int, grid: int = 0) -> Locator:
    """The accessible twin of a grid's cell; rows and columns count from 0 among those drawn."""
    return page.get_by_test_id("stDataFrame").nth(grid).locator(f"#glide-cell-{column}-{row}")


def fill_cell(page: Page, row: int, column: int, value: str, grid: int = 0) -> None:
    """Type into a grid's cell: click its first cell, go by arrow keys, open with Enter, fill, Enter."""
    editor = page.get_by_test_id("stDataFrame").nth(grid)
    editor.scroll_into_view_if_needed()
    editor.click(position={"x": 54, "y": HEADER_PX + ROW_PX / 2})
    for key, times in (("ArrowDown", row), ("ArrowRight", column)):
        for _ in range(times):
            page.keyboard.press(key)
    page.keyboard.press("Enter")
    overlay = page.locator(".gdg-input")
    expect(overlay).to_be_visible()
    overlay.fill(value)
    page.keyboard.press("Enter")
    acted(page)
