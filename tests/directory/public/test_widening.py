"""A search that finds nobody looks further by itself, says so, and offers who is nearest."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

pytestmark = pytest.mark.django_db


def page(client, **query) -> str:
    response = client.get("/practitioners/", query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_circle_grows_until_somebody_is_in_it(client) -> None:
    factories.make_verified(name="Far Away", city="Paris", country="FR", lat=48.86, lon=2.35)
    drawn = page(client, place="Lyon", radius_km="25")
    assert "Nobody verified within 25 km of Lyon covers this yet." in drawn
    assert "We looked again within 500 km and found 1." in drawn
    assert "Far Away" in drawn


def test_nobody_anywhere_near_offers_the_nearest_and_home_visits(client) -> None:
    factories.make_verified(name="Ada Clinic", city="Paris", country="FR", lat=48.86, lon=2.35)
    drawn = page(client, place="Warsaw", condition="lymphedema")
    assert "We looked again within 500 km and found nobody." in drawn
    assert "The nearest who are verified, whatever you asked for" in drawn
    assert "Ada Clinic" in drawn
    assert "Here because" not in drawn
    assert "<h1>Near Warsaw, within 25 km</h1>" in drawn
    assert drawn.count("Nobody verified within 25 km of Warsaw covers this yet.") == 1
    assert "The nearest who come to your home" not in drawn
    assert "Tell me when somebody appears" in drawn


def test_words_that_nobody_says_offer_an_alert_without_a_place(client) -> None:
    factories.make_verified()
    drawn = page(client, q="zzzzxy")
    assert "Nobody verified covers this yet" in drawn
    assert "The nearest who" not in drawn
    assert "/alert/?q=zzzzxy" in drawn
    assert "Try fewer words." in drawn
    assert 'id="filters"' not in drawn


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "lymphatic"},
        {"place": "Freiburg im Breisgau"},
        {"place": "Lyon", "radius_km": "5"},
        {"place": "Sydney"},
        {"place": "Freiburg im Breisgau", "condition": "lymphedema", "language": "de"},
    ],
)
def test_a_page_costs_three_queries_at_most(client, query) -> None:
    for _ in range(25):
        factories.make_verified()
    page(client, **query)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(client, **query)
    assert len(asked) <= 3
