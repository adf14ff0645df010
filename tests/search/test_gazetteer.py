"""Places are found as people write them, offline."""

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.search.gazetteer import country_name, nearest, resolve, suggest
from directory.search.postcodes import COUNTRIES, OF_PLACES
from directory.search.vocabulary import VOCABULARY_FILE
from directory.templatetags.look import place_words


def first(text: str, **options) -> tuple[str, str, str]:
    place = resolve(text, **options)[0]
    return place.name, place.admin, place.country


@pytest.mark.parametrize(
    "text",
    [
        "Munich",
        "München",
        "muenchen",
        "MUNCHEN",
        "Monaco di Baviera",
        "  munich ",
        "München, Bayern",
        "Munich, Germany",
        "Muenchen, Deutschland",
        "munich de",
    ],
)
def test_one_city_in_many_spellings(text):
    assert first(text) == ("Munich", "Bavaria", "DE")


@pytest.mark.parametrize(
    ("text", "country", "lat", "lon"),
    [
        ("Lyon", "FR", 45.76, 4.84),
        ("Freiburg im Breisgau", "DE", 47.99, 7.85),
        ("Freiburg", "DE", 47.99, 7.85),
        ("Freiburg, DE", "DE", 47.99, 7.85),
        ("Fribourg", "CH", 46.80, 7.15),
        ("Cologne", "DE", 50.93, 6.95),
        ("Köln", "DE", 50.93, 6.95),
        ("Wien", "AT", 48.21, 16.37),
        ("Genf", "CH", 46.20, 6.14),
        ("Lisboa", "PT", 38.72, -9.13),
        ("Portland, OR", "US", 45.52, -122.68),
        ("Portland, ME", "US", 43.66, -70.26),
        ("Portland Oregon", "US", 45.52, -122.68),
        ("Paris", "FR", 48.86, 2.35),
        ("Paris, Texas", "US", 33.66, -95.55),
        ("Paris TX", "US", 33.66, -95.55),
        ("London, Ontario", "CA", 42.98, -81.24),
        ("London, ON, Canada", "CA", 42.98, -81.24),
        ("são paulo, sp", "BR", -23.55, -46.63),
        ("St Gallen", "CH", 47.42, 9.37),
        ("saint louis mo", "US", 38.63, -90.20),
        ("'s-Hertogenbosch", "NL", 51.70, 5.30),
        ("NYC", "US", 40.71, -74.01),
        ("Lyon, nowhere known", "FR", 45.76, 4.84),
        ("97201", "US", 45.51, -122.69),
        ("97201-1234", "US", 45.51, -122.69),
        ("Portland OR 97201", "US", 45.51, -122.69),
        ("10115 Berlin", "DE", 52.52, 13.41),
        ("80331 München", "DE", 48.13, 11.57),
        ("SW1A 1AA", "GB", 51.50, -0.13),
        ("sw1a1aa", "GB", 51.50, -0.13),
        ("EH1 1YZ, UK", "GB", 55.95, -3.19),
        ("London E1", "GB", 51.52, -0.06),
        ("D-10115", "DE", 52.53, 13.38),
        ("10115, Germany", "DE", 52.53, 13.38),
        ("79274 St. Märgen", "DE", 48.01, 8.09),
        ("1010 Wien", "AT", 48.21, 16.37),
        ("A-6020", "AT", 47.26, 11.40),
        ("8001 Zürich", "CH", 47.37, 8.54),
        ("CH-3000", "CH", 46.95, 7.44),
        ("Paris 75011", "FR", 48.86, 2.38),
        ("F-69003", "FR", 45.76, 4.86),
        ("28001 Madrid", "ES", 40.42, -3.68),
        ("00184 Roma", "IT", 41.89, 12.51),
        ("1012 AB", "NL", 52.37, 4.90),
        ("7781 De Krim", "NL", 52.65, 6.61),
        ("1000 Bruxelles", "BE", 50.85, 4.35),
        ("2000 Sydney NSW", "AU", -33.87, 151.21),
        ("M5V 3L8", "CA", 43.64, -79.40),
        ("D02 AF30", "IE", 53.34, -6.25),
        ("4000-322 Porto", "PT", 41.15, -8.61),
        ("01310-100", "BR", -23.55, -46.64),
        ("00-950 Warszawa", "PL", 52.23, 21.01),
        ("110 00 Praha", "CZ", 50.09, 14.42),
    ],
)
def test_the_place_is_where_it_is(text, country, lat, lon):
    place = resolve(text)[0]
    assert place.country == country
    assert (place.lat, place.lon) == pytest.approx((lat, lon), abs=0.05)


@pytest.mark.parametrize(
    ("typo", "name"), [("Munchn", "Munich"), ("Frieburg", "Freiburg"), ("Lyonn", "Lyon")]
)
def test_a_slip_of_the_finger_still_finds_the_place(typo, name):
    assert first(typo)[0] == name


