"""The checks are silent while everything holds, and each speaks when its sentence is broken."""

import json
import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from config.invariants import CHECKS, GRACE, breaches
from directory import drafts, publishing, uploads
from directory.clearance import Reason
from directory.models import EvidenceDocument, Listing, OutgoingMail, PublicEntry, Revision
from directory.models.event import record
from tests import factories
from tests.directory.test_record import by_force
from vetting.models import Assessment, Decision, ReviewCase

pytestmark = pytest.mark.django_db

REASON = Reason(code="training", clause="II.1", text="The school does not know this paper.")


def broken() -> list[str]:
    return [name for name, _words in breaches()]


@pytest.fixture
def lived(frozen_clock):
    """A site on which everything happened once, and long enough ago to be done."""
    factories.make_draft()
    factories.make_submitted()
    factories.make_claimed()
    factories.make_returned()
    public = factories.make_verified()
    for act in ("suspend", "withdraw", "erase", "pause"):
        listing = factories.make_verified()
        owner = listing.practitioner.user
        if act == "suspend":
            publishing.suspend(
                listing_id=listing.pk, reasons=[REASON], actor=factories.make_moderator()
            )
        elif act == "withdraw":
            drafts.withdraw(listing=listing, actor=owner)
            drafts.begin_again(listing=Listing.objects.get(pk=listing.pk), actor=owner)
        elif act == "erase":
            drafts.erase(user=owner)
        else:
            day = timezone.localdate() + timedelta(days=30)
            drafts.pause(listing=listing, actor=owner, until=day)
    frozen_clock.shift(GRACE * 2)
    return public


def test_nothing_is_broken_on_a_site_that_was_lived_in(lived):
    out = StringIO()
    call_command("check_invariants", stdout=out)
    assert out.getvalue() == "0\n"


def lose_assessment(listing):
    waiting = ReviewCase.objects.filter(revision__state="submitted").values("revision_id")
    Assessment.objects.filter(revision_id__in=waiting).delete()


def lose_decision(listing):
    Decision.objects.filter(case__listing_id=listing.pk).delete()


def publish_by_hand(listing):
    Listing.objects.filter(state="suspended").update(state="verified")


def lose_entry(listing):
    PublicEntry.objects.filter(pk=listing.pk).update(card={})


def lose_letter(listing):
    OutgoingMail.objects.filter(key__contains="changes_requested").delete()


def change_score(listing):
    Assessment.objects.filter(revision=listing.published_revision).update(output_sha256="0" * 64)


def lose_listing(listing):
    Listing.objects.filter(state="draft").first().delete()


def lose_address(listing):
    listing.practitioner.user.emailaddress_set.all().delete()


def give_role(listing):
    User.objects.filter(groups__name="Moderators").update(is_superuser=True)


def lose_event(listing):
    by_force("DELETE FROM directory_event WHERE id = 3")


def decide_twice(listing):
    record("revision.approved", revision_id=listing.published_revision_id)


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("I1", lose_assessment),
        ("I2", lose_decision),
        ("I2", decide_twice),
        ("I3", publish_by_hand),
        ("I5", lose_event),
        ("I6", lose_entry),
        ("I7", lose_letter),
        ("I9", change_score),
        ("I10", lose_listing),
        ("I10", lose_address),
        ("I11", give_role),
    ],
)
def test_each_breach_is_named(lived, name, harm):
    harm(lived)
    assert name in broken()
    out = StringIO()
    with pytest.raises(CommandError, match="must hold"):
        call_command("check_invariants", "--json", stdout=out)
    assert json.loads(out.getvalue())[name]


def test_documents_and_files_belong_together(lived):
    paper = lived.practitioner.qualifications.get()
    rebuilt = uploads.Rebuilt(name="paper.pdf", content_type="application/pdf", data=b"%PDF-1.7")
    document = uploads.keep(paper=paper, file=rebuilt, actor_id=lived.practitioner.user_id)
    assert broken() == []
    path = Path(document.file.path)
    stray = Path(storages["documents"].location) / "stray.pdf"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"nobody's")
    old = timezone.now().timestamp() - 3 * 3600
    os.utime(stray, (old, old))
    assert broken() == ["I4"]
    stray.unlink()
    EvidenceDocument.objects.update(sha256="0" * 64)
    assert broken() == ["I4"]
    path.unlink()
    assert broken() == ["I4"]


def test_every_invariant_has_a_sentence():
    assert list(CHECKS)[:10] == [f"I{number}" for number in range(1, 11)]
    assert all(check.__doc__ for check in CHECKS.values())


def test_a_text_that_waits_for_its_job_is_no_breach(db):
    drafts.submit(listing=(listing := factories.make_draft()), actor=listing.practitioner.user)
    assert broken() == []
    Revision.objects.update(submitted_at=timezone.now() - GRACE * 2)
    assert broken() == ["I1", "I1"]
