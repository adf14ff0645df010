"""Every public page as a reader of its structure meets it: title, headings, labels, errors."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from lxml import html

from tests import factories

STANDING = (
    "home",
    "results",
    "what_is_mld",
    "how_we_vet",
    "figures",
    "checker",
    "about",
    "ordering",
    "privacy",
    "accessibility",
    "for_practitioners",
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_email_verification_sent",
)


def opened(address: str, client: Client | None = None, status: int = 200) -> html.HtmlElement:
    answer = (client or Client()).get(address)
    assert answer.status_code == status
    return html.fromstring(answer.content.decode())


def sound(tree: html.HtmlElement) -> None:
    """The structure that every page has."""
    assert tree.get("lang") == "en"
    assert re.fullmatch(r".+ – True MLD", tree.findtext(".//title").strip())
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1|//h2|//h3|//h4")]
    assert levels.count(1) == 1
    main = [
        int(heading.tag[1])
        for heading in tree.xpath("//main//*[self::h1|self::h2|self::h3|self::h4]")
    ]
    assert all(after - before <= 1 for before, after in zip([1, *main], main, strict=False))
    ids = tree.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
    for link in tree.xpath("//a/@href[starts-with(., '#')]"):
        assert link[1:] in ids, link
    for names in tree.xpath("//@aria-describedby|//@aria-labelledby"):
        assert set(names.split()) <= set(ids), names
    for control in tree.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        own = control.get("id")
        assert tree.xpath(f"//label[@for='{own}']") or control.xpath("ancestor::label"), (
            control.attrib
        )
    assert not tree.xpath("//*[@style]")


@pytest.mark.django_db
@pytest.mark.parametrize("name", STANDING)
def test_standing_pages_are_sound(name):
    sound(opened(reverse(name)))


@pytest.mark.django_db
def test_nothing_here_is_a_page_too():
    tree = opened("/nowhere/", status=404)
    sound(tree)
    assert "nothing at this address" in tree.findtext(".//h1")


@pytest.fixture
def listing(db):
    return factories.make_verified(name="Ines Kallweit")


def test_listing_shows_words_marks_and_notes(listing):
    tree = opened(listing.get_absolute_url())
    sound(tree)
    marks = tree.xpath("//mark[starts-with(@class, 'mark-')]")
    assert len(marks) > 3
    for reference in tree.xpath("//a[contains(@class, 'reference')]/@href"):
        assert tree.xpath(f"//ol[@class='notes']/li[@id='{reference[1:]}']"), reference
    assert [li.text_content().split()[0] for li in tree.xpath("//ul[@class='criteria']/li")] == [
        "I",
        "II",
        "III",
    ]
    assert "Verified until" in tree.xpath("string(//*[contains(@class, 'stamp')])")


def test_listing_without_marks_reads_as_it_was_written(listing):
    tree = opened(listing.get_absolute_url())
    for hidden in tree.xpath("//*[@class='hidden-words']|//a[contains(@class, 'reference')]"):
        hidden.drop_tree()
    written = tree.xpath("//*[@class='words']")
    texts = [part.text_content().replace("\u2060", "") for part in written]
    assert factories.HANDS in texts
    assert factories.LIMITS in texts


def test_results_are_sound_and_lead_to_the_listing(listing):
    tree = opened(reverse("results") + "?place=Freiburg+im+Breisgau&radius_km=10")
    sound(tree)
    assert tree.xpath("//article//h3/a/@href") == [listing.get_absolute_url()]
    assert "1 practitioner" in tree.xpath("string(//section[@id='list']//*[@role='status'])")


def test_filters_keep_the_search(listing):
    tree = opened(reverse("results") + "?place=Freiburg+im+Breisgau&radius_km=10&method=vodder")
    form = tree.get_element_by_id("filters")
    kept = {
        (field.get("name"), field.get("value")) for field in form.xpath(".//input[@type='hidden']")
    }
    assert kept == {("place", "Freiburg im Breisgau"), ("radius_km", "10")}
    assert form.xpath(".//input[@name='method' and @checked]/@value") == ["vodder"]
    assert tree.xpath("//ul[@class='chips']//a")


def test_nobody_found_says_where_to_look(listing):
    tree = opened(reverse("results") + "?q=zzzzqqq")
    sound(tree)
    assert "0 practitioners" in tree.xpath("string(//section[@id='list']//*[@role='status'])")
    assert tree.xpath("//main//a[normalize-space()='Show everybody']")


def test_an_unknown_place_is_answered_beside_its_field(db):
    tree = opened(reverse("results") + "?place=Zzzyx", status=400)
    sound(tree)
    assert tree.findtext(".//title").startswith("Error: ")
    field = tree.get_element_by_id("id_place")
    assert field.get("value") == "Zzzyx"
    assert "Zzzyx" in tree.get_element_by_id("id_place_error").text_content()
    assert "id_place_error" in field.get("aria-describedby")


def test_a_failed_form_says_what_is_wrong_first_and_keeps_what_was_typed(listing):
    address = reverse("contact", args=[listing.pk])
    answer = Client().post(address, {"name": "Ana", "email": "not an address", "message": "Hello"})
    tree = html.fromstring(answer.content.decode())
    sound(tree)
    assert tree.findtext(".//title").strip().startswith("Error: ")
    summary = tree.get_element_by_id("error-summary")
    assert summary.xpath(".//a/@href") == ["#id_email"]
    field = tree.get_element_by_id("id_email")
    assert field.get("value") == "not an address"
    assert field.get("aria-invalid") == "true"
    assert "id_email_error" in field.get("aria-describedby").split()
    assert tree.get_element_by_id("id_message").text.strip() == "Hello"


def test_the_checker_marks_each_of_its_samples(db):
    page = opened(reverse("checker"))
    samples = page.xpath("//*[contains(@class, 'samples')]/form")
    assert len(samples) == 3
    words = []
    for sample in samples:
        typed = {
            field.get("name"): field.get("value")
            for field in sample.xpath(".//input")
            if field.get("name") != "csrfmiddlewaretoken"
        }
        answer = Client().post(reverse("checker"), typed)
        assert answer.status_code == 200
        tree = html.fromstring(answer.content.decode())
        sound(tree)
        assert tree.get_element_by_id("id_text").text.strip() == typed["text"]
        words.append(tree.xpath("string(//h2//*[contains(@class, 'verdict')])").strip())
    careful, honest, promising = words
    assert careful == "Describes MLD"
    assert promising == "Does not describe MLD"
    assert honest != careful


def test_every_health_statement_has_its_source(db):
    tree = opened(reverse("what_is_mld"))
    listed = [item.get("id") for item in tree.xpath("//ol[@class='sources']/li")]
    used = {link.lstrip("#") for link in tree.xpath("//sup/a/@href")}
    assert used == set(listed)
    assert all(
        item.xpath(".//a[starts-with(@href, 'http')]")
        for item in tree.xpath("//ol[@class='sources']/li")
    )
    words = tree.xpath("string(//main)").casefold()
    assert "osmotic" not in words


def test_who_is_signed_in_finds_the_listing_and_the_way_out(client, db):
    owner = factories.make_user()
    client.force_login(owner)
    tree = opened(reverse("home"), client)
    nav = tree.xpath("//header//nav[@aria-label='Main']")[0]
    assert "Your listing" in nav.text_content()
    assert nav.xpath(".//form[@method='post']")[0].get("action") == reverse("account_logout")
    assert "For practitioners" not in nav.text_content()


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_error_pages_need_neither_request_nor_database(status):
    tree = html.fromstring(render_to_string(f"{status}.html"))
    sound(tree)
    assert reverse("home") in tree.xpath("//main//a/@href")
