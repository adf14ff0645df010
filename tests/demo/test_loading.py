"""The demonstration data in a database: loaded once, whole, marked, and like real data in every state."""

import hashlib
import io
import re
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from config.demo import accounts, loading
from config.invariants import breaches
from directory.models import (
    Course,
    Event,
    EvidenceDocument,
    Listing,
    OutgoingMail,
    Practitioner,
    Revision,
)
from directory.states import OPEN_REVISION, ListingState, RevisionState
from vetting import queueing, seconding
from vetting.interests import offered_to
from vetting.models import (
    Appeal,
    Assessment,
    CertificateQuestion,
    Check,
    Decision,
    Invitation,
    InvitationList,
    Report,
    ReviewCase,
)

SOME = slice(None, None, 9)
"""Enough listings to compare two loads by."""


@dataclass(frozen=True)
class Twice:
    """What the command said, and the hashes of some texts in a load that was taken back before."""

    said: str
    earlier_hashes: dict[str, str]


@pytest.fixture(scope="module")
def twice(django_db_setup, django_db_blocker) -> Iterator[Twice]:
    """Everything loaded once for all tests here, after a first small load was rolled back."""
    with django_db_blocker.unblock():
        # Nothing is committed, so that no other test sees it.
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield Twice(earlier_hashes=hashes_of_a_small_load(), said=load_all())
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            accounts.account_file().unlink(missing_ok=True)


PHOTOS = django_settings.STORAGES["photos"]


@pytest.fixture
def loaded(twice: Twice, db, own_folders, settings) -> Twice:
    """The photos are where they were loaded to, once for all tests."""
    settings.STORAGES = settings.STORAGES | {"photos": PHOTOS}
    return twice


def hashes_of_a_small_load() -> dict[str, str]:
    every = loading.demo_listings
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(loading, "demo_listings", lambda: every()[SOME])
        patch.setattr(accounts, "write_accounts", lambda password: None)
        loading.load()
        hashes = hashes_by_key()
        transaction.set_rollback(True)
    return hashes


def hashes_by_key() -> dict[str, str]:
    rows = Revision.objects.values_list(
        "listing__practitioner__user__username", "number", "content_sha256"
    )
    return {f"{username}/{number}": digest for username, number, digest in rows}


def load_all() -> str:
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "DEMO", True)
        call_command("load_demo", stdout=said)
    return said.getvalue()


def waiting_cases():
    return ReviewCase.objects.filter(revision__state__in=OPEN_REVISION)


def test_every_state_occurs_and_most_listings_are_public(loaded: Twice) -> None:
    listings = Listing.objects.all()
    assert listings.count() >= 84
    assert set(listings.values_list("state", flat=True)) == {state.value for state in ListingState}
    states = set(Revision.objects.values_list("state", flat=True))
    assert states == {state.value for state in RevisionState}
    public = listings.public()
    assert public.count() >= 45
    assert len(set(public.values_list("locations__country", flat=True))) >= 10
    assert f"{public.count()} public" in loaded.said