@pytest.mark.parametrize(
    "text", ["ZZ99 9ZZ", "76801-000", "00-950", "", "  ", ",", "xyzzyqq", "00000", "123456789", "a"]
)
def test_what_is_not_known_is_nothing(text):
    assert resolve(text) == ()


def test_a_zip_code_says_its_city_and_kind():
    (place,) = resolve("97201")
    assert (place.name, place.admin, place.country) == ("97201 Portland", "Oregon", "US")
    assert place.kind == "postcode"
    assert resolve("97201", country="GB") == ()


def test_a_code_of_several_countries_is_that_of_the_one_asked_for_and_names_the_others():
    assert [place.country for place in resolve("10115")] == ["US", "DE"]
    assert [place.country for place in resolve("10115", first=("DE", "AT"))] == ["DE", "US"]
    assert [place.country for place in resolve("10115", country="DE")] == ["DE"]
    assert resolve("1010", first=("CH",))[0].country == "CH"


def test_a_code_beside_a_town_far_away_says_nothing():
    assert resolve("10115 Lyon")[0].name == "Lyon"


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_is_shown_of_a_code_is_read_as_the_same_code(country):
    lines = gzip.decompress((VOCABULARY_FILE.parent / OF_PLACES).read_bytes()).decode().splitlines()
    rows = [line.split("\t") for line in lines]
    codes = [row[0].removeprefix("br") for row in rows if row[1] == country and row[2]]
    assert len(codes) > 100
    for code in codes[:: len(codes) // 50]:
        (place, *_others) = resolve(code, country)
        assert resolve(place_words(place))[0] == place


def test_a_country_keeps_the_answer_inside():
    assert first("Paris", country="US")[1:] == ("Texas", "US")
    assert {place.country for place in resolve("Freiburg", country="CH")} == {"CH"}


def test_same_names_come_largest_first_and_exact_before_beginnings():
    populations = [place.population for place in resolve("Portland") if place.name == "Portland"]
    assert len(populations) > 2
    assert populations == sorted(populations, reverse=True)
    names = [place.name for place in resolve("Lyon", limit=3)]
    assert names[0] == "Lyon"
    assert all(name.startswith("Lyon ") for name in names[1:])
    assert len(resolve("Paris", limit=2)) == 2


def test_suggestions_follow_the_typing():
    assert [place.name for place in suggest("lyo", 1)] == ["Lyon"]
    assert "Freiburg" in [place.name for place in suggest("FREIBU", 6)]
    assert suggest("972", 1)[0].name == "97201 Portland"
    assert suggest("sw1", 1)[0].name == "SW1 Westminster"
    assert suggest("SW1A 1A", 1)[0].country == "GB"
    assert suggest("101", 1, first=("DE",))[0].name == "10115 Berlin"
    assert suggest("10115 Ber", 1, first=("DE",))[0].name == "10115 Berlin"
    assert suggest("Portland, OR", 1)[0].admin == "Oregon"
    assert suggest("", 5) == ()
    assert len(suggest("san", 4)) == 4


def test_the_nearest_place():
    assert nearest(48.0, 7.86).name == "Freiburg"
    assert nearest(45.75, 4.85).country == "FR"
    assert nearest(0.0, -140.0).country == "PF"
    assert nearest(-90.0, 0.0).country in {"AR", "CL"}


def test_countries_have_names():
    assert country_name("DE") == "Germany"
    assert country_name("ZZ") == "ZZ"


@settings(deadline=None)
@given(st.text(max_size=40) | st.text("abcdefmnor ,.-'01239\ud800é", max_size=25))
def test_any_text_is_answered_with_real_places_or_none(text):
    found = resolve(text, limit=4)
    assert len(found) <= 4
    for place in (*found, *suggest(text, 3)):
        assert -90 <= place.lat <= 90
        assert -180 <= place.lon <= 180
        assert len(place.country) == 2


def test_the_data_stays_small():
    files = list(VOCABULARY_FILE.parent.glob("*.gz"))
    assert len(files) >= 6
    assert sum(file.stat().st_size for file in files) < 6_000_000


@pytest.mark.parametrize(
    ("written", "name", "country"),
    [
        ("Москва", "Moscow", "RU"),
        ("лондон", "London", "GB"),
        ("東京", "Tokyo", "JP"),
        ("القاهرة", "Cairo", "EG"),
        ("Αθηνα", "Athens", "GR"),
        ("תל אביב", "Tel Aviv", "IL"),
        ("Нью-Йорк", "New York City", "US"),
    ],
)
def test_large_places_are_known_in_every_script(written, name, country):
    found = resolve(written)[0]
    assert (found.name, found.country) == (name, country)
    assert suggest(written[:3])
