"""An appeal is answered by another person, and overturning gives back what was taken."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory import drafts
from directory.models import Event, Listing, OutgoingMail
from tests import factories
from vetting import appeals, reviewing
from vetting.models import Decision, ReviewCase

pytestmark = pytest.mark.django_db

OBJECTION = "The hours on the door are those of the dentist next door."


@pytest.fixture
def first():
    return factories.make_moderator("Ada Lund")


@pytest.fixture
def second():
    return factories.make_moderator("Ben Adler")


def appeal_against(decision: Decision):
    owner = Listing.objects.get(pk=decision.case.listing_id).practitioner.user
    return appeals.open_appeal(decision=decision, text=OBJECTION, actor=owner)


def answer(appeal, actor, *, overturn: bool) -> Decision:
    reviewing.claim(case=appeal.case, actor=actor)
    return appeals.decide_appeal(
        appeal=appeal, overturn=overturn, answer="I looked at the door.", note="", actor=actor
    )


def test_an_appeal_is_due_and_never_offered_to_the_one_who_decided(first, second):
    _listing, decision = factories.make_suspended(first)
    appeal = appeal_against(decision)
    assert appeal.due_on == timezone.localdate() + timedelta(days=14)
    with pytest.raises(reviewing.Conflict):
        reviewing.claim(case=appeal.case, actor=first)
    assert reviewing.claim(case=appeal.case, actor=second).claimed_by == second


def test_the_database_refuses_the_same_person(first, second):
    _listing, decision = factories.make_suspended(first)
    appeal = appeal_against(decision)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewCase.objects.filter(pk=appeal.case_id).update(
            state="claimed", claimed_by=first, claimed_until=timezone.now()
        )
    reply = answer(appeal, second, overturn=False)
    for change in ({"decided_by": first}, {"not_by": None}, {"not_by": second.pk}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=reply.pk).update(**change)


def test_the_service_refuses_the_same_person_even_with_the_case_in_hand(first, second):
    _listing, decision = factories.make_suspended(first)
    appeal = appeal_against(decision)
    with pytest.raises(reviewing.Conflict):
        appeals.decide_appeal(
            appeal=appeal, overturn=True, answer="I agree with myself.", note="", actor=first
        )


def test_an_upheld_decision_stays_and_the_owner_is_told_why(first, second):
    listing, decision = factories.make_suspended(first)
    answer(appeal_against(decision), second, overturn=False)
    assert Listing.objects.get(pk=listing.pk).state == "suspended"
    letter = OutgoingMail.objects.get(key__startswith="appeal:")
    assert "the decision stands" in letter.subject
    assert "I looked at the door." in letter.text
    assert Event.objects.filter(listing_id=listing.pk, kind="appeal.upheld").count() == 1


@pytest.mark.parametrize("outcome", ["suspended", "withdrawn"])
def test_overturning_makes_the_listing_public_again(first, second, outcome):
    listing, _receipt = factories.make_reported()
    decision = factories.measure(factories.case_about(listing, "report"), outcome, first)
    answer(appeal_against(decision), second, overturn=True)
    assert Listing.objects.public().filter(pk=listing.pk).exists()
    decision.refresh_from_db()
    assert decision.overturned_at is not None
    assert "your appeal succeeded" in OutgoingMail.objects.get(key__startswith="appeal:").subject


def test_overturning_a_limit_gives_back_scope_and_words(first, second):
    listing, _receipt = factories.make_reported()
    before = Listing.objects.get(pk=listing.pk).clearance
    case = factories.case_about(listing, "report")
    decision = factories.measure(case, "limited", first, hidden=("approach_limits",))
    answer(appeal_against(decision), second, overturn=True)
    after = Listing.objects.get(pk=listing.pk)
    assert after.clearance == before
    assert after.public_entry.card["scopes"] == ["healthy", "compromised"]


def test_overturning_a_limit_after_a_new_text_gives_nothing_back(first, second):
    listing, _receipt = factories.make_reported()
    decision = factories.measure(factories.case_about(listing, "report"), "limited", first)
    appeal = appeal_against(decision)
    revision = factories.resend(Listing.objects.get(pk=listing.pk), headline="Changed as asked")
    factories.verify(reviewing.claim(case=factories.case_of(revision), actor=second))
    now = Listing.objects.get(pk=listing.pk).clearance
    answer(appeal, second, overturn=True)
    assert Listing.objects.get(pk=listing.pk).clearance == now


def test_an_overturned_refusal_waits_again_for_somebody_else(first, second):
    listing = factories.make_returned(first)
    decision = Decision.objects.get(case__listing_id=listing.pk)
    answer(appeal_against(decision), second, overturn=True)
    listing.refresh_from_db()
    assert listing.state == "submitted"
    newest = listing.revisions.order_by("-number").first()
    assert newest.content_sha256 == decision.case.revision.content_sha256
    waiting = factories.case_of(newest)
    assert waiting.state == "open"
    with pytest.raises(reviewing.Conflict):
        reviewing.claim(case=waiting, actor=first)
    reviewing.claim(case=waiting, actor=second)


def test_an_owner_who_withdrew_gets_nothing_put_back(first, second):
    listing, decision = factories.make_suspended(first)
    appeal = appeal_against(decision)
    drafts.withdraw(listing=listing, actor=listing.practitioner.user)
    reviewing.claim(case=appeal.case, actor=second)
    answer_of = appeals.decide_appeal(
        appeal=appeal, overturn=True, answer="You were right.", note="", actor=second
    )
    assert answer_of.outcome == "overturned"
    assert Listing.objects.get(pk=listing.pk).state == "withdrawn"


def test_one_appeal_each_within_its_time_by_the_owner_alone(first, second, frozen_clock):
    _listing, decision = factories.make_suspended(first)
    with pytest.raises(appeals.NotAppealable):
        appeals.open_appeal(decision=decision, text=OBJECTION, actor=second)
    appeal_against(decision)
    with pytest.raises(appeals.NotAppealable):
        appeal_against(decision)
    _other, late = factories.make_suspended(first)
    frozen_clock.shift(timedelta(days=181))
    with pytest.raises(appeals.NotAppealable):
        appeal_against(late)


def test_nothing_is_appealed_that_takes_nothing(first):
    listing, _receipt = factories.make_reported()
    stands = factories.measure(factories.case_about(listing, "report"), "stands", first)
    with pytest.raises(appeals.NotAppealable):
        appeal_against(stands)
