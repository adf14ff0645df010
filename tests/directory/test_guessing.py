"""Who guesses: the same answer for known and unknown addresses, and less and less of it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from tests import factories
from tests.proofs import solved

pytestmark = pytest.mark.django_db

LOG_IN = "/accounts/login/"
NEW = "quiet-hands-and-slow-circles"


def essence(answer, email: str) -> tuple[int, str, str]:
    """Status, target and page without what differs by nature: tokens and the address itself."""
    page = answer.content.decode().replace(email, "ADDRESS")
    page = re.sub(r'name="(csrfmiddlewaretoken|proof)" value="[^"]+"', "", page)
    return answer.status_code, answer.headers.get("Location", ""), page


@pytest.mark.parametrize(
    ("address", "form"),
    [
        (LOG_IN, lambda email: {"login": email, "password": "wrong-password"}),
        ("/accounts/password/reset/", lambda email: {"email": email}),
        (
            "/accounts/signup/",
            lambda email: {"email": email, "password1": NEW, "password2": NEW, **solved("signup")},
        ),
    ],
    ids=["log-in", "reset", "sign-up"],
)
def test_a_known_address_is_answered_like_an_unknown_one(address, form):
    known, unknown = factories.make_user().email, "nobody@example.org"
    answers = [essence(Client().post(address, form(email)), email) for email in (known, unknown)]
    assert answers[0] == answers[1]


def contact_form(email: str) -> dict[str, str]:
    said = {"name": "Anna Petz", "message": "Do you have time on Tuesdays?"}
    return {"email": email, **said, **solved("contact")}


def report_form(email: str) -> dict[str, str]:
    said = {"field": "where", "category": "fact", "text": "The practice moved in May."}
    return {"email": email, **said, **solved("report")}


def alert_form(email: str) -> dict[str, str]:
    return {"email": email, **solved("alert")}


FORMS = {
    "contact": ("/practitioners/{id}/contact/", contact_form),
    "report": ("/practitioners/{id}/report/", report_form),
    "alert": ("/alert/?place=Lyon", alert_form),
}


@pytest.mark.parametrize("name", FORMS)
def test_forms_for_everybody_do_not_tell_who_has_an_account_or_wrote_before(name):
    address, form = FORMS[name]
    listing = factories.make_verified()
    known = listing.practitioner.user.email
    addresses = (known, "nobody@example.org", "nobody@example.org")
    answers = [Client().post(address.format(id=listing.pk), form(email)) for email in addresses]
    assert [answer.status_code for answer in answers] == [302] * 3
    pages = []
    for answer, email in zip(answers, addresses, strict=True):
        status, _target, page = essence(Client().get(answer.url), email)
        # a report has a reference and an address of its own
        page = page.replace(answer.url, "HERE")
        pages.append((status, re.sub(r"R-[0-9A-Z]{8}", "REFERENCE", page)))
    assert pages[0] == pages[1] == pages[2]


@pytest.mark.parametrize("name", FORMS)
def test_forms_for_everybody_stop_a_flood_and_say_for_how_long(name):
    address, form = FORMS[name]
    listing = factories.make_verified()
    for number in range(20):
        answer = Client().post(
            address.format(id=listing.pk),
            form(f"p{number}@example.org") | {"message": f"No {number}"},
        )
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert number == 5
    assert 0 < int(answer["Retry-After"]) <= 3600
    elsewhere = Client(REMOTE_ADDR="192.0.2.9").post(
        address.format(id=listing.pk), form("other@example.org")
    )
    assert elsewhere.status_code == 302


@pytest.mark.parametrize("name", FORMS)
def test_forms_for_everybody_want_the_small_sum(name, settings):
    settings.PROOF_WAIT = 15
    address, form = FORMS[name]
    listing = factories.make_verified()
    answer = Client().post(
        address.format(id=listing.pk), form("nobody@example.org") | {"proof": ""}
    )
    assert answer.status_code == 400
    assert "open too long or sent twice" in answer.content.decode()


def test_programs_learn_no_more_than_people():
    known, unknown = factories.make_user().email, "nobody@example.org"
    for address, form in (
        (LOG_IN, {"password": "wrong-password"}),
        ("/accounts/password/reset/", {}),
    ):
        answers = [
            Client(headers={"accept": "application/json"}).post(
                address, {**form, "login": email, "email": email}
            )
            for email in (known, unknown)
        ]
        pages = [
            re.sub(r"~[^\"]+|csrfmiddlewaretoken[^>]*", "", answer.content.decode()).replace(
                email, "ADDRESS"
            )
            for answer, email in zip(answers, (known, unknown), strict=True)
        ]
        assert answers[0].status_code == answers[1].status_code
        assert pages[0] == pages[1]


def test_a_program_that_guesses_is_stopped_and_told_for_how_long():
    program = Client(headers={"accept": "application/json"})
    guess = {"login": factories.make_user().email, "password": "wrong-password"}
    answers = [program.post(LOG_IN, guess) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [400] * 5 + [429] * 2
    assert int(answers[-1]["Retry-After"]) > 0


def test_a_known_address_costs_signing_up_as_much_hashing(settings, monkeypatch):
    hashed = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode",
        lambda self, password, salt: hashed.append(password) or f"md5${salt}$0",
    )
    known = factories.make_user().email
    counts = []
    for email in (known, "nobody@example.org"):
        hashed.clear()
        Client().post(
            "/accounts/signup/",
            {"email": email, "password1": NEW, "password2": NEW, **solved("signup")},
        )
        counts.append(len(hashed))
    assert counts[0] == counts[1] >= 1
    assert [letter.subject for letter in mail.outbox] == [
        "True MLD: You have an account already",
        "True MLD: Confirm your address",
    ]


def test_guessing_is_stopped_told_when_to_go_on_and_locks_nobody_out(frozen_clock):
    user = factories.make_user()
    guess = {"login": user.email, "password": "wrong-password"}
    answers = [Client().post(LOG_IN, guess) for _ in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 3
    right = {"login": user.email, "password": factories.PASSWORD}
    assert Client().post(LOG_IN, right).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.9").post(LOG_IN, right).status_code == 302
    frozen_clock.shift(timedelta(seconds=int(answers[-1]["Retry-After"]) + 1))
    assert Client().post(LOG_IN, right).status_code == 302


def test_many_accounts_are_not_tried_from_one_network():
    statuses = [
        Client()
        .post(LOG_IN, {"login": f"p{number}@example.org", "password": "wrong-password"})
        .status_code
        for number in range(15)
    ]
    assert statuses == [200] * 10 + [429] * 5


def test_one_account_is_not_tried_from_many_networks_without_end():
    user = factories.make_user()
    statuses = [
        Client(REMOTE_ADDR=f"192.0.{number // 250}.{number % 250}")
        .post(LOG_IN, {"login": user.email, "password": "wrong-password"})
        .status_code
        for number in range(203)
    ]
    assert statuses == [200] * 200 + [429] * 3


@pytest.mark.parametrize(
    ("address", "form", "times"),
    [
        ("/accounts/password/reset/", {"email": "nobody@example.org"}, 5),
        ("/accounts/signup/", {"email": "x"}, 20),
    ],
)
def test_other_forms_answer_429_with_the_time_to_wait(address, form, times):
    answers = [Client().post(address, form) for _ in range(times + 1)]
    assert answers[-2].status_code != 429
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "60"
    assert "Please wait a moment" in answers[-1].content.decode()
