"""The search form in a frame of another website, as Chromium holds the policy."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import picture

pytestmark = pytest.mark.django_db(transaction=True)

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DOWN = "document.documentElement.scrollHeight - document.documentElement.clientHeight"


@pytest.fixture
def website(chromium):
    """`website(address, html)`: a page of somebody else at this address, which nobody serves."""
    # a page of the wide world asks before it shows what is served on this machine
    context = chromium.new_context(permissions=["local-network-access"])
    context.set_default_timeout(15_000)

    def opened(address: str, page_html: str) -> Page:
        page = context.new_page()
        page.route(address, lambda route: route.fulfill(body=page_html, content_type="text/html"))
        page.goto(address)
        return page

    yield opened
    context.close()


def code_for(page: Page, site: str) -> str:
    page.goto(reverse("for_websites"))
    page.get_by_label("Address of your website").fill(site)
    page.get_by_role("button", name="Make the code").click()
    return page.locator("#search-form pre").inner_text()


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt"])
def test_the_form_shows_on_the_site_of_its_code_and_fits(
    open_window, website, live_server, language
):
    code = code_for(open_window(javascript=False), "www.charity.example/help")
    code = code.replace("http://127.0.0.1:8000", live_server.url)
    if language != "en":
        code = code.replace("/embed/", f"/{language}/embed/")
    page = website("https://www.charity.example/", f"<!doctype html><h1>Charity</h1>{code}")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("button")).to_be_visible()
    inside = next(one for one in page.frames if one.parent_frame)
    assert inside.evaluate(SIDEWAYS) == 0
    assert inside.evaluate(DOWN) <= 0


def test_another_site_does_not_get_the_form(open_window, website, live_server):
    code = code_for(open_window(javascript=False), "www.charity.example")
    code = code.replace("http://127.0.0.1:8000", live_server.url)
    for text in (code, re.sub(r"\?site=[^\"]+", "", code)):
        page = website("https://other.example/", "<!doctype html><h1>Other</h1>")
        with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
            page.evaluate("text => document.body.insertAdjacentHTML('beforeend', text)", text)
        assert page.frame_locator("iframe").get_by_role("button").count() == 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_page_that_makes_the_code_is_sound(open_window, scheme, width):
    page = open_window(scheme=scheme, width=width)
    for query in ("", "?site=www.charity.example"):
        page.goto(reverse("for_websites") + query)
        picture(page, f"embedding-{scheme}-{len(query)}")
        broken = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in broken] == []
        assert page.evaluate(SIDEWAYS) == 0
