"""Nothing drops out of the queue, whatever happens; audits are drawn by chance that can be repeated."""

import uuid
from datetime import date, timedelta
from random import Random

import pytest
from django.utils import timezone

from directory import drafts
from directory.models import Listing
from directory.states import MoveError
from tests import factories
from tests.personas import signed_in
from tests.vetting.pages import QUEUE, address
from vetting import appeals, queueing, reports, reviewing, tasks
from vetting.models import Decision, ReviewCase, SecondReading

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(4))
def test_nothing_that_waits_is_ever_without_an_open_case(seed):
    """Owners, reporters, moderators and the clock act in any order; after a sweep nothing is missing."""
    chance = Random(seed)
    moderators = [factories.make_moderator(name) for name in ("Ada Lund", "Ben Adler", "Cy Roth")]
    listings = [factories.make_verified(moderators[0], name=f"Person {n}") for n in range(2)]

    def report():
        factories.make_reported(chance.choice(listings), category=chance.choice(["fact", "safety"]))

    def send():
        listing = Listing.objects.get(pk=chance.choice(listings).pk)
        factories.resend(listing, headline=f"Words {chance.random()}")

    def take():
        reviewing.claim_next(actor=chance.choice(moderators))

    def give_back():
        case = ReviewCase.objects.filter(state="claimed").first()
        if case:
            reviewing.give_back(case=case, actor=case.claimed_by)

    def forget():
        ReviewCase.objects.filter(state="claimed").update(
            claimed_until=timezone.now() - timedelta(minutes=1)
        )
        reviewing.release_stale_claims()

    def decide():
        case = ReviewCase.objects.filter(kind__in=ReviewCase.ONCE_KINDS).exclude(state="closed")
        if case.exists():
            outcome = chance.choice(["stands", "warned", "limited", "suspended", "withdrawn"])
            factories.measure(case[0], outcome, chance.choice(moderators))

    def refuse():
        case = ReviewCase.objects.filter(kind="change", state="open").first()
        if case:
            reviewing.claim(case=case, actor=moderators[1])
            reviewing.refuse(
                case=case,
                content_sha256=case.revision.content_sha256,
                outcome=Decision.Outcome.NOT_VERIFIED,
                reasons=[factories.REASON],
                levels={},
                note="",
                actor=moderators[1],
            )

    def appeal():
        decision = chance.choice(list(Decision.objects.all()))
        owner = Listing.objects.get(pk=decision.case.listing_id).practitioner.user
        appeals.open_appeal(decision=decision, text="I object to this, truly.", actor=owner)

    def answer():
        case = ReviewCase.objects.filter(kind="appeal").exclude(state="closed").first()
        if case:
            actor = chance.choice(moderators)
            reviewing.claim(case=case, actor=actor)
            appeals.decide_appeal(
                appeal=case.appeal,
                overturn=chance.random() < 0.5,
                answer="So.",
                note="",
                actor=actor,
            )

    def leave():
        listing = Listing.objects.get(pk=chance.choice(listings).pk)
        drafts.withdraw(listing=listing, actor=listing.practitioner.user)

    acts = (report, send, take, give_back, forget, decide, refuse, appeal, answer, leave)
    refused = (MoveError, reviewing.ReviewError, ValueError, LookupError)
    done = set()
    for _ in range(30):
        act = chance.choice(acts)
        try:
            act()
            done.add(act.__name__)
        except refused:
            pass
        tasks.assess_waiting()
        reports.sweep()
        assert queueing.gaps() == []
    assert len(done) >= 5


def test_a_gap_is_seen_when_there_is_one():
    listing, _receipt = factories.make_reported()
    factories.make_refused(name="Refused")
    revision = factories.resend(Listing.objects.get(pk=listing.pk), headline="Changed")
    _other, decision = factories.make_suspended()
    owner = Listing.objects.get(pk=decision.case.listing_id).practitioner.user
    appeals.open_appeal(decision=decision, text="I object to this, truly.", actor=owner)
    assert queueing.gaps() == []
    ReviewCase.objects.exclude(state="closed").update(state="closed")
    found = {gap.what for gap in queueing.gaps()}
    assert found == {"text", "report", "appeal", "second reading"}
    assert SecondReading.objects.count() == 1
    assert revision.pk


