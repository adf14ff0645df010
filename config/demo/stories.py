"""What became of an invented listing, acted out through the real acts of owner and moderator."""

import zlib
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from config.demo.dating import Diary, recorded
from config.demo.drafting import Reference, draft, write
from config.demo.reporting import decide_report, report
from config.demo.school import School
from config.demo.texts import DemoListing, DemoPaper
from directory import drafts, publishing
from directory.clearance import Reason
from directory.content import QualificationContent
from directory.models import Listing, Revision
from directory.moving import move_listing
from directory.states import HAS_PUBLIC_TEXT, ListingState
from vetting import checking, measures, reviewing
from vetting.assessing import assess_revision
from vetting.engine import load_rubric
from vetting.models import Assessment, Check, Decision, ReviewCase

PAUSE_DAYS = 60
CONFIRMED_AGAIN_AFTER = 120
"""Days after which the owner of a verified listing has said once more that it is correct."""

READING = timedelta(minutes=25)
"""From a moderator's claim to the decision."""

ALL_MET = {"technique": "meets", "training": "meets", "anatomy": "meets"}
METHODS = {"issuer": "issuer", "register": "register", "document": "document", "refused": "issuer"}
OUTCOMES = {
    "issuer": Check.Outcome.CONFIRMED,
    "register": Check.Outcome.CONFIRMED,
    "document": Check.Outcome.DOCUMENT_SEEN,
    "refused": Check.Outcome.NOT_CONFIRMED,
}


