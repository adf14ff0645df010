"""What is over is deleted, what is not stays; the dry run only says so."""

import os
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from directory import counting, drafts, retention
from directory.models import DailyCount, Event, EvidenceDocument, Listing, Practitioner
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = Path(__file__).parents[2] / "docs/retention.md"


def run(dry_run: bool = False) -> dict[str, int]:
    answers = retention.run(today=timezone.localdate(), dry_run=dry_run)
    return {rule.name: count for rule, count in answers}


def with_document(listing: Listing) -> EvidenceDocument:
    return factories.make_document(listing.practitioner.qualifications.get())


def age(listing: Listing, days: int) -> None:
    then = timezone.now() - timedelta(days=days)
    Listing.objects.filter(pk=listing.pk).update(state_changed_at=then)
    EvidenceDocument.objects.update(uploaded_at=then)


def test_the_scan_of_a_checked_paper_goes_and_the_check_stays(frozen_clock):
    listing = factories.make_verified()
    document = with_document(listing)
    path = Path(document.file.path)
    frozen_clock.shift(timedelta(days=89))
    assert run()["checked"] == 0
    frozen_clock.shift(timedelta(days=1))
    assert run(dry_run=True)["checked"] == 1
    assert path.exists()
    assert run()["checked"] == 1
    assert run()["checked"] == 0
    assert not path.exists()
    assert Event.objects.get(kind="document.removed").data["why"] == "checked"
    assert listing.clearance["checks"][0]["outcome"] == "confirmed"


def test_a_scan_that_waits_for_a_person_stays(frozen_clock):
    listing = factories.make_verified()
    with_document(listing)
    Listing.objects.update(headline="Changed")
    drafts.submit(listing=Listing.objects.get(), actor=listing.practitioner.user)
    frozen_clock.shift(timedelta(days=200))
    assert run()["checked"] == 0


@pytest.mark.parametrize(
    ("state", "rule", "days"),
    [("withdrawn", "withdrawn", 30), ("not_verified", "refused", 180), ("draft", "unused", 365)],
)
def test_scans_go_when_their_listing_needs_them_no_more(state, rule, days):
    listing = factories.make_draft()
    with_document(listing)
    Listing.objects.update(state=state)
    age(listing, days - 1)
    assert run()[rule] == 0
    age(listing, days + 1)
    assert run()[rule] == 1
    assert not EvidenceDocument.objects.exists()


def test_demonstration_data_stays():
    listing = factories.make_draft()
    Practitioner.objects.update(is_demo=True)
    with_document(listing)
    age(listing, 4000)
    assert run()["unused"] == 0


def test_files_without_a_document_are_swept_and_fresh_ones_are_left():
    document = with_document(factories.make_draft())
    root = Path(document.file.storage.path(""))
    old, fresh = root / "ab" / "lost.pdf", root / "ab" / "being-written.pdf"
    old.parent.mkdir(parents=True, exist_ok=True)
    for path in (old, fresh):
        path.write_bytes(b"x")
    for path in (old, Path(document.file.path)):
        os.utime(path, (0, 0))
    assert run()["orphans"] == 1
    assert not old.exists()
    assert fresh.exists()
    assert Path(document.file.path).exists()


def test_accounts_that_nobody_confirmed_go_and_others_stay():
    then = timezone.now() - timedelta(days=15)
    owner, nobody = factories.make_user(), factories.make_user()
    EmailAddress.objects.filter(user=nobody).update(verified=False)
    User.objects.update(date_joined=then)
    assert run()["accounts"] == 1
    assert list(User.objects.all()) == [owner]


def test_old_counts_go(frozen_clock):
    listing = factories.make_verified()
    counting.count(listing.pk, "opened")
    counting.write_down()
    frozen_clock.shift(timedelta(days=401))
    run()
    assert not DailyCount.objects.exists()


def test_the_command_says_what_it_would_do():
    said = StringIO()
    call_command("retention", "--dry-run", stdout=said)
    assert said.getvalue().count("would be deleted") == len(retention.RULES)


def test_the_documented_table_is_the_one_that_runs():
    rows = re.findall(r"^\| `(\w+)` \| .* \| (\d+) days \|", TABLE.read_text(), flags=re.M)
    assert rows == [(rule.name, str(rule.days)) for rule in retention.RULES]
