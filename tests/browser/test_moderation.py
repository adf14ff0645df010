"""The moderator's pages in Chromium: reachable for everybody, quick with script, whole without it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from directory import drafts
from tests import codes, factories
from tests.browser.conftest import picture
from tests.browser.test_whole_path import sign_in
from vetting import reviewing
from vetting.assessing import assess_revision
from vetting.models import Decision, ReviewCase

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def moderator():
    return factories.make_moderator()


def changed_case(**texts) -> ReviewCase:
    """A change to a verified listing that waits in the queue."""
    listing = factories.make_verified(factories.make_moderator("Ben Adler"))
    for name, value in texts.items():
        setattr(listing, name, value)
    listing.save()
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    assess_revision(revision.pk)
    return factories.case_of(revision)


def open_case(page: Page, case: ReviewCase) -> None:
    page.goto(f"/admin/vetting/reviewcase/{case.pk}/change/")


def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    found = [
        f"{fault['id']}: {fault['nodes'][0]['html']}"
        for fault in Axe().run(page).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, "wider than the window"] if wide else found


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_queue_and_case_have_no_barrier(open_window, moderator, width, scheme):
    held = factories.case_of(
        factories.make_submitted(
            name="A name that goes on and on, and on, until its line ends",
            approach_limits="Lymphatic drainage cures lymphedema for good.",
        )
    )
    change = changed_case(approach_limits="I treat everyone.")
    page = open_window(width=width, scheme=scheme)
    sign_in(page, moderator.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue")
    assert faults(page) == []
    picture(page, "moderation-queue")
    for case, name in ((held, "held"), (change, "change")):
        reviewing.claim(case=case, actor=moderator)
        open_case(page, case)
        page.get_by_role("button", name="Preview the letter").click()
        expect(page.get_by_role("alert")).to_contain_text("Choose one of the four outcomes.")
        assert faults(page) == []
        picture(page, f"moderation-case-{name}")
    page.goto("/admin/vetting/reviewcase/?show=closed")
    assert faults(page) == []
    page.get_by_role("link", name="Ines Kallweit").click()
    expect(page.get_by_role("main")).to_contain_text("Decided: Verify")
    assert faults(page) == []


def test_with_script_number_keys_choose_and_the_letter_follows(open_window, moderator):
    case = factories.make_claimed(moderator)
    page = open_window()
    sign_in(page, moderator.email)
    open_case(page, case)
    send = page.get_by_role("button", name="Send this decision")
    expect(send).to_be_hidden()
    page.keyboard.press("4")
    expect(page.get_by_role("radio", name="Not verified")).to_be_checked()
    expect(page.get_by_label("Verified until")).to_be_hidden()
    expect(page.locator("#letter")).to_contain_text("Give at least one reason")
    page.get_by_label("Reason 1: clause").select_option(index=1)
    page.get_by_label("Reason 1: in your words").fill("Say 1 thing about your hands.")
    expect(page.get_by_role("radio", name="Not verified")).to_be_checked()
    expect(page.locator("#letter")).to_contain_text("Say 1 thing about your hands.")
    send.click()
    expect(page.get_by_role("status")).to_contain_text("The letter is on its way.")
    assert Decision.objects.get().reasons[0]["text"] == "Say 1 thing about your hands."


def test_the_records_are_readable_without_script(open_window, moderator):
    factories.make_submitted()
    admin = factories.make_user("Ada Min", staff=True, superuser=True)
    codes.give_app(admin)
    page = open_window(javascript=False)
    sign_in(page, admin.email)
    page.goto("/admin/directory/listing/")
    expect(page.get_by_role("link", name=re.compile("Ines Kallweit"))).to_be_visible()
    assert "True MLD moderation" in page.title()