class Story:
    """One listing from its first word to the state it ends in. `moderator` decides, if anybody does."""

    def __init__(
        self,
        demo: DemoListing,
        *,
        owner: User,
        moderator: User,
        reference: Reference,
        school: School,
        now: datetime,
    ) -> None:
        self.demo, self.owner, self.moderator, self.now = demo, owner, moderator, now
        self.school = school
        self.state = ListingState(demo.state)
        today = timezone.localdate(now)
        with recorded(self.days_ago(demo.sent + 3)):
            self.listing = draft(demo, owner=owner, reference=reference, today=today)
        self.diary = Diary(self.listing)

    def tell(self) -> Assessment | None:
        """Act it out; returns what the engine said of the full text, None for what was never sent."""
        demo = self.demo
        self.diary.began(self.days_ago(demo.sent + 3))
        if self.state == ListingState.DRAFT and not demo.taken_back:
            return None
        if demo.before:
            texts = {name: getattr(demo, name) for name in demo.before}
            write(self.listing, demo.before)
            self.send(self.days_ago(demo.sent + 1))
            write(self.listing, texts)
        revision, assessment = self.send(self.days_ago(demo.sent))
        self.review(revision)
        self.afterwards()
        return assessment

    def send(self, at: datetime) -> tuple[Revision, Assessment]:
        with recorded(at):
            revision = drafts.submit(listing=self.listing, actor=self.owner)
            self.diary.sent(revision, at)
            assessment = assess_revision(revision.pk)
        self.diary.moved(at)
        return revision, assessment

    def review(self, revision: Revision) -> None:
        if self.state == ListingState.DRAFT:
            at = self.days_ago(self.demo.sent - 1)
            with recorded(at):
                drafts.take_back(listing=self.listing, actor=self.owner)
            self.diary.moved(at)
            return
        if self.state == ListingState.SUBMITTED:
            return
        waiting = ReviewCase.objects.get(revision=revision)
        if self.state == ListingState.IN_REVIEW:
            reviewing.claim(case=waiting, actor=self.moderator)
            return
        at = self.days_ago(self.demo.decided)
        with recorded(at - READING):
            case = reviewing.claim(case=waiting, actor=self.moderator)
        with recorded(at):
            self.decide(case, revision, at)

    def decide(self, case: ReviewCase, revision: Revision, at: datetime) -> None:
        for number, paper in enumerate(self.demo.papers):
            if paper.check:
                self.check(case, revision.snapshot.qualifications[number], paper)
        self.diary.checked(revision, at)
        if self.state in HAS_PUBLIC_TEXT or self.state == ListingState.WITHDRAWN:
            self.verify(case, revision, at)
        else:
            self.decide_against(case, revision)
            self.diary.decided(revision, at)

    def check(self, case: ReviewCase, stated: QualificationContent, paper: DemoPaper) -> None:
        if paper.check == "school":
            self.school.confirm(case, stated, self.moderator)
            return
        asked = "" if paper.check == "document" else stated.issuer or stated.title
        checking.record_check(
            case=case,
            qualification_id=stated.id,
            outcome=OUTCOMES[paper.check],
            method=METHODS[paper.check],
            primary_source=asked,
            note="",
            good_until=None,
            actor=self.moderator,
        )

    def verify(self, case: ReviewCase, revision: Revision, at: datetime) -> None:
        until = reviewing.latest_end(case, today=timezone.localdate(at))
        reviewing.verify(
            case=case,
            content_sha256=revision.content_sha256,
            scopes=self.demo.scopes,
            until=until,
            levels=ALL_MET,
            holds_seen=True,
            note="",
            actor=self.moderator,
        )
        self.diary.verified(revision, at, until=until)

    def decide_against(self, case: ReviewCase, revision: Revision) -> None:
        if self.state == ListingState.CHANGES_REQUESTED:
            reviewing.return_for_changes(
                case=case,
                content_sha256=revision.content_sha256,
                reasons=self.reasons(),
                levels={},
                note="",
                actor=self.moderator,
            )
        else:
            reviewing.refuse(
                case=case,
                content_sha256=revision.content_sha256,
                outcome=Decision.Outcome(self.state.value),
                reasons=self.reasons(),
                levels={},
                note="",
                actor=self.moderator,
            )

    def afterwards(self) -> None:
        """What happened to a verified listing since."""
        demo, listing = self.demo, Listing.objects.get(pk=self.listing.pk)
        if listing.state != ListingState.VERIFIED:
            return
        today, at = timezone.localdate(self.now), self.days_ago(demo.after)
        if self.state == ListingState.VERIFIED:
            self.stay_public(listing)
            return
        if self.state == ListingState.EXPIRED:
            at = timezone.make_aware(datetime.combine(listing.verified_until, datetime.min.time()))
        with recorded(at):
            self.leave_search(listing, today)
        self.diary.moved(at)

    def leave_search(self, listing: Listing, today: date) -> None:
        if self.state == ListingState.PAUSED:
            until = today + timedelta(days=PAUSE_DAYS)
            drafts.pause(listing=listing, actor=self.owner, until=until)
        elif self.state == ListingState.WITHDRAWN:
            drafts.withdraw(listing=listing, actor=self.owner)
        elif self.state == ListingState.SUSPENDED:
            self.suspend(listing)
        elif self.state == ListingState.EXPIRED:
            publishing.expire(today=today)
        elif self.state == ListingState.STALE:
            move_listing(
                listing_id=listing.pk,
                before=ListingState.VERIFIED,
                after=ListingState.STALE,
                kind="listing.stale",
                actor_id=None,
            )

    def suspend(self, listing: Listing) -> None:
        """On a report, with a statement of reasons, as every suspension is."""
        report(listing, self.demo.key, self.now)
        decide_report(
            listing,
            self.moderator,
            measures.Measure(
                outcome=Decision.Outcome.SUSPENDED,
                reasons=self.reasons(),
                facts=self.demo.facts,
                answer="Thank you. We asked as well, and the listing is not shown for now.",
                right=True,
            ),
        )

    def stay_public(self, listing: Listing) -> None:
        demo = self.demo
        if demo.decided > CONFIRMED_AGAIN_AFTER:
            at = self.days_ago(demo.decided % 90 + 1)
            with recorded(at):
                drafts.confirm(listing=listing, actor=self.owner)
            self.diary.confirmed(at)
        if demo.change:
            write(self.listing, demo.change)
            self.send(self.days_ago(demo.changed))

    def reasons(self) -> tuple[Reason, ...]:
        criteria = {clause.id: clause.criterion for clause in load_rubric().clauses}
        return tuple(
            Reason(code=criteria[reason.clause], clause=reason.clause, text=reason.text)
            for reason in self.demo.reasons
        )

    def days_ago(self, days: int) -> datetime:
        """A moment of a working day that is the listing's own, `days` before now; always before now."""
        minutes = zlib.crc32(self.demo.key.encode()) % 480
        day = (self.now - timedelta(days=days)).replace(hour=8, minute=0, second=0, microsecond=0)
        return min(day + timedelta(minutes=minutes), self.now - timedelta(minutes=1))
