"""What vetting may do to a listing, and what the public sees of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory import drafts, publishing
from directory.clearance import Clearance, Reason
from directory.models import Event, Listing, OutgoingMail, PublicEntry, Revision
from directory.models.chain import IsAppendOnly
from directory.models.revision import RevisionIsImmutable
from directory.states import MoveNotAllowed, StaleMove
from tests import factories

pytestmark = pytest.mark.django_db

REASONS = [Reason(code="technique", clause="I.1", text="Say what your hands do.")]


def test_a_verified_listing_is_public_and_carries_its_evidence():
    listing = factories.make_verified()
    assert list(Listing.objects.public()) == [listing]
    clearance = Clearance.from_dict(listing.clearance)
    content = listing.published_revision.snapshot
    texts = {passage.name: passage.text for passage in content.passages()}
    assert clearance.findings
    for finding in clearance.findings:
        assert texts[finding.field][finding.start : finding.end] == finding.quote
    assert [item.criterion for item in clearance.criteria] == ["technique", "training", "anatomy"]
    assert clearance.decided_by == "R. Okonjo"


def test_an_edit_of_a_verified_listing_leaves_the_public_text_until_it_is_approved():
    listing = factories.make_verified()
    listing.headline = "A new line"
    listing.save()
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    listing.refresh_from_db()
    assert listing.state == "verified"
    assert listing.published_revision.snapshot.headline != "A new line"
    assert PublicEntry.objects.get(listing=listing).card["headline"] != "A new line"
    assert publishing.facts_of(revision.pk).approved.headline != "A new line"


def test_a_change_that_is_sent_back_leaves_the_listing_public():
    listing = factories.make_verified()
    listing.headline = "A new line"
    listing.save()
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    moderator = factories.make_moderator()
    publishing.take_for_review(revision_id=revision.pk, actor=moderator)
    publishing.return_for_changes(
        revision_id=revision.pk,
        content_sha256=revision.content_sha256,
        reasons=REASONS,
        actor=moderator,
    )
    assert Listing.objects.public().filter(pk=listing.pk).exists()


def test_a_clearance_for_another_text_is_refused():
    case = factories.make_claimed()
    factories.check_papers(case)
    with pytest.raises(StaleMove):
        factories.verify(case, content_sha256="0" * 64)
    assert not Listing.objects.public().exists()


def test_the_owner_is_told_the_reasons_once():
    listing = factories.make_returned()
    letter = OutgoingMail.objects.get(to=listing.practitioner.user.email)
    assert "Send the page with the hours." in letter.text
    revision = listing.revisions.get()
    assert revision.reasons[0]["clause"] == "II.1"


def test_a_decision_against_a_listing_needs_reasons():
    revision = factories.make_claimed().revision
    with pytest.raises(ValueError, match="reasons"):
        publishing.return_for_changes(
            revision_id=revision.pk,
            content_sha256=revision.content_sha256,
            reasons=[],
            actor=factories.make_moderator(),
        )


def test_a_suspended_listing_is_gone_at_once_and_comes_back():
    listing = factories.make_verified()
    moderator = factories.make_moderator()
    publishing.suspend(listing_id=listing.pk, reasons=REASONS, actor=moderator)
    assert not Listing.objects.public().exists()
    publishing.reinstate(listing_id=listing.pk, actor=moderator)
    assert Listing.objects.public().exists()


def test_a_verification_ends_on_its_day():
    listing = factories.make_verified()
    after = listing.verified_until + timedelta(days=1)
    assert Listing.objects.public(listing.verified_until).exists()
    assert not Listing.objects.public(after).exists()
    assert publishing.expire(today=after) == 1
    listing.refresh_from_db()
    assert listing.state == "expired"
    assert publishing.expire(today=after) == 0


def test_pausing_hides_and_resuming_shows():
    listing = factories.make_verified()
    owner = listing.practitioner.user
    drafts.pause(listing=listing, actor=owner, until=timezone.localdate() + timedelta(days=30))
    assert not Listing.objects.public().exists()
    listing.refresh_from_db()
    drafts.resume(listing=listing, actor=owner)
    assert Listing.objects.public().exists()


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_pause_needs_a_day_in_the_coming_year(days):
    listing = factories.make_verified()
    with pytest.raises(ValueError, match="choose a day"):
        drafts.pause(
            listing=listing,
            actor=listing.practitioner.user,
            until=timezone.localdate() + timedelta(days=days),
        )


def test_a_draft_cannot_be_paused():
    listing = factories.make_draft()
    with pytest.raises(MoveNotAllowed):
        drafts.pause(
            listing=listing,
            actor=listing.practitioner.user,
            until=timezone.localdate() + timedelta(days=3),
        )


def test_an_incomplete_draft_says_what_is_missing():
    listing = factories.make_draft(approach_hands="", headline="")
    with pytest.raises(drafts.Incomplete) as caught:
        drafts.submit(listing=listing, actor=listing.practitioner.user)
    assert [step for step, _text in caught.value.missing] == ["practice", "approach"]
    assert not Revision.objects.exists()


def test_sending_twice_makes_one_revision():
    listing = factories.make_draft()
    owner = listing.practitioner.user
    first = drafts.submit(listing=listing, actor=owner)
    assert drafts.submit(listing=listing, actor=owner) == first


def test_sending_a_new_text_replaces_the_waiting_one():
    listing = factories.make_draft()
    owner = listing.practitioner.user
    first = drafts.submit(listing=listing, actor=owner)
    listing.headline = "Another line"
    listing.save()
    second = drafts.submit(listing=listing, actor=owner)
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("superseded", "submitted", 2)


def test_taking_back_makes_a_draft_again():
    revision = factories.make_submitted()
    drafts.take_back(listing=revision.listing, actor=revision.submitted_by)
    revision.refresh_from_db()
    assert (revision.state, Listing.objects.get().state) == ("withdrawn", "draft")


def test_the_database_refuses_a_verified_listing_without_clearance():
    listing = factories.make_draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.filter(pk=listing.pk).update(state="verified")


def test_saving_an_old_copy_of_a_listing_does_not_undo_a_suspension():
    listing = factories.make_verified()
    publishing.suspend(listing_id=listing.pk, reasons=REASONS, actor=factories.make_moderator())
    listing.about = "Written while the moderator decided."
    listing.save()
    listing.refresh_from_db()
    assert (listing.state, listing.about) == ("suspended", "Written while the moderator decided.")


def test_a_submitted_text_cannot_be_changed():
    revision = factories.make_submitted()
    revision.content = {}
    with pytest.raises(RevisionIsImmutable):
        revision.save()


def test_events_cannot_be_changed_or_deleted():
    factories.make_submitted()
    event = Event.objects.first()
    for act in (event.save, event.delete, Event.objects.all().delete):
        with pytest.raises(IsAppendOnly):
            act()


def test_erasing_leaves_no_word_of_the_person():
    listing = factories.make_verified(name="Zsofia Unmistakable")
    user = listing.practitioner.user
    email = user.email
    drafts.erase(user=user)
    assert not Listing.objects.exists()
    assert not Revision.objects.exists()
    assert not PublicEntry.objects.exists()
    record = " ".join(str(event.data) for event in Event.objects.all())
    assert "Unmistakable" not in record
    assert not OutgoingMail.objects.filter(to=email).exists()
