"""What is sent by the wrong person, or in a field that no form has, changes nothing."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from directory.models import Listing, Practitioner
from tests import factories
from tests.directory.owner.browsing import save
from tests.proofs import solved

pytestmark = pytest.mark.django_db

STEPS = ("practice", "where", "services", "training", "approach")
SMUGGLED = {
    "state": "withdrawn",
    "verified_until": "2099-01-01",
    "verified_on": "2001-01-01",
    "confirmed_on": "2001-01-01",
    "paused_until": "2099-01-01",
    "published_revision": "999",
    "clearance": "{}",
    "practitioner": "999",
    "user": "999",
    "is_demo": "on",
    "is_staff": "on",
    "is_superuser": "on",
    "is_active": "",
}
ACTS = (
    ("/account/confirm/", {}),
    ("/account/pause/", {"until": str(date.today() + timedelta(days=9))}),
    ("/account/resume/", {}),
    ("/account/take-back/", {}),
    ("/account/withdraw/", {}),
    ("/account/begin-again/", {}),
    ("/account/delete/", {"password": factories.PASSWORD}),
    ("/account/delegates/", {"email": "mallory@example.org"}),
    ("/account/documents/{document_id}/", {}),
    ("/account/photo/", {"act": "remove"}),
    ("/account/decisions/{decision_id}/appeal/", {"text": "This is not so at all."}),
)


def rights_of(scene) -> list:
    """Everything of the owner that no form may set."""
    listing = Listing.objects.filter(pk=scene.listing.pk)
    user = User.objects.filter(pk=scene.users["owner"].pk)
    return [
        *listing.values(
            "state",
            "practitioner_id",
            "published_revision_id",
            "verified_on",
            "verified_until",
            "confirmed_on",
            "paused_until",
            "clearance",
        ),
        *Practitioner.objects.filter(pk=scene.listing.practitioner_id).values("user_id", "is_demo"),
        *user.values("email", "is_staff", "is_superuser", "is_active"),
    ]


def all_of(scene) -> list:
    """The owner's rights and rows, for what must not be touched at all."""
    listing = Listing.objects.filter(pk=scene.listing.pk)
    papers = scene.listing.practitioner.qualifications.values()
    invited = scene.listing.practitioner.delegates.filter(user=None).values("pk", "email")
    texts = [*listing.values("about", "headline"), *scene.listing.locations.values()]
    return [*rights_of(scene), *texts, *papers, *invited]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("role", ["owner", "delegate"])
def test_a_field_that_no_form_has_is_not_taken(scene, role, step):
    before = rights_of(scene)
    answer = save(scene.clients[role], step, headline="Changed by the form", **SMUGGLED)
    assert answer.status_code == (403 if (role, step) == ("delegate", "training") else 302)
    assert rights_of(scene) == before


def test_nobody_signs_up_as_more_than_a_member(scene):
    password = "quiet-hands-and-slow-circles"
    typed = {"email": "mallory@example.org", "password1": password, "password2": password}
    answer = scene.clients["nobody"].post(
        "/accounts/signup/", {**typed, **SMUGGLED, **solved("signup")}
    )
    assert answer.status_code == 302
    made = User.objects.get(email="mallory@example.org")
    assert (made.is_staff, made.is_superuser, made.is_active) == (False, False, True)


@pytest.mark.parametrize("role", ["nobody", "other", "delegate", "seat", "moderator", "admin"])
def test_what_others_send_does_not_reach_the_owner(scene, role):
    before = all_of(scene)
    client = scene.clients[role]
    for address, typed in ACTS:
        cookies = client.cookies.copy()
        with transaction.atomic():
            client.post(address.format(**scene.values), typed)
            assert all_of(scene) == before, address
            transaction.set_rollback(True)
        client.cookies = cookies
    if role in {"nobody", "delegate"}:
        return
    for step in STEPS:
        save(client, step, headline="Mallory was here", city="Nowhere")
        assert all_of(scene) == before, step
