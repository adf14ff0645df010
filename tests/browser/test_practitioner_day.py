"""A practitioner's day: second factor, sessions, who may write, papers, and one click from a letter.

Each page is looked at by axe at three widths, light and dark.
"""

import re

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from directory import freshness
from directory.models import Delegate, Listing
from tests import factories
from tests.browser.conftest import picture
from tests.directory.test_second_factor import code_of

LOOKS = [(320, "light"), (768, "dark"), (1280, "light")]


def check(page: Page, name: str) -> None:
    """No finding of axe, no sideways scroll; a picture when somebody asked for pictures."""
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], name
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    picture(page, name)


def answer(page: Page) -> None:
    """Who are you, once more; asked for or not, the page of the people comes next."""
    page.wait_for_url(re.compile("reauthenticate|delegates"))
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(factories.PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Go on").click()


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_day(open_window, transactional_db, width, scheme):
    owner = factories.make_user("Ines Kallweit")
    listing = factories.make_verified(user=owner)
    factories.make_document(listing.practitioner.qualifications.get())
    page = open_window(width=width, scheme=scheme)
    tag = f"day-{scheme}"
    page.goto("/accounts/login/")
    check(page, f"{tag}-login")
    sign_in(page, owner.email)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Public, verified until")
    check(page, f"{tag}-dashboard")

    page.get_by_role("link", name="Who may write for you").click()
    answer(page)
    page.get_by_label("E-mail address").fill("desk@example.org")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("main")).to_contain_text("Invited on")
    assert Delegate.objects.get().email == "desk@example.org"
    check(page, f"{tag}-delegates")

    page.goto("/accounts/2fa/")
    check(page, f"{tag}-factor")
    page.get_by_role("link", name="Set up an app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up an app")
    check(page, f"{tag}-app")
    page.locator("[name=code]").fill(code_of(page.locator("code.secret").inner_text()))
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert Authenticator.objects.filter(user=owner, type="totp").exists()
    check(page, f"{tag}-codes")
    page.goto("/accounts/sessions/")
    check(page, f"{tag}-sessions")

    page.goto("/account/listing/training/")
    expect(page.get_by_role("main")).to_contain_text("Stored: ••••17")
    check(page, f"{tag}-training")

    letter = open_window(width=width, scheme=scheme)
    letter.goto(freshness.link(Listing.objects.get(pk=listing.pk)))
    check(letter, f"{tag}-still-correct")
    letter.get_by_role("button", name="Yes, still correct").click()
    expect(letter.get_by_role("heading", level=1)).to_have_text("Confirmed today")
