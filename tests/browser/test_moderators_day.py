"""A moderator's whole day in Chromium, with the pages that others see of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from directory.models import Listing
from tests import factories
from tests.browser.conftest import picture
from tests.browser.test_moderation import faults
from tests.browser.test_whole_path import sign_in
from tests.vetting.test_case_page import attach
from vetting import appeals, queueing, seconding
from vetting.models import Decision, ReviewCase, SecondReading

pytestmark = pytest.mark.django_db(transaction=True)


class Counted:
    """A moderator's hands: each click, choice or key is one action."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def click(self, name: str, role: str = "button") -> None:
        self.actions += 1
        self.page.get_by_role(role, name=name).first.click()

    def key(self, key: str) -> None:
        self.actions += 1
        self.page.wait_for_load_state("domcontentloaded")  # the script that listens has run
        self.page.keyboard.press(key)


@pytest.fixture
def moderator():
    return factories.make_moderator()


@pytest.fixture
def other():
    return factories.make_moderator("Ben Adler")


def test_a_clear_case_in_the_stream_takes_four_actions(open_window, moderator):
    """From one case to the next: open the paper, record it, choose, send."""
    for name, words in (("Ines Kallweit", {}), ("Mira Holm", factories.OTHER_WORDS[0])):
        attach(factories.case_of(factories.make_submitted(name=name, city=f"{name}ton", **words)))
    page = open_window()
    sign_in(page, moderator.email)
    page.get_by_role("button", name="Take the next case").click()
    for name in ("Ines Kallweit", "Mira Holm"):
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        hands = Counted(page)
        with page.expect_download():
            hands.click("certificate.pdf", role="link")
        hands.click("Record this check")
        expect(page.get_by_role("status")).to_contain_text("The check is recorded.")
        hands.key("1")
        expect(page.get_by_role("button", name="Send it and take the next case")).to_be_visible()
        hands.click("Send it and take the next case")
        expect(page.get_by_role("main")).to_contain_text("Verify. The letter is on its way.")
        assert hands.actions == 4
    expect(page.get_by_role("main")).to_contain_text("Nothing is free for you now.")
    assert set(Decision.objects.values_list("outcome", flat=True)) == {"verified"}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (768, "dark")])
