"""The results page in a browser: the list and its map show each other, and filters act at once."""

import pytest
from playwright.sync_api import expect

from directory.searching import live_index
from tests import factories
from tests.browser.test_patient import asked, names, sound

PLACES = {
    "Hanna Gesund": (47.9959, 7.8522),
    "Kora Beide": (48.05, 7.95),
    "Cosima Komplex": (47.90, 7.70),
}


@pytest.fixture
def listed(transactional_db):
    live_index.forget()
    for name, (lat, lon) in PLACES.items():
        case = factories.make_claimed(name=name, lat=lat, lon=lon)
        factories.check_papers(case)
        factories.verify(case, scopes=["cdt"] if name.startswith("C") else ["healthy"])


def test_a_card_lights_its_pin_and_a_pin_selects_its_card(open_window, listed):
    page = open_window()
    page.goto("/practitioners/?place=Freiburg+im+Breisgau")
    card = page.locator(".card", has_text="Kora Beide")
    number = card.get_attribute("id").removeprefix("r")
    pin = page.locator(f'.pin[href="#r{number}"]')
    assert "is-lit" not in pin.get_attribute("class")
    card.get_by_role("link", name="Kora Beide", exact=True).focus()
    expect(pin).to_have_class("pin is-lit")
    pin.press("Enter")
    page.wait_for_url(lambda url: url.endswith(f"#r{number}"))
    expect(pin).to_have_class("pin is-chosen")
    expect(card).to_be_in_viewport()
    sound(page, "results-selected")


def test_a_filter_brings_the_new_list_in_place_and_back_brings_the_old(open_window, listed):
    page = open_window()
    page.goto("/practitioners/?place=Freiburg+im+Breisgau")
    page.evaluate("window.stayed = true")
    assert len(names(page)) == 3
    box = page.get_by_label("Complete decongestive therapy")
    box.check()
    expect(page.get_by_text("1 practitioner of 3 verified").first).to_be_visible()
    assert names(page) == ["Cosima Komplex"]
    assert page.evaluate("window.stayed") is True
    assert asked(page)["scope"] == ["cdt"]
    expect(box).to_be_focused()
    expect(page.locator("[data-heard]")).to_contain_text("1 practitioner")
    expect(page.locator(".pin")).to_have_count(1)
    sound(page, "results-filtered")
    page.go_back()
    expect(page.locator("#list > ol.cards > li")).to_have_count(3)
    assert "scope" not in asked(page)


def test_safety_answers_still_hold_for_a_list_that_was_brought(open_window, listed):
    page = open_window()
    page.goto("/practitioners/?place=Freiburg+im+Breisgau")
    page.get_by_text("Three safety questions").click()
    page.get_by_label("Lymph nodes were removed or treated").check()
    assert names(page) == ["Cosima Komplex"]
    page.get_by_label("Takes new clients").check()
    page.wait_for_url(lambda url: "accepts_new" in url)
    expect(page.locator("#left-out li.card")).to_have_count(2)
    assert names(page) == ["Cosima Komplex"]


def test_on_a_phone_filters_wait_for_their_button(open_window, listed):
    page = open_window(width=320)
    page.goto("/practitioners/?place=Freiburg+im+Breisgau")
    page.get_by_role("link", name="Filters").click()
    page.get_by_label("Complete decongestive therapy").check()
    button = page.get_by_role("button", name="Show 1 practitioner")
    expect(button).to_be_visible()
    assert "scope" not in asked(page)
    button.click()
    expect(page.locator("#list > ol.cards > li")).to_have_count(1)