def test_the_queue_shows_every_kind_with_its_day_and_its_age():
    moderator = factories.make_moderator("Ben Adler")
    first = factories.make_moderator("Ada Lund")
    listing, _receipt = factories.make_reported(factories.make_verified(first), category="safety")
    factories.make_submitted(name="New Person")
    factories.make_refused(first, name="Refused Person")
    for kind in ("audit", "expiry"):
        queueing.open_case(
            revision_id=listing.published_revision_id, kind=ReviewCase.Kind(kind), why="Drawn."
        )
    late = ReviewCase.objects.get(name="New Person")
    ReviewCase.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=1))
    page = signed_in(moderator).get(QUEUE).content.decode()
    for words in ("Report", "New listing", "Second reading", "Random audit", "Verification ends"):
        assert words in page
    assert page.index("New Person") < page.index("Urgent") < page.index("Refused Person")
    assert "Late" in page


def test_the_next_case_is_the_one_due_first_and_free():
    moderator = factories.make_moderator("Ben Adler")
    other = factories.make_moderator("Ada Lund")
    cases = [factories.case_of(factories.make_submitted(name=f"Person {n}")) for n in range(3)]
    for days, case in zip((3, 1, 2), cases, strict=True):
        due = timezone.now() + timedelta(days=days)
        ReviewCase.objects.filter(pk=case.pk).update(due_at=due)
    reviewing.claim(case=cases[1], actor=other)
    client = signed_in(moderator)
    taken = client.post(f"{QUEUE}next/")
    assert taken.url == address(cases[2])
    assert client.post(f"{QUEUE}next/").url == address(cases[0])
    assert client.post(f"{QUEUE}next/").url == QUEUE


def test_an_audit_draws_its_share_and_the_same_listings_again():
    ids = [uuid.UUID(int=number) for number in range(5000)]
    drawn = [one for one in ids if queueing.drawn(one, month="2026-03", day=28)]
    assert 60 <= len(drawn) <= 140
    assert drawn == [one for one in ids if queueing.drawn(one, month="2026-03", day=28)]
    assert drawn != [one for one in ids if queueing.drawn(one, month="2026-04", day=28)]
    early = [one for one in ids if queueing.drawn(one, month="2026-03", day=7)]
    assert set(early) < set(drawn)
    assert early


def test_an_audit_opens_each_case_once_a_month(monkeypatch):
    listing = factories.make_verified()
    monkeypatch.setattr(queueing, "AUDIT_SHARE", 1.0)
    today = timezone.localdate().replace(day=28)
    assert queueing.open_audits(today=today) == 1
    case = factories.case_about(listing, "audit")
    factories.measure(case, "stands", factories.make_moderator("Ben Adler"))
    assert queueing.open_audits(today=today) == 0


def test_an_audit_draws_only_what_is_public(monkeypatch):
    monkeypatch.setattr(queueing, "AUDIT_SHARE", 1.0)
    listing = factories.make_verified()
    drafts.withdraw(listing=listing, actor=listing.practitioner.user)
    factories.make_submitted()
    assert queueing.open_audits(today=date(2026, 3, 28)) == 0


def test_duplicates_are_shown_by_name_and_place_or_by_number():
    moderator = factories.make_moderator()
    factories.make_submitted(name="Somebody Else", city="Marburg")
    case = reviewing.claim(
        case=factories.case_of(factories.make_submitted(name="Ines Kallweit")), actor=moderator
    )
    page = signed_in(moderator).get(address(case)).content.decode()
    assert "Perhaps listed already" in page
    assert "shares a certificate number." in page
    factories.make_submitted(name="ines kallweit")
    page = signed_in(moderator).get(address(case)).content.decode()
    assert "shares a certificate number, the name, the place." in page
    assert "PRIVATE0417" not in str(list(ReviewCase.objects.values())).upper().replace("-", "")


@pytest.mark.parametrize(("days", "words"), [(-1, "ended on"), (0, "ends on"), (20, "ends on")])
def test_an_end_that_has_come_is_told_as_past(days, words):
    today = timezone.localdate()
    listing = factories.make_verified()
    Listing.objects.filter(pk=listing.pk).update(verified_until=today + timedelta(days=days))
    assert queueing.open_expiries(today=today) == 1
    assert words in ReviewCase.objects.get(kind="expiry").why
