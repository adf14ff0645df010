"""The live index follows the database: what is published is found, what is hidden is not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory import drafts, publishing
from directory.clearance import Reason
from directory.models import Event, Listing
from directory.search.query import SearchQuery
from directory.searching import LiveIndex
from directory.states import ListingState
from tests import factories
from vetting import reviewing
from vetting.assessing import assess_revision

pytestmark = pytest.mark.django_db

REASONS = [Reason(code="safety", clause="IV.1", text="A report is being looked into.")]


@pytest.fixture
def index():
    return LiveIndex()


def found(index, **query):
    return {hit.id for hit in index.search(SearchQuery(day=timezone.localdate(), **query)).hits}


def test_a_publication_is_found_by_an_index_that_was_built_before(index):
    assert found(index) == set()
    listing = factories.make_verified()
    assert found(index) == {str(listing.pk)}
    assert found(index, q="lymphatic") == {str(listing.pk)}


def test_a_draft_and_a_waiting_listing_are_never_found(index):
    factories.make_draft(name="Nobody Yet")
    factories.make_submitted(name="Nobody Either")
    assert found(index) == set()


@pytest.mark.parametrize("act", ["suspend", "pause", "withdraw", "expire", "erase"])
def test_what_leaves_the_public_site_leaves_the_index(index, act):
    listing = factories.make_verified()
    owner = listing.practitioner.user
    assert found(index) == {str(listing.pk)}
    match act:
        case "suspend":
            publishing.suspend(
                listing_id=listing.pk, reasons=REASONS, actor=factories.make_moderator()
            )
        case "pause":
            until = timezone.localdate() + timedelta(days=9)
            drafts.pause(listing=listing, actor=owner, until=until)
        case "withdraw":
            drafts.withdraw(listing=listing, actor=owner)
        case "expire":
            publishing.expire(today=listing.verified_until + timedelta(days=1))
        case "erase":
            drafts.erase(user=owner)
    assert found(index) == set()


def test_a_republished_text_replaces_the_old_one(index):
    listing = factories.make_verified(about="We have a garden with hydrangeas.")
    assert found(index, q="hydrangeas") == {str(listing.pk)}
    listing.about = "We have a courtyard with magnolias."
    listing.save()
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    assert found(index, q="magnolias") == set(), "not before a person approved it"
    _approve(revision)
    assert found(index, q="magnolias") == {str(listing.pk)}
    assert found(index, q="hydrangeas") == set()


def test_an_unchanged_database_costs_one_query(index, django_assert_num_queries):
    factories.make_verified()
    found(index)
    with django_assert_num_queries(1):
        found(index)


def test_an_event_that_is_committed_late_is_still_read(index, django_assert_num_queries):
    """Ids are handed out before events are committed, so a lower one can appear after a higher one."""
    listing = factories.make_verified()
    assert found(index) == {str(listing.pk)}
    newest = Event.objects.latest("id").pk
    Listing.objects.filter(pk=listing.pk).update(state=ListingState.SUSPENDED)
    Event.objects.create(pk=newest + 9, kind="test.other", at=timezone.now())
    assert found(index) == {str(listing.pk)}, "no event has said otherwise"
    Event.objects.create(pk=newest + 4, kind="test.late", at=timezone.now(), listing_id=listing.pk)
    assert found(index) == set()
    with django_assert_num_queries(1):
        found(index)


def _approve(revision):
    assess_revision(revision.pk)
    case = reviewing.claim(case=factories.case_of(revision), actor=factories.make_moderator())
    factories.check_papers(case)
    factories.verify(case)
