"""What can be done to a public listing, what its owner is told, and what the public still sees."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from directory.models import Event, Listing, OutgoingMail
from directory.states import MoveError, StaleMove
from tests import factories
from vetting import measures, queueing, reviewing
from vetting.models import Decision, ReviewCase

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return factories.make_moderator("Ada Lund")


@pytest.fixture
def listing():
    return factories.make_reported()[0]


@pytest.fixture
def case(listing):
    return factories.case_about(listing, "report")


def fresh(listing: Listing) -> Listing:
    return Listing.objects.get(pk=listing.pk)


def letters_to(listing: Listing) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to=listing.practitioner.user.email).order_by("-pk"))


@pytest.mark.parametrize(
    ("outcome", "state", "kind", "subject"),
    [
        ("warned", "verified", "listing.warned", "something in your listing must change"),
        ("limited", "verified", "listing.limited", "your listing is limited"),
        ("suspended", "suspended", "listing.suspended", "your listing is suspended"),
        ("withdrawn", "withdrawn", "listing.verification_withdrawn", "verification is withdrawn"),
    ],
)
def test_a_measure_moves_the_listing_and_states_its_reasons(
    listing, case, moderator, outcome, state, kind, subject
):
    decision = factories.measure(case, outcome, moderator)
    assert fresh(listing).state == state
    event = Event.objects.get(listing_id=listing.pk, kind=kind)
    assert event.actor_id == moderator.pk
    assert event.data["decision"] == decision.pk
    letter = letters_to(listing)[0]
    assert subject in letter.subject
    for words in (
        "The hours on the page are not those on the door.",
        "clause-V.1",
        "Seen on 1 March 2026 at the practice.",
        "You can appeal until",
        "Another person, not the one who decided, answers within 14 days",
        "/account/decisions/",
        "software read your text",
    ):
        assert words in letter.text
    case.refresh_from_db()
    assert case.state == "closed"
    assert decision.appeal_until == timezone.localdate() + timedelta(days=180)


@pytest.mark.parametrize("outcome", ["warned", "limited", "suspended", "withdrawn"])
def test_a_measure_without_reasons_is_refused(case, moderator, outcome, listing):
    with pytest.raises(ValueError, match="states its reasons"):
        factories.measure(case, outcome, moderator, reasons=())
    assert fresh(listing).state == "verified"
    assert not Decision.objects.filter(case=case).exists()


def test_the_same_measure_twice_sends_two_letters(listing, case, moderator):
    factories.measure(case, "suspended", moderator)
    before = len(letters_to(listing))
    again = queueing.open_case(
        revision_id=listing.published_revision_id, kind=ReviewCase.Kind.REPORT, why="Once more."
    )
    factories.measure(again, "reinstated", moderator)
    assert fresh(listing).state == "verified"
    third = queueing.open_case(
        revision_id=listing.published_revision_id, kind=ReviewCase.Kind.REPORT, why="And again."
    )
    factories.measure(third, "suspended", moderator)
    assert len(letters_to(listing)) == before + 2


def test_a_limit_narrows_what_the_public_and_search_see(listing, case, moderator, client):
    factories.measure(case, "limited", moderator, scopes=("healthy",), hidden=("approach_limits",))
    page = client.get(f"/practitioners/{listing.pk}/").content.decode()
    assert factories.LIMITS not in page
    assert "A part of this text is not shown" in page
    answer = client.get(f"/api/v1/listings/{listing.pk}/").json()
    assert answer["approach_limits"] == ""
    assert answer["approach_hands"] == factories.HANDS
    assert answer["verification"]["scopes"] == ["healthy"]
    evidence = client.get(f"/api/v1/listings/{listing.pk}/verification/").json()["evidence"]
    assert "approach_limits" not in {one["field"] for one in evidence}
    assert fresh(listing).public_entry.card["scopes"] == ["healthy"]
    assert factories.LIMITS not in fresh(listing).public_entry.document["text"]


def test_a_hidden_service_is_gone_whole(listing, case, moderator, client):
    factories.measure(
        case, "limited", moderator, scopes=("healthy", "compromised"), hidden=("services.0.name",)
    )
    assert client.get(f"/api/v1/listings/{listing.pk}/").json()["services"] == []
    assert fresh(listing).public_entry.card["services"] == []
    page = client.get(f"/practitioners/{listing.pk}/").content.decode()
    assert "Sixty minutes, arm or leg" not in page


def test_a_limit_ends_with_the_next_verified_text(listing, case, moderator):
    factories.measure(case, "limited", moderator, hidden=("approach_limits",))
    revision = factories.resend(fresh(listing), headline="Changed as asked")
    change = reviewing.claim(case=factories.case_of(revision), actor=moderator)
    factories.verify(change)
    assert fresh(listing).clearance["hidden"] == []
    assert fresh(listing).clearance["scopes"] == ["healthy", "compromised"]


@pytest.mark.parametrize(
    "words",
    [
        {"scopes": ("healthy", "compromised")},
        {"scopes": ("healthy", "cdt")},
        {"scopes": ()},
        {"scopes": ("healthy",), "hidden": ("no_such_field",)},
    ],
)
def test_a_limit_that_takes_nothing_or_adds_something_is_refused(listing, case, moderator, words):
    with pytest.raises(ValueError):  # noqa: PT011
        factories.measure(case, "limited", moderator, **words)
    assert fresh(listing).clearance["scopes"] == ["healthy", "compromised"]


def test_a_suspension_ends_by_a_person_only(listing, case, moderator):
    factories.measure(case, "suspended", moderator)
    assert not Listing.objects.public().filter(pk=listing.pk).exists()
    again = queueing.open_case(
        revision_id=listing.published_revision_id,
        kind=ReviewCase.Kind.REPORT,
        why="Hours put right.",
    )
    factories.measure(again, "reinstated", moderator)
    assert Listing.objects.public().filter(pk=listing.pk).exists()
    assert "your listing is public again" in letters_to(listing)[0].subject


def test_only_what_fits_the_state_is_offered(listing, case, moderator):
    factories.measure(case, "withdrawn", moderator)
    again = queueing.open_case(
        revision_id=listing.published_revision_id, kind=ReviewCase.Kind.REPORT, why="Late report."
    )
    with pytest.raises(StaleMove):
        factories.measure(again, "suspended", moderator)


def test_a_listing_that_moved_meanwhile_is_not_decided(listing, case, moderator):
    claimed = reviewing.claim(case=case, actor=moderator)
    with pytest.raises(MoveError, match="not the text you opened"):
        measures.act(
            case=claimed,
            content_sha256="0" * 64,
            measure=measures.Measure(outcome=Decision.Outcome.STANDS),
            actor=moderator,
        )


def test_a_warning_is_followed_up_on_its_day(frozen_clock, listing, case, moderator):
    decision = factories.measure(case, "warned", moderator)
    frozen_clock.shift(timedelta(days=21))
    assert queueing.open_follow_ups(today=decision.until - timedelta(days=1)) == 0
    assert queueing.open_follow_ups(today=decision.until) == 1
    assert queueing.open_follow_ups(today=decision.until) == 0
    assert "asked to put it right" in factories.case_about(listing, "audit").why


def test_a_warning_whose_text_was_replaced_is_not_followed_up(listing, case, moderator):
    decision = factories.measure(case, "warned", moderator)
    revision = factories.resend(fresh(listing), headline="Put right")
    factories.verify(reviewing.claim(case=factories.case_of(revision), actor=moderator))
    assert queueing.open_follow_ups(today=decision.until) == 0


def test_a_renewal_gives_the_same_text_a_later_end(moderator):
    listing = factories.make_verified()
    today = timezone.localdate()
    Listing.objects.filter(pk=listing.pk).update(verified_until=today + timedelta(days=20))
    assert queueing.open_expiries(today=today) == 1
    assert queueing.open_expiries(today=today) == 0
    case = factories.case_about(listing, "expiry")
    until = today + timedelta(days=300)
    factories.measure(
        case,
        "renewed",
        moderator,
        scopes=("healthy",),
        until=until,
        levels={"technique": "meets", "training": "meets", "anatomy": "meets"},
    )
    renewed = fresh(listing)
    assert renewed.verified_until == until
    assert renewed.clearance["scopes"] == ["healthy"]
    assert date.fromisoformat(renewed.public_entry.document["verified_until"]) == until
    assert "your verification is renewed" in letters_to(listing)[0].subject


def test_an_end_that_moved_away_closes_its_case(moderator):
    listing = factories.make_verified()
    today = timezone.localdate()
    Listing.objects.filter(pk=listing.pk).update(verified_until=today + timedelta(days=20))
    queueing.open_expiries(today=today)
    Listing.objects.filter(pk=listing.pk).update(verified_until=today + timedelta(days=400))
    assert queueing.close_renewed(today=today) == 1
    assert factories.case_about(listing, "expiry").closed_why


def test_safety_findings_must_be_read_before_a_renewal(moderator):
    listing = factories.make_verified(
        approach_limits="Lymphatic drainage cures lymphedema for good."
    )
    today = timezone.localdate()
    Listing.objects.filter(pk=listing.pk).update(verified_until=today + timedelta(days=20))
    queueing.open_expiries(today=today)
    with pytest.raises(reviewing.NotEligible, match="safety findings"):
        factories.measure(
            factories.case_about(listing, "expiry"),
            "renewed",
            moderator,
            scopes=("healthy",),
            until=today + timedelta(days=300),
            levels={"technique": "meets", "training": "meets", "anatomy": "meets"},
        )
