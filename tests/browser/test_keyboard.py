"""Four journeys with a keyboard and nothing else: find, be listed, moderate, report.

The same four without JavaScript: `test_whole_path` finds, lists and moderates, the last one here reports.
"""

import re
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Locator, Page, expect

from directory.models import Listing, Revision
from directory.searching import live_index
from tests import factories
from tests.browser.test_whole_path import png
from tests.codes import code_now
from tests.vetting.test_case_page import attach
from vetting.models import Decision, Report

pytestmark = pytest.mark.django_db(transaction=True)

STOPS = 150
"""Presses of Tab after which a control counts as out of reach."""

FOCUS = """target => {
  const on = document.activeElement;
  const style = getComputedStyle(on);
  const box = on.getBoundingClientRect();
  const seen = style.outlineStyle !== "none" && box.width > 1 && box.height > 1
    && box.bottom > 0 && box.top < innerHeight;
  return { there: on === target, nowhere: on === document.body, seen, what: on.outerHTML.slice(0, 120) };
}"""


class Keys:
    """A person who cannot use a mouse. Whatever takes the focus on the way must show that it has it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, target: Locator) -> None:
        """Press Tab until the control has the focus."""
        target = target.first
        for _ in range(STOPS):
            state = self._state(target)
            if state["there"]:
                return
            self.page.keyboard.press("Tab")
            state = self._state(target)
            assert state["seen"] or state["nowhere"], f"the focus is not seen on {state['what']}"
        raise AssertionError(f"Tab does not reach {target}")

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.to(target)
        self.page.keyboard.press(key)

    def write(self, label: str, text: str) -> None:
        self.to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.insert_text(text)

    def choose(self, label: str, words: str) -> None:
        """Type the beginning of a choice; the list stays closed."""
        self.to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(words)

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("main").get_by_role("button", name=name, exact=True))

    def link(self, name: str | re.Pattern[str]) -> None:
        self.press(self.page.get_by_role("link", name=name))

    def _state(self, target: Locator) -> dict[str, Any]:
        return self.page.evaluate(FOCUS, target.element_handle())


def heading(page: Page) -> Any:
    return expect(page.get_by_role("heading", level=1))


def test_a_therapist_is_found_near_a_place(open_window):
    live_index.forget()
    factories.make_verified(name="Mira Holm", city="Lyon", country="FR", lat=45.76, lon=4.84)
    page = open_window()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    keys = Keys(page)
    keys.write("Town or postal code", "Lyon")
    keys.button("Show practitioners")
    heading(page).to_contain_text("Near Lyon")
    keys.press(page.get_by_role("link", name="Mira Holm", exact=True))
    heading(page).to_have_text("Mira Holm")
    expect(page.get_by_role("main")).to_contain_text("Verified until")


def test_a_practitioner_registers_uploads_a_paper_and_submits(open_window, tmp_path):
    page = open_window()
    keys = Keys(page)
    page.goto("/for-practitioners/")
    keys.link("Create an account")
    keys.write("Email", "mira.holm@example.org")
    keys.write("Password", "seven quiet herons")
    keys.write("Password (again)", "seven quiet herons")
    keys.button("Create the account")
    heading(page).to_contain_text(re.compile("mail", re.I))
    letter = re.search(r"https?://[^/]+(/accounts/confirm-email/\S+)", mail.outbox[-1].body)
    page.goto(letter.group(1))
    keys.press(page.get_by_role("main").get_by_role("button"))
    page.wait_for_url("**/account/**")

    page.goto("/account/listing/practice/")
    keys.write("Your name", "Mira Holm")
    keys.write("What you do, in one line", "Manual lymphatic drainage after Vodder")
    keys.press(page.get_by_label("French"), "Space")
    keys.button("Save and go on")
    heading(page).to_have_text("Where")
    keys.write("Town", "Lyon")
    keys.choose("Country", "France")
    keys.button("Save and go on")
    heading(page).to_have_text("Services")
    keys.press(page.get_by_label("Lymphedema", exact=True), "Space")
    keys.write("Name of the service", "Manual lymphatic drainage")
    keys.choose("Method (optional)", "Vodder")
    keys.write("Minutes (optional)", "60")
    keys.button("Save and go on")
    heading(page).to_have_text("Training and papers")
    keys.write("Your training, in your words", "I trained for 160 hours and passed in 2021.")
    keys.write("Title on the paper", "MLD and CDT certificate")
    keys.write("School or issuer", "Nordhaven School")
    with page.expect_file_chooser() as chooser:
        keys.press(page.get_by_label("Scan or photo (optional)"))
    chooser.value.set_files(png(tmp_path))
    keys.button("Save and go on")
    heading(page).to_have_text("Your approach")
    for label, words in (
        ("What do your hands do, and how hard?", factories.HANDS),
        ("What do you aim at, and why?", factories.STRUCTURES),
        ("When would you not treat, or ask a doctor first?", factories.LIMITS),
    ):
        keys.write(label, words)
    keys.button("Save and go on")
    heading(page).to_have_text("Check and send")
    keys.button("Send to be read")
    expect(page.get_by_role("main")).to_contain_text("Sent")
    sent = Revision.objects.get().snapshot
    assert sent.services[0].method == "vodder"
    assert sent.locations[0].country == "FR"
    assert Listing.objects.get().practitioner.user.email == "mira.holm@example.org"


def test_a_moderator_decides_one_application(open_window):
    moderator = factories.make_moderator()
    attach(factories.case_of(factories.make_submitted(name="Ines Kallweit")))
    page = open_window()
    keys = Keys(page)
    page.goto("/accounts/login/?next=/admin/vetting/reviewcase/")
    keys.write("Email", moderator.email)
    keys.write("Password", factories.PASSWORD)
    keys.button("Sign in")
    keys.write("Code", code_now())
    keys.button("Sign in")
    heading(page).to_have_text("Queue")
    keys.button("Take the next case")
    heading(page).to_contain_text("Ines Kallweit")
    with page.expect_download():
        keys.link("certificate.pdf")
    keys.press(page.get_by_role("button", name="Record this check"))
    expect(page.get_by_role("status")).to_contain_text("The check is recorded.")
    keys.press(page.get_by_role("radio", name="Verify"), "Space")
    send = page.get_by_role("button", name="Send this decision", exact=True)
    expect(send).to_be_visible()
    keys.press(send)
    heading(page).to_have_text("Queue")
    assert Decision.objects.get().outcome == "verified"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_listing_is_reported(open_window, javascript):
    listing = factories.make_verified(factories.make_moderator())
    page = open_window(javascript=javascript)
    keys = Keys(page)
    page.goto(f"/practitioners/{listing.pk}/")
    keys.link("Report a problem with the place")
    heading(page).to_contain_text("Report a problem")
    keys.choose("What kind of problem is it?", "A fact")
    keys.write("What is wrong?", "The practice moved in May.")
    keys.button("Send the report")
    heading(page).to_contain_text("Report R-")
    assert Report.objects.get().text == "The practice moved in May."
