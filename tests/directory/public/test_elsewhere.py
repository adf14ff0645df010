"""What other sites show of a listing: badge, framed search, pictures; and where to report a weakness."""

import uuid
from datetime import date, timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from directory import drafts, publishing
from directory.clearance import Reason
from directory.models import Listing
from tests import factories

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def words_of(response) -> list[str]:
    root = ElementTree.fromstring(response.content)
    return [text.text for text in root.iter(f"{SVG}text")]


def badge(client, listing_id):
    return client.get(f"/badge/{listing_id}.svg")


def test_a_badge_says_until_when_and_belongs_to_no_visitor(client):
    listing = factories.make_verified()
    Listing.objects.filter(pk=listing.pk).update(verified_until=date(2199, 3, 14))
    response = badge(client, listing.pk)
    assert response["Content-Type"] == "image/svg+xml"
    assert words_of(response) == ["True MLD", "Verified until 14\u00a0March 2199"]
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "public" in response["Cache-Control"]
    assert not response.cookies


def test_a_badge_turns_by_itself(client):
    listing = factories.make_verified()
    yesterday = timezone.localdate() - timedelta(days=1)
    Listing.objects.filter(pk=listing.pk).update(verified_until=yesterday)
    assert words_of(badge(client, listing.pk))[1].startswith("Expired on")


def test_a_badge_of_a_paused_and_of_a_withdrawn_listing(client):
    listing = factories.make_verified()
    owner = listing.practitioner.user
    drafts.pause(listing=listing, actor=owner, until=timezone.localdate() + timedelta(days=9))
    assert words_of(badge(client, listing.pk))[1] == "Takes a pause"
    listing.refresh_from_db()
    drafts.withdraw(listing=listing, actor=owner)
    response = badge(client, listing.pk)
    assert response.status_code == 200
    assert words_of(response)[1] == "Withdrawn"


def test_a_badge_of_a_suspended_listing(client):
    listing = factories.make_verified()
    moderator = factories.make_moderator()
    reasons = [Reason(code="other", clause="S-1", text="A patient was harmed.")]
    publishing.suspend(listing_id=listing.pk, reasons=reasons, actor=moderator)
    assert words_of(badge(client, listing.pk))[1] == "Suspended"


def test_what_was_never_public_and_what_is_absent_have_one_badge(client):
    waiting = badge(client, factories.make_submitted().listing_id)
    absent = badge(client, uuid.uuid4())
    assert waiting.status_code == absent.status_code == 404
    assert waiting.content == absent.content
    assert words_of(absent)[1] == "Not verified"


@pytest.mark.parametrize("path", ["/badge/nobody.svg", "/practitioners/nobody/picture.png"])
def test_a_bad_id_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["search_widget", "site_picture", "for_websites"])
def test_they_are_only_read(client, name):
    assert client.post(reverse(name)).status_code == 405


def test_pages_name_a_picture_of_the_size_that_is_asked_for(client):
    listing = factories.make_verified()
    html = client.get(listing.get_absolute_url()).content.decode()
    address = f"/practitioners/{listing.pk}/picture.png"
    assert f'property="og:image" content="http://127.0.0.1:8000{address}"' in html
    for path in (address, "/picture.png"):
        response = client.get(path)
        assert response["Content-Type"] == "image/png"
        assert Image.open(BytesIO(response.content)).size == (1200, 630)


def test_a_listing_that_is_not_public_has_no_picture(client):
    waiting = factories.make_submitted()
    assert client.get(f"/practitioners/{waiting.listing_id}/picture.png").status_code == 404


def test_security_txt_names_the_contact_and_ends_within_a_year(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@directory.example"
    text = client.get("/.well-known/security.txt").content.decode()
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == "mailto:security@directory.example"
    ends = date.fromisoformat(fields["Expires"][:10])
    assert timezone.localdate() < ends < timezone.localdate() + timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
