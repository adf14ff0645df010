"""What arrives beside the forms' fields: buttons, hidden choices, the name of the browser.

Whatever stands in them, the answer is no fault of the site and does not hold it as markup.
"""

import html
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Course
from tests import factories
from tests.browser.injecting import PAYLOADS
from tests.personas import signed_in
from tests.vetting.desk.test_certificates import ask, claimed_case, of_course
from tests.vetting.desk.test_inviting import school, seated, send
from vetting.models import CertificateQuestion, InvitationList

pytestmark = pytest.mark.django_db

HOSTILE = [
    *PAYLOADS,
    "\x00",
    "x" * 10_000,
    "½",
    "-1",
    "9" * 40,
    "ask:" * 3,
]


@dataclass(frozen=True)
class Place:
    client: Client
    address: str
    rest: dict[str, str]


def photo() -> Place:
    owner = factories.make_user()
    factories.make_draft(owner)
    return Place(signed_in(owner), reverse("owner_photo"), {})


def step() -> Place:
    owner = factories.make_user()
    factories.make_draft(owner)
    return Place(
        signed_in(owner), reverse("owner_step", args=["person"]), {"name": "Ines Kallweit"}
    )


def advice() -> Place:
    return Place(step().client, reverse("owner_advice"), {})


def work_for() -> Place:
    return Place(step().client, reverse("owner_work_for"), {})


def members() -> Place:
    client = seated(school())
    send(client, "name,email\nInes Kallweit,ines@example.org\n")
    return Place(client, reverse("desk_list", args=[InvitationList.objects.get().pk]), {})


def certificate() -> Place:
    course = Course.objects.first()
    case, moderator = claimed_case(course)
    organization = of_course(course)
    ask(case, moderator, organization)
    question = CertificateQuestion.objects.get()
    return Place(seated(organization), reverse("desk_answer", args=[question.pk]), {})


def ties() -> Place:
    moderator = factories.make_moderator()
    return Place(signed_in(moderator), reverse("admin:vetting_reviewcase_interests"), {})


def case() -> Place:
    held = factories.make_claimed(factories.make_moderator())
    page = reverse("admin:vetting_reviewcase_change", args=[held.pk])
    return Place(signed_in(held.claimed_by), page, {})


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("act", photo),
        ("then", step),
        ("listing", step),
        ("step", advice),
        ("listing", work_for),
        ("act", members),
        ("act", certificate),
        ("remove", ties),
        ("act", case),
        ("previewed", case),
    ],
)
def test_no_button_brings_anything_but_its_own_words(name: str, place: Callable[[], Place]) -> None:
    at = place()
    for typed in HOSTILE:
        answer = at.client.post(at.address, {**at.rest, name: typed}, follow=True)
        assert answer.status_code in (200, 400, 403, 404, 409, 429), (typed, answer.status_code)
        if typed in PAYLOADS:
            assert typed not in answer.content.decode()


@pytest.mark.parametrize("typed", PAYLOADS)
def test_the_list_of_sessions_does_not_repeat_what_a_browser_calls_itself(typed: str) -> None:
    user = factories.make_user()
    client = Client(headers={"user-agent": typed})
    client.post("/accounts/login/", {"login": user.email, "password": factories.PASSWORD})
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Another browser" in page
    assert html.escape(typed) not in page
    assert typed not in page
