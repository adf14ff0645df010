"""Remembered parts of the results page say what this search found, not what an earlier one did."""

import pytest
from django.utils import translation

from tests import factories

pytestmark = pytest.mark.django_db


def page(client, address: str = "/practitioners/", **query) -> str:
    return client.get(address, query).content.decode()


def test_number_distance_and_reasons_are_those_of_each_search(client) -> None:
    factories.make_verified(name="Ada Near", city="Lyon", country="FR", lat=45.76, lon=4.84)
    factories.make_verified(name="Bo Far", city="Paris", country="FR", lat=48.86, lon=2.35)
    near = page(client, place="Lyon", radius_km="500")
    assert near.index("Ada Near") < near.index("Bo Far")
    assert 'id="r1"' in near
    assert 'id="r2"' in near
    assert "Here because: near Lyon" in near
    far = page(client, place="Paris", radius_km="500", q="Bo")
    assert 'id="r1"' in far
    assert 'id="r2"' not in far
    assert "Here because: near Paris; your words stand in the name" in far
    plain = page(client)
    assert "Here because" not in plain
    assert 'class="distance"' not in plain
    for drawn in (near, far, plain):
        assert not any(chr(code) in drawn for code in range(0xE000, 0xE010))


def test_counts_of_choices_are_those_of_each_search(client) -> None:
    factories.make_verified(name="Ada One")
    one = page(client)
    assert '<span class="count">1<span class="hidden-words"> practitioner</span></span>' in one
    factories.make_verified(name="Bo Two")
    two = page(client)
    assert '<span class="count">2<span class="hidden-words"> practitioners</span></span>' in two
    assert '<span class="count">1<' not in two


def test_a_changed_listing_is_drawn_anew(client) -> None:
    listing = factories.make_verified(name="Ada One")
    page(client)
    entry = listing.public_entry
    entry.card["headline"] = "Now in another room"
    entry.save()
    assert "Now in another room" in page(client)


def test_each_language_has_its_own(client) -> None:
    factories.make_verified(name="Ada One")
    english = page(client)
    with translation.override("de"):
        german = page(client, "/de/practitioners/")
    assert 'href="/practitioners/' in english
    assert 'href="/de/practitioners/' in german
