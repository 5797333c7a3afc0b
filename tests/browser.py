"""Fixtures for tests that look at a page in a headless Chromium: `browser`, and `page`, a window in Arabic.

A test module takes them with `pytest_plugins = ["tests.browser"]`. An error in the page's JavaScript or on its
console fails the test. Without a Chromium the tests are skipped, except where CI is set: there they fail.
"""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Without the network, without a graphics card, and as root too, as in a container.
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_PATIENCE_MS = 30_000


def _chromium() -> str:
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    if os.environ.get("CI"):
        pytest.fail("CI needs Chromium for the browser tests, and there is none")
    pytest.skip("no Chromium on this machine")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A Chromium of this test alone: Playwright lives in one event loop, and each test has its own."""
    path = _chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """An empty desktop window, in Arabic, on the clock of Riyadh; any error in the page fails the test."""
    expect.set_options(timeout=_PATIENCE_MS)
    context = await browser.new_context(locale="ar", timezone_id="Asia/Riyadh", viewport={"width": 1200, "height": 800})
    page = await context.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    errors: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            errors.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    await context.close()
    assert errors == []
