"""The public log: what it names, what it never names, its roots, and the days of the past."""

import contextlib
import io
import re
import sys
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from directory import audit, drafts, publishing, tasks
from directory.clearance import Reason
from directory.models import DailyRoot, Listing, LogEntry
from tests import factories
from tests.conftest import lift_guards, restore_guards

pytestmark = pytest.mark.django_db

REASON = Reason(code="training", clause="II.1", text="The school does not know this paper.")
CHECKER = re.search(
    r"```python\n(.*?)```",
    (Path(__file__).resolve().parents[2] / "docs" / "record.md").read_text(),
    re.DOTALL,
).group(1)


def acts() -> list[str]:
    return [entry.act for entry in LogEntry.objects.order_by("id")]


def status_on(client: Client, listing: Listing, day: date) -> str:
    answer = client.get(f"/api/v1/listings/{listing.pk}/verification/?on={day}")
    assert answer.status_code == 200, answer.content
    return answer.json()["status"]


def test_the_log_follows_a_listing_that_was_public_and_no_other(frozen_clock):
    drafts.withdraw(
        listing=factories.make_draft(), actor=factories.make_user()
    )  # never verified: nobody needs to know
    factories.make_returned()
    listing = factories.make_verified()
    moderator = factories.make_moderator()
    publishing.suspend(listing_id=listing.pk, reasons=[REASON], actor=moderator)
    publishing.reinstate(listing_id=listing.pk, actor=moderator)
    frozen_clock.shift(timedelta(days=400))
    publishing.expire(today=timezone.localdate())
    listing.refresh_from_db()
    drafts.withdraw(listing=listing, actor=moderator)
    assert acts() == ["granted", "suspended", "reinstated", "expired", "withdrawn"]
    assert {entry.listing_id for entry in LogEntry.objects.all()} == {listing.pk}
    granted = LogEntry.objects.first()
    assert granted.until == listing.verified_until
    assert granted.scopes == ["healthy", "compromised"]
    assert "school" not in str(list(LogEntry.objects.values()))


def test_an_erased_account_ends_its_verification_in_the_log():
    listing = factories.make_verified()
    drafts.erase(user=listing.practitioner.user)
    assert acts() == ["granted", "withdrawn"]


def test_a_day_in_the_past_is_answered_also_after_withdrawal(client, frozen_clock):
    listing = factories.make_verified()
    first = timezone.localdate()
    frozen_clock.shift(timedelta(days=30))
    publishing.suspend(listing_id=listing.pk, reasons=[REASON], actor=factories.make_moderator())
    frozen_clock.shift(timedelta(days=5))
    publishing.reinstate(listing_id=listing.pk, actor=factories.make_moderator())
    frozen_clock.shift(timedelta(days=5))
    listing.refresh_from_db()
    drafts.withdraw(listing=listing, actor=listing.practitioner.user)
    seen = [
        status_on(client, listing, first + timedelta(days=days))
        for days in (-1, 0, 29, 30, 34, 35, 39, 40)
    ]
    assert seen == [
        "not_verified",
        "verified",
        "verified",
        "suspended",
        "suspended",
        "verified",
        "verified",
        "withdrawn",
    ]
    assert client.get(f"/api/v1/listings/{listing.pk}/verification/").status_code == 404


def test_a_grant_ends_with_its_day_even_before_the_job_says_so(client, frozen_clock):
    listing = factories.make_verified()
    frozen_clock.shift(timedelta(days=366))
    last = listing.verified_until
    assert status_on(client, listing, last) == "verified"
    answer = client.get(
        f"/api/v1/listings/{listing.pk}/verification/?on={last + timedelta(days=1)}"
    )
    assert answer.json()["status"] == "expired"
    assert answer.json()["since"] == f"{last + timedelta(days=1)}T00:00:00Z"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("on=2026-03-02", 200),
        ("on=2026-03-03", 400),
        ("on=2026-02-30", 400),
        ("on=2026-3-2", 400),
        ("on=02.03.2026", 400),
        ("on=", 400),
        ("on=2026-03-01&on=2026-03-02", 400),
        ("day=2026-03-01", 400),
        ("on=٢٠٢٦-٠٣-٠٢", 400),
    ],
)
def test_a_day_that_cannot_be_answered_is_refused_with_a_reason(
    client, frozen_clock, query, status
):
    listing = factories.make_verified()
    answer = client.get(f"/api/v1/listings/{listing.pk}/verification/?{query}")
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["errors"]


