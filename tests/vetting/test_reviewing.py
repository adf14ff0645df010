"""The moderator's acts and the rules they keep, called as the site calls them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory import drafts
from directory.clearance import Reason
from directory.models import Event, Listing, OutgoingMail, Revision
from directory.states import StaleMove
from tests import factories
from vetting import reviewing
from vetting.models import Decision, ReviewCase

pytestmark = pytest.mark.django_db

REASONS = [Reason(code="technique", clause="I.1", text="Say what your hands do.")]
ALL_SHOWN = {"technique": "meets", "training": "meets", "anatomy": "meets"}

AGAINST = {
    "changes_requested": reviewing.return_for_changes,
    "honest_not_mld": lambda **act: reviewing.refuse(
        outcome=Decision.Outcome.HONEST_NOT_MLD, **act
    ),
    "not_verified": lambda **act: reviewing.refuse(outcome=Decision.Outcome.NOT_VERIFIED, **act),
}


def decide_against(outcome: str, case: ReviewCase, **changes):
    act = {
        "case": case,
        "content_sha256": case.revision.content_sha256,
        "reasons": REASONS,
        "levels": {"technique": "partial"},
        "note": "between us",
        "actor": case.claimed_by,
        **changes,
    }
    return AGAINST[outcome](**act)


def decide(outcome: str, case: ReviewCase, **changes):
    if outcome == "verified":
        return factories.verify(case, **changes)
    return decide_against(outcome, case, **changes)


def states(case: ReviewCase) -> tuple[str, str, str]:
    return (
        ReviewCase.objects.get(pk=case.pk).state,
        Revision.objects.get(pk=case.revision_id).state,
        Listing.objects.get(pk=case.listing_id).state,
    )


def test_a_claim_is_for_half_an_hour_and_moves_case_text_and_listing():
    before = timezone.now()
    case = factories.make_claimed()
    assert states(case) == ("claimed", "in_review", "in_review")
    assert case.claimed_until - before >= timedelta(minutes=30)
    assert case.claimed_until - timezone.now() <= timedelta(minutes=30)


def test_claiming_again_adds_time(frozen_clock):
    case = factories.make_claimed()
    first_end = case.claimed_until
    frozen_clock.shift(timedelta(minutes=20))
    assert reviewing.claim(case=case, actor=case.claimed_by).claimed_until > first_end


def test_a_case_that_somebody_reads_is_taken():
    case = factories.make_claimed()
    with pytest.raises(reviewing.CaseTaken):
        reviewing.claim(case=case, actor=factories.make_moderator("Ben Adler"))
    case.refresh_from_db()
    assert case.claimed_by.last_name == "Okonjo"


def test_a_case_whose_claim_ran_out_is_free_for_others(frozen_clock):
    case = factories.make_claimed()
    frozen_clock.shift(timedelta(minutes=31))
    other = factories.make_moderator("Ben Adler")
    assert reviewing.claim(case=case, actor=other).claimed_by == other
    with pytest.raises(reviewing.NotYourCase):
        decide_against("changes_requested", case, actor=factories.make_moderator())
    assert not Decision.objects.exists()


def test_nobody_claims_a_listing_of_their_own():
    moderator = factories.make_moderator()
    revision = factories.make_submitted(moderator)
    with pytest.raises(reviewing.OwnListing):
        reviewing.claim(case=factories.case_of(revision), actor=moderator)
    assert states(factories.case_of(revision)) == ("open", "submitted", "submitted")


def test_a_decided_case_cannot_be_claimed():
    case = factories.make_claimed()
    decide_against("changes_requested", case)
    with pytest.raises(reviewing.CaseTaken):
        reviewing.claim(case=case, actor=case.claimed_by)


def test_giving_back_needs_the_claim_and_frees_the_case():
    case = factories.make_claimed()
    with pytest.raises(reviewing.NotYourCase):
        reviewing.give_back(case=case, actor=factories.make_moderator("Ben Adler"))
    reviewing.give_back(case=case, actor=case.claimed_by)
    assert states(case) == ("open", "submitted", "submitted")
    reviewing.claim(case=case, actor=factories.make_moderator("Cleo Dorn"))
    assert states(case) == ("claimed", "in_review", "in_review")


def test_claims_that_ran_out_go_back_to_the_queue(frozen_clock):
    case = factories.make_claimed()
    assert reviewing.release_stale_claims() == 0
    frozen_clock.shift(timedelta(minutes=31))
    assert reviewing.release_stale_claims() == 1
    assert states(case) == ("open", "submitted", "submitted")


def test_a_moderator_who_leaves_gives_the_cases_back():
    case = factories.make_claimed()
    drafts.erase(user=case.claimed_by)
    assert states(case) == ("open", "submitted", "submitted")
    assert reviewing.claim(case=case, actor=factories.make_moderator()).claimed_by is not None


def test_a_text_that_its_owner_took_back_leaves_the_queue():
    case = factories.make_claimed()
    listing = Listing.objects.get(pk=case.listing_id)
    drafts.take_back(listing=listing, actor=listing.practitioner.user)
    reviewing.close_overtaken()
    assert states(case) == ("closed", "withdrawn", "draft")
    with pytest.raises(reviewing.NotYourCase):
        decide_against("changes_requested", case)


def test_a_verification_publishes_with_scope_and_end():
    case = factories.make_claimed()
    factories.check_papers(case)
    decision = factories.verify(case, scopes=["healthy"])
    listing = Listing.objects.get(pk=case.listing_id)
    assert states(case) == ("closed", "approved", "verified")
    assert decision.scopes == ["healthy"]
    assert listing.clearance["scopes"] == ["healthy"]
    assert listing.verified_until == timezone.localdate() + timedelta(days=365)
    assert OutgoingMail.objects.filter(subject__contains="verified").count() == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"levels": {**ALL_SHOWN, "technique": "partial"}}, "technique and training"),
        ({"levels": {**ALL_SHOWN, "training": "absent"}}, "technique and training"),
        ({"levels": {**ALL_SHOWN, "anatomy": "absent"}}, "anatomy"),
        ({"levels": {**ALL_SHOWN, "anatomy": "contradicts"}}, "anatomy"),
        ({"levels": {}}, "technique and training"),
        ({"scopes": []}, "scope"),
        ({"scopes": ["healthy", "everybody"]}, "scope"),
        ({"until": timedelta(days=0)}, "choose an end"),
        ({"until": timedelta(days=-1)}, "choose an end"),
        ({"until": timedelta(days=800)}, "choose an end"),
    ],
)
def test_a_verification_that_the_rules_forbid_changes_nothing(changes, told):
    case = factories.make_claimed()
    factories.check_papers(case)
    if "until" in changes:
        changes = {"until": timezone.localdate() + changes["until"]}
    with pytest.raises(reviewing.NotEligible, match=told):
        factories.verify(case, **changes)
    assert states(case) == ("claimed", "in_review", "in_review")
    assert not Decision.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_anatomy_may_be_shown_in_part():
    case = factories.make_claimed()
    factories.check_papers(case)
    factories.verify(case, levels={**ALL_SHOWN, "anatomy": "partial"})
    assert states(case)[2] == "verified"


def test_text_alone_never_verifies():
    case = factories.make_claimed()
    with pytest.raises(reviewing.NotEligible, match="check at least one training paper"):
        factories.verify(case)
    factories.check_papers(case, outcome="not_confirmed")
    with pytest.raises(reviewing.NotEligible, match="check at least one training paper"):
        factories.verify(case)
    assert not Listing.objects.public().exists()


def test_a_checked_licence_is_no_training():
    listing = factories.make_draft()
    listing.practitioner.qualifications.update(kind="licence")
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    factories.assess_revision(revision.pk)
    case = reviewing.claim(case=factories.case_of(revision), actor=factories.make_moderator())
    factories.check_papers(case)
    with pytest.raises(reviewing.NotEligible, match="training paper"):
        factories.verify(case)


def test_a_check_does_not_carry_over_to_a_paper_that_says_something_else():
    listing = factories.make_verified()
    listing.practitioner.qualifications.update(hours_total=500)
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    factories.assess_revision(revision.pk)
    case = reviewing.claim(case=factories.case_of(revision), actor=factories.make_moderator())
    with pytest.raises(reviewing.NotEligible, match="training paper"):
        factories.verify(case)


def test_a_check_carries_over_to_the_next_revision_of_an_unchanged_paper():
    listing = factories.make_verified()
    listing.headline = "A new line"
    listing.save()
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    factories.assess_revision(revision.pk)
    case = reviewing.claim(case=factories.case_of(revision), actor=factories.make_moderator())
    factories.verify(case)
    listing.refresh_from_db()
    assert listing.published_revision == revision


def test_safety_findings_hold_until_a_person_says_that_they_were_read():
    case = factories.make_claimed(approach_limits="Lymphatic drainage cures lymphedema for good.")
    factories.check_papers(case)
    with pytest.raises(reviewing.NotEligible, match="safety findings"):
        factories.verify(case, holds_seen=False)
    assert states(case) == ("claimed", "in_review", "in_review")
    factories.verify(case, holds_seen=True)
    assert states(case)[2] == "verified"


def test_a_verification_lasts_at_most_two_years_or_until_a_checked_paper_ends():
    case = factories.make_claimed()
    today = timezone.localdate()
    assert reviewing.latest_end(case, today=today).year == today.year + 2
    listing = Listing.objects.get(pk=case.listing_id)
    reviewing.give_back(case=case, actor=case.claimed_by)
    listing.practitioner.qualifications.update(expires=today + timedelta(days=90))
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    factories.assess_revision(revision.pk)
    case = reviewing.claim(case=factories.case_of(revision), actor=factories.make_moderator())
    factories.check_papers(case)
    assert reviewing.latest_end(case, today=today) == today + timedelta(days=90)
    with pytest.raises(reviewing.NotEligible, match="choose an end"):
        factories.verify(case, until=today + timedelta(days=91))


@pytest.mark.parametrize("outcome", AGAINST)
def test_a_decision_against_gives_its_reasons_to_the_owner(outcome):
    case = factories.make_claimed()
    decision = decide_against(outcome, case)
    assert states(case) == ("closed", outcome, outcome)
    assert decision.engine_verdict in {"true_mld", "unclear", "not_mld"}
    assert decision.note == "between us"
    letter = OutgoingMail.objects.get()
    assert "Say what your hands do." in letter.text
    assert "I.1" in letter.text
    assert "between us" not in letter.text
    assert Revision.objects.get(pk=case.revision_id).reasons[0]["clause"] == "I.1"


@pytest.mark.parametrize("outcome", AGAINST)
def test_a_decision_against_needs_a_reason(outcome):
    case = factories.make_claimed()
    with pytest.raises(ValueError, match="states its reasons"):
        decide_against(outcome, case, reasons=[])
    assert states(case) == ("claimed", "in_review", "in_review")
    assert not Decision.objects.exists()


@pytest.mark.parametrize("outcome", ["verified", "changes_requested"])
def test_refusing_knows_two_outcomes_only(outcome):
    case = factories.make_claimed()
    with pytest.raises(ValueError, match="not a refusal"):
        reviewing.refuse(
            case=case,
            content_sha256=case.revision.content_sha256,
            outcome=Decision.Outcome(outcome),
            reasons=REASONS,
            levels={},
            note="",
            actor=case.claimed_by,
        )
    assert states(case) == ("claimed", "in_review", "in_review")


@pytest.mark.parametrize("outcome", [*AGAINST, "verified"])
def test_only_the_text_that_was_opened_is_decided(outcome):
    case = factories.make_claimed()
    factories.check_papers(case)
    with pytest.raises(StaleMove, match="not the text you opened"):
        decide(outcome, case, content_sha256="0" * 64)
    assert states(case) == ("claimed", "in_review", "in_review")
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("outcome", [*AGAINST, "verified"])
def test_deciding_needs_the_claim(outcome):
    case = factories.make_claimed()
    factories.check_papers(case)
    other = factories.make_moderator("Ben Adler")
    with pytest.raises(reviewing.NotYourCase):
        decide(outcome, case, actor=other)
    assert states(case) == ("claimed", "in_review", "in_review")


def test_a_suspended_listing_is_not_published_by_a_change():
    listing = factories.make_verified()
    listing.headline = "A new line"
    listing.save()
    revision = drafts.submit(listing=listing, actor=listing.practitioner.user)
    factories.assess_revision(revision.pk)
    moderator = factories.make_moderator()
    case = reviewing.claim(case=factories.case_of(revision), actor=moderator)
    reviewing.publishing.suspend(listing_id=listing.pk, reasons=REASONS, actor=moderator)
    with pytest.raises(StaleMove, match="suspended"):
        factories.verify(case)
    assert states(case) == ("claimed", "in_review", "suspended")
    assert not Decision.objects.filter(case=case).exists()


def test_every_act_is_in_the_record_with_its_actor():
    case = factories.make_claimed()
    decide_against("not_verified", case)
    kinds = dict(Event.objects.filter(actor_id=case.claimed_by_id).values_list("kind", "actor_id"))
    assert {"revision.in_review", "revision.not_verified", "listing.not_verified"} <= set(kinds)


def test_a_moderator_signs_with_initial_and_surname_and_never_with_an_address():
    case = factories.make_claimed(factories.make_moderator("Ben Adler"))
    assert decide_against("changes_requested", case).decided_by_name == "B. Adler"
    nameless = factories.make_moderator()
    nameless.first_name = nameless.last_name = ""
    nameless.save()
    case = factories.make_claimed(nameless)
    assert decide_against("changes_requested", case).decided_by_name == f"Moderator {nameless.pk}"
