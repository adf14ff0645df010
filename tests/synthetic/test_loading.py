"""Invented listings in bulk are what the site would have written, marked, and the same each time."""

from collections.abc import Iterable
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from config.synthetic import loading
from config.synthetic.writing import Writer
from directory.clearance import Clearance
from directory.content import ListingContent
from directory.models import Event, Listing, PublicEntry, Revision
from directory.publishing import write_entry
from directory.tables import many_rows
from tests.factories import make_draft, make_user

pytestmark = pytest.mark.django_db


def load(**options) -> str:
    said = StringIO()
    call_command("load_synthetic", **{"listings": 60, "seed": 5} | options, stdout=said)
    return said.getvalue()


def test_public_ones_are_found_and_say_that_they_are_invented(client) -> None:
    said = load()
    public = Listing.objects.public().count()
    assert 5 <= public <= 35
    assert f"60 invented listings, {public} of them public" in said
    page = client.get("/practitioners/").content.decode()
    assert f"{public} practitioners" in page
    assert page.count("Invented for demonstration.") == min(public, 20)
    listing = Listing.objects.public().first()
    assert client.get(listing.get_absolute_url()).status_code == 200
    assert Listing.objects.filter(practitioner__is_demo=False).count() == 0


def test_rows_are_those_that_publishing_writes() -> None:
    load()
    for listing in Listing.objects.public():
        revision = listing.published_revision
        content = ListingContent.from_dict(revision.content)
        assert revision.content_sha256 == content.sha256()
        assert Clearance.from_dict(listing.clearance).as_dict() == listing.clearance
        entry = PublicEntry.objects.get(pk=listing.pk)
        before = entry.document, entry.card
        write_entry(listing_id=listing.pk)
        entry.refresh_from_db()
        assert (entry.document, entry.card) == before
        assert [place.city for place in listing.locations.all()] == [
            place.city for place in content.locations
        ]
        assert {term.code for term in listing.conditions.all()} == set(content.conditions)
        assert listing.practitioner.qualifications.get().title == "Synthetic training"


def test_every_row_refers_to_rows_that_are_there() -> None:
    load()
    # while a large load lasts, SQLite does not look
    connection.check_constraints()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="settings of SQLite")
def test_a_load_leaves_the_connection_as_it_was() -> None:
    def read(names: Iterable[str] = ("foreign_keys", "synchronous", "wal_autocheckpoint")) -> list:
        with connection.cursor() as cursor:
            return [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    before = read()
    assert before[0] == 1
    with many_rows():
        assert read()[:2] == [0, 0]
    assert read() == before


def test_a_process_that_searched_before_finds_them(client) -> None:
    assert "0 practitioners" in client.get("/practitioners/").content.decode()
    load()
    assert f"{Listing.objects.public().count()} practitioners" in (
        client.get("/practitioners/").content.decode()
    )


def test_a_chunk_continues_where_the_last_one_ended(monkeypatch) -> None:
    monkeypatch.setattr(loading, "CHUNK", 25)
    load()
    assert Listing.objects.count() == 60
    load(seed=6, listings=30)
    assert Listing.objects.count() == 90
    assert Event.objects.filter(kind="listings.loaded").count() == 2
    assert make_user().pk > 90  # the database numbers on by itself


def test_who_registers_while_a_load_lasts_is_not_in_its_way(monkeypatch) -> None:
    monkeypatch.setattr(loading, "CHUNK", 25)
    writer = Writer(seed=5, public_share=0.3, today=timezone.localdate())
    loading.load(writer=writer, listings=60, tell=lambda done: make_user(f"Ada {done}"))
    assert Listing.objects.count() == 60
    assert User.objects.count() == 63
    connection.check_constraints()


def test_the_same_seed_gives_the_same_listings() -> None:
    load()
    first = list(Revision.objects.order_by("pk").values_list("content_sha256", flat=True))
    Listing.objects.update(published_revision=None, state="draft")
    Revision.objects.all().delete()
    Listing.objects.all().delete()
    User.objects.all().delete()
    load()
    assert list(Revision.objects.order_by("pk").values_list("content_sha256", flat=True)) == first


def test_it_refuses_beside_real_listings_unless_told() -> None:
    make_draft()
    with pytest.raises(CommandError, match="1 real listings"):
        load()
    assert Listing.objects.count() == 1
    load(beside_real_listings=True)
    assert Listing.objects.count() == 61


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"listings": 0}, "--listings is"),
        ({"seed": -1}, "--seed is"),
        ({"public": 1.5}, "--public is a share"),
    ],
)
def test_what_cannot_be_meant_is_refused(options, says) -> None:
    with pytest.raises(CommandError, match=says):
        load(**options)


def test_a_seed_is_loaded_once() -> None:
    load()
    with pytest.raises(CommandError, match="there already"):
        load()
