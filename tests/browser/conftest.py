"""Real Chromium on a live server. Every page is watched: no foreign request, no console error."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.jobs import eventually, jobs

__all__ = ["eventually", "jobs"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")


def pytest_configure() -> None:
    # Playwright's loop runs in the thread of the test, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "the browser tests need Chromium: install it, or run with -m 'not browser'"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def collected() -> None:
    """The live server serves what a deployment would collect."""
    call_command("collectstatic", interactive=False, verbosity=0)


class Watch:
    """What went wrong on the pages of one context."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.foreign: list[str] = []
        self.errors: list[str] = []

    def over(self, page: Page) -> None:
        page.on("request", self._request)
        page.on(
            "console", lambda said: self.errors.append(said.text) if said.type == "error" else None
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}"))

    def _request(self, request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.foreign.append(request.url)


@pytest.fixture
def open_window(chromium: Browser, live_server) -> Iterator:
    """`open_window(javascript=…, width=…)`: a page of its own, without cookies of another."""
    contexts: list[BrowserContext] = []
    watch = Watch(live_server.url)

    def window(*, javascript: bool = True, width: int = 1280, scheme: str = "light") -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        return page

    yield window
    for context in contexts:
        context.close()
    assert watch.foreign == []
    assert watch.errors == []


def picture(page: Page, name: str) -> None:
    """A full-page screenshot into the folder that SCREENSHOTS names; nothing without it."""
    if SCREENSHOTS:
        width = page.viewport_size["width"]
        page.screenshot(path=f"{SCREENSHOTS}/{name}-{width}.png", full_page=True)
