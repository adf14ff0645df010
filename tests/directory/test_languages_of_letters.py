"""A letter speaks the language in which its reader last used the site."""

from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from directory import drafts, mail
from directory.models import Listing, OutgoingMail, Practitioner
from tests import factories

pytestmark = pytest.mark.django_db


def read_in(listing: Listing, language: str) -> None:
    Practitioner.objects.filter(listings=listing).update(letters_in=language)
    listing.refresh_from_db()


def test_sending_a_listing_from_german_pages_makes_its_letters_german():
    owner = factories.make_user("Ines Kallweit")
    client = Client()
    client.force_login(owner)
    client.get("/de/account/listing/practice/")
    assert Practitioner.objects.get(user=owner).letters_in == "de"


def test_the_language_of_the_last_sending_counts():
    listing = factories.make_submitted(name="Ines Kallweit").listing
    owner = listing.practitioner.user
    Listing.objects.filter(pk=listing.pk).update(headline="Another line")
    with translation.override("fr"):
        drafts.submit(listing=Listing.objects.get(pk=listing.pk), actor=owner)
    assert Practitioner.objects.get(user=owner).letters_in == "fr"


def test_a_decision_made_at_the_english_desk_is_told_in_german():
    listing = factories.make_verified(name="Ines Kallweit")
    read_in(listing, "de")
    OutgoingMail.objects.all().delete()
    revision = listing.published_revision
    mail.send_decision(revision=revision, outcome="verified", until=date(2028, 3, 14))
    letter = OutgoingMail.objects.get()
    assert letter.subject == "True MLD: Ihr Eintrag ist geprüft"
    assert "Guten Tag Ines Kallweit," in letter.text
    assert "14.\u00a0März 2028" in letter.text
    assert f"/de/practitioners/{listing.pk}/" in letter.text
    assert translation.get_language() == "en"


def test_a_strangers_message_is_wrapped_in_the_owners_language():
    listing = factories.make_verified(name="Ines Kallweit")
    read_in(listing, "de")
    subject, _text = mail.letter("contact", {})
    assert subject == "A message through your listing"
    with translation.override("de"):
        subject, _text = mail.letter("contact", {})
    assert subject == "Eine Nachricht über Ihren Eintrag"
