"""The owner's acts on the working copy: what they need, what they move, what they leave alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory import drafts
from directory.models import Event, Listing, PublicEntry, Revision
from directory.states import MoveNotAllowed, StaleMove
from tests import factories

pytestmark = pytest.mark.django_db


def fresh(listing: Listing) -> Listing:
    return Listing.objects.select_related("practitioner__user").get(pk=listing.pk)


def test_starting_twice_gives_one_listing_with_the_name_of_the_account():
    user = factories.make_user("Ines Kallweit")
    listing = drafts.start(user=user)
    assert drafts.start(user=user) == listing
    assert listing.practitioner.name == "Ines Kallweit"
    assert Event.objects.filter(kind="listing.started").count() == 1


def test_each_missing_thing_is_named_with_its_step():
    listing = drafts.start(user=factories.make_user("Ines Kallweit"))
    listing.practitioner.name = ""
    with pytest.raises(drafts.Incomplete) as lacking:
        drafts.submit(listing=listing, actor=listing.practitioner.user)
    steps = [step for step, _sentence in lacking.value.missing]
    assert steps == ["practice", "practice", "where", "services", "approach"]
    assert not Revision.objects.exists()


def test_a_service_without_a_name_cannot_be_sent():
    listing = factories.make_draft()
    listing.services.update(name=" ")
    assert drafts.missing(drafts.snapshot(listing)) == [("services", "Give each service a name.")]


def test_submitting_freezes_the_words_of_that_moment():
    listing = factories.make_draft(about="As it was.")
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    Listing.objects.filter(pk=listing.pk).update(about="Changed since.")
    assert Revision.objects.get(pk=revision.pk).snapshot.about == "As it was."
    assert fresh(listing).state == "submitted"


def test_a_new_text_takes_the_place_of_the_waiting_one():
    listing = factories.make_draft()
    user = listing.practitioner.user
    first = drafts.submit(listing=listing, actor=user)
    assert drafts.submit(listing=fresh(listing), actor=user) == first
    Listing.objects.filter(pk=listing.pk).update(about="More.")
    second = drafts.submit(listing=fresh(listing), actor=user)
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("superseded", "submitted", 2)


def test_a_text_sent_while_the_first_is_read_goes_back_into_the_queue():
    case = factories.make_claimed()
    listing = Listing.objects.get(pk=case.listing_id)
    Listing.objects.filter(pk=listing.pk).update(about="More.")
    drafts.submit(listing=fresh(listing), actor=listing.practitioner.user)
    assert fresh(listing).state == "submitted"


def test_an_edit_of_a_verified_listing_leaves_it_verified():
    listing = factories.make_verified()
    Listing.objects.filter(pk=listing.pk).update(about="More.")
    drafts.submit(listing=fresh(listing), actor=listing.practitioner.user)
    assert fresh(listing).state == "verified"
    drafts.take_back(listing=fresh(listing), actor=listing.practitioner.user)
    assert fresh(listing).state == "verified"
    assert Revision.objects.order_by("-number").first().state == "withdrawn"


def test_nothing_waiting_cannot_be_taken_back():
    listing = factories.make_draft()
    with pytest.raises(MoveNotAllowed):
        drafts.take_back(listing=listing, actor=listing.practitioner.user)


@pytest.mark.parametrize("days", [0, 367])
def test_a_pause_has_an_end_within_a_year(days):
    listing = factories.make_verified()
    until = timezone.localdate() + timedelta(days=days)
    with pytest.raises(ValueError, match="between tomorrow and a year"):
        drafts.pause(listing=listing, actor=listing.practitioner.user, until=until)


def test_who_comes_second_is_told():
    listing = factories.make_verified()
    stale = fresh(listing)
    until = timezone.localdate() + timedelta(days=3)
    drafts.pause(listing=listing, actor=listing.practitioner.user, until=until)
    with pytest.raises(StaleMove):
        drafts.withdraw(listing=stale, actor=listing.practitioner.user)
    assert fresh(listing).state == "paused"


def test_confirming_reaches_the_public_entry_that_search_reads():
    listing = factories.make_verified()
    Listing.objects.filter(pk=listing.pk).update(confirmed_on="2020-01-01")
    drafts.confirm(listing=listing, actor=listing.practitioner.user)
    today = timezone.localdate().isoformat()
    entry = PublicEntry.objects.get(pk=listing.pk)
    assert entry.document["confirmed"] == today
    assert entry.card["confirmed_on"] == today


def test_only_a_verified_listing_can_be_confirmed():
    listing = factories.make_draft()
    with pytest.raises(MoveNotAllowed):
        drafts.confirm(listing=listing, actor=listing.practitioner.user)
    assert not Event.objects.filter(kind="listing.confirmed").exists()


def test_resuming_confirms_in_search_too():
    listing = factories.make_verified()
    user = listing.practitioner.user
    until = timezone.localdate() + timedelta(days=3)
    drafts.pause(listing=listing, actor=user, until=until)
    PublicEntry.objects.filter(pk=listing.pk).update(card={})
    drafts.resume(listing=fresh(listing), actor=user)
    listing = fresh(listing)
    assert (listing.state, listing.paused_until) == ("verified", None)
    assert PublicEntry.objects.get(pk=listing.pk).card["confirmed_on"]


def test_a_withdrawn_listing_begins_again_as_an_unverified_draft():
    listing = factories.make_verified()
    user = listing.practitioner.user
    drafts.withdraw(listing=listing, actor=user)
    with pytest.raises(MoveNotAllowed):
        drafts.submit(listing=fresh(listing), actor=user)
    drafts.begin_again(listing=fresh(listing), actor=user)
    listing = fresh(listing)
    assert (listing.state, listing.published_revision, listing.clearance) == ("draft", None, None)
    assert drafts.submit(listing=listing, actor=user).number == 2
    assert not Listing.objects.public().exists()