def test_a_listing_that_was_never_verified_answers_as_one_that_does_not_exist(client):
    waiting = factories.make_submitted().listing
    there = client.get(f"/api/v1/listings/{waiting.pk}/verification/?on=2026-01-01")
    absent = client.get(
        "/api/v1/listings/00000000-0000-4000-8000-000000000000/verification/?on=2026-01-01"
    )
    assert (there.status_code, there.json()) == (404, absent.json())


def test_one_root_a_day_and_it_holds(frozen_clock):
    factories.make_verified()
    tasks.take_daily_root()
    tasks.take_daily_root()
    factories.make_verified()
    (root,) = DailyRoot.objects.all()
    assert root.day == date(2026, 3, 1)
    assert (root.entries, root.entries_sha256) == (1, LogEntry.objects.get(pk=1).sha256)
    frozen_clock.shift(timedelta(days=1))
    tasks.take_daily_root()
    assert [taken.entries for taken in DailyRoot.objects.all()] == [2, 1]
    assert list(audit.flaws()) == []


def test_a_log_rewritten_behind_a_root_is_found():
    factories.make_verified()
    tasks.take_daily_root()
    guards = lift_guards()
    entry = LogEntry.objects.get(pk=1)
    entry.until = date(2199, 1, 1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE directory_logentry SET until = '2199-01-01'")
        cursor.execute("UPDATE directory_logentry SET sha256 = %s", [entry.digest()])
        cursor.execute(
            "UPDATE directory_chainhead SET sha256 = %s WHERE name = 'log'", [entry.digest()]
        )
    restore_guards(guards)
    (flaw,) = audit.flaws()
    assert str(flaw).startswith("log 1: rewritten: the root of ")


def run_checker(client: Client, monkeypatch, change=lambda url, text: text) -> str:
    """The script of docs/record.md, word for word, against this site."""
    monkeypatch.setattr(sys, "argv", ["check", "http://localhost/"])

    def urlopen(url: str):
        text = client.get(url.removeprefix("http://localhost")).content.decode()
        return io.StringIO(change(url, text))

    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(CHECKER, {})
    return said.getvalue()


def test_anybody_can_check_the_log_with_the_script_of_the_documentation(client, monkeypatch):
    monkeypatch.setattr("directory.api.log.PAGE", 2)
    for _listing in range(3):
        listing = factories.make_verified()
    drafts.withdraw(listing=listing, actor=listing.practitioner.user)
    tasks.take_daily_root()
    said = run_checker(client, monkeypatch)
    assert said.startswith("4 entries are whole and end with ")
    assert audit.root("log")[1] in said
    with pytest.raises(AssertionError):
        run_checker(client, monkeypatch, lambda url, text: text.replace("granted", "renewed"))


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=", "after=1&after=2", "page=1"])
def test_the_log_refuses_what_it_does_not_know(client, query):
    assert client.get(f"/api/v1/log/?{query}").status_code == 400


def test_the_page_links_only_what_is_public(client, django_assert_max_num_queries):
    shown, gone = factories.make_verified(), factories.make_verified()
    drafts.withdraw(listing=gone, actor=gone.practitioner.user)
    with django_assert_max_num_queries(4):
        html = client.get("/log/").content.decode()
    assert f'href="/practitioners/{shown.pk}/"' in html
    assert str(gone.pk) in html
    assert f'href="/practitioners/{gone.pk}/"' not in html
    assert html.count("Verification granted") == 2
    assert "Ines" not in html
    assert client.get("/log/?before=2").content.decode().count("Verification granted") == 1
    assert client.get("/log/?before=x").status_code == 404
    assert client.post("/log/").status_code == 405


def test_the_feed_names_the_newest_entries(client):
    listing = factories.make_verified()
    answer = client.get("/log/feed.atom")
    assert answer["Content-Type"] == "application/atom+xml"
    root = ElementTree.fromstring(answer.content)
    (entry,) = root.findall("{http://www.w3.org/2005/Atom}entry")
    assert str(listing.pk) in entry.findtext("{http://www.w3.org/2005/Atom}summary")
