"""Finding a person by certificate number, and by what they take and ask."""

import pytest
from django.core.management import call_command

from directory.models import Listing, Revision
from directory.numbers import digest
from directory.sealing import seal_text
from tests import factories

pytestmark = pytest.mark.django_db


def count(client, **query) -> int:
    response = client.get("/api/v1/listings/", query)
    assert response.status_code == 200, response.content
    return response.json()["count"]


@pytest.mark.parametrize("written", ["PRIVATE-0417", "private 0417", " Private0417. "])
def test_a_whole_checked_number_finds_its_owner_however_it_is_written(client, written) -> None:
    without = factories.make_verified(name="Other Person")
    for paper in without.published_revision.content["qualifications"]:
        paper["identifier"] = seal_text("ANOTHER-1")
    Revision.objects.filter(listing=without).update(content=without.published_revision.content)
    call_command("write_entries", verbosity=0)
    listing = factories.make_verified(name="Berta Holder")
    assert count(client, q=written) == 1
    page = client.get("/practitioners/", {"q": written}).content.decode()
    assert str(listing.pk) in page
    assert "the certificate number you typed was checked" in page


def test_a_part_of_a_number_finds_nobody(client) -> None:
    factories.make_verified()
    for part in ("PRIVATE-041", "PRIVATE-04170", "0417", "PRIVATE"):
        assert count(client, q=part) == 0


def test_a_number_that_nobody_checked_finds_nobody(client) -> None:
    listing = factories.make_verified()
    for check in listing.clearance["checks"]:
        check["outcome"] = "not_confirmed"
    Listing.objects.filter(pk=listing.pk).update(clearance=listing.clearance)
    call_command("write_entries", verbosity=0)
    assert count(client) == 1
    assert count(client, q="PRIVATE-0417") == 0


def test_digests_are_keyed_whole_and_never_shown(client, settings) -> None:
    listing = factories.make_verified()
    kept = listing.public_entry.document["identifiers"]
    assert kept == [digest("private0417")]
    answer = client.get("/api/v1/listings/").content.decode()
    assert kept[0] not in answer
    settings.FINGERPRINT_KEY = "another key, as long as it has to be to count as one of them"
    assert digest("private0417") != kept[0]


@pytest.mark.parametrize("word", ["lymphedema", "123", "", "- -", "ABCD"])
def test_words_and_short_figures_are_no_numbers(word) -> None:
    assert digest(word) == ""


def test_insurance_and_price_narrow_with_exact_counts(client) -> None:
    factories.make_verified()
    answer = client.get("/api/v1/listings/").json()
    bands = {row["code"]: row["count"] for row in answer["facets"]["price_band"]}
    insured = {row["code"]: row["count"] for row in answer["facets"]["insurance"]}
    for code, number in bands.items():
        assert count(client, price_band=code) == number == 1
    assert count(client, price_band=["1", "2", "3"]) == 1
    for code, number in insured.items():
        assert count(client, insurance=code) == number
    assert client.get("/api/v1/listings/", {"price_band": "4"}).status_code == 400
