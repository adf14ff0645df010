"""A search that found nobody can leave an address: confirmed first, answered once, then forgotten."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as outbox
from django.utils import timezone

from directory import alerts, mail
from directory.models import Event, OutgoingMail, SearchAlert
from tests import factories
from tests.proofs import solved

pytestmark = pytest.mark.django_db

SEARCH = "/alert/?place=Lyon&radius_km=50&condition=lymphedema"


def ask(client, email: str = "anna@example.net", address: str = SEARCH):
    return client.post(address, {"email": email, **solved("alert")}, follow=True)


def links() -> dict[str, str]:
    """Kind of link to its path, of the one letter that was sent last."""
    mail.send_waiting()
    return dict(
        reversed(found)
        for found in re.findall(
            r"http://127\.0\.0\.1:8000(/alert/(confirm|stop)/\S+)", outbox.outbox[-1].body
        )
    )


def in_lyon(**fields):
    return factories.make_verified(city="Lyon", country="FR", lat=45.76, lon=4.84, **fields)


def test_an_empty_page_leads_to_an_alert_that_is_confirmed_answered_and_forgotten(client) -> None:
    page = client.get("/practitioners/", {"place": "Lyon", "radius_km": "50", "page": "1"})
    assert 'href="/alert/?place=Lyon&amp;radius_km=50"' in page.content.decode()
    form = client.get(SEARCH)
    assert "Near Lyon, within 50 km" in form.content.decode()
    assert "Look into your mail" in ask(client).content.decode()
    found = links()
    in_lyon()
    OutgoingMail.objects.all().delete()
    assert alerts.sweep() == 0, "nobody confirmed it"
    assert "Confirm your alert" in client.get(found["confirm"]).content.decode()
    assert SearchAlert.objects.get().confirmed_at is None, "looking is not confirming"
    assert "We are looking" in client.post(found["confirm"]).content.decode()
    assert alerts.sweep() == 1
    assert not SearchAlert.objects.exists()
    mail.send_waiting()
    letter = outbox.outbox[-1]
    assert letter.to == ["anna@example.net"]
    assert "/practitioners/?place=Lyon&radius_km=50&condition=lymphedema" in letter.body
    assert "lymphedema" not in letter.subject.lower()
    assert alerts.sweep() == 0
    assert not OutgoingMail.objects.filter(to="anna@example.net").exists()
    assert client.get(found["confirm"]).status_code == 404


def test_only_who_fits_the_search_answers_it(client) -> None:
    ask(client)
    client.post(links()["confirm"])
    factories.make_verified()  # in Freiburg
    assert alerts.sweep() == 0
    listing = in_lyon()
    type(listing).objects.filter(pk=listing.pk).update(state="suspended")
    assert SearchAlert.objects.count() == 1


def test_a_postal_code_stays_that_of_the_language_it_was_asked_in(client) -> None:
    ask(client, address="/de/alert/?place=10115")
    mail.send_waiting()
    (path,) = re.findall(r"http://127\.0\.0\.1:8000(/de/alert/confirm/\S+)", outbox.outbox[-1].body)
    client.post(path)
    factories.make_verified(city="New York", country="US", lat=40.81, lon=-73.96)
    assert alerts.sweep() == 0
    factories.make_verified(name="Ada Mitte", city="Berlin", lat=52.53, lon=13.38)
    assert alerts.sweep() == 1


def test_one_click_and_a_button_delete_it(client) -> None:
    ask(client)
    found = links()
    client.get(found["stop"])
    assert SearchAlert.objects.count() == 1, "a mail program that opens links deletes nothing"
    assert (
        "Neither the search nor your address is kept" in client.post(found["stop"]).content.decode()
    )
    assert not SearchAlert.objects.exists()
    assert client.post(found["stop"]).status_code == 200
    in_lyon()
    assert alerts.sweep() == 0


@pytest.mark.parametrize(
    ("days", "confirmed", "left"), [(1, False, 1), (3, False, 0), (179, True, 1), (181, True, 0)]
)
def test_nothing_is_kept_longer_than_said(client, days, confirmed, left) -> None:
    ask(client)
    if confirmed:
        client.post(links()["confirm"])
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        alerts.sweep()
    assert SearchAlert.objects.count() == left


def test_asking_twice_keeps_one_and_answers_alike(client) -> None:
    first = ask(client).content
    assert ask(client).content == first
    assert SearchAlert.objects.count() == 1
    assert OutgoingMail.objects.filter(to="anna@example.net").count() == 1


def test_one_address_gets_few_letters_whoever_asks(client) -> None:
    places = ("Lyon", "Paris", "Nice", "Lille")
    answers = [ask(client, address=f"/alert/?place={place}") for place in places]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert "Too many alerts" in answers[-1].content.decode()
    assert SearchAlert.objects.count() == 3


def test_only_search_and_address_are_kept_and_nothing_in_the_record(client) -> None:
    ask(client)
    client.post(links()["confirm"])
    assert {field.name for field in SearchAlert._meta.fields} == {
        "id",
        "email",
        "language",
        "search",
        "created_at",
        "confirmed_at",
    }
    assert "anna" not in str(list(Event.objects.values()))


@pytest.mark.parametrize("address", ["/alert/", "/alert/?colour=red", "/alert/?place=Nowhereatall"])
def test_a_search_that_cannot_be_read_leads_back_to_the_search(client, address) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/practitioners/")


@pytest.mark.parametrize("token", ["x", "7d1f6a52-7c2e-4f0e-9a59-0d9f7b1c2f10:forged"])
def test_a_forged_link_opens_nothing(client, token) -> None:
    assert client.get(f"/alert/confirm/{token}/").status_code == 404
    assert client.post(f"/alert/confirm/{token}/").status_code == 404
    assert client.post(f"/alert/stop/{token}/").status_code == 200


def test_a_wrong_address_is_named_and_wrong_methods_are_refused(client) -> None:
    answer = ask(client, email="nobody")
    assert answer.status_code == 400
    assert "Enter a valid email address" in answer.content.decode()
    assert client.put(SEARCH).status_code == 405
    assert client.post("/alert/asked/").status_code == 405


def test_letters_speak_the_language_of_the_page(client) -> None:
    ask(client, address="/de/alert/?place=Lyon")
    assert SearchAlert.objects.get().language == "de"
    assert "/de/alert/confirm/" in OutgoingMail.objects.get(to="anna@example.net").text
