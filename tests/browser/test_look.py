"""Public pages as a browser draws them: axe finds nothing, nothing runs over the edge, keys suffice."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, expect

from directory.searching import live_index
from tests import factories
from tests.browser.conftest import picture

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

LENGTHEN = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (text.parentElement.closest("script, style, textarea, .words")) continue;
    text.nodeValue = text.nodeValue.replace(/\\p{L}{2,}/gu, (word) =>
      word + "enlungterischkeitenschaft".slice(0, Math.round(word.length * 0.4)));
  }
}"""
"""Every word gets two fifths of its letters more, as a translation might."""

CUT = """select => {
  const free = select.cloneNode(true);
  free.style.cssText = "position: absolute; width: max-content; max-width: none";
  select.parentElement.append(free);
  const cut = free.getBoundingClientRect().width - select.getBoundingClientRect().width;
  free.remove();
  return cut;
}"""
"""By how many pixels a choice is narrower than its longest words."""


@pytest.fixture
def listing(transactional_db):
    live_index.forget()
    return factories.make_verified(
        name="Maximiliana-Konstantina von Großenhain-Oberlahnstein",
        about="I do not use deep tissue strokes. Some ask for wooden rollers; I have none.",
    )


def sound(page: Page, name: str) -> None:
    picture(page, name)
    broken = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in broken] == []
    assert page.evaluate(SIDEWAYS) == 0, name


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_public_pages_are_sound(open_window, listing, scheme, width):
    page = open_window(scheme=scheme, width=width)
    results = reverse("results")
    addresses = {
        "home": reverse("home"),
        "results": f"{results}?place=Freiburg+im+Breisgau&radius_km=25&method=vodder",
        "nobody": f"{results}?q=zzzzqqq",
        "listing": listing.get_absolute_url(),
        "what": reverse("what_is_mld"),
        "rubric": reverse("how_we_vet"),
        "figures": reverse("figures"),
        "signup": reverse("account_signup"),
        "for-practitioners": reverse("for_practitioners"),
    }
    for name, address in addresses.items():
        page.goto(address)
        sound(page, f"look-{scheme}-{name}")


def test_longer_words_of_another_language_fit_a_phone(open_window, listing):
    page = open_window(width=320)
    with translation.override("de"):
        names = ("home", "results", "figures", "how_we_vet", "checker", "account_signup")
        addresses = [*map(reverse, names), listing.get_absolute_url()]
    for address in addresses:
        page.goto(address)
        page.evaluate(LENGTHEN)
        assert page.evaluate(SIDEWAYS) == 0, address


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["home", "results", "search_widget"])
def test_the_chosen_radius_can_be_read(open_window, listing, name, width):
    page = open_window(width=width)
    page.goto(reverse(name))
    assert page.get_by_label("Within").evaluate(CUT) <= 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_answers_to_forms_are_sound(open_window, listing, scheme, width):
    page = open_window(scheme=scheme, width=width)
    page.goto(reverse("checker"))
    page.get_by_role("button", name="big promises").click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    sound(page, f"look-{scheme}-answer")


def test_a_failed_form_takes_the_reader_to_what_is_wrong(open_window, listing):
    page = open_window()
    page.goto(reverse("account_reset_password"))
    page.get_by_label("Email").fill("nobody@example.org@")
    page.locator("main form").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Send the letter").click()
    expect(page.locator("#error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Email")).to_be_focused()
    expect(page.get_by_label("Email")).to_have_value("nobody@example.org@")
    sound(page, "look-error")


def test_the_filter_sheet_keeps_the_focus_and_gives_it_back(open_window, listing):
    page = open_window(width=390)
    page.goto(reverse("results"))
    opener = page.get_by_role("link", name="Filters")
    opener.press("Enter")
    sheet = page.get_by_role("dialog", name="Filters")
    expect(sheet).to_be_visible()
    assert sheet.evaluate("sheet => sheet.contains(document.activeElement)")
    sheet.get_by_label("Vodder").check()
    expect(sheet.get_by_role("button", name="Show 1 practitioner")).to_be_visible()
    sound(page, "look-sheet")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_filter_sheet_works_without_script(open_window, listing):
    page = open_window(width=390, javascript=False)
    page.goto(reverse("results") + "?place=Freiburg+im+Breisgau")
    page.get_by_role("link", name="Filters").click()
    page.get_by_label("Vodder").check()
    page.get_by_role("button", name="Show practitioners").click()
    expect(page.get_by_role("link", name="Remove: Vodder")).to_be_visible()
    assert "place=Freiburg+im+Breisgau" in page.url


def test_a_note_is_reached_from_its_mark_by_keyboard(open_window, listing):
    page = open_window()
    page.goto(listing.get_absolute_url())
    reference = page.locator("a.reference").first
    reference.press("Enter")
    target = page.locator(reference.get_attribute("href"))
    expect(target).to_be_in_viewport()
    assert page.evaluate("document.querySelector(':target').id") == target.get_attribute("id")
