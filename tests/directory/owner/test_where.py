"""Places of work: found offline, asked about when several fit, never guessed in silence."""

import pytest

from directory.models import Location
from tests.directory.owner.browsing import fields_of, save

pytestmark = pytest.mark.django_db


def test_a_known_town_is_found_without_asking(personas):
    answer = save(personas.owner, "where", places__0__city="Lyon", places__0__country="FR")
    assert answer.status_code == 302
    place = Location.objects.get()
    assert (place.city, place.precision) == ("Lyon", "city")
    assert place.lat == pytest.approx(45.75, abs=0.05)
    assert place.lon == pytest.approx(4.85, abs=0.05)
    assert place.region


def test_a_us_postal_code_places_more_exactly_and_names_the_town(personas):
    save(personas.owner, "where", places__0__postal_code="97201", places__0__country="US")
    place = Location.objects.get()
    assert (place.city, place.region, place.precision) == ("Portland", "Oregon", "postcode")
    assert place.lat == pytest.approx(45.5, abs=0.1)


def test_a_postal_code_beside_a_town_decides_between_towns(personas):
    answer = save(
        personas.owner,
        "where",
        places__0__city="Portland",
        places__0__postal_code="97201",
        places__0__country="US",
    )
    assert answer.status_code == 302
    place = Location.objects.get()
    assert (place.city, place.region, place.precision) == ("Portland", "Oregon", "postcode")


@pytest.mark.parametrize(
    ("code", "town", "country", "lat"),
    [("79098", "Freiburg", "DE", 47.994), ("SW1A 1AA", "London", "GB", 51.502)],
)
def test_a_postal_code_of_another_country_places_more_exactly_too(
    personas, code, town, country, lat
):
    save(
        personas.owner,
        "where",
        places__0__city=town,
        places__0__postal_code=code,
        places__0__country=country,
    )
    place = Location.objects.get()
    assert (place.city, place.postal_code, place.precision) == (town, code, "postcode")
    assert place.lat == pytest.approx(lat, abs=0.001)


def test_a_postal_code_that_is_not_known_leaves_the_town(personas):
    save(
        personas.owner,
        "where",
        places__0__city="Gdynia",
        places__0__postal_code="81-300",
        places__0__country="PL",
    )
    place = Location.objects.get()
    assert (place.postal_code, place.precision) == ("81-300", "city")


def test_several_places_are_offered_and_the_chosen_one_is_kept(personas):
    changes = {
        "places__0__city": "Portland",
        "places__0__country": "US",
        "places__0__hours": "Monday to Thursday",
    }
    answer = save(personas.owner, "where", **changes)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Several places fit. Choose yours." in page
    assert "Portland, Maine, United States" in page
    assert fields_of(answer)["places-0-hours"] == ["Monday to Thursday"]
    assert not Location.objects.exists()
    value = page.split("Portland, Maine, United States")[0].rsplit('value="', 1)[1].split('"')[0]
    typed = {**fields_of(answer), "places-0-place": [value], "then": "next"}
    assert personas.owner.post("/account/listing/where/", typed).status_code == 302
    place = Location.objects.get()
    assert (place.region, place.hours) == ("Maine", "Monday to Thursday")
    assert place.lat == pytest.approx(43.66, abs=0.05)
    # opened and saved again, the choice still stands
    save(personas.owner, "where")
    assert Location.objects.get().region == "Maine"


def test_a_choice_made_for_another_town_does_not_stick(personas):
    save(personas.owner, "where", places__0__city="Lyon", places__0__country="FR")
    save(personas.owner, "where", places__0__city="Nantes")
    assert Location.objects.get().lat == pytest.approx(47.2, abs=0.05)


def test_a_misspelled_town_is_asked_about(personas):
    answer = save(personas.owner, "where", places__0__city="Kirchzartn", places__0__country="DE")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Is this the place you mean?" in page
    assert "Kirchzarten, Baden-Württemberg, Germany" in page


def test_an_unknown_town_is_placed_by_a_larger_one_nearby(personas):
    changes = {"places__0__city": "Xyzqqwxburgo", "places__0__country": "DE"}
    answer = save(personas.owner, "where", **changes)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "We know no place “Xyzqqwxburgo” in Germany." in page
    assert "write the nearest larger town below" in page
    assert fields_of(answer)["places-0-city"] == ["Xyzqqwxburgo"]
    save(personas.owner, "where", **changes, places__0__near="Kirchzarten")
    place = Location.objects.get()
    assert place.city == "Xyzqqwxburgo"
    assert place.lat == pytest.approx(47.96, abs=0.05)
    # the page opens with the larger town filled in, so that saving again is no error
    assert save(personas.owner, "where").status_code == 302
    assert Location.objects.get().city == "Xyzqqwxburgo"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"places__0__city": "Lyon"}, "Choose the country"),
        ({"places__0__country": "FR", "places__0__line": "1 Quai"}, "Write the town"),
    ],
)
def test_a_place_needs_town_and_country(personas, changes, sentence):
    answer = save(personas.owner, "where", **changes)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_an_error_in_one_place_leaves_the_stored_ones(personas):
    save(personas.owner, "where", places__0__city="Lyon", places__0__country="FR")
    answer = save(personas.owner, "where", places__0__city="Xyzqqwxburgo")
    assert answer.status_code == 400
    assert Location.objects.get().city == "Lyon"


def test_up_to_five_places_row_by_row(personas):
    towns = ["Lyon", "Nantes", "Lille", "Rennes", "Brest"]
    for number, town in enumerate(towns):
        typed = fields_of(personas.owner.get("/account/listing/where/?more=1"))
        typed[f"places-{number}-city"] = [town]
        typed[f"places-{number}-country"] = ["FR"]
        answer = personas.owner.post("/account/listing/where/", {**typed, "then": "more"})
        assert answer.headers["Location"] == "/account/listing/where/?more=1#rows-end", town
    assert [place.city for place in Location.objects.all()] == towns
    typed = fields_of(personas.owner.get("/account/listing/where/?more=1"))
    assert typed["places-TOTAL_FORMS"] == ["5"]
