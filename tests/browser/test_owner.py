"""The owner's pages as a browser draws them, and advice that comes while one writes."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from directory.models import Listing
from tests import factories
from tests.browser.test_look import sound
from tests.personas import signed_in

PAGES = {
    "dashboard": "/account/",
    "practice": "/account/listing/practice/",
    "where": "/account/listing/where/",
    "services": "/account/listing/services/?more=1",
    "training": "/account/listing/training/",
    "approach": "/account/listing/approach/",
    "check": "/account/listing/check/",
    "sent": "/account/sent/1/",
    "pause": "/account/pause/",
    "delete": "/account/delete/",
}


def as_owner(page, user, live_server) -> None:
    session = signed_in(user).cookies["sessionid"].value
    page.context.add_cookies(
        [{"name": "sessionid", "value": session, "url": live_server.url, "httpOnly": True}]
    )


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_the_owners_pages_are_sound(open_window, live_server, scheme, width):
    long = "Maximiliana-Konstantina von Großenhain-Oberlahnstein"
    listing = factories.make_returned(name=long, about="Donaudampfschifffahrtsgesellschaft" * 12)
    page = open_window(scheme=scheme, width=width)
    as_owner(page, listing.practitioner.user, live_server)
    for name, address in PAGES.items():
        page.goto(address)
        sound(page, f"owner-{scheme}-{name}")


def test_advice_comes_while_one_writes_and_nothing_is_saved(open_window, live_server):
    listing = factories.make_draft(approach_hands="")
    page = open_window()
    as_owner(page, listing.practitioner.user, live_server)
    page.goto(reverse("owner_step", args=["approach"]))
    advice = page.locator("#advice")
    expect(advice).to_contain_text("Technique")
    assert "slow circles" not in advice.inner_text()
    page.get_by_label("What do your hands do, and how hard?").fill(factories.HANDS)
    expect(page.locator(".count-line").first).to_have_text(
        f"{len(factories.HANDS)} of 3,000 characters"
    )
    expect(advice).to_contain_text("slow circles")
    assert advice.get_attribute("aria-live") == "polite"
    assert Listing.objects.get().approach_hands == ""
