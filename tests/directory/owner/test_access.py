"""Who gets what on the owner's side, and how many queries a page costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import HealthcareService, Listing, Location, Qualification, Term
from tests import factories

pytestmark = pytest.mark.django_db

ABSENT = "00000000-0000-4000-8000-000000000000"

PAGES = (
    "/account/",
    "/account/listing/practice/",
    "/account/listing/where/",
    "/account/listing/services/",
    "/account/listing/training/",
    "/account/listing/approach/",
    "/account/listing/check/",
    "/account/pause/",
    "/account/take-back/",
    "/account/withdraw/",
    "/account/delete/",
    "/account/download/",
    "/account/delegates/",
    "/account/photo/",
    "/account/work-for/",
)
POST_ONLY = (
    "/account/delegates/1/end/",
    "/account/confirm/",
    "/account/resume/",
    "/account/begin-again/",
    "/account/listing/advice/",
)


@pytest.mark.parametrize(
    "address", [*PAGES, *POST_ONLY, "/account/sent/1/", f"/account/documents/{ABSENT}/"]
)
def test_nobody_is_asked_to_sign_in(personas, address):
    for answer in (personas.nobody.get(address), personas.nobody.post(address)):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/?next=/account/")
    assert not Listing.objects.exists()


@pytest.mark.parametrize("address", PAGES)
def test_everybody_sees_their_own_and_nobody_elses(personas, address):
    factories.make_draft(personas.owner_user, headline="Canary 7731 in a draft")
    for client in (personas.owner, personas.stranger, personas.admin):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        if client is not personas.owner:
            assert "Canary 7731" not in answer.content.decode()


@pytest.mark.parametrize("address", POST_ONLY)
def test_acts_are_posts(personas, address):
    assert personas.owner.get(address).status_code == 405


@pytest.mark.parametrize("address", ["/account/", "/account/download/"])
def test_pages_to_read_take_no_posts(personas, address):
    assert personas.owner.post(address).status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/account/listing/nonsense/",
        f"/account/documents/{ABSENT}/",
        "/account/documents/1/",
    ],
)
def test_what_does_not_exist_is_absent(personas, address):
    assert personas.owner.get(address).status_code == 404


def test_the_page_for_practitioners_is_open_and_leads_to_an_account(personas):
    page = personas.nobody.get("/for-practitioners/").content.decode()
    assert "It costs nothing" in page
    assert 'href="/accounts/signup/"' in page
    assert 'href="/account/"' in personas.owner.get("/for-practitioners/").content.decode()


def test_private_pages_are_not_kept_by_caches(personas):
    factories.make_draft(personas.owner_user)
    for address in ("/account/", "/account/listing/training/"):
        assert "no-store" in personas.owner.get(address).headers["Cache-Control"]


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/account/", 18),
        ("/account/listing/practice/", 14),
        ("/account/listing/where/", 13),
        ("/account/listing/services/", 17),
        ("/account/listing/training/", 15),
        ("/account/listing/approach/", 12),
        ("/account/listing/check/", 13),
    ],
)
def test_a_page_costs_the_same_however_much_is_in_it(personas, address, most):
    listing = factories.make_draft(personas.owner_user)
    personas.owner.get(address)
    few = queries_of(personas.owner, address)
    condition = Term.objects.filter(kind="condition").first()
    for number in range(4):
        Location.objects.create(listing=listing, city="Lyon", country="FR", lat=45.7, lon=4.8)
        service = HealthcareService.objects.create(listing=listing, name=f"Service {number}")
        service.conditions.add(condition)
        Qualification.objects.create(practitioner=listing.practitioner, title=f"Paper {number}")
    assert queries_of(personas.owner, address) == few
    assert few <= most


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)
