"""Places are found as people write them, offline."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.search.gazetteer import country_name, nearest, resolve, suggest
from directory.search.vocabulary import VOCABULARY_FILE


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
        "80331 München",
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


@pytest.mark.parametrize("text", ["SW1A 1AA", "", "  ", ",", "xyzzyqq", "00000", "123456789", "a"])
def test_what_is_not_known_is_nothing(text):
    assert resolve(text) == ()


def test_a_zip_code_says_its_city_and_kind():
    (place,) = resolve("97201")
    assert (place.name, place.admin, place.country) == ("97201 Portland", "Oregon", "US")
    assert place.kind == "postcode"
    assert resolve("97201", country="DE") == ()


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