def test_the_whole_day(open_window, moderator, other, width, scheme):
    listing, _receipt = factories.make_reported(category="safety", text="They open scars there.")
    _suspended, decision = factories.make_suspended(other)
    owner = Listing.objects.get(pk=decision.case.listing_id).practitioner.user
    appeals.open_appeal(
        decision=decision, text="The hours on the door are those of the dentist.", actor=owner
    )
    refused = factories.make_refused(other)
    twin = factories.make_submitted(name="Ines Kallweit")
    page = open_window(width=width, scheme=scheme)
    sign_in(page, moderator.email)

    # the queue, what is due first on top
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue")
    rows = page.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("Urgent")
    assert faults(page) == []
    picture(page, f"day-queue-{scheme}")

    # a tie is declared
    page.goto("/admin/vetting/reviewcase/interests/")
    page.get_by_label("What ties you").select_option("area")
    page.get_by_label("Name").fill("Marburg")
    page.get_by_role("button", name="Declare it").click()
    expect(page.get_by_role("main")).to_contain_text("Marburg")
    assert faults(page) == []
    picture(page, f"day-ties-{scheme}")

    # the report: somebody is asked, and the listing is limited
    page.goto("/admin/vetting/reviewcase/")
    page.get_by_role("button", name="Take the next case").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("They open scars there.")
    page.get_by_text("Write down a contact").click()
    page.get_by_label("Who was contacted").fill("The practice")
    page.get_by_role("button", name="Write it down").click()
    expect(main).to_contain_text("E-mail to The practice: reached")
    page.get_by_role("radio", name="Limit").check()
    page.get_by_label("Complete decongestive therapy").uncheck()
    page.get_by_label("Compromised lymph system").uncheck()
    page.get_by_label("When I do not treat, or ask a doctor").check()
    page.get_by_label("Reason 1: clause").select_option("IV.1")
    page.get_by_label("Reason 1: in your words").fill("Say that you do not open scars.")
    page.get_by_label("Facts it rests on").fill("The practice said so by e-mail.")
    page.get_by_label("Answer to those who reported").fill("We limited the listing.")
    expect(page.locator("#letter")).to_contain_text("It is now verified for: Healthy lymph system.")
    assert faults(page) == []
    picture(page, f"day-report-{scheme}")
    page.get_by_role("button", name="Send this decision").click()
    expect(page.get_by_role("status")).to_contain_text("Limit. The letter is on its way.")
    assert Listing.objects.get(pk=listing.pk).clearance["scopes"] == ["healthy"]

    # the appeal: somebody else's decision is overturned
    open_kind(page, "appeal")
    page.get_by_role("button", name="Claim this case").click()
    expect(main).to_contain_text("the dentist")
    page.get_by_role("radio", name="The decision is overturned").check()
    page.get_by_label("Your answer to the owner").fill("The hours were right.")
    expect(page.locator("#letter")).to_contain_text("The decision is set aside")
    assert faults(page) == []
    picture(page, f"day-appeal-{scheme}")
    page.get_by_role("button", name="Send this decision").click()
    expect(page.get_by_role("status")).to_contain_text("The decision is overturned.")
    assert Listing.objects.public().filter(pk=decision.case.listing_id).exists()

    # the second reading: neither the first answer nor the engine is shown
    open_kind(page, "second")
    page.get_by_role("button", name="Claim this case").click()
    expect(main).not_to_contain_text("Not verified,")
    assert page.locator("mark").count() == 0
    assert "Say what your hands do, please." not in page.content()
    page.get_by_role("radio", name="Not verified").check()
    assert faults(page) == []
    picture(page, f"day-second-{scheme}")
    page.get_by_role("button", name="Send this decision").click()
    expect(page.get_by_role("status")).to_contain_text("Your reading is kept.")
    assert seconding.agreement().same == 1
    assert SecondReading.objects.get(decision__case__revision=refused).read_by == moderator

    # a new text that may be listed already
    page.goto(f"/admin/vetting/reviewcase/{factories.case_of(twin).pk}/change/")
    expect(main).to_contain_text("Perhaps listed already")
    picture(page, f"day-twin-{scheme}")

    page.goto("/admin/vetting/reviewcase/agreement/")
    expect(main).to_contain_text("(n = 1)")
    assert faults(page) == []
    picture(page, f"day-agreement-{scheme}")
    assert queueing.gaps() == []


def open_kind(page: Page, kind: str) -> None:
    case = ReviewCase.objects.exclude(state="closed").filter(kind=kind)[0]
    page.goto(f"/admin/vetting/reviewcase/{case.pk}/change/")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_a_report_and_an_appeal_as_others_see_them(open_window, moderator, width, scheme):
    listing = factories.make_verified(moderator)
    visitor = open_window(width=width, scheme=scheme)
    visitor.goto(f"/practitioners/{listing.pk}/")
    visitor.get_by_role("link", name="Report a problem with the place").click()
    expect(visitor.get_by_label("Which part is it about?")).to_have_value("where")
    assert faults(visitor) == []
    visitor.get_by_label("What is wrong?").fill("The practice moved in May.")
    visitor.get_by_role("button", name="Send the report").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Report R-")
    assert faults(visitor) == []
    picture(visitor, f"report-status-{scheme}")

    factories.measure(factories.case_about(listing, "report"), "suspended", moderator)
    visitor.reload()
    expect(visitor.get_by_role("main")).to_contain_text("We looked and asked the owner.")

    owner = open_window(width=width, scheme=scheme)
    owner.goto("/accounts/login/?next=/account/")
    owner.get_by_label("Email").fill(listing.practitioner.user.email)
    owner.get_by_label("Password", exact=True).fill(factories.PASSWORD)
    owner.get_by_role("button", name="Sign in", exact=True).click()
    owner.get_by_role("link", name="What it rests on, and how to appeal").click()
    expect(owner.get_by_role("main")).to_contain_text("Seen on 1 March 2026 at the practice.")
    assert faults(owner) == []
    picture(owner, f"decisions-{scheme}")
    owner.get_by_role("link", name=re.compile("^Appeal")).click()
    owner.get_by_label("Why is this decision wrong?").fill("Those are the hours of the dentist.")
    assert faults(owner) == []
    picture(owner, f"appeal-{scheme}")
    owner.get_by_role("button", name="Send the appeal").click()
    expect(owner.get_by_role("main")).to_contain_text("Another person answers it by")
