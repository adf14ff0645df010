"""Acts on a whole listing: pause, resume, confirm, take back, withdraw, download, delete."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone

from directory.models import (
    Event,
    EvidenceDocument,
    Listing,
    OutgoingMail,
    Practitioner,
    Qualification,
    Revision,
)
from tests import factories
from tests.codes import answered

pytestmark = pytest.mark.django_db


def state_of(user) -> str:
    return Listing.objects.owned_by(user).get().state


def test_pausing_takes_a_listing_out_until_a_day_and_resuming_brings_it_back(personas):
    listing = factories.make_verified(user=personas.owner_user)
    until = timezone.localdate() + timedelta(days=20)
    personas.owner.post("/account/pause/", {"until": until.isoformat()})
    listing.refresh_from_db()
    assert (listing.state, listing.paused_until) == ("paused", until)
    assert personas.nobody.get(listing.get_absolute_url()).status_code == 404
    assert "Paused until" in personas.owner.get("/account/").content.decode()
    personas.owner.post("/account/resume/")
    assert personas.nobody.get(listing.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("days", [None, -1, 0, 367])
def test_a_pause_ends_within_a_year(personas, days):
    factories.make_verified(user=personas.owner_user)
    until = "" if days is None else (timezone.localdate() + timedelta(days=days)).isoformat()
    answer = personas.owner.post("/account/pause/", {"until": until})
    assert answer.status_code == 400
    assert "Choose a day between tomorrow and a year from now." in answer.content.decode()
    assert state_of(personas.owner_user) == "verified"


def test_still_correct_is_one_click(personas):
    listing = factories.make_verified(user=personas.owner_user)
    Listing.objects.filter(pk=listing.pk).update(confirmed_on="2020-01-01")
    personas.owner.post("/account/confirm/")
    listing.refresh_from_db()
    assert listing.confirmed_on == timezone.localdate()


def test_taking_back_asks_first_and_makes_a_draft_again(personas):
    factories.make_submitted(personas.owner_user)
    assert "Take back what you sent?" in personas.owner.get("/account/take-back/").content.decode()
    assert state_of(personas.owner_user) == "submitted"
    personas.owner.post("/account/take-back/")
    assert state_of(personas.owner_user) == "draft"
    assert Revision.objects.get().state == "withdrawn"


def test_withdrawing_asks_first_and_one_can_begin_again(personas):
    listing = factories.make_verified(user=personas.owner_user)
    assert "Withdraw your listing?" in personas.owner.get("/account/withdraw/").content.decode()
    assert state_of(personas.owner_user) == "verified"
    personas.owner.post("/account/withdraw/")
    assert state_of(personas.owner_user) == "withdrawn"
    assert personas.nobody.get(listing.get_absolute_url()).status_code == 404
    page = personas.owner.get("/account/").content.decode()
    assert "Your listing is withdrawn" in page
    personas.owner.post("/account/begin-again/")
    assert state_of(personas.owner_user) == "draft"
    assert Listing.objects.get().headline, "the text is kept"


@pytest.mark.parametrize("act", ["resume", "begin-again", "take-back", "pause", "confirm"])
def test_an_act_that_does_not_fit_changes_nothing_and_says_so(personas, act):
    factories.make_draft(personas.owner_user)
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    answer = personas.owner.post(f"/account/{act}/", {"until": until}, follow=True)
    assert "Nothing was changed" in answer.content.decode()
    assert state_of(personas.owner_user) == "draft"
    assert Listing.objects.get().confirmed_on is None


def with_document(user) -> EvidenceDocument:
    paper = Qualification.objects.get(practitioner__user=user)
    document = EvidenceDocument(
        qualification=paper,
        original_name="Zertifikat.pdf",
        content_type="application/pdf",
        size=5,
        sha256="0" * 64,
    )
    document.file.save("x", ContentFile(b"%PDF-"), save=False)
    document.save()
    return document


def test_everything_can_be_downloaded_as_json(personas):
    listing = factories.make_verified(user=personas.owner_user)
    document = with_document(personas.owner_user)
    asked = personas.owner.get("/account/download/").headers["Location"]
    assert asked.startswith("/accounts/reauthenticate/?next=")
    personas.owner.post(asked, {"password": factories.PASSWORD})
    answer = personas.owner.get("/account/download/")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="true-mld-')
    assert answer.headers["Cache-Control"] == "private, no-store"
    data = json.loads(answer.content)
    assert data["account"]["email"] == personas.owner_user.email
    assert data["listing"]["id"] == str(listing.pk)
    assert data["listing"]["working_copy"]["approach_hands"] == factories.HANDS
    assert data["listing"]["working_copy"]["qualifications"][0]["identifier"] == "PRIVATE-0417"
    assert [sent["state"] for sent in data["sent"]] == ["approved"]
    assert data["documents"][0]["address"].endswith(f"/account/documents/{document.pk}/")
    assert "revision.submitted" in {event["kind"] for event in data["events"]}
    assert data["letters"]
    other = json.loads(answered(personas.stranger).get("/account/download/").content)
    assert not other["documents"]
    assert not other["sent"]


@pytest.mark.django_db(transaction=True)
def test_deleting_needs_the_password_and_then_leaves_nothing(personas):
    factories.make_verified(user=personas.owner_user)
    path = Path(with_document(personas.owner_user).file.path)
    wrong = personas.owner.post("/account/delete/", {"password": "not-it"})
    assert wrong.status_code == 400
    assert "This is not your password. Nothing was deleted." in wrong.content.decode()
    assert path.exists()
    email, pk = personas.owner_user.email, personas.owner_user.pk
    done = personas.owner.post("/account/delete/", {"password": factories.PASSWORD})
    assert done.headers["Location"] == "/"
    assert not path.exists()
    assert not User.objects.filter(pk=pk).exists()
    for model in (Practitioner, Listing, Revision, Qualification, EvidenceDocument):
        assert not model.objects.exists(), model
    assert not OutgoingMail.objects.filter(to=email).exists()
    assert Event.objects.filter(kind="listing.erased").exists()
    assert personas.owner.get("/account/").status_code == 302


def test_guessing_the_password_ends_after_five(personas, frozen_clock):
    factories.make_draft(personas.owner_user)
    for _guess in range(5):
        personas.owner.post("/account/delete/", {"password": "not-it"})
    answer = personas.owner.post("/account/delete/", {"password": factories.PASSWORD})
    assert "Too many attempts." in answer.content.decode()
    assert Listing.objects.exists()
