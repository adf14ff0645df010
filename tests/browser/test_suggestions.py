"""The completions under a search field work by keyboard alone, and the page stays free of faults."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests import factories


@pytest.fixture
def listed(transactional_db):
    factories.make_verified(name="Quirina Lindqvist")


def test_a_place_is_completed_by_keyboard(open_window, live_server, listed) -> None:
    page: Page = open_window()
    page.goto(f"{live_server.url}/")
    field = page.get_by_role("combobox", name="Town or postal code")
    field.press_sequentially("freib", delay=30)
    options = page.locator("ul.suggestions [role=option]")
    expect(options.first).to_contain_text("Freiburg")
    expect(field).to_have_attribute("aria-expanded", "true")
    faults = Axe().run(page).response["violations"]
    assert faults == [], [fault["id"] for fault in faults]
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    field.press("Enter")
    expect(options.first).to_be_hidden()
    assert field.input_value().startswith("Freiburg")
    assert page.url == f"{live_server.url}/", "choosing is not searching"
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Near Freiburg")
    expect(page.get_by_role("link", name="Quirina Lindqvist", exact=True)).to_be_visible()


def test_escape_closes_and_what_was_typed_stays(open_window, live_server, listed) -> None:
    page: Page = open_window()
    page.goto(f"{live_server.url}/practitioners/")
    field = page.get_by_role("combobox", name="Name, words or need")
    field.press_sequentially("quiri", delay=30)
    expect(page.locator("ul.suggestions [role=option]").first).to_be_visible()
    field.press("Escape")
    expect(page.locator("ul.suggestions [role=option]").first).to_be_hidden()
    expect(field).to_have_value("quiri")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_an_answer_that_comes_after_escape_opens_nothing(open_window, live_server, listed) -> None:
    page: Page = open_window()
    page.goto(f"{live_server.url}/practitioners/")
    field = page.get_by_role("combobox", name="Name, words or need")
    field.fill("quiri")
    field.press("Escape")
    page.wait_for_timeout(600)
    expect(page.locator("ul.suggestions").first).to_be_hidden()
    with page.expect_response("**/suggestions/**"):
        field.press("ArrowDown")
    expect(page.locator("ul.suggestions [role=option]").first).to_be_visible()
