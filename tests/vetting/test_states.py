"""Whatever owners, moderators and the schedule do, in whatever order, the states stay lawful."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

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


class Life:
    """One listing with its owner, two moderators, and the schedule."""

    def __init__(self, *, verified: bool) -> None:
        self.listing = factories.make_verified() if verified else factories.make_draft()
        self.owner = self.listing.practitioner.user
        self.moderators = [factories.make_moderator(), factories.make_moderator("Ben Adler")]
        self.edits = 0

    def fresh(self) -> Listing:
        return Listing.objects.get(pk=self.listing.pk)

    def case(self) -> ReviewCase:
        case = ReviewCase.objects.filter(listing_id=self.listing.pk).order_by("-pk").first()
        if case is None:
            raise reviewing.ReviewError("nothing was sent yet")
        return case

    def edit_and_send(self) -> None:
        self.edits += 1
        Listing.objects.filter(pk=self.listing.pk).update(headline=f"Words {self.edits}")
        assess_revision(drafts.submit(listing=self.fresh(), actor=self.owner).pk)

    def owner_acts(self, act: str) -> None:
        getattr(drafts, act)(listing=self.fresh(), actor=self.owner)

    def pause(self) -> None:
        until = timezone.localdate() + timedelta(days=30)
        drafts.pause(listing=self.fresh(), actor=self.owner, until=until)

    def claim(self, who: int) -> None:
        reviewing.claim(case=self.case(), actor=self.moderators[who])

    def give_back(self, who: int) -> None:
        reviewing.give_back(case=self.case(), actor=self.moderators[who])

    def claim_runs_out(self) -> None:
        ReviewCase.objects.filter(state="claimed").update(
            claimed_until=timezone.now() - timedelta(minutes=1)
        )
        reviewing.release_stale_claims()

    def check(self) -> None:
        case = self.case()
        if case.claimed_by:
            factories.check_papers(case)

    def verify(self, who: int) -> None:
        factories.verify(self.case(), actor=self.moderators[who])

    def decide_against(self, who: int, outcome: Decision.Outcome) -> None:
        case = self.case()
        act = {
            "case": case,
            "content_sha256": case.revision.content_sha256,
            "reasons": REASONS,
            "levels": {},
            "note": "",
            "actor": self.moderators[who],
        }
        if outcome == Decision.Outcome.CHANGES_REQUESTED:
            reviewing.return_for_changes(**act)
        else:
            reviewing.refuse(outcome=outcome, **act)

    def suspend(self) -> None:
        publishing.suspend(listing_id=self.listing.pk, reasons=REASONS, actor=self.moderators[0])

    def reinstate(self) -> None:
        publishing.reinstate(listing_id=self.listing.pk, actor=self.moderators[0])

    def time_passes(self, days: int) -> None:
        publishing.expire(today=timezone.localdate() + timedelta(days=days))
        reviewing.close_overtaken()

    def stays_lawful(self) -> None:
        listing = self.fresh()
        moves = Event.objects.filter(listing_id=listing.pk, kind__startswith="listing.")
        for before, after in moves.exclude(before="").values_list("before", "after"):
            assert before == after or ListingState(after) in LISTING_MOVES[ListingState(before)]
        last = moves.exclude(after="").order_by("-id").first()
        assert listing.state == (last.after if last else ListingState.DRAFT)
        if listing.state not in HAS_PUBLIC_TEXT | {ListingState.WITHDRAWN}:
            assert listing.clearance is None
            assert listing.published_revision_id is None
        if Listing.objects.public().filter(pk=listing.pk).exists():
            has_a_clearance_from_a_person(listing)
        waits_in_the_queue(listing)


def has_a_clearance_from_a_person(listing: Listing) -> None:
    clearance = Clearance.from_dict(listing.clearance)
    decision = Decision.objects.get(pk=clearance.decision_id)
    assert decision.outcome == Decision.Outcome.VERIFIED
    assert decision.case.revision_id == listing.published_revision_id
    assert listing.published_revision.state == RevisionState.APPROVED
    assert any(check.checked_by for check in clearance.checks)
    card = PublicEntry.objects.get(listing=listing).card
    assert card["headline"] == listing.published_revision.snapshot.headline


def waits_in_the_queue(listing: Listing) -> None:
    waiting = Revision.objects.filter(listing=listing, state__in=OPEN_REVISION)
    assert len(waiting) <= 1
    for revision in waiting:
        case = ReviewCase.objects.get(revision=revision)
        assert case.state != ReviewCase.State.CLOSED
        claimed = case.state == ReviewCase.State.CLAIMED
        assert claimed == (revision.state == RevisionState.IN_REVIEW)


Act = Callable[[Life], None]

REVIEW: list[Act] = [
    Life.edit_and_send,
    *(partial(Life.claim, who=who) for who in (0, 1)),
    Life.check,
    *(partial(Life.verify, who=who) for who in (0, 1)),
]
ACTS: list[Act] = [
    # what a review needs comes up often, so that much of what follows one is reached
    *REVIEW,
    *REVIEW,
    *(
        partial(Life.owner_acts, act=act)
        for act in ("take_back", "resume", "confirm", "withdraw", "begin_again")
    ),
    Life.pause,
    *(partial(Life.give_back, who=who) for who in (0, 1)),
    *[Life.claim_runs_out] * 3,
    *(partial(Life.decide_against, who=0, outcome=one) for one in list(Decision.Outcome)[1:]),
    Life.suspend,
    Life.reinstate,
    *(partial(Life.time_passes, days=days) for days in (0, 800)),
]


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**63))
def test_no_order_of_acts_reaches_an_unlawful_state(seed):
    # drawn evenly: a list strategy prefers short and repeated acts, and hardly reaches a decision
    chance = Random(seed)
    with transaction.atomic():
        life = Life(verified=chance.random() < 0.3)
        for act in chance.choices(ACTS, k=20):
            note(repr(act))
            with suppress(*REFUSED), transaction.atomic():
                act(life)
            life.stays_lawful()
        transaction.set_rollback(True)
