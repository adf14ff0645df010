"""A town: its address for search engines, its namesakes, and who is offered farther off."""

import pytest
from lxml import html

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("spelling", ["Lyon", "lyon", "Lyon, France"])
def test_a_town_where_somebody_is_has_one_address_for_search_engines(client, lyon, spelling):
    """However it is spelled, and whatever else the form says without being asked."""
    response = client.get("/practitioners/", {"place": spelling, "radius_km": "25", "q": ""})
    assert response.get("X-Robots-Tag") is None
    page = html.fromstring(response.content.decode())
    (address,) = page.xpath("//link[@rel='canonical']/@href")
    assert address.startswith("http://127.0.0.1:8000/practitioners/?place=Lyon%2C")
    assert address.endswith("%2C+FR")
    (german,) = page.xpath("//link[@hreflang='de']/@href")
    assert german == address.replace("/practitioners/", "/de/practitioners/")
    again = html.fromstring(client.get(address.removeprefix("http://127.0.0.1:8000")).content)
    assert again.xpath("//link[@rel='canonical']/@href") == [address]
    assert "Near Lyon" in again.xpath("//meta[@name='description']/@content")[0]


def test_whoever_was_found_farther_off_only_can_be_told_of_somebody_nearer(client, lyon):
    tree = html.fromstring(client.get("/practitioners/", {"place": "Grenoble"}).content.decode())
    assert tree.xpath("//ol[@class='cards']/li")
    assert tree.xpath("//a[contains(@href, '/alert/?place=Grenoble')]")
    near = html.fromstring(client.get("/practitioners/", {"place": "Lyon"}).content.decode())
    assert not near.xpath("//a[contains(@href, '/alert/')]")


def test_whoever_is_found_farther_off_has_home_visits_offered_as_well(
    client, lyon, django_assert_max_num_queries
):
    factories.make_verified(
        name="Hedi Hausbesuch", city="Marseille", country="FR", lat=43.3, lon=5.4, delivery="home"
    )
    client.get("/practitioners/")
    with django_assert_max_num_queries(3):
        page = client.get("/practitioners/", {"place": "Grenoble", "q": "Maud"}).content.decode()
    first, offered = page.split("The nearest who come to your home")
    assert "Maud Ferrand" in first
    assert "Hedi Hausbesuch" in offered
    assert "Hedi Hausbesuch" not in first


def test_a_refused_search_says_once_that_it_is_an_error(client):
    page = html.fromstring(client.get("/practitioners/", {"place": "xqzzy"}).content.decode())
    assert page.findtext(".//title").count("Error") == 1


@pytest.mark.parametrize(
    ("typed", "others"),
    [("Köln", set()), ("Portland", {"Portland"}), ("Lyon", {"Lyon"})],
)
def test_other_places_for_a_whole_name_are_its_namesakes(client, typed, others):
    tree = html.fromstring(client.get("/practitioners/", {"place": typed}).content.decode())
    offered = tree.xpath("//p[contains(., 'Another one?')]/a/text()")
    assert {name.partition(",")[0] for name in offered} <= others
    assert bool(offered) == (typed == "Portland")


def test_the_map_says_what_it_leaves_out(client, lyon):
    near = client.get("/practitioners/", {"place": "Lyon"}).content.decode()
    assert "Coasts and borders are right to about a kilometer" in near
    factories.make_verified(city="Berwick", country="GB", lat=55.8, lon=-2.0)
    far = client.get("/practitioners/", {"place": "London", "radius_km": "500", "q": "Berwick"})
    assert "So large an area is drawn without coasts and borders." in far.content.decode()


def test_a_town_where_nobody_is_stays_out_of_search_engines(client, lyon):
    for place in ("Hamburg", "Grenoble"):
        assert client.get("/practitioners/", {"place": place})["X-Robots-Tag"] == "noindex"


def test_a_listing_leads_to_others_around_its_town(client, lyon):
    listing = html.fromstring(client.get(f"/de/practitioners/{lyon.pk}/").content.decode())
    (link,) = listing.xpath("//section[@id='where']//a[contains(@href, 'place=')]")
    assert link.text_content() == "Geprüfte Fachpersonen rund um Lyon"
    response = client.get(link.get("href"))
    assert "Maud Ferrand" in response.content.decode()
    assert response.get("X-Robots-Tag") is None
