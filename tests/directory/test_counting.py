"""How often a listing was opened: by day, never by visitor, small sums left out."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client

from directory import counting, drafts
from directory.models import DailyCount
from tests import factories
from tests.codes import answered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_waits():
    counting._waiting.clear()
    yield
    counting._waiting.clear()


def test_openings_are_summed_up_by_day_with_nothing_about_the_visitor(frozen_clock):
    listing = factories.make_verified()
    for number in range(6):
        visitor = Client(REMOTE_ADDR=f"192.0.2.{number}")
        assert visitor.get(listing.get_absolute_url()).status_code == 200
        visitor.head(listing.get_absolute_url())
        assert not visitor.cookies
    Client(headers={"user-agent": "Some-Bot/1.0"}).get(listing.get_absolute_url())
    counting.write_down()
    row = DailyCount.objects.get()
    assert (row.kind, row.count) == ("opened", 6)
    assert {field.name for field in DailyCount._meta.fields} == {
        "id",
        "listing",
        "day",
        "kind",
        "count",
    }
    counting.count(listing.pk, "opened")
    counting.write_down()
    assert DailyCount.objects.get().count == 7


def test_small_sums_are_not_shown(personas, frozen_clock):
    listing = factories.make_verified(user=personas.owner_user)
    for _visit in range(4):
        counting.count(listing.pk, "opened")
    counting.write_down()
    assert counting.weeks_of(listing)[0].opened is None
    counting.count(listing.pk, "opened")
    counting.write_down()
    frozen_clock.shift(timedelta(days=7))
    week = counting.weeks_of(listing)[1]
    assert (week.opened, week.written_to) == (5, None)
    page = answered(personas.owner).get("/account/").content.decode()
    assert "fewer than 5" in page
    assert '<td data-head="Opened">5</td>' in page
    assert "How often" not in personas.stranger.get("/account/").content.decode()


def test_a_busy_database_loses_no_count(monkeypatch):
    listing = factories.make_verified()
    counting.count(listing.pk, "opened")

    def busy(*args):
        raise OperationalError("database is locked")

    monkeypatch.setattr(counting, "_add", busy)
    counting.write_down()
    monkeypatch.undo()
    counting.write_down()
    assert DailyCount.objects.get().count == 1


def test_a_listing_that_is_gone_is_passed_over():
    listing = factories.make_verified()
    counting.count(listing.pk, "opened")
    drafts.erase(user=listing.practitioner.user)
    counting.write_down()
    assert not DailyCount.objects.exists()
