"""The contact relay: passes a message on, shows nobody's address, keeps no text."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.cache import cache
from django.test import Client

from directory import mail
from directory.models import Event, OutgoingMail
from tests import factories
from tests.proofs import solved

pytestmark = pytest.mark.django_db

GOOD = {
    "name": "Anna Petz",
    "email": "anna@example.net",
    "message": "Do you have time on Tuesdays? <b>Best</b> & thanks, it's for my mother.",
}


def good() -> dict[str, str]:
    """The form as a browser sends it."""
    return GOOD | solved("contact")


@pytest.fixture
def listing():
    listing = factories.make_verified()
    OutgoingMail.objects.all().delete()
    return listing


def address_of(listing):
    return f"/practitioners/{listing.pk}/contact/"


def test_a_message_reaches_the_practitioner_and_its_text_is_deleted(client, listing):
    response = client.post(address_of(listing), good(), follow=True)
    assert "Your message is on its way" in response.content.decode()
    mail.send_waiting()
    (letter,) = outbox.outbox
    assert letter.to == [listing.practitioner.user.email]
    assert letter.reply_to == ["anna@example.net"]
    assert "<b>Best</b> & thanks, it's for my mother." in letter.body
    assert "Anna" not in letter.subject
    kept = OutgoingMail.objects.get()
    assert kept.sent_at
    assert kept.text == kept.reply_to == ""
    assert "anna" not in str(Event.objects.filter(kind__startswith="contact").values()).lower()


def test_the_practitioners_address_is_on_no_page_of_the_relay(client, listing):
    email = listing.practitioner.user.email
    for page in (
        client.get(address_of(listing)),
        client.post(address_of(listing), {**good(), "email": "wrong"}),
        client.post(address_of(listing), good(), follow=True),
    ):
        assert email not in page.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "nobody"}, "Enter a valid email address"),
        ({"message": " "}, "This field is required"),
        ({"message": "x" * 3001}, "at most 3000 characters"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_a_mistake_is_named_and_the_typed_text_stays(client, listing, change, sentence):
    response = client.post(address_of(listing), {**good(), **change})
    page = response.content.decode()
    assert response.status_code == 400
    assert sentence in page
    if "message" not in change:
        assert "Do you have time on Tuesdays?" in page
    assert not OutgoingMail.objects.exists()


def test_a_line_break_in_a_name_cannot_write_headers(client, listing):
    client.post(address_of(listing), {**good(), "name": "Anna\r\nBcc: all@example.net"})
    letter = OutgoingMail.objects.get()
    assert "\n" not in letter.subject
    assert "Name: Anna Bcc: all@example.net" in letter.text


def test_a_filled_trap_is_thanked_and_nothing_is_sent(client, listing):
    response = client.post(address_of(listing), {**good(), "homepage": "http://spam.example"})
    assert response.status_code == 302
    assert not OutgoingMail.objects.exists()


def test_the_same_message_sent_twice_is_one_letter(client, listing):
    for _ in range(2):
        assert client.post(address_of(listing), good()).status_code == 302
    assert OutgoingMail.objects.count() == 1


def test_the_sixth_message_in_an_hour_waits_and_is_not_lost(client, listing, frozen_clock):
    for number in range(5):
        assert (
            client.post(address_of(listing), {**good(), "message": f"No {number}"}).status_code
            == 302
        )
    refused = client.post(address_of(listing), {**good(), "message": "The sixth one"})
    assert refused.status_code == 429
    assert "The sixth one" in refused.content.decode()
    assert OutgoingMail.objects.count() == 5
    frozen_clock.shift(timedelta(seconds=int(refused["Retry-After"])))
    assert (
        client.post(address_of(listing), {**good(), "message": "The sixth one"}).status_code == 302
    )


def test_another_visitor_is_not_held_up(listing):
    for number in range(6):
        Client().post(address_of(listing), {**good(), "message": f"No {number}"})
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert other.post(address_of(listing), good()).status_code == 302


def test_a_limit_is_not_forgotten_because_many_others_come(client, listing):
    for number in range(5):
        client.post(address_of(listing), {**good(), "message": f"No {number}"})
    for number in range(2000):
        cache.set(f"another-visitor-{number}", number)
    assert client.post(address_of(listing), good()).status_code == 429


def test_one_listing_is_not_flooded_from_many_addresses(listing):
    statuses = [
        Client(REMOTE_ADDR=f"192.0.2.{number}")
        .post(address_of(listing), {**good(), "message": f"No {number}"})
        .status_code
        for number in range(31)
    ]
    assert statuses == [302] * 30 + [429]


def test_a_form_without_its_token_is_refused_in_words(listing):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(address_of(listing), good())
    assert response.status_code == 403
    assert "This form was too old" in response.content.decode()
    assert not OutgoingMail.objects.exists()


def test_the_form_asks_for_no_health_details_and_keeps_robots_away(client, listing):
    response = client.get(address_of(listing))
    assert "no health details" in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    assert (
        client.get(address_of(listing).replace(str(listing.pk), str(uuid.uuid4()))).status_code
        == 404
    )
