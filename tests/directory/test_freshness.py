"""Reminders, listings that leave search and come back with one click, papers and verifications that end."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from directory import drafts, freshness, tasks
from directory.models import Event, Listing, OutgoingMail, Qualification
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
def listing(frozen_clock):
    made = factories.make_verified()
    OutgoingMail.objects.all().delete()
    return made


def letters(kind: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(key__startswith=f"{kind}:").order_by("pk"))


def link_of(letter) -> str:
    line = next(line for line in letter.text.splitlines() if "/still-correct/" in line)
    return line.removeprefix("http://127.0.0.1:8000")


def state_of(listing) -> str:
    return Listing.objects.get(pk=listing.pk).state


@pytest.mark.parametrize(
    ("days", "count"), [(89, 0), (90, 1), (104, 1), (105, 2), (115, 3), (119, 3)]
)
def test_reminders_come_in_steps_and_each_once(listing, frozen_clock, days, count):
    for _day in range(days):
        frozen_clock.shift(timedelta(days=1))
        for _twice in range(2):
            freshness.remind(TODAY())
    assert len(letters("confirm")) == count
    assert state_of(listing) == "verified"


def test_a_late_start_writes_one_letter_not_three(listing, frozen_clock):
    frozen_clock.shift(timedelta(days=116))
    freshness.remind(TODAY())
    (letter,) = letters("confirm")
    assert "not shown from 30" in letter.text


def test_after_120_days_it_leaves_search_with_a_letter_and_an_event(listing, frozen_clock):
    frozen_clock.shift(timedelta(days=120))
    for _twice in range(2):
        tasks.keep_fresh()
    assert state_of(listing) == "stale"
    assert not Listing.objects.public().exists()
    assert Event.objects.filter(kind="listing.stale", before="verified", after="stale").count() == 1
    (letter,) = letters("stale")
    assert "One click brings it back" in letter.text
    assert Client().get(f"/practitioners/{listing.pk}/").status_code != 200


def test_opening_the_link_changes_nothing_and_the_button_brings_it_back(listing, frozen_clock):
    frozen_clock.shift(timedelta(days=121))
    tasks.keep_fresh()
    address = link_of(letters("stale")[0])
    for _scanner in range(3):
        page = Client().get(address)
        assert page.status_code == 200
        assert "Yes, still correct" in page.content.decode()
        assert page["X-Robots-Tag"] == "noindex"
        assert page["Referrer-Policy"] == "same-origin"  # a form without a referrer is refused
    Client().head(address)
    assert state_of(listing) == "stale"
    done = Client().post(address)
    assert "Confirmed today" in done.content.decode()
    listing.refresh_from_db()
    assert (listing.state, listing.confirmed_on) == ("verified", TODAY())
    assert Listing.objects.public().get() == listing


def test_a_reminders_link_confirms_once(listing, frozen_clock):
    frozen_clock.shift(timedelta(days=90))
    freshness.remind(TODAY())
    address = link_of(letters("confirm")[0])
    assert Client().post(address).status_code == 200
    listing.refresh_from_db()
    assert listing.confirmed_on == TODAY()
    again = Client().post(address)
    assert again.status_code == 409
    assert "This link is used up" in again.content.decode()
    assert Event.objects.filter(kind="listing.confirmed").count() == 1


@pytest.mark.parametrize("token", ["nonsense", "a:b:c"])
def test_a_link_that_is_not_ours_is_absent(token, listing):
    for method in ("get", "post"):
        assert getattr(Client(), method)(f"/still-correct/{token}/").status_code == 404


def test_a_link_needs_its_token_of_the_form(listing):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(freshness.link(listing)).status_code == 403


def test_a_link_does_nothing_to_a_withdrawn_listing(listing):
    address = freshness.link(listing)
    drafts.withdraw(listing=listing, actor=listing.practitioner.user)
    assert Client().post(address).status_code == 409
    assert state_of(listing) == "withdrawn"


def test_an_erased_listing_has_no_link(listing):
    address = freshness.link(listing)
    drafts.erase(user=listing.practitioner.user)
    assert Client().get(address).status_code == 404


def test_a_pause_that_ends_by_itself_confirms_nothing(listing, frozen_clock):
    confirmed = listing.confirmed_on
    drafts.pause(
        listing=listing, actor=listing.practitioner.user, until=TODAY() + timedelta(days=10)
    )
    frozen_clock.shift(timedelta(days=10))
    tasks.expire_listings()
    listing.refresh_from_db()
    assert (listing.state, listing.confirmed_on) == ("verified", confirmed)


def test_papers_that_end_are_named_in_steps(listing, frozen_clock):
    Qualification.objects.update(expires=TODAY() + timedelta(days=61))
    for _day in range(64):
        freshness.remind_of_papers(TODAY())
        frozen_clock.shift(timedelta(days=1))
    written = letters("paper")
    assert [letter.key.rsplit(":", 1)[1] for letter in written] == ["60", "30", "7", "0"]
    assert "Manual lymphatic drainage and CDT" in written[0].text
    assert "has ended" in written[-1].subject


def test_a_verification_that_ends_is_announced_and_told(listing, frozen_clock):
    frozen_clock.move_to(timezone.now() + timedelta(days=306))
    Listing.objects.update(confirmed_on=TODAY())
    freshness.keep_fresh(TODAY())
    (letter,) = letters("ending")
    assert "ends soon" in letter.subject
    frozen_clock.shift(timedelta(days=60))
    for _twice in range(2):
        tasks.expire_listings()
        tasks.keep_fresh()
    assert state_of(listing) == "expired"
    (told,) = letters("ended")
    assert "A clock did this, not a person." in told.text
