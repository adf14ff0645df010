"""The results page: what it finds, how it says it, and what it refuses."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from directory.models import Listing
from tests import factories

pytestmark = pytest.mark.django_db

FREIBURG = {"place": "Freiburg im Breisgau"}


def text_of(client, address="/practitioners/", **query):
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    return response.content.decode()


def test_a_place_finds_who_works_near_it_and_nobody_else(client, lyon):
    factories.make_verified(name="Ines Kallweit")
    page = text_of(client, **FREIBURG)
    assert "Near Freiburg" in page
    assert "within 25 km" in page
    assert "Ines Kallweit" in page
    assert "Maud Ferrand" not in page
    assert "&lt;\u00a01\u00a0km" in page


def test_lengths_are_in_miles_where_roads_are(client):
    factories.make_verified(name="Ida Oregon", city="Salem", country="US", lat=44.94, lon=-123.03)
    page = text_of(client, place="Portland, Oregon, US", radius_km="100")
    assert "within 100 km (62 mi)" in page
    assert "44\u00a0mi" in page
    assert '<option value="25">25 km (16 mi)</option>' in page
    german = text_of(client, "/de/practitioners/", place="Lyon", radius_km="100")
    assert "(62 mi)" not in german


@pytest.fixture
def salem():
    return factories.make_verified(
        name="Ida Oregon", city="Salem", country="US", lat=44.94, lon=-123.03
    )


PORTLAND = {"place": "Portland, Oregon, US", "radius_km": "100"}


def test_whoever_wants_kilometers_gets_them_where_roads_are_in_miles(client, salem):
    page = text_of(client, **PORTLAND, unit="km")
    assert "within 100 km<" in page
    assert "71\u00a0km" in page
    assert "44\u00a0mi" not in page
    assert '<option value="100" selected>100 km</option>' in page


def test_whoever_wants_miles_gets_them_with_radii_in_round_miles(client, lyon):
    page = text_of(client, place="Villeurbanne", radius_km="24.14", unit="mi")
    assert "within 15 mi<" in page
    assert '<option value="24.14" selected>15 mi</option>' in page
    assert '<option value="160.934">100 mi</option>' in page
    assert "\u00a0km" not in page, "neither on a card nor on a ring of the map"
    german = text_of(client, "/de/practitioners/", place="Villeurbanne", radius_km="25", unit="mi")
    assert '<option value="25" selected>15,5 mi</option>' in german


@pytest.mark.parametrize(
    ("lat", "lon", "unit"),
    [
        ("51.45", "-2.59", "mi"),
        ("37.77", "-122.42", "mi"),
        ("45.76", "4.83", "km"),
        ("45.5", "-73.57", "km"),
    ],
)
def test_around_ones_own_position_lengths_are_as_on_the_roads_there(client, lat, lon, unit):
    factories.make_verified(city="Here", country="FR", lat=float(lat), lon=float(lon) + 0.1)
    page = text_of(client, lat=lat, lon=lon)
    assert f"\u00a0{unit}" in page.partition('class="card')[2]
    assert f'unit={unit}" aria-current="true"' in page
    other = {"mi": "km", "km": "mi"}[unit]
    assert f'unit={other}" aria-current="true"' in text_of(client, lat=lat, lon=lon, unit=other)


def test_without_a_radius_each_unit_has_a_round_one(client, lyon):
    assert "within 15 mi<" in text_of(client, place="Villeurbanne", unit="mi")
    assert "within 25 km<" in text_of(client, place="Villeurbanne", unit="km")
    page = text_of(client, place="Villeurbanne", unit="mi", radius_km="")
    assert '<option value="24.14" selected>15 mi</option>' in page


def test_the_other_unit_is_one_link_away_and_finds_the_same(client, salem):
    page = text_of(client, **PORTLAND, accepts_new="true")
    assert 'unit=mi" aria-current="true">Miles' in page
    (link,) = re.findall(r'href="([^"]*unit=km)">Kilometers', page)
    assert "accepts_new=true" in link
    assert "radius_km=100" in link
    assert "Ida Oregon" in text_of(client, "/practitioners/" + link.replace("&amp;", "&"))


def test_the_unit_stays_while_pages_filters_and_languages_change(client):
    for number in range(21):
        factories.make_verified(name=f"Person Nr{number}")
    page = text_of(client, **FREIBURG, unit="mi")
    assert page.count('<input type="hidden" name="unit" value="mi">') == 2, "search, filters"
    (further,) = re.findall(r'href="([^"]*page=2)"', page)
    assert "unit=mi" in further
    for language in ("de", "fr", "es", "pt"):
        assert re.search(rf'href="/{language}/practitioners/\?[^"]*unit=mi', page)


def test_without_a_place_there_is_no_unit_to_choose(client, lyon):
    assert "unit=mi" not in text_of(client)


def test_a_postal_code_is_that_of_the_readers_country_and_the_others_are_offered(client):
    factories.make_verified(name="Ada Mitte", city="Berlin", lat=52.53, lon=13.38)
    german = text_of(client, "/de/practitioners/", place="10115")
    assert "10115 Berlin" in german
    assert "Ada Mitte" in german
    english = text_of(client, place="10115")
    assert "Near 10115 New York" in english
    assert "place=10115+Berlin" in english


@pytest.mark.parametrize("radius", ["abc", "", "1e999", "nan", "-5"])
def test_a_radius_that_is_no_length_is_refused_or_passed_over(client, radius):
    response = client.get("/practitioners/", {"place": "Lyon", "radius_km": radius})
    assert response.status_code == (200 if radius == "" else 400)
    assert 'value="Lyon"' in response.content.decode()


def test_words_find_by_another_spelling(client, lyon):
    assert "Maud Ferrand" in text_of(client, q="lymphatic")
    assert "Maud Ferrand" not in text_of(client, q="zither")


def test_districts_of_the_place_are_not_offered_as_another_one(client, lyon):
    page = text_of(client, place="Lyon")
    assert "place=Lyon+03" not in page
    assert "Taken for" not in page


def test_a_place_with_namesakes_is_taken_for_one_and_the_others_are_offered(client, lyon):
    page = text_of(client, place="Portland")
    assert "Taken for" in page
    assert "Portland, Oregon" in page
    assert "Portland, Maine" in page


def test_nobody_in_the_circle_widens_it_once_and_says_so(client, lyon):
    page = text_of(client, place="Villefranche-sur-Saône", radius_km="10")
    assert "Nobody verified within 10 km of" in page
    assert "We looked again within 50 km and found 1" in page
    assert "Maud Ferrand" in page


def test_nobody_anywhere_near_is_said_with_a_way_on(client, lyon):
    page = text_of(client, place="Auckland", radius_km="10")
    assert "We looked again within 500 km and found nobody" in page
    assert "Maud Ferrand" not in page
    assert "Show everybody" in page


def test_the_radius_that_was_used_is_the_one_that_stands_in_the_form(client, lyon):
    assert '<option value="25" selected>' in text_of(client, "/")
    assert '<option value="25" selected>' in text_of(client, place="Lyon")
    assert '<option value="33" selected>33 km' in text_of(client, place="Lyon", radius_km="33")


def test_a_page_of_results_costs_at_most_three_queries(client, django_assert_max_num_queries):
    for number in range(4):
        factories.make_verified(name=f"Person Nr{number}")
    text_of(client)
    with django_assert_max_num_queries(3):
        page = text_of(client, **FREIBURG)
    assert "Person Nr3" in page
    with django_assert_max_num_queries(3):
        text_of(client, place="Auckland")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"colour": "blue"}, "This parameter is not known"),
        ({"place": "Lyon", "unit": "furlong"}, "Distances in: Select a valid choice"),
        ({"radius_km": "900", "place": "Lyon"}, "less than or equal to 500"),
        ({"radius_km": "near", "place": "Lyon"}, "Enter a number"),
        ({"lat": "45"}, "Give lat and lon together"),
        ({"lat": "45", "lon": "4", "place": "Lyon"}, "not both"),
        ({"lat": "95", "lon": "4"}, "less than or equal to 90"),
        ({"lat": "nan", "lon": "4"}, "Enter a number"),
        ({"place": "Xqzzwvk"}, "We know no place “Xqzzwvk”"),
        ({"condition": "sadness"}, "not one of the available choices"),
        (
            {"place": "SW99 9ZZ"},
            "Of postal codes we know those of Australia, Austria, Belgium, Brazil",
        ),
        ({"place": "00-950"}, "If yours is of another country, or does not work, type the town."),
        ({"country": "QQ"}, "not one of the available choices"),
        ({"accepts_new": "perhaps"}, "not one of the available choices"),
        ({"ordering": "price"}, "not one of the available choices"),
        ({"ordering": "distance"}, "needs a place"),
        ({"page": "0"}, "greater than or equal to 1"),
        ({"page": "7"}, "There is 1 page"),
        ({"page_size": "101"}, "less than or equal to 100"),
        ({"q": ["one", "two"]}, "Give this parameter once"),
        ({"q": "x" * 201}, "at most 200 characters"),
        ({"q": "a\x00b"}, "Null characters"),
    ],
)
def test_what_cannot_be_read_is_a_clear_400_that_keeps_the_typed_words(client, query, sentence):
    response = client.get("/practitioners/", {"q": "kept words", **query})
    page = response.content.decode()
    assert response.status_code == 400
    assert sentence in page
    if "q" not in query:
        assert 'value="kept words"' in page


def test_empty_fields_of_the_form_count_as_not_given(client, lyon):
    page = text_of(client, q="", place="", radius_km="25", condition="", method="", language="")
    assert "Maud Ferrand" in page


def test_choices_of_one_filter_add_up_and_filters_narrow(client, lyon):
    page = text_of(client, language=["en", "fr"], method="vodder")
    assert "Maud Ferrand" in page
    assert "Maud Ferrand" not in text_of(client, language=["fr"])
    assert "Maud Ferrand" not in text_of(client, language="en", method="foldi")


def test_a_filter_shows_how_many_it_would_leave_and_can_be_taken_away(client, lyon):
    page = text_of(client, q="lymphatic", condition="lymphedema")
    assert 'name="condition" value="lymphedema" checked' in page
    assert 'href="/practitioners/?q=lymphatic"' in page


def test_pages_lead_to_each_other(client):
    for number in range(3):
        factories.make_verified(name=f"Person Nr{number}")
    seen = set()
    address = "/practitioners/?page_size=2"
    first = client.get(address).content.decode()
    second = client.get(f"{address}&page=2").content.decode()
    assert "page_size=2&amp;page=2" in first
    assert "<title>All practitioners, page 2 " in second
    for number in range(3):
        seen.add((f"Person Nr{number}" in first) + (f"Person Nr{number}" in second))
    assert seen == {1}


@pytest.mark.parametrize("make", ["draft", "submitted", "returned"])
def test_what_was_never_verified_is_not_found(client, make):
    maker = {
        "draft": factories.make_draft,
        "submitted": factories.make_submitted,
        "returned": factories.make_returned,
    }[make]
    maker(name="Hidden Person")
    assert "Hidden Person" not in text_of(client)
    assert "Hidden Person" not in text_of(client, q="Hidden")


def test_a_verification_that_ended_at_midnight_is_gone_before_any_job_ran(client, lyon):
    assert "Maud Ferrand" in text_of(client)
    Listing.objects.update(verified_until=timezone.localdate() - timedelta(days=1))
    assert "Maud Ferrand" not in text_of(client)


def test_home_offers_the_search_and_counts_who_is_verified(client, lyon):
    factories.make_draft(name="Not Yet")
    page = text_of(client, "/")
    assert 'action="/practitioners/"' in page
    assert ">1<" in page
    assert "Not Yet" not in page


@pytest.mark.parametrize(
    "asked",
    [
        FREIBURG,
        {"place": "Lyon", "q": "knee"},
        {"place": "Lyon", "delivery": "clinic"},
        {"place": "Lyon", "radius_km": "100"},
        {"place": "Lyon", "page": "1"},
        {"place": "69001 Lyon"},
        {"lat": "45.76", "lon": "4.84"},
        {"q": "Maud"},
    ],
)
def test_searches_are_kept_from_search_engines_and_caches(client, lyon, asked):
    response = client.get("/practitioners/", asked)
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert "canonical" not in response.content.decode()
    assert "no-cache" in response["Cache-Control"]
    assert Client().get("/practitioners/").get("X-Robots-Tag") is None


def test_without_a_tile_server_no_picture_comes_from_elsewhere(client, lyon):
    response = client.get("/practitioners/", {"place": "Lyon"})
    assert "<image" not in response.content.decode()
    assert "img-src" not in response["Content-Security-Policy"]


def test_with_a_tile_server_the_page_says_who_learns_what(client, settings, lyon):
    settings.MAP_TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    settings.MAP_TILE_ATTRIBUTION = "Map data: Somebody"
    html = client.get("/practitioners/", {"place": "Lyon"}).content.decode()
    assert 'href="https://tiles.example/' in html
    assert "learns which area you look at" in html
    assert "Map data: Somebody" in html