def test_cases_of_every_kind_wait_in_the_queue(loaded: Twice) -> None:
    waiting = waiting_cases()
    assert waiting.count() >= 8
    assert set(waiting.values_list("kind", flat=True)) == {"new", "change"}
    for username in ("demo-moderator", "demo-moderator2"):
        offered = offered_to(User.objects.get(username=username)).exclude(state="closed")
        assert set(offered.values_list("kind", flat=True)) == {
            "new",
            "change",
            "report",
            "expiry",
            "audit",
            "appeal",
            "second",
        }
    assert queueing.gaps() == []
    assert any("incision" in case.holds for case in waiting)
    unread = [
        case
        for case in waiting
        if not Assessment.objects.filter(revision=case.revision).first().output["read"]
    ]
    assert unread
    assert waiting.filter(revision__listing__practitioner__user__username="demo-gb-leeds").exists()
    hours = {(timezone.now() - case.opened_at) // timedelta(hours=1) for case in waiting}
    assert len(hours) >= 5


def test_loading_again_changes_nothing(loaded: Twice) -> None:
    before = (Listing.objects.count(), Event.objects.count(), hashes_by_key())
    file = accounts.account_file().read_text()
    assert "there already" in load_all()
    assert (Listing.objects.count(), Event.objects.count(), hashes_by_key()) == before
    assert accounts.account_file().read_text() == file


def test_another_load_writes_the_same_texts(loaded: Twice) -> None:
    assert len(loaded.earlier_hashes) >= 9
    now = hashes_by_key()
    assert loaded.earlier_hashes == {key: now[key] for key in loaded.earlier_hashes}


def test_every_public_page_says_that_it_is_invented(loaded: Twice) -> None:
    visitor = Client()
    for listing in Listing.objects.public():
        page = visitor.get(listing.get_absolute_url())
        assert page.status_code == 200
        assert "Invented for demonstration" in page.content.decode(), listing
    assert Practitioner.objects.filter(is_demo=False).count() == 0


def test_some_have_a_picture_that_is_drawn_and_says_so(loaded: Twice) -> None:
    visitor = Client()
    pictured = Listing.objects.public().filter(photo__isnull=False)
    assert pictured.count() == 4
    drawn = set()
    for listing in pictured:
        page = visitor.get(listing.get_absolute_url()).content.decode()
        (address,) = re.findall(r'class="photo" src="[^"]*(/photos/[^"]+/480\.jpg)"', page)
        data = b"".join(visitor.get(address).streaming_content)
        picture = Image.open(io.BytesIO(data)).convert("L")
        assert picture.size == (480, 480)
        band = picture.crop((20, 430, 460, 475))
        assert min(band.tobytes()) < 60, "the word Demo, in ink"
        assert sum(shade > 240 for shade in band.tobytes()) > 0.7 * 440 * 45, "on paper"
        drawn.add(data)
    assert len(drawn) == 4
    waiting = Listing.objects.get(practitioner__user__username="demo-de-berlin")
    assert waiting.practitioner.photo is not None, "a moderator sees one as well"


def test_what_is_not_public_is_not_there(loaded: Twice) -> None:
    visitor = Client()
    hidden = Listing.objects.exclude(pk__in=Listing.objects.public())
    assert hidden.count() >= 30
    for listing in hidden:
        assert visitor.get(listing.get_absolute_url()).status_code == 404


def test_an_edit_that_waits_is_not_shown(loaded: Twice) -> None:
    waiting = waiting_cases().get(
        revision__listing__practitioner__user__username="demo-au-fremantle"
    )
    assert "vacuum cupping" in waiting.revision.snapshot.approach_hands
    listing = waiting.revision.listing
    page = Client().get(listing.get_absolute_url()).content.decode()
    assert "folded handkerchief" in page
    assert "vacuum cupping" not in page


def test_no_letter_is_left_to_send(loaded: Twice) -> None:
    assert OutgoingMail.objects.count() == 0
    addresses = Practitioner.objects.values_list("user__email", flat=True)
    assert all(address.endswith(("@example.org", "@example.com")) for address in addresses)


def test_history_runs_forward(loaded: Twice) -> None:
    for listing in Listing.objects.all():
        times = list(
            Event.objects.filter(listing_id=listing.pk).order_by("id").values_list("at", flat=True)
        )
        assert times == sorted(times), listing
        assert listing.created_at <= times[0]
    for revision in Revision.objects.exclude(decided_at=None):
        assert revision.submitted_at <= revision.decided_at <= timezone.now()
        # what the school took back, it took back after the decision
        checks = Check.objects.filter(revision=revision).exclude(
            qualification_id__in=CertificateQuestion.objects.filter(state="revoked").values(
                "qualification_id"
            )
        )
        days = set(checks.values_list("checked_on", flat=True))
        assert days <= {timezone.localdate(revision.decided_at)}


def test_a_verification_is_the_same_in_the_row_and_in_its_clearance(loaded: Twice) -> None:
    for listing in Listing.objects.exclude(clearance=None):
        assert listing.clearance["decided_on"] == listing.verified_on.isoformat()
        assert listing.clearance["until"] == listing.verified_until.isoformat()
        assert listing.public_entry.document["verified_until"] == listing.verified_until.isoformat()
        assert any(check["checked_on"] for check in listing.clearance["checks"])


def test_log_ins_are_kept_for_this_machine_and_work(loaded: Twice) -> None:
    path = accounts.account_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    people, secrets = {}, {}
    for line in path.read_text().splitlines():
        if "@" in line:
            email, password, *secret = line[line.rindex(" ", 0, line.index("@")) :].split()
            people[email] = authenticate(None, email=email, password=password)
            secrets[email] = secret
    assert [email for email, secret in secrets.items() if secret] == [
        "moderator@example.org",
        "moderator2@example.org",
        "admin@example.org",
    ]
    assert people["desk@example.org"].seat.organization.name.endswith("(invented)")
    told = StringIO()
    call_command("demo_code", stdout=told)
    shown = dict(line.split() for line in told.getvalue().splitlines() if "@" in line)
    assert set(people) == {log_in.email for log_in in accounts.LOG_INS}
    assert None not in people.values()
    states = {
        email: Listing.objects.get(practitioner__user=people[email]).state
        for email in (
            "practitioner@example.org",
            "draft@example.org",
            "changes@example.org",
            "appeal@example.org",
            "suspended@example.org",
        )
    }
    assert list(states.values()) == [
        "verified",
        "draft",
        "changes_requested",
        "not_verified",
        "suspended",
    ]
    for email, address in (
        ("practitioner@example.org", reverse("dashboard")),
        ("desk@example.org", reverse("desk")),
        ("moderator@example.org", reverse("admin:vetting_reviewcase_changelist")),
        ("moderator2@example.org", reverse("admin:vetting_reviewcase_changelist")),
        ("admin@example.org", reverse("admin:index")),
    ):
        client = Client()
        client.force_login(
            people[email], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        if secrets[email]:
            gate = client.get(address).headers["Location"]
            client.post(gate, {"code": shown[email]})
        assert client.get(address).status_code == 200


def test_reports_appeals_and_second_readings_stand_in_different_states(loaded: Twice) -> None:
    reports = Report.objects.all()
    assert {report.closed_at is None for report in reports} == {True, False}
    assert not any(report.email for report in reports if report.closed_at)
    answered = set(Appeal.objects.values_list("decision__outcome", "case__decision__outcome"))
    assert answered == {
        ("not_verified", None),
        ("not_verified", "upheld"),
        ("warned", "overturned"),
    }
    found = seconding.agreement()
    assert found.pairs == found.same + 1 >= 8
    assert found.waiting >= 2
    suspension = Decision.objects.get(outcome="suspended")
    assert suspension.reasons
    assert suspension.facts
    assert suspension.case.reports.get().right


def test_a_school_has_answered_is_asked_took_one_back_and_invites(loaded: Twice) -> None:
    states = Counter(CertificateQuestion.objects.values_list("state", flat=True))
    assert states == {"asked": 2, "confirmed": 1, "revoked": 1}
    for question in CertificateQuestion.objects.exclude(state="asked"):
        assert question.asked_at <= question.answered_at
    revoked = ReviewCase.objects.get(why__contains="revoked a certificate")
    assert (revoked.kind, revoked.urgent, revoked.state) == ("report", True, "open")
    lines = Counter(Invitation.objects.values_list("list__state", "state"))
    assert lines == {
        ("started", "invited"): 3,
        ("started", "declined"): 1,
        ("preview", "ready"): 2,
        ("preview", "unfit"): 3,
    }
    addresses = Invitation.objects.exclude(email="").values_list("email", flat=True)
    assert all(address.endswith("@example.com") for address in addresses)
    # the course is for these papers alone: nobody who registers is offered it
    assert Course.objects.get(school__endswith="(invented)").retired


def test_a_paper_of_a_public_listing_has_ended(loaded: Twice) -> None:
    papers = [
        paper
        for listing in Listing.objects.public().select_related("published_revision")
        for paper in listing.published_revision.snapshot.qualifications
    ]
    assert [paper for paper in papers if paper.expires and paper.expires < timezone.localdate()]


def test_every_page_of_the_desk_opens(loaded: Twice) -> None:
    desk = Client()
    desk.force_login(User.objects.get(username="demo-desk"))
    for address in (
        reverse("desk"),
        reverse("desk_certificates"),
        *(reverse("desk_list", args=[one.pk]) for one in InvitationList.objects.all()),
    ):
        page = desk.get(address)
        assert page.status_code == 200, address
        assert page.context["organization"].name.endswith("(invented)")


def test_nothing_of_it_breaks_a_rule_of_the_site(loaded: Twice) -> None:
    assert list(breaches()) == []


def test_nobody_else_can_log_in(loaded: Twice) -> None:
    others = Practitioner.objects.exclude(user__email__in=[row.email for row in accounts.LOG_INS])
    assert others.count() >= 80
    assert not any(row.user.has_usable_password() for row in others.select_related("user"))


def test_lost_log_ins_are_made_anew(loaded: Twice, settings, tmp_path) -> None:
    settings.VAR_DIR = tmp_path
    assert "new password" in load_all()
    line = next(
        line for line in accounts.account_file().read_text().splitlines() if "admin@" in line
    )
    assert authenticate(None, email="admin@example.org", password=line.split()[-2])


def test_documents_open_as_what_they_say(loaded: Twice) -> None:
    documents = EvidenceDocument.objects.select_related("qualification__practitioner")
    assert documents.count() >= 20
    beginnings = {"image/png": b"\x89PNG", "application/pdf": b"%PDF-"}
    assert set(documents.values_list("content_type", flat=True)) == set(beginnings)
    for document in documents:
        with document.file.open("rb") as file:
            data = file.read()
        assert data.startswith(beginnings[document.content_type])
        assert hashlib.sha256(data).hexdigest() == document.sha256
        assert stat.S_IMODE(Path(document.file.path).stat().st_mode) == 0o600
