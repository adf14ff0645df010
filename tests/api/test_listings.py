"""The read API of listings: the answer's shape and truth, and every refusal as a problem document."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from directory import drafts, publishing
from directory.api.serializers import (
    ListingPageSerializer,
    ListingSerializer,
    VerificationSerializer,
)
from directory.clearance import Reason
from tests import factories

pytestmark = pytest.mark.django_db

LISTINGS = "/api/v1/listings/"
REASONS = [Reason(code="safety", clause="IV.1", text="A report is being looked into.")]


@pytest.fixture
def lyon():
    return factories.make_verified(
        name="Maud Ferrand", city="Lyon", country="FR", lat=45.7485, lon=4.8467
    )


@pytest.fixture
def freiburg():
    return factories.make_verified(name="Ines Kallweit")


def get(client, address=LISTINGS, **query):
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json"
    return response.json()


def problem(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    document = response.json()
    assert document["status"] == status
    assert document["type"].startswith("urn:truemld:problem:")
    assert document["title"]
    assert document["detail"]
    return document


def names(document):
    return [row["name"] for row in document["results"]]


def test_the_answer_holds_what_the_documentation_promises(client, lyon, freiburg):
    answer = get(client, place="Lyon", radius_km="30")
    assert list(answer) == ["count", "next", "previous", "facets", "place", "results"]
    assert answer["count"] == 1
    assert answer["next"] is answer["previous"] is None
    assert answer["place"]["name"] == "Lyon"
    assert answer["place"]["country"] == "FR"
    assert abs(answer["place"]["lat"] - 45.75) < 0.1
    (row,) = answer["results"]
    assert row["id"] == str(lyon.pk)
    assert row["url"] == f"http://127.0.0.1:8000/practitioners/{lyon.pk}/"
    assert row["distance_km"] < 10
    assert row["location"]["city"] == "Lyon"
    assert row["services"][0]["method"] == {"code": "vodder", "label": "Vodder"}
    assert row["verification"]["status"] == "verified"
    assert row["verification"]["until"] == lyon.verified_until.isoformat()
    assert row["verification"]["scopes"] == ["healthy", "compromised"]
    assert {"code": "lymphedema", "label": "Lymphedema", "count": 1} in answer["facets"][
        "condition"
    ]


@pytest.mark.parametrize(
    ("address", "serializer"),
    [
        ("/api/v1/listings/", ListingPageSerializer),
        ("/api/v1/listings/{}/", ListingSerializer),
        ("/api/v1/listings/{}/verification/", VerificationSerializer),
    ],
)
def test_an_answer_has_exactly_the_documented_fields(client, lyon, address, serializer):
    answer = get(client, address.format(lyon.pk))
    assert list(answer) == list(serializer().fields)
    assert serializer(data=answer).is_valid(raise_exception=True)


def test_nearest_first_and_best_first(client, lyon, freiburg):
    assert names(get(client, place="Lyon", radius_km="500")) == ["Maud Ferrand", "Ines Kallweit"]
    assert names(get(client, place="Freiburg im Breisgau", radius_km="500")) == [
        "Ines Kallweit",
        "Maud Ferrand",
    ]
    assert names(get(client, q="ferrand lymphatic")) == ["Maud Ferrand"]


def test_coordinates_do_what_a_place_does(client, lyon, freiburg):
    answer = get(client, lat="48.0", lon="7.85", radius_km="20")
    assert names(answer) == ["Ines Kallweit"]
    assert answer["place"] is None


def test_the_api_does_not_widen_by_itself(client, lyon):
    assert get(client, place="Villefranche-sur-Saône", radius_km="5")["count"] == 0


def test_other_meanings_of_a_place_are_candidates(client):
    place = get(client, place="Portland")["place"]
    assert place["admin"] == "Oregon"
    assert "Maine" in [other["admin"] for other in place["candidates"]]


def test_facets_count_what_a_choice_would_give(client, lyon, freiburg):
    answer = get(client, country="FR")
    assert answer["count"] == 1
    assert {row["code"]: row["count"] for row in answer["facets"]["country"]} == {"FR": 1, "DE": 1}
    assert answer["facets"]["accepts_new"] == [{"code": "true", "label": "Yes", "count": 1}]


def test_repeated_choices_add_up(client, lyon, freiburg):
    assert get(client, language=["en", "fr"])["count"] == 2
    assert get(client, language=["fr"])["count"] == 0


def test_pages_hold_everybody_once_and_link_to_each_other(client):
    for number in range(5):
        factories.make_verified(name=f"Person Nr{number}")
    seen, address = [], f"{LISTINGS}?page_size=2"
    while address:
        answer = get(client, address)
        assert answer["count"] == 5
        seen += names(answer)
        address = answer["next"] and answer["next"].removeprefix("http://127.0.0.1:8000")
    assert sorted(seen) == [f"Person Nr{number}" for number in range(5)]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("colour=blue", "colour"),
        ("format=xml", "format"),
        ("lat=45", "lon"),
        ("lon=4", "lat"),
        ("lat=45&lon=4&place=Lyon", "place"),
        ("lat=91&lon=4", "lat"),
        ("lat=inf&lon=4", "lat"),
        ("lat=&lon=4", "lat"),
        ("place=Xqzzwvk", "place"),
        ("place=", "place"),
        ("radius_km=10", "radius_km"),
        ("place=Lyon&radius_km=0.01", "radius_km"),
        ("place=Lyon&radius_km=501", "radius_km"),
        ("condition=sadness", "condition"),
        ("condition=lymphedema&condition=", "condition"),
        ("method=unknown", "method"),
        ("scope=all", "scope"),
        ("country=fr", "country"),
        ("accepts_new=1", "accepts_new"),
        ("ordering=name", "ordering"),
        ("ordering=distance", "ordering"),
        ("page=0", "page"),
        ("page=2", "page"),
        ("page=1.5", "page"),
        ("page=1&page=1", "page"),
        ("page_size=101", "page_size"),
        ("q=" + "x" * 201, "q"),
        ("q=%00", "q"),
        ("place=Lyon&unit=mi", "unit"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(client, query, name):
    document = problem(client.get(f"{LISTINGS}?{query}"), 400)
    assert document["type"] == "urn:truemld:problem:bad-request"
    assert list(document["errors"]) == [name]
    assert document["errors"][name][0]


@pytest.mark.parametrize("tail", ["", "verification/"])
def test_one_listing_takes_no_parameters(client, lyon, tail):
    document = problem(client.get(f"{LISTINGS}{lyon.pk}/{tail}?full=1"), 400)
    assert list(document["errors"]) == ["full"]


def test_a_listing_is_its_approved_text(client, lyon):
    lyon.headline = "WAITING-EDIT"
    lyon.save()
    drafts.submit(listing=lyon, actor=lyon.practitioner.user)
    answer = get(client, f"{LISTINGS}{lyon.pk}/")
    assert answer["headline"] == "Manual lymphatic drainage and complete decongestive therapy"
    assert answer["approach_hands"] == factories.HANDS
    assert answer["services"][0]["price"] == "64.00"
    assert answer["contact_url"].endswith(f"/practitioners/{lyon.pk}/contact/")


def test_a_verification_gives_criteria_checks_and_passages_of_the_text(client, lyon):
    answer = get(client, f"{LISTINGS}{lyon.pk}/verification/")
    text = get(client, f"{LISTINGS}{lyon.pk}/")
    assert answer["status"] == "verified"
    assert answer["rubric"] == "2026.2"
    assert answer["decided_by"] == "R. Okonjo"
    assert [item["criterion"] for item in answer["criteria"]] == [
        "technique",
        "training",
        "anatomy",
    ]
    assert answer["checks"][0]["outcome"] == "confirmed"
    assert answer["checks"][0]["how"] == "Asked the school or issuer: the school"
    assert "Nobody from here has watched a treatment." in answer["not_checked"]
    own = [item for item in answer["evidence"] if "." not in item["field"]]
    assert own
    for item in own:
        assert text[item["field"]][item["start"] : item["end"]] == item["quote"]


def hide(listing, how):
    owner = listing.practitioner.user
    if how == "paused":
        until = timezone.localdate() + timedelta(days=5)
        drafts.pause(listing=listing, actor=owner, until=until)
    elif how == "suspended":
        publishing.suspend(listing_id=listing.pk, reasons=REASONS, actor=factories.make_moderator())
    elif how == "withdrawn":
        drafts.withdraw(listing=listing, actor=owner)
    else:
        publishing.expire(today=listing.verified_until + timedelta(days=1))


@pytest.mark.parametrize("how", ["paused", "suspended", "withdrawn", "expired"])
@pytest.mark.parametrize("tail", ["", "verification/"])
def test_what_is_not_public_today_answers_like_what_never_was(client, lyon, how, tail):
    assert get(client)["count"] == 1
    hide(lyon, how)
    gone = client.get(f"{LISTINGS}{lyon.pk}/{tail}")
    absent = client.get(f"{LISTINGS}{uuid.uuid4()}/{tail}")
    problem(gone, 404)
    assert gone.content == absent.content
    assert get(client)["count"] == 0


@pytest.mark.parametrize("tail", ["", "verification/"])
def test_nobody_reads_over_the_api_what_was_never_public(personas, tail):
    waiting = factories.make_submitted(personas.owner_user).listing
    returned = factories.make_returned(name="Somebody Else")
    for client in (personas.nobody, personas.stranger, personas.owner, personas.moderator):
        for listing in (waiting, returned):
            problem(client.get(f"{LISTINGS}{listing.pk}/{tail}"), 404)


def test_an_answer_that_did_not_change_is_not_sent_twice(client, lyon):
    for address in (LISTINGS, f"{LISTINGS}{lyon.pk}/", f"{LISTINGS}{lyon.pk}/verification/"):
        for packed in ({}, {"accept-encoding": "gzip"}):
            first = client.get(address, headers=packed)
            again = client.get(address, headers={"if-none-match": first["ETag"], **packed})
            assert again.status_code == 304
            assert again.content == b""
    drafts.confirm(listing=lyon, actor=lyon.practitioner.user)
    hide(lyon, "suspended")
    changed = client.get(LISTINGS, headers={"if-none-match": client.get(LISTINGS)["ETag"] + "x"})
    assert changed.json()["count"] == 0


def test_a_page_of_the_list_costs_at_most_three_queries(client, django_assert_max_num_queries):
    for number in range(4):
        factories.make_verified(name=f"Person Nr{number}")
    get(client)
    with django_assert_max_num_queries(3):
        assert get(client, q="lymphatic")["count"] == 4
