"""Proof of work: what lets a form through, what does not, and the way for who has no JavaScript."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from directory import proof
from tests.proofs import solved

pytestmark = pytest.mark.django_db

ADDRESS = "/accounts/signup/"
PASSWORD = "quiet-hands-and-slow-circles"


@pytest.fixture(autouse=True)
def as_in_production(settings):
    settings.PROOF_WAIT = 15


def typed(email="mira@example.org", **more):
    return {"email": email, "password1": PASSWORD, "password2": PASSWORD, **more}


def challenge_on(page) -> str:
    return re.search(r'name="proof" value="([^"]+)"', page.content.decode())[1]


def test_a_form_with_its_sum_is_taken_once():
    answer = solved("signup")
    assert Client().post(ADDRESS, typed(**answer)).status_code == 302
    again = Client().post(ADDRESS, typed("other@example.org", **answer))
    assert "open too long or sent twice" in again.content.decode()
    assert User.objects.count() == 1
    fresh = challenge_on(again)
    assert fresh != answer["proof"].split("~")[0]


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"proof": "nonsense"},
        {"proof": "nonsense~17"},
        {"proof": "~"},
        solved("contact"),
        {"proof": "é" * 20 + "~٣"},
    ],
)
def test_what_is_no_answer_makes_no_account(answer):
    page = Client().post(ADDRESS, typed(**answer))
    assert page.status_code == 200
    assert "This needs another look" in page.content.decode()
    assert not User.objects.exists()


def test_a_wrong_number_counts_as_no_sum(settings):
    settings.PROOF_BITS = 24
    answer = proof.challenge("signup") + "~1"
    assert "Wait" in Client().post(ADDRESS, typed(proof=answer)).content.decode()
    assert not User.objects.exists()


def test_without_javascript_the_form_is_taken_after_a_wait(frozen_clock):
    visitor = Client()
    page = visitor.get(ADDRESS)
    assert "Without JavaScript" in page.content.decode()
    answer = {"proof": challenge_on(page)}
    soon = visitor.post(ADDRESS, typed(**answer))
    assert "Wait 16 seconds" in soon.content.decode()
    assert "mira@example.org" in soon.content.decode()
    assert challenge_on(soon) == answer["proof"]
    frozen_clock.shift(timedelta(seconds=16))
    assert visitor.post(ADDRESS, typed(**answer)).status_code == 302
    assert User.objects.count() == 1


def test_waiting_is_for_people_not_for_floods(frozen_clock):
    challenges = [proof.challenge("signup") for _ in range(7)]
    frozen_clock.shift(timedelta(minutes=1))
    for number, challenge in enumerate(challenges):
        Client().post(ADDRESS, typed(f"p{number}@example.org", proof=challenge))
    assert User.objects.count() == 6
    # the sum still works from there
    assert Client().post(ADDRESS, typed("last@example.org", **solved("signup"))).status_code == 302


def test_an_old_form_is_given_a_fresh_challenge(frozen_clock):
    answer = solved("signup")
    frozen_clock.shift(timedelta(hours=5))
    page = Client().post(ADDRESS, typed(**answer))
    assert "open too long" in page.content.decode()
    assert not User.objects.exists()


def test_another_mistake_does_not_use_the_sum_up():
    answer = solved("signup")
    visitor = Client()
    wrong = visitor.post(ADDRESS, typed(password2="another", **answer))
    assert wrong.status_code == 200
    assert visitor.post(ADDRESS, typed(**answer)).status_code == 302
