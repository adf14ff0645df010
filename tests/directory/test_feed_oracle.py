"""The live index and plain rows agree while listings are published, edited, suspended and erased.

The rows are read from the database anew for every question, with no index, no stems and no feed: a
word is looked for in the published text, a distance is measured one by one.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from directory import drafts, publishing
from directory.clearance import Reason
from directory.models import Listing
from directory.search.query import SearchQuery
from directory.searching import LiveIndex
from tests import factories
from tests.search.oracle import angular_km
from vetting import reviewing
from vetting.assessing import assess_revision

REASONS = [Reason(code="safety", clause="IV.1", text="A report is being looked into.")]
WORDS = ("hydrangea", "magnolia", "wisteria", "camellia")
TOWNS = {"Freiburg": (47.99, 7.85), "Lyon": (45.76, 4.84), "Paris": (48.86, 2.35)}
CHOICES = {
    "languages": ("de", "fr"),
    "conditions": ("lymphedema", "scars"),
    "delivery": ("clinic",),
}


def publish_one(chance: random.Random) -> Listing:
    town = chance.choice(sorted(TOWNS))
    lat, lon = TOWNS[town]
    return factories.make_verified(
        city=town,
        lat=lat + chance.uniform(-0.2, 0.2),
        lon=lon + chance.uniform(-0.2, 0.2),
        about=f"In the garden there is a {chance.choice(WORDS)}.",
    )


def edit(listing: Listing, chance: random.Random) -> None:
    listing.refresh_from_db()
    listing.about = f"Since {chance.random()} there is a {chance.choice(WORDS)}."
    listing.save()
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    assess_revision(revision.pk)
    case = reviewing.claim(case=factories.case_of(revision), actor=factories.make_moderator())
    factories.check_papers(case)
    factories.verify(case)


def by_rows(query: SearchQuery) -> set[str]:
    found = set()
    for listing in Listing.objects.public().select_related("published_revision"):
        content = listing.published_revision.snapshot
        said = " ".join(passage.text for passage in content.passages()).casefold()
        near = query.lat is None or any(
            angular_km(query.lat, query.lon, place.lat, place.lon) <= query.radius_km
            for place in content.locations
        )
        has = {
            "languages": content.languages,
            "conditions": content.conditions,
            "delivery": content.delivery,
        }
        fits = all(
            set(getattr(query, name)) & set(has[name]) for name in has if getattr(query, name)
        )
        if near and fits and all(word in said for word in query.q.split()):
            found.add(str(listing.pk))
    return found


def some_query(chance: random.Random) -> SearchQuery:
    fields: dict = {}
    if chance.random() < 0.5:
        fields["lat"], fields["lon"] = TOWNS[chance.choice(sorted(TOWNS))]
        fields["radius_km"] = chance.choice((3.0, 10.0, 30.0, 450.0))
    if chance.random() < 0.6:
        fields["q"] = chance.choice(WORDS)
    for name, codes in CHOICES.items():
        if chance.random() < 0.25:
            fields[name] = (chance.choice(codes),)
    return SearchQuery(**fields, page_size=100, day=timezone.localdate())


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_the_feed_keeps_the_index_equal_to_the_rows(seed) -> None:
    chance = random.Random(seed)
    first, second = LiveIndex(), LiveIndex()
    listings = [publish_one(chance) for _ in range(4)]
    first.current()
    for _ in range(12):
        match chance.choice(("publish", "edit", "suspend", "reinstate", "erase")):
            case "publish":
                listings.append(publish_one(chance))
            case "edit" if listings:
                listing = chance.choice(listings)
                listing.refresh_from_db()
                if listing.state == "verified":
                    edit(listing, chance)
            case "suspend" if listings:
                listing = chance.choice(listings)
                listing.refresh_from_db()
                if listing.state == "verified":
                    publishing.suspend(
                        listing_id=listing.pk, reasons=REASONS, actor=factories.make_moderator()
                    )
            case "reinstate" if listings:
                listing = chance.choice(listings)
                listing.refresh_from_db()
                if listing.state == "suspended":
                    publishing.reinstate(listing_id=listing.pk, actor=factories.make_moderator())
            case "erase" if len(listings) > 2:
                gone = listings.pop(chance.randrange(len(listings)))
                drafts.erase(user=gone.practitioner.user)
        for _ in range(25):
            query = some_query(chance)
            expected = by_rows(query)
            for index in (first, second):
                result = index.search(query)
                assert {hit.id for hit in result.hits} == expected, query
                assert result.total == len(expected)


OTHER_PROCESS = """
import sys, time
import django
django.setup()
from django.utils import timezone
from directory.search.query import SearchQuery
from directory.searching import live_index
live_index.current()
print("ready", flush=True)
wanted = sys.stdin.readline().strip()
until = time.monotonic() + 20
present = sys.argv[1] == "appears"
while time.monotonic() < until:
    hits = live_index.search(SearchQuery(day=timezone.localdate(), page_size=100)).hits
    if (wanted in {hit.id for hit in hits}) == present:
        print("seen", time.time(), flush=True)
        break
    time.sleep(0.02)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", ["appears", "disappears"])
def test_another_process_sees_a_change_within_a_second(change) -> None:
    listing = factories.make_verified() if change == "disappears" else None
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS, change],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(settings.BASE_DIR),
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": _address()},
    )
    try:
        assert other.stdout.readline().strip() == "ready"
        if listing is None:
            listing = factories.make_verified()
        else:
            publishing.suspend(
                listing_id=listing.pk, reasons=REASONS, actor=factories.make_moderator()
            )
        committed = time.time()
        other.stdin.write(f"{listing.pk}\n")
        other.stdin.flush()
        word, _, seen = other.stdout.readline().partition(" ")
        assert word == "seen"
        assert float(seen) - committed < 1.0
    finally:
        other.kill()
        other.wait()


def _address() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    host = connection.settings_dict
    return f"postgres://{host['USER']}@{host['HOST']}:{host['PORT']}/{name}"
