"""The listing page, and that whatever is not public answers like what never was."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from directory import drafts, publishing
from directory.clearance import Clearance, Reason
from tests import factories
from tests.personas import signed_in

pytestmark = pytest.mark.django_db

REASONS = [Reason(code="safety", clause="IV.1", text="A report is being looked into.")]


def page_of(client, listing):
    response = client.get(f"/practitioners/{listing.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def visible(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


@pytest.fixture
def listing():
    return factories.make_verified()


def test_the_page_shows_the_words_their_marks_and_the_checks(client, listing):
    html = page_of(client, listing)
    assert "Verified until" in html
    clearance = Clearance.from_dict(listing.clearance)
    supporting = [finding for finding in clearance.findings if finding.polarity > 0]
    assert supporting
    marks = re.findall(r'<mark class="mark-supports">(.*?)</mark>', html, re.DOTALL)
    assert any(supporting[0].quote in visible(mark) for mark in marks)
    assert supporting[0].explain in visible(html)
    assert "Nordhaven School of Lymph Drainage" in html
    assert "R. Okonjo" in html
    assert "Nobody from here has watched a treatment." in html
    assert "64 EUR" in html
    assert "14 Harbour Row" in html


def test_marked_text_is_the_practitioners_text_unchanged(client, listing):
    html = re.sub(r'<span class="hidden-words">.*?</span>', "", page_of(client, listing))
    html = re.sub(r"<a class=\"reference.*?</a>", "", html, flags=re.DOTALL).replace("\u2060", "")
    assert factories.LIMITS.split(".")[0] in visible(html).replace("&#x27;", "'")


def test_markup_in_a_listing_is_shown_as_text_everywhere_on_the_page(client):
    evil = "</script><script>alert(1)</script><b>"
    html = page_of(client, factories.make_verified(name=f"Ines {evil}", about=evil))
    assert "<script>alert" not in html
    assert "<b>" not in html.split("</h1>")[0]
    assert "alert(1)" in html


def test_the_data_block_says_who_where_and_what_was_checked(client, listing):
    html = page_of(client, listing)
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    data = json.loads(block[1])
    assert data["@type"] == "Person"
    assert data["name"] == "Ines Kallweit"
    assert data["hasCredential"][0]["name"] == "Manual lymphatic drainage and CDT"
    assert data["worksFor"][0]["@type"] == "MedicalBusiness"
    assert data["worksFor"][0]["address"]["addressLocality"] == "Freiburg im Breisgau"


def test_an_edit_that_waits_is_not_shown_to_anybody(client, listing):
    listing.headline = "WAITING-EDIT"
    listing.save()
    drafts.submit(listing=listing, actor=listing.practitioner.user)
    assert "WAITING-EDIT" not in page_of(client, listing)
    assert "WAITING-EDIT" not in page_of(signed_in(listing.practitioner.user), listing)


def hide(listing, how):
    owner = listing.practitioner.user
    if how == "paused":
        drafts.pause(listing=listing, actor=owner, until=timezone.localdate() + timedelta(days=5))
    elif how == "suspended":
        publishing.suspend(listing_id=listing.pk, reasons=REASONS, actor=factories.make_moderator())
    elif how == "withdrawn":
        drafts.withdraw(listing=listing, actor=owner)
    elif how == "expired":
        publishing.expire(today=listing.verified_until + timedelta(days=1))
    return listing


ADDRESSES = ("/practitioners/{}/", "/practitioners/{}/contact/", "/practitioners/{}/contact/sent/")


@pytest.mark.parametrize("how", ["paused", "suspended", "withdrawn", "expired"])
def test_what_is_no_longer_public_answers_like_what_never_was(client, listing, how):
    hide(listing, how)
    for address in ADDRESSES:
        gone = client.get(address.format(listing.pk))
        absent = client.get(address.format(uuid.uuid4()))
        assert gone.status_code == absent.status_code == 404
        assert gone.content == absent.content


def test_what_waits_for_review_is_absent_for_every_persona(personas):
    waiting = factories.make_submitted(personas.owner_user).listing
    for client in (personas.nobody, personas.stranger, personas.owner, personas.moderator):
        for address in ADDRESSES:
            assert client.get(address.format(waiting.pk)).status_code == 404


def test_a_page_that_did_not_change_is_not_sent_twice(client, listing):
    first = client.get(f"/practitioners/{listing.pk}/")
    again = client.get(f"/practitioners/{listing.pk}/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    hide(listing, "suspended")
    gone = client.get(f"/practitioners/{listing.pk}/", headers={"if-none-match": first["ETag"]})
    assert gone.status_code == 404


def test_only_reading_is_answered(client, listing):
    assert client.post(f"/practitioners/{listing.pk}/").status_code == 405
    assert client.post("/practitioners/").status_code == 405
