"""The language of a page is in its address, and the switch stays on the page."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from lxml import html

from directory.languages import OTHERS
from directory.publishing import write_entry
from directory.templatetags import look
from tests import factories
from tests.personas import personas
from vetting.terms import STATEMENTS

__all__ = ["personas"]

CODES = ["en", "de", "fr", "es", "pt"]


def opened(address: str, client: Client | None = None) -> html.HtmlElement:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200, address
    return html.fromstring(answer.content.decode())


def switch(tree: html.HtmlElement) -> dict[str, str]:
    return {
        link.get("lang"): link.get("href")
        for link in tree.xpath("//header//ul[@class='languages'][1]//a")
    }


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_page_is_in_the_language_of_its_address(code):
    prefix = "" if code == "en" else f"/{code}"
    answer = Client().get(f"{prefix}/about/")
    assert answer.headers["Content-Language"] == code
    assert html.fromstring(answer.content.decode()).get("lang") == code


@pytest.mark.django_db
def test_browser_and_cookie_are_not_asked():
    client = Client()
    client.cookies["django_language"] = "fr"
    answer = client.get("/about/", headers={"accept-language": "de"})
    assert html.fromstring(answer.content.decode()).get("lang") == "en"
    assert "Accept-Language" not in answer.headers.get("Vary", "")
    assert not answer.cookies


@pytest.mark.django_db
def test_switch_keeps_the_search():
    factories.make_verified(name="Ines Kallweit")
    tree = opened("/fr/practitioners/?place=Freiburg+im+Breisgau&radius_km=10&method=vodder")
    query = "?place=Freiburg+im+Breisgau&radius_km=10&method=vodder"
    assert switch(tree) == {
        "en": f"/practitioners/{query}",
        "de": f"/de/practitioners/{query}",
        "fr": f"/fr/practitioners/{query}",
        "es": f"/es/practitioners/{query}",
        "pt": f"/pt/practitioners/{query}",
    }
    for address in switch(tree).values():
        cards = opened(address).xpath("//article//h3/a/@href")
        assert len(cards) == 1
        assert cards[0].startswith(address.partition("practitioners")[0])


@pytest.mark.django_db
def test_where_to_go_after_signing_in_changes_its_language_too():
    tree = opened("/accounts/login/?next=/account/pause/")
    assert switch(tree)["de"] == "/de/accounts/login/?next=%2Fde%2Faccount%2Fpause%2F"
    tree = opened("/de/accounts/login/?next=https://elsewhere.example/account/")
    assert "elsewhere.example%2Faccount" in switch(tree)["fr"]


@pytest.mark.django_db
def test_each_page_names_itself_in_the_other_languages(settings):
    tree = opened("/de/what-mld-is/")
    assert tree.xpath("//link[@rel='canonical']/@href") == [settings.SITE_URL + "/de/what-mld-is/"]
    alternates = {
        link.get("hreflang"): link.get("href").removeprefix(settings.SITE_URL)
        for link in tree.xpath("//link[@rel='alternate']")
    }
    assert alternates == {
        "en": "/what-mld-is/",
        "de": "/de/what-mld-is/",
        "fr": "/fr/what-mld-is/",
        "es": "/es/what-mld-is/",
        "pt": "/pt/what-mld-is/",
        "x-default": "/what-mld-is/",
    }


@pytest.mark.django_db
def test_a_search_has_no_canonical_address_and_the_plain_list_has():
    assert not opened("/practitioners/?q=knee").xpath("//link[@rel='canonical']")
    assert opened("/practitioners/").xpath("//link[@rel='canonical']")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/listings/", "/robots.txt", "/rubric.json", "/healthz"])
def test_machines_have_one_address(path):
    assert Client().get(path).status_code == 200
    assert Client().get(f"/de{path}").status_code == 404


def test_the_desk_speaks_english_and_offers_no_switch(personas):
    tree = opened(reverse("admin:vetting_reviewcase_changelist"), personas.moderator)
    assert tree.get("lang") == "en"
    assert not tree.xpath("//ul[@class='languages']")


def test_the_desk_says_inside_a_landmark_that_its_people_are_invented(personas, settings):
    settings.DEMO = True
    tree = opened(reverse("admin:vetting_reviewcase_changelist"), personas.moderator)
    (strip,) = tree.xpath("//*[@class='strip']")
    assert "invented" in strip.text_content()
    assert strip.xpath("ancestor::header | ancestor::main")


@pytest.mark.django_db
def test_sitemap_and_robots_know_every_language():
    text = Client().get("/sitemap.xml").content.decode()
    for path in ("/about/", "/de/about/", "/pt/about/"):
        assert f"{path}</loc>" in text
    rules = Client().get("/robots.txt").content.decode()
    assert "Disallow: /de/account/\n" in rules
    assert "Disallow: /de/api/" not in rules


@pytest.mark.parametrize(
    ("code", "in_words", "short", "distance", "number"),
    [
        ("en", "14\u00a0March 2028", "14\u00a0Mar 2028", "2.4\u00a0km", "1\u202f204.5"),
        ("de", "14.\u00a0März 2028", "14.03.2028", "2,4\u00a0km", "1\u202f204,5"),
        ("fr", "14\u00a0mars 2028", "14/03/2028", "2,4\u00a0km", "1\u202f204,5"),
        ("es", "14\u00a0de marzo de 2028", "14/03/2028", "2,4\u00a0km", "1\u202f204,5"),
        ("pt", "14\u00a0de Março de 2028", "14/03/2028", "2,4\u00a0km", "1\u202f204,5"),
    ],
)
def test_dates_and_numbers_follow_the_language(code, in_words, short, distance, number):
    with translation.override(code):
        assert look.day(date(2028, 3, 14)) == in_words
        assert look.short_day(date(2028, 3, 14)) == short
        assert look.km(2.4) == distance
        assert look.figure(1204.5) == number


@pytest.mark.django_db
def test_a_page_is_german_from_title_to_foot():
    factories.make_verified(name="Ines Kallweit")
    tree = opened("/de/practitioners/")
    assert tree.findtext(".//h1") == "Alle Fachpersonen"
    assert "Geprüft bis" in tree.xpath("string(//article)")
    assert "Datenschutz" in tree.xpath("string(//footer)")
    assert "Lymphödem" in tree.xpath("string(//form[@id='filters'])")


@pytest.mark.django_db
def test_a_listing_says_the_language_of_its_own_words():
    listing = factories.make_verified(name="Ines Kallweit")
    tree = opened(f"/de/practitioners/{listing.pk}/")
    assert tree.get("lang") == "de"
    words = tree.xpath("//*[contains(@class, 'words') and @dir]")
    assert words
    assert {part.get("lang") for part in words} == {"en"}
    assert tree.xpath("//p[@class='opening']/@lang") == ["en"]


@pytest.mark.django_db
def test_a_shared_page_says_its_language_and_the_others():
    tree = opened("/de/about/")
    assert tree.xpath("//meta[@property='og:locale']/@content") == ["de_DE"]
    others = tree.xpath("//meta[@property='og:locale:alternate']/@content")
    assert [locale[:2] for locale in others] == ["en", "fr", "es", "pt"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/practitioners/", "/fr/practitioners/"])
def test_a_card_says_the_language_of_its_headline(address):
    headline = "Manuelle Lymphdrainage mit Kompression"
    listing = factories.make_verified(headline=headline)
    listing.clearance["language"] = "de"
    listing.save(update_fields=["clearance"])
    write_entry(listing_id=listing.pk)
    (card,) = opened(address).xpath("//li[@class='card']")
    (words,) = card.xpath(f".//span[text()='{headline}']")
    assert words.get("lang") == "de"


@pytest.mark.django_db
def test_a_card_whose_language_was_not_read_says_none():
    listing = factories.make_verified()
    entry = listing.public_entry
    entry.card.pop("words_language", None)
    entry.save()
    (card,) = opened("/practitioners/").xpath("//li[@class='card']")
    assert not card.xpath(".//@lang")


def words_of(tree: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(part.text_content().split()) for part in tree.xpath(path)]


@pytest.mark.django_db
def test_what_a_listing_states_is_in_english_as_it_is_kept():
    clauses = "//section[@id='statements']//article"
    said = words_of(opened("/how-we-verify/"), f"{clauses}/h3 | {clauses}/p")
    assert said == [words for one in STATEMENTS for words in (f"{one.id} {one.title}", one.text)]


@pytest.mark.django_db
@pytest.mark.parametrize("code", OTHERS)
def test_what_a_listing_states_is_in_the_language_of_the_page(code):
    tree = opened(f"/{code}/how-we-verify/")
    shown = tree.xpath("string(//section[@id='statements'])")
    english = [words for one in STATEMENTS for words in (one.title, one.text)]
    assert len(tree.xpath("//section[@id='statements']//article")) == len(STATEMENTS)
    assert not [words for words in english if words in shown]


SAME_WORD = {
    "fr": {"fascia", "muscle"},
    "es": {"epidermis", "dermis", "fascia"},
}
"""Labels that are written as they are in English."""


@pytest.mark.django_db
@pytest.mark.parametrize("code", OTHERS)
def test_the_drawing_speaks_the_language_of_the_page(code):
    parts = "//div[@class='plates']//svg//*[self::title or self::desc or self::text]"
    english = words_of(opened("/what-mld-is/"), parts)
    said = words_of(opened(f"/{code}/what-mld-is/"), parts)
    assert len(english) > 30
    assert all(said)
    assert set(said) & set(english) == SAME_WORD.get(code, set())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "units"),
    [
        ("en", ["Kilometers", "Miles"]),
        ("de", ["Kilometer", "Meilen"]),
        ("fr", ["Kilomètres", "Miles"]),
        ("es", ["Kilómetros", "Millas"]),
        ("pt", ["Quilômetros", "Milhas"]),
    ],
)
def test_the_switch_of_units_names_them_alone(code, units):
    factories.make_verified(name="Ines Kallweit")
    prefix = "" if code == "en" else f"/{code}"
    tree = opened(f"{prefix}/practitioners/?place=Freiburg+im+Breisgau")
    links = "//nav[@class='ordering'][.//*[contains(@href, 'unit=')]]//a"
    assert words_of(tree, links) == units
