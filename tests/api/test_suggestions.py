"""Completions: places, terms in the language of the page, and names of verified people only."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def suggest(client, **query) -> list[dict]:
    response = client.get("/api/v1/suggestions/", query)
    assert response.status_code == 200, response.content
    return response.json()["suggestions"]


def test_places_by_any_of_their_names_and_us_codes(client) -> None:
    assert suggest(client, **{"for": "place", "q": "frei"})[0]["label"].startswith("Freiburg")
    assert suggest(client, **{"for": "place", "q": "munch"})[0]["kind_label"] == "Place"
    by_code = suggest(client, **{"for": "place", "q": "9720"})
    assert by_code[0]["kind"] == "postcode"
    assert by_code[0]["label"].startswith("9720")


def test_what_is_suggested_is_understood_by_the_search(client) -> None:
    for typed in ("muni", "lyo", "9720", "portl"):
        for one in suggest(client, **{"for": "place", "q": typed}):
            answer = client.get("/api/v1/listings/", {"place": one["label"]})
            assert answer.status_code == 200, one


def test_terms_come_in_the_language_of_the_page(client) -> None:
    english = suggest(client, **{"for": "q", "q": "lymphoe"})
    assert ("condition", "Lymphedema") in [(one["kind"], one["label"]) for one in english]
    german = suggest(client, **{"for": "q", "q": "lymphoe", "language": "de"})
    assert ("condition", "Lymphödem") in [(one["kind"], one["label"]) for one in german]
    assert "vodder" in suggest(client, **{"for": "q", "q": "vod"})[0]["label"].casefold()


def test_names_of_verified_people_only(client) -> None:
    factories.make_verified(name="Xandra Quist")
    factories.make_submitted(name="Xaver Waiting")
    assert [one["label"] for one in suggest(client, **{"for": "q", "q": "xa"})] == ["Xandra Quist"]
    assert suggest(client, **{"for": "q", "q": "PRIVATE-0417"}) == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"q": "ly"}, "for"),
        ({"for": "place"}, "q"),
        ({"for": "place", "q": " "}, "q"),
        ({"for": "name", "q": "ly"}, "for"),
        ({"for": "place", "q": "x" * 61}, "q"),
        ({"for": "place", "q": "ly", "language": "xx"}, "language"),
        ({"for": "place", "q": "ly", "colour": "red"}, "colour"),
        ({"for": "place", "q": ["a", "b"]}, "q"),
    ],
)
def test_a_wrong_parameter_is_named(client, query, name) -> None:
    response = client.get("/api/v1/suggestions/", query)
    assert response.status_code == 400
    assert name in str(response.json())


def test_it_costs_one_query(client, django_assert_num_queries) -> None:
    factories.make_verified()
    suggest(client, **{"for": "q", "q": "ly"})
    with django_assert_num_queries(1):
        suggest(client, **{"for": "q", "q": "ly"})
