"""The queue: who sees it, what is in it, in which order, and that nothing drops out."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory import drafts
from directory.models import Listing
from tests import factories
from tests.personas import Personas, personas, signed_in
from tests.vetting.pages import QUEUE, address, document_address, press, told
from tests.vetting.test_case_page import attach
from vetting import reviewing
from vetting.assessing import assess_revision
from vetting.models import ReviewCase

pytestmark = pytest.mark.django_db

__all__ = ["personas"]


def names(client, **query) -> list[str]:
    page = client.get(QUEUE, query)
    return [row.case.name for row in page.context["rows"]]


def test_everything_that_waits_is_there_oldest_first():
    moderator = factories.make_moderator()
    for days, name in ((1, "Young"), (9, "Old"), (4, "Middle")):
        case = factories.case_of(factories.make_submitted(name=name))
        ReviewCase.objects.filter(pk=case.pk).update(
            opened_at=timezone.now() - timedelta(days=days),
            due_at=timezone.now() + timedelta(days=5 - days),
        )
    reviewing.claim(case=ReviewCase.objects.get(name="Middle"), actor=moderator)
    client = signed_in(moderator)
    assert names(client) == ["Old", "Middle", "Young"]
    assert names(client, show="free") == ["Old", "Young"]
    assert names(client, show="mine") == ["Middle"]
    assert names(client, show="closed") == []
    assert "1 week, 2 days" in client.get(QUEUE).content.decode().replace("\xa0", " ")


def test_a_line_says_kind_verdict_holds_and_reader():
    other = factories.make_moderator("Ben Adler")
    factories.make_claimed(
        other, name="Held", approach_limits="Lymphatic drainage cures lymphedema for good."
    )
    page = signed_in(factories.make_moderator()).get(QUEUE).content.decode()
    assert "New listing" in page
    assert "Cure claim" in page
    assert "B. Adler" in page


def test_changes_and_new_listings_are_told_apart():
    listing = factories.make_verified(name="Changed")
    Listing.objects.filter(pk=listing.pk).update(headline="Other words")
    listing.refresh_from_db()
    assess_revision(drafts.submit(listing=listing, actor=listing.practitioner.user).pk)
    factories.make_submitted(name="New")
    client = signed_in(factories.make_moderator())
    assert names(client, kind__exact="change") == ["Changed"]
    assert names(client, kind__exact="new") == ["New"]
    assert names(client, show="closed") == ["Changed"]


def test_a_case_leaves_the_queue_only_when_it_is_decided(frozen_clock):
    moderator = factories.make_moderator()
    case = factories.make_claimed(moderator, name="Stays")
    client = signed_in(moderator)
    frozen_clock.shift(timedelta(days=30))
    client = signed_in(moderator)
    assert names(client) == ["Stays"]
    assert names(client, show="free") == ["Stays"]
    typed = {"outcome": "not_verified", "clause_1": "I.1", "reason_1": "Words."}
    press(client, case, "claim")
    press(client, case, "send", press(client, case, "preview", **typed))
    assert names(client) == []
    assert names(client, show="closed") == ["Stays"]
    assert "Not verified" in client.get(QUEUE, {"show": "closed"}).content.decode()


def test_a_case_is_claimed_from_the_queue_with_one_button():
    case = factories.case_of(factories.make_submitted())
    moderator = factories.make_moderator()
    client = signed_in(moderator)
    assert f'action="{address(case)}"' in client.get(QUEUE).content.decode()
    response = client.post(address(case), {"act": "claim"})
    assert response["Location"] == address(case)
    case.refresh_from_db()
    assert case.claimed_by == moderator


def test_a_case_that_somebody_claimed_first_is_not_claimed_twice():
    case = factories.make_claimed(factories.make_moderator("Ben Adler"))
    page = press(signed_in(factories.make_moderator()), case, "claim")
    assert "B. Adler is reading it." in told(page)
    case.refresh_from_db()
    assert case.claimed_by.last_name == "Adler"


def test_nobody_is_offered_a_listing_of_their_own():
    moderator = factories.make_moderator()
    own = factories.case_of(factories.make_submitted(moderator, name="Own"))
    client = signed_in(moderator)
    assert names(client) == []
    assert client.get(address(own)).status_code == 404
    assert client.post(address(own), {"act": "claim"}).status_code == 404
    own.refresh_from_db()
    assert own.state == "open"


def test_cases_are_found_by_name_and_place():
    factories.make_submitted(name="Mireille Aubry", city="Lyon", country="FR")
    factories.make_submitted(name="Ines Kallweit")
    client = signed_in(factories.make_moderator())
    assert names(client, q="lyon") == ["Mireille Aubry"]
    assert names(client, q="kallweit") == ["Ines Kallweit"]
    assert "Show everything that waits" in client.get(QUEUE, {"q": "nobody"}).content.decode()


def test_a_long_queue_has_pages_and_loses_nobody():
    first = factories.make_submitted(name="Person 0")
    ReviewCase.objects.filter(revision=first).update(opened_at=timezone.now() - timedelta(days=9))
    for number in range(1, 6):
        factories.make_submitted(name=f"Person {number}")
    client = signed_in(factories.make_moderator())
    from_admin = client.get(QUEUE).context["cl"].model_admin
    before, from_admin.list_per_page = from_admin.list_per_page, 4
    try:
        page = client.get(QUEUE)
        assert [row.case.name for row in page.context["rows"]] == [
            f"Person {number}" for number in range(4)
        ]
        following = client.get(QUEUE + page.context["next_page"])
        assert [row.case.name for row in following.context["rows"]] == ["Person 4", "Person 5"]
        assert following.context["next_page"] == ""
    finally:
        from_admin.list_per_page = before


@pytest.fixture
def addresses(db) -> list[str]:
    case = factories.make_claimed(factories.make_moderator("Ben Adler"))
    return [QUEUE, address(case), document_address(case, attach(case))]


def test_who_is_not_signed_in_is_sent_to_the_log_in(personas: Personas, addresses):
    responses = [personas.nobody.get(url) for url in addresses]
    for response in responses + [personas.nobody.post(url) for url in addresses[:2]]:
        assert response.status_code == 302
        assert response["Location"].startswith(("/admin/login/", reverse("account_login")))


def test_owners_and_strangers_are_refused(personas: Personas, addresses):
    for client in (personas.owner, personas.stranger):
        for url in addresses:
            assert client.get(url, follow=True).status_code == 403
        for url in addresses[:2]:
            assert client.post(url, {"act": "claim"}, follow=True).status_code == 403


def test_staff_without_the_moderators_right_are_refused(addresses):
    staff = factories.make_user(staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename="view_reviewcase"))
    for url in addresses:
        assert signed_in(staff).get(url).status_code == 403
    for url in addresses[:2]:
        assert signed_in(staff).post(url, {"act": "claim"}).status_code == 403


def test_a_moderator_who_lost_the_role_is_refused_at_once(addresses):
    moderator = factories.make_moderator()
    client = signed_in(moderator)
    assert client.get(QUEUE).status_code == 200
    moderator.groups.clear()
    assert client.get(QUEUE).status_code == 403


def test_moderators_see_no_other_records(personas: Personas):
    for url in (
        "/admin/auth/user/",
        "/admin/directory/listing/",
        "/admin/directory/event/",
        "/admin/vetting/decision/",
    ):
        assert personas.moderator.get(url).status_code == 403
        assert personas.admin.get(url).status_code == 200


def test_nothing_is_edited_or_deleted_in_the_records_by_hand(personas: Personas):
    listing = factories.make_verified()
    for url in (
        f"/admin/directory/listing/{listing.pk}/delete/",
        "/admin/directory/listing/add/",
        f"/admin/directory/revision/{listing.published_revision_id}/delete/",
        f"/admin/auth/user/{listing.practitioner.user_id}/delete/",
    ):
        assert personas.admin.post(url, {"post": "yes"}).status_code == 403
    assert personas.admin.get(f"/admin/directory/listing/{listing.pk}/change/").status_code == 200
    personas.admin.post(f"/admin/directory/listing/{listing.pk}/change/", {"state": "draft"})
    assert Listing.objects.get(pk=listing.pk).state == "verified"
    case = ReviewCase.objects.get(listing_id=listing.pk)
    assert personas.admin.post(f"/admin/vetting/reviewcase/{case.pk}/delete/").status_code == 404


def test_absent_cases_and_documents_are_404(personas: Personas):
    case = factories.make_claimed(personas.moderator_user)
    absent = f"/admin/vetting/reviewcase/{case.pk}/documents/{uuid4()}/"
    for url in ("/admin/vetting/reviewcase/999999/change/", absent):
        assert personas.moderator.get(url).status_code == 404


def test_a_post_without_its_token_is_refused():
    case = factories.case_of(factories.make_submitted())
    moderator = factories.make_moderator()
    client = signed_in(moderator)
    client.handler.enforce_csrf_checks = True
    assert client.post(address(case), {"act": "claim"}).status_code == 403
    case.refresh_from_db()
    assert case.state == "open"


def test_queue_and_case_keep_the_strict_policy(addresses, personas: Personas):
    for url in addresses[:2]:
        policy = personas.moderator.get(url)["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "style=" not in personas.moderator.get(url).content.decode()


def queries(client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_queue_costs_the_same_however_long_it_is():
    client = signed_in(factories.make_moderator())
    factories.make_claimed(factories.make_moderator("Ben Adler"))
    few = queries(client, QUEUE)
    for number in range(4):
        factories.make_submitted(name=f"Person {number}")
        factories.make_claimed(factories.make_moderator(f"M Number{number}"))
    assert queries(client, QUEUE) == few
    assert few <= 9


def test_the_case_page_costs_the_same_however_long_the_listing_is():
    moderator = factories.make_moderator()
    client = signed_in(moderator)
    short = factories.make_claimed(moderator)
    factories.check_papers(short)
    few = queries(client, address(short))
    listing = factories.make_draft(**factories.OTHER_WORDS[0])
    practitioner = listing.practitioner
    for number in range(4):
        practitioner.qualifications.create(title=f"Paper {number}", hours_total=20)
        listing.services.create(name=f"Service {number}", description="Slow circles. " * 9)
    revision = drafts.submit(listing=listing, actor=practitioner.user)
    assess_revision(revision.pk)
    long = reviewing.claim(case=factories.case_of(revision), actor=moderator)
    attach(long)
    factories.check_papers(long)
    assert queries(client, address(long)) == few
    assert few <= 20
