"""Whatever owners, moderators and the schedule do, in whatever order, the states stay lawful."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from directory import drafts, publishing
from directory.clearance import Clearance, Reason
from directory.models import Event, Listing, PublicEntry, Revision
from directory.states import (
    HAS_PUBLIC_TEXT,
    LISTING_MOVES,
    OPEN_REVISION,
    ListingState,
    MoveError,
    RevisionState,
)
from tests import factories
from vetting import reviewing
from vetting.assessing import assess_revision
from vetting.models import Decision, ReviewCase

REASONS = [Reason(code="technique", clause="I.1", text="Say what your hands do.")]
REFUSED = (MoveError, reviewing.ReviewError, ValueError)
"""What a service may answer to an act that does not fit the moment."""


class Lives(RuleBasedStateMachine):
    """One listing, its owner, two moderators, and the schedule."""

    def __init__(self) -> None:
        super().__init__()
        self.life = transaction.atomic()
        self.life.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.life.__exit__(None, None, None)

    @initialize()
    def begin(self):
        self.listing = factories.make_draft()
        self.owner = self.listing.practitioner.user
        self.moderators = [factories.make_moderator(), factories.make_moderator("Ben Adler")]
        self.edits = 0

    def fresh(self) -> Listing:
        return Listing.objects.get(pk=self.listing.pk)

    def case(self) -> ReviewCase | None:
        return ReviewCase.objects.filter(listing_id=self.listing.pk).order_by("-pk").first()

    @rule()
    def edit_and_send(self):
        self.edits += 1
        Listing.objects.filter(pk=self.listing.pk).update(headline=f"Words {self.edits}")
        with suppress(*REFUSED):
            assess_revision(drafts.submit(listing=self.fresh(), actor=self.owner).pk)

    @rule(act=st.sampled_from(["take_back", "resume", "confirm", "withdraw", "begin_again"]))
    def owner_acts(self, act):
        with suppress(*REFUSED):
            getattr(drafts, act)(listing=self.fresh(), actor=self.owner)

    @rule(days=st.integers(-1, 400))
    def owner_pauses(self, days):
        with suppress(*REFUSED):
            until = timezone.localdate() + timedelta(days=days)
            drafts.pause(listing=self.fresh(), actor=self.owner, until=until)

    @rule(who=st.integers(0, 1))
    def claim(self, who):
        with suppress(*REFUSED):
            if case := self.case():
                reviewing.claim(case=case, actor=self.moderators[who])

    @rule(who=st.integers(0, 1))
    def give_back(self, who):
        with suppress(*REFUSED):
            if case := self.case():
                reviewing.give_back(case=case, actor=self.moderators[who])

    @rule()
    def the_claim_runs_out(self):
        ReviewCase.objects.filter(state="claimed").update(
            claimed_until=timezone.now() - timedelta(minutes=1)
        )
        reviewing.release_stale_claims()

    @rule(who=st.integers(0, 1), checked=st.booleans())
    def verify(self, who, checked):
        with suppress(*REFUSED):
            if case := self.case():
                if checked and case.claimed_by:
                    factories.check_papers(case)
                factories.verify(case, actor=self.moderators[who])

    @rule(who=st.integers(0, 1), outcome=st.sampled_from(Decision.Outcome.values[1:]))
    def decide_against(self, who, outcome):
        act = {
            "content_sha256": "",
            "reasons": REASONS,
            "levels": {},
            "note": "",
            "actor": self.moderators[who],
        }
        with suppress(*REFUSED):
            if case := self.case():
                act |= {"case": case, "content_sha256": case.revision.content_sha256}
                if outcome == Decision.Outcome.CHANGES_REQUESTED:
                    reviewing.return_for_changes(**act)
                else:
                    reviewing.refuse(outcome=Decision.Outcome(outcome), **act)

    @rule(act=st.sampled_from(["suspend", "reinstate"]))
    def suspend_or_reinstate(self, act):
        reasons = {"reasons": REASONS} if act == "suspend" else {}
        with suppress(*REFUSED):
            getattr(publishing, act)(
                listing_id=self.listing.pk, actor=self.moderators[0], **reasons
            )

    @rule(days=st.sampled_from([0, 800]))
    def a_day_passes(self, days):
        publishing.expire(today=timezone.localdate() + timedelta(days=days))
        reviewing.close_overtaken()

    @invariant()
    def every_recorded_move_is_in_the_table(self):
        moves = Event.objects.filter(kind__startswith="listing.").exclude(before="")
        for before, after in moves.values_list("before", "after"):
            assert before == after or ListingState(after) in LISTING_MOVES[ListingState(before)]

    @invariant()
    def the_record_ends_where_the_listing_stands(self):
        last = (
            Event.objects.filter(kind__startswith="listing.")
            .exclude(after="")
            .order_by("-id")
            .first()
        )
        assert self.fresh().state == (last.after if last else ListingState.DRAFT)

    @invariant()
    def what_is_public_has_a_clearance_a_decision_and_a_checked_paper(self):
        for listing in Listing.objects.public():
            clearance = Clearance.from_dict(listing.clearance)
            decision = Decision.objects.get(pk=clearance.decision_id)
            assert decision.outcome == Decision.Outcome.VERIFIED
            assert decision.case.revision_id == listing.published_revision_id
            assert listing.published_revision.state == RevisionState.APPROVED
            assert any(check.checked_by for check in clearance.checks)
            assert PublicEntry.objects.filter(listing=listing).exists()

    @invariant()
    def at_most_one_text_waits_and_it_never_drops_out_of_the_queue(self):
        waiting = Revision.objects.filter(state__in=OPEN_REVISION)
        assert waiting.count() <= 1
        for revision in waiting:
            case = ReviewCase.objects.get(revision=revision)
            assert case.state != ReviewCase.State.CLOSED
            claimed = case.state == ReviewCase.State.CLAIMED
            assert claimed == (revision.state == RevisionState.IN_REVIEW)

    @invariant()
    def without_a_verification_there_is_no_public_text(self):
        listing = self.fresh()
        if listing.state not in HAS_PUBLIC_TEXT | {ListingState.WITHDRAWN}:
            assert listing.clearance is None
            assert listing.published_revision_id is None


@pytest.mark.django_db
def test_no_order_of_acts_reaches_an_unlawful_state():
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
