"""However much happens at once, searches go on, and in the end the index says what the database says."""

import threading

import pytest
from django.utils import timezone

from directory import publishing, searching
from directory.clearance import Reason
from directory.models import Listing
from directory.models.event import record
from directory.search.query import SearchQuery
from directory.searching import LiveIndex
from directory.states import ListingState
from tests import factories
from vetting.assessing import assess_revision
from vetting.models import ReviewCase

REASONS = [Reason(code="safety", clause="IV.1", text="A report is being looked into.")]
WITHIN_SECONDS = 20


def found(index):
    return {hit.id for hit in index.search(SearchQuery(day=timezone.localdate())).hits}


def publish(many):
    return [str(factories.make_verified().pk) for _ in range(many)]


def suspend(own_id):
    publishing.suspend(listing_id=own_id, reasons=REASONS, actor=factories.make_moderator())


@pytest.mark.django_db
def test_changes_of_several_readings_are_all_applied(monkeypatch):
    monkeypatch.setattr(searching, "TOGETHER", 2)
    monkeypatch.setattr(searching, "WORN", 9)
    index = LiveIndex()
    first = publish(2)
    assert found(index) == set(first)
    more = publish(5)
    suspend(first[0])
    assert found(index) == {first[1], *more}


@pytest.mark.django_db
def test_a_load_that_names_no_listing_is_found():
    index = LiveIndex()
    shown, hidden = publish(2)
    Listing.objects.filter(pk=hidden).update(state=ListingState.PAUSED)
    assert found(index) == {shown}
    Listing.objects.filter(pk=hidden).update(state=ListingState.VERIFIED)
    assert found(index) == {shown}, "no event has said otherwise"
    record("listings.loaded")
    assert found(index) == {shown, hidden}


@pytest.mark.django_db
def test_assessments_and_cases_of_all_listings_leave_the_index_alone():
    index = LiveIndex()
    revision = factories.make_verified().published_revision
    before = index.current()
    assess_revision(revision.pk)
    record("revision.assessed", listing_id=revision.listing_id, revision_id=revision.pk)
    record("case.opened", listing_id=revision.listing_id, revision_id=revision.pk)
    assert index.current() is before


@pytest.mark.django_db
def test_what_opens_a_case_changes_nothing_that_is_public():
    """The index passes over this kind of event, so it must never be the only word of a change."""
    listing = factories.make_verified()
    before = listing.public_entry.document
    factories.make_reported(listing)
    assert ReviewCase.objects.filter(revision__listing=listing).count() > 1
    listing.public_entry.refresh_from_db()
    assert listing.public_entry.document == before
    assert Listing.objects.public().filter(pk=listing.pk).exists()


class Building:
    """A building of the index that stops in the middle until it is told to go on."""

    def __init__(self, monkeypatch):
        self.begun, self.go_on, self.count = threading.Event(), threading.Event(), 0
        self.thread, self.fails = threading.current_thread(), False
        built = searching.build
        monkeypatch.setattr(searching, "build", lambda documents: self._build(built, documents))
        monkeypatch.setattr(searching, "QUICK", 0)

    def _build(self, built, documents):
        self.count += 1
        index = built(list(documents))
        if threading.current_thread() is not self.thread:
            self.begun.set()
            assert self.go_on.wait(WITHIN_SECONDS)
            if self.fails:
                raise RuntimeError("the disk is full")
        return index


@pytest.fixture
def building(monkeypatch):
    building = Building(monkeypatch)
    yield building
    building.go_on.set()
    _end_of_building()


def _end_of_building():
    for thread in threading.enumerate():
        if thread.name.startswith(searching.BUILDER):
            thread.join(WITHIN_SECONDS)
            assert not thread.is_alive()


def _left_to(building, monkeypatch):
    """An index whose building has begun, which alone will find the last of these listings."""
    monkeypatch.setattr(searching, "WORN", 0)
    index = LiveIndex()
    ours = publish(2)
    assert found(index) == set(ours)
    ours += publish(1)
    found(index)
    assert building.begun.wait(WITHIN_SECONDS)
    return index, ours


@pytest.mark.django_db(transaction=True)
def test_searches_go_on_and_stay_true_while_a_large_index_is_built(building, monkeypatch):
    monkeypatch.setattr(searching, "WORN", 9)
    monkeypatch.setattr(searching, "LAYERS", 1)
    index = LiveIndex()
    ours = publish(3)
    assert found(index) == set(ours)
    ours += publish(1)
    assert found(index) == set(ours), "before the building that this asks for has ended"
    assert building.begun.wait(WITHIN_SECONDS)
    suspend(ours[0])
    assert found(index) == set(ours[1:])
    ours += publish(1)
    assert found(index) == set(ours[1:])
    building.go_on.set()
    _end_of_building()
    assert building.count > 1
    assert found(index) == set(ours[1:])


@pytest.mark.django_db(transaction=True)
def test_what_was_left_to_a_building_is_found_when_it_has_ended(building, monkeypatch):
    index, ours = _left_to(building, monkeypatch)
    suspend(ours[0])
    ours += publish(1)
    found(index)
    building.go_on.set()
    _end_of_building()
    assert found(index) == set(ours[1:])


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_building_that_fails_loses_nothing(building, monkeypatch):
    index, ours = _left_to(building, monkeypatch)
    building.fails = True
    building.go_on.set()
    _end_of_building()
    assert found(index) == set(ours)
