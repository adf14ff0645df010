"""Standing pages, errors, and what robots read; no private word on any of them."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from directory import drafts
from directory.models import EvidenceDocument, Listing, Qualification
from directory.searching import live_index
from directory.views import pages, public
from tests import factories

pytestmark = pytest.mark.django_db

STANDING = [
    "home",
    "results",
    "what_is_mld",
    "how_we_vet",
    "checker",
    "about",
    "ordering",
    "log",
    "figures",
    "privacy",
    "accessibility",
    "for_websites",
]
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def own_index():
    live_index.forget()
    yield
    live_index.forget()


@pytest.mark.parametrize("name", STANDING)
def test_a_standing_page_stands_and_allows_no_inline_code(client, name):
    response = client.get(reverse(name))
    html = response.content.decode()
    assert response.status_code == 200
    assert "<h1" in html
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert not re.search(
        r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*(src=|application/ld))", html
    )
    # canonical and alternate name addresses of this site in full; a browser loads neither
    loads = r'(?:src|<link rel="(?!canonical|alternate)[^>]+href)="https?://'
    assert not re.search(loads, html)


@pytest.mark.parametrize("name", STANDING)
def test_every_link_of_a_standing_page_leads_somewhere(client, name):
    factories.make_verified()
    html = client.get(reverse(name)).content.decode()
    links = {link.split("#")[0] for link in re.findall(r'href="(/[^"]*)"', html)}
    for link in links - {""}:
        if not link.startswith("/static/"):
            assert client.get(link.replace("&amp;", "&")).status_code in {200, 302}, link


def test_the_rubric_page_is_made_from_the_rubric(client):
    html = client.get(reverse("how_we_vet")).content.decode()
    rubric = client.get("/rubric.json").json()
    for clause in rubric["clauses"]:
        assert f'id="clause-{clause["id"]}"' in html
    assert rubric["sha256"] in html
    assert "<h2>Safety</h2>" in html
    assert rubric["courses"][0]["school"].replace("&", "&amp;") in html


def test_what_mld_is_has_the_questions_to_ask_in_the_language_of_the_page(client):
    questions = html.fromstring(client.get("/what-mld-is/").content).xpath("//*[@id='ask']//li")
    assert "When would you not treat me?" in [one.text_content() for one in questions]
    german = html.fromstring(client.get("/de/what-mld-is/").content).xpath("//*[@id='ask']//li")
    assert len(german) == len(questions)
    assert not {one.text_content() for one in german} & {one.text_content() for one in questions}


def test_the_map_of_the_site_names_public_listings_with_the_day_they_changed(client):
    listing = factories.make_verified()
    factories.make_submitted(name="Not Public")
    Listing.objects.filter(pk=listing.pk).update(confirmed_on=date(2199, 1, 5))
    response = client.get("/sitemap.xml")
    assert response["Content-Type"].startswith("application/xml")
    urls = ElementTree.fromstring(response.content).findall(f"{MAP}url")
    places = {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in urls}
    assert places[f"http://127.0.0.1:8000/practitioners/{listing.pk}/"] == "2199-01-05"
    assert places["http://127.0.0.1:8000/what-mld-is/"] is None
    assert sum(":8000/practitioners/" in place for place in places) == 2


def test_a_map_of_more_than_a_file_may_name_is_in_parts(
    client, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(pages, "LISTINGS_A_SITEMAP", 2)
    listings = {
        f"http://127.0.0.1:8000/practitioners/{one().pk}/" for one in [factories.make_verified] * 5
    }
    named = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert named.tag == f"{MAP}sitemapindex"
    found, standing = [], 0
    for part in named.iter(f"{MAP}loc"):
        with django_assert_max_num_queries(2):
            answer = client.get(part.text.removeprefix("http://127.0.0.1:8000"))
        locations = [one.text for one in ElementTree.fromstring(answer.content).iter(f"{MAP}loc")]
        found += listings.intersection(locations)
        standing += "http://127.0.0.1:8000/about/" in locations
    assert sorted(found) == sorted(listings)
    assert standing == 1
    for missing in ("0", "4", "x", ""):
        assert client.get("/sitemap.xml", {"part": missing}).status_code == 404


def test_robots_are_told_where_the_map_is_and_what_is_private(client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text
    assert "Disallow: /admin/" in text
    assert "Disallow: /accounts/" in text
    assert "Allow: /accounts/signup/" in text


def test_the_icon_is_found_where_browsers_look(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].endswith("img/mark.svg")


def test_an_absent_page_has_its_own_page(client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


def test_a_fault_is_answered_without_database_and_tells_nothing(
    monkeypatch, django_assert_num_queries
):
    def broken(*args, **kwargs):
        raise RuntimeError("SECRET-DETAIL")

    monkeypatch.setattr(public, "search_form", broken)
    monkeypatch.setattr(public.ListingFilter, "everybody", None)
    with django_assert_num_queries(0):
        response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    html = response.content.decode()
    assert "<h1" in html
    assert "SECRET-DETAIL" not in html
    assert "Traceback" not in html


def test_a_host_that_is_not_ours_gets_a_plain_refusal():
    response = Client(SERVER_NAME="elsewhere.example").get("/")
    assert response.status_code == 400
    assert "<h1" in response.content.decode()


def test_a_form_that_is_too_large_is_refused_in_words():
    body = b"title=a&text=" + b"x" * 3_000_000
    response = Client().post(
        reverse("checker"), body, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413
    assert "<h1" in response.content.decode()


CANARIES = {
    "email": "canary-email@example.org",
    "certificate": "CANARY-CERTIFICATE",
    "edit": "CANARY-EDIT",
    "file": "canary-file-name.pdf",
    "reason": "CANARY-REASON",
}


@pytest.fixture
def guarded():
    """A public listing with a canary in every private place: account, paper, file, edit, reasons."""
    listing = factories.make_verified(name="Public Person")
    user = listing.practitioner.user
    user.email = CANARIES["email"]
    user.username = "CANARY-USERNAME"
    user.save()
    paper = Qualification.objects.get(practitioner=listing.practitioner)
    paper.identifier = CANARIES["certificate"]
    paper.save()
    EvidenceDocument.objects.create(
        qualification=paper,
        original_name=CANARIES["file"],
        content_type="application/pdf",
        size=9,
        sha256="canary-sha",
    )
    listing.published_revision.__class__.objects.filter(pk=listing.published_revision_id).update(
        reasons=[{"code": "x", "clause": "I.1", "text": CANARIES["reason"]}]
    )
    listing.about = CANARIES["edit"]
    listing.save()
    drafts.submit(listing=listing, actor=user)
    return listing


def test_nothing_private_is_on_any_public_page_or_answer(client, guarded):
    one = guarded.pk
    pages = [
        *(reverse(name) for name in STANDING),
        f"/practitioners/{one}/",
        f"/practitioners/{one}/contact/",
        f"/practitioners/{one}/contact/sent/",
        "/practitioners/?place=Freiburg%20im%20Breisgau",
        "/practitioners/?page=99",
        "/api/v1/listings/",
        f"/api/v1/listings/{one}/",
        f"/api/v1/listings/{one}/verification/",
        "/api/v1/rubric/",
        "/api/v1/schema/",
        "/sitemap.xml",
        "/robots.txt",
        "/rubric.json",
    ]
    seen = ""
    for page in pages:
        response = client.get(page)
        assert response.status_code < 500
        seen += response.content.decode() + str(response.headers)
    assert "Public Person" in seen
    for canary in (*CANARIES.values(), "PRIVATE-0417", "canary", "CANARY"):
        assert canary not in seen


@pytest.mark.parametrize("word", [*CANARIES.values(), "PRIVATE-041", "0417", "PRIVATE"])
def test_nothing_private_can_be_searched_for(client, guarded, word):
    assert client.get("/api/v1/listings/", {"q": word}).json()["count"] == 0
