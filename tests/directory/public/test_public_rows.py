"""The rows of a page by one prepared statement: the same that the queryset finds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory import publishing
from directory.clearance import Reason
from directory.models import Event, Listing
from directory.public_rows import public_cards
from directory.states import ListingState
from tests import factories

pytestmark = pytest.mark.django_db

REASONS = [Reason(code="safety", clause="IV.1", text="A report is being looked into.")]


def test_they_are_those_that_the_queryset_calls_public(django_assert_num_queries) -> None:
    today = timezone.localdate()
    listings = [factories.make_verified(name=f"Person Nr{number}") for number in range(6)]
    last_day, over, paused, _one, _two, gone = listings
    Listing.objects.filter(pk=last_day.pk).update(verified_until=today)
    Listing.objects.filter(pk=over.pk).update(verified_until=today - timedelta(days=1))
    Listing.objects.filter(pk=paused.pk).update(state=ListingState.PAUSED)
    gone.public_entry.delete()
    ids = [str(listing.pk) for listing in listings]
    expected = set(Listing.objects.public().filter(pk__in=ids).values_list("pk", flat=True))
    with django_assert_num_queries(1):
        found, _feed = public_cards(ids, today, after=0)
    assert set(found) == {str(pk) for pk in expected} - {str(gone.pk)}
    assert len(found) == 3
    assert '"Person Nr0"' in found[str(last_day.pk)]


def test_it_is_asked_for_each_day_anew(frozen_clock) -> None:
    listing = factories.make_verified()
    Listing.objects.filter(pk=listing.pk).update(verified_until=timezone.localdate())
    assert public_cards([str(listing.pk)], timezone.localdate(), after=0)[0]
    frozen_clock.shift(timedelta(days=1))
    assert not public_cards([str(listing.pk)], timezone.localdate(), after=0)[0]


def test_nobody_costs_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert public_cards([], timezone.localdate(), after=0) == ({}, None)


def test_the_same_query_says_what_happened_since(django_assert_num_queries) -> None:
    listing = factories.make_verified()
    newest = Event.objects.latest("id").pk
    late = [
        Event.objects.create(pk=newest + far, kind="test.other", at=timezone.now())
        for far in (2, 5)
    ]
    with django_assert_num_queries(1):
        _cards, feed = public_cards([str(listing.pk)], timezone.localdate(), after=newest)
    assert feed == (2, sum(event.pk for event in late))


def test_a_page_costs_one_query_and_knows_at_once_what_happened_since_the_last(
    client, django_assert_num_queries
) -> None:
    factories.make_verified(name="Vera First")
    assert "Vera First" in client.get("/practitioners/").content.decode()
    with django_assert_num_queries(1):
        client.get("/practitioners/")
    second = factories.make_verified(name="Wilma Second")
    page = client.get("/practitioners/").content.decode()
    assert "Vera First" in page
    assert "Wilma Second" in page
    assert "2 practitioners" in page
    publishing.suspend(listing_id=second.pk, reasons=REASONS, actor=factories.make_moderator())
    page = client.get("/practitioners/").content.decode()
    assert "Wilma Second" not in page
    assert "1 practitioner" in page
