"""Delegates: invited by mail, accepted by the invited alone, limited to text, ended at once."""

import re

import pytest
from django.core import signing

from directory import drafts
from directory.models import Delegate, Event, Listing, OutgoingMail
from tests import factories
from tests.codes import answered
from tests.directory.owner.browsing import fields_of, save

pytestmark = pytest.mark.django_db

ADDRESS = "/account/delegates/"
CANARY = "PRIVATE-0417"


@pytest.fixture
def listing(personas) -> Listing:
    listing = factories.make_verified(user=personas.owner_user)
    factories.make_document(listing.practitioner.qualifications.get())
    return listing


def invite(personas, email: str | None = None):
    return answered(personas.owner).post(ADDRESS, {"email": email or personas.stranger_user.email})


def link_in_letter() -> str:
    letter = OutgoingMail.objects.get(key__startswith="delegate:")
    return re.search(r"http://127.0.0.1:8000(/account/delegates/accept/\S+)", letter.text)[1]


@pytest.fixture
def helper(personas, listing):
    """The stranger, after accepting and choosing."""
    invite(personas)
    personas.stranger.post(link_in_letter())
    personas.stranger.post("/account/work-for/", {"listing": str(listing.pk)})
    return personas.stranger


def test_inviting_asks_who_you_are_and_writes_one_letter(personas, listing):
    asked = personas.owner.post(ADDRESS, {"email": "helper@example.org"})
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not Delegate.objects.exists()
    assert invite(personas).status_code == 302
    letter = OutgoingMail.objects.get(key__startswith="delegate:")
    assert letter.to == personas.stranger_user.email
    assert "Ines Kallweit asks you" in letter.subject
    again = invite(personas)
    assert again.status_code == 400
    assert "invited already" in again.content.decode()
    assert "your own address" in invite(personas, personas.owner_user.email).content.decode()
    assert "valid email" in invite(personas, "nobody").content.decode()


def test_five_are_the_most(personas, listing):
    for number in range(6):
        answer = invite(personas, f"helper{number}@example.org")
    assert "Five people can write for you." in answer.content.decode()
    assert Delegate.objects.count() == 5


def test_only_the_invited_can_accept_and_opening_changes_nothing(personas, listing):
    invite(personas)
    link = link_in_letter()
    assert personas.nobody.get(link).headers["Location"].startswith("/accounts/login/")
    assert "another address" in personas.owner.post(link).content.decode()
    assert personas.stranger.get(link).status_code == 200
    assert Delegate.objects.get().user is None
    assert personas.stranger.post(link).status_code == 302
    assert Delegate.objects.get().user == personas.stranger_user
    assert personas.stranger.post(link).status_code == 404
    assert personas.stranger.get("/account/delegates/accept/nonsense/").status_code == 404
    foreign = signing.dumps(1, salt="another")
    assert personas.stranger.get(f"/account/delegates/accept/{foreign}/").status_code == 404


def test_an_invited_person_is_asked_before_anything_is_theirs(personas, listing):
    invite(personas)
    assert (
        personas.stranger.post("/account/work-for/", {"listing": str(listing.pk)}).status_code
        == 404
    )


def test_a_delegate_edits_and_sends_under_their_own_name(personas, helper, listing):
    page = helper.get("/account/").content.decode()
    assert "You write for Ines Kallweit." in page
    save(helper, "practice", headline="Written by the manager")
    assert Listing.objects.get(pk=listing.pk).headline == "Written by the manager"
    assert helper.post("/account/listing/check/").status_code == 302
    assert listing.revisions.order_by("-number").first().submitted_by == personas.stranger_user
    steps = helper.get("/account/listing/services/").content.decode()
    assert "/account/listing/training/" not in steps
    assert save(helper, "services").headers["Location"] == "/account/listing/approach/"


def test_a_delegate_sees_no_papers_and_no_numbers(helper, listing):
    document = listing.practitioner.qualifications.get().documents.get()
    assert helper.get(f"/account/documents/{document.pk}/").status_code == 404
    assert helper.get("/account/listing/training/").status_code == 403
    assert helper.post("/account/listing/training/", {}).status_code == 403
    assert helper.post("/account/listing/advice/", {"step": "training"}).status_code == 403
    for address in ("/account/", "/account/listing/check/", "/account/sent/1/"):
        page = helper.get(address).content.decode()
        assert CANARY not in page
        assert "paper.pdf" not in page
    assert CANARY not in answered(helper).get("/account/download/").content.decode()


@pytest.mark.parametrize("act", ["pause", "withdraw", "confirm", "resume", "take-back"])
def test_a_delegate_moves_nothing(helper, listing, act):
    helper.post(f"/account/{act}/", {"until": "2999-01-01"})
    assert Listing.objects.get(pk=listing.pk).state == "verified"
    page = helper.get("/account/").content.decode()
    assert f'action="/account/{act}/"' not in page
    assert f'href="/account/{act}/"' not in page


def test_a_delegate_erases_themselves_and_not_the_owner(personas, helper, listing):
    helper.post("/account/delete/", {"password": factories.PASSWORD})
    assert Listing.objects.filter(pk=listing.pk).exists()
    assert not Delegate.objects.exists()


def test_what_was_typed_for_one_listing_is_not_saved_into_another(personas, helper, listing):
    typed = fields_of(helper.get("/account/listing/practice/"))
    typed["headline"] = ["Meant for Ines"]
    helper.post("/account/work-for/", {"listing": ""})
    answer = helper.post("/account/listing/practice/", {**typed, "then": "next"}, follow=True)
    assert "belongs to another listing" in answer.content.decode()
    assert not Listing.objects.filter(headline="Meant for Ines").exists()


def test_the_right_ends_at_once(personas, helper, listing):
    delegate = Delegate.objects.get()
    assert personas.moderator.post(f"/account/delegates/{delegate.pk}/end/").status_code == 404
    personas.owner.post(f"/account/delegates/{delegate.pk}/end/")
    assert "You write for" not in helper.get("/account/").content.decode()
    save(helper, "practice", headline="Too late")
    assert Listing.objects.get(pk=listing.pk).headline != "Too late"
    kinds = set(Event.objects.filter(kind__startswith="delegate.").values_list("kind", flat=True))
    assert kinds == {"delegate.invited", "delegate.accepted", "delegate.revoked"}


def test_a_delegate_can_stop(personas, helper):
    personas.stranger.post(f"/account/delegates/{Delegate.objects.get().pk}/end/")
    assert not Delegate.objects.exists()


def test_the_record_holds_no_address(personas, helper):
    data = str(list(Event.objects.values_list("data", flat=True)))
    assert personas.stranger_user.email not in data


def test_erasing_the_owner_ends_the_right(personas, helper):
    drafts.erase(user=personas.owner_user)
    assert not Delegate.objects.exists()
    assert helper.get("/account/").status_code == 200
