"""Load the demonstration data: all of it or nothing, in one transaction."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from config.demo import accounts, school
from config.demo.afterwards import Aftermath, listings_by_key
from config.demo.drafting import Reference, attach_documents
from config.demo.portraits import attach_portrait
from config.demo.stories import Story
from config.demo.texts import DemoListing, demo_listings
from directory.models import Listing, OutgoingMail, Revision
from directory.states import OPEN_REVISION
from vetting.models import Assessment


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The engine's verdict on a text beside what its author meant. `verdict` is None when unread."""

    key: str
    intent: str
    verdict: str | None

    @property
    def agrees(self) -> bool:
        return self.verdict == self.intent


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What was loaded: counts by state, public listings, waiting cases, the engine's readings."""

    listings: Counter[str]
    revisions: Counter[str]
    public: int
    waiting: int
    readings: tuple[Reading, ...]


def is_loaded() -> bool:
    """Whether the people who run the demonstration are there; its listings may have been deleted since."""
    return accounts.staff().exists()


def load() -> Loaded:
    """Make every account, listing and decision. Raises before anything is kept if one act fails.

    The letters that the acts write are taken out of the outbox again before anybody could send them.
    """
    now = timezone.now()
    with transaction.atomic():
        readings = _tell_all(demo_listings(), now)
        for domain in accounts.INVENTED_DOMAINS:
            OutgoingMail.objects.filter(to__endswith=f"@{domain}").delete()
        password = accounts.new_password()
    accounts.write_accounts(password)
    listings = Listing.objects.filter(practitioner__is_demo=True)
    revisions = Revision.objects.filter(listing__in=listings)
    return Loaded(
        listings=Counter(listings.values_list("state", flat=True)),
        revisions=Counter(revisions.values_list("state", flat=True)),
        public=listings.public().count(),
        waiting=revisions.filter(state__in=OPEN_REVISION).count(),
        readings=readings,
    )


def _tell_all(demos: tuple[DemoListing, ...], now: datetime) -> tuple[Reading, ...]:
    pair, demo_school = accounts.moderators(), school.found()
    reference = Reference()
    readings = []
    for number, demo in enumerate(demos):
        story = Story(
            demo,
            owner=accounts.owner_of(demo),
            moderator=pair[number % len(pair)],
            reference=reference,
            school=demo_school,
            now=now,
        )
        assessment = story.tell()
        if assessment is not None:
            readings.append(_reading(demo, assessment))
    listings = listings_by_key()
    demo_school.be_busy(listings, pair[1], now)
    Aftermath(listings=listings, pair=pair, now=now).tell()
    # Files come last: they stay behind when a transaction is taken back.
    for demo in demos:
        attach_documents(demo)
        attach_portrait(demo)
    return tuple(readings)


def _reading(demo: DemoListing, assessment: Assessment) -> Reading:
    verdict: str | None = assessment.verdict
    if not assessment.output["read"]:
        verdict = None
    elif assessment.output["honest_not_mld"]:
        verdict = "honest"
    return Reading(key=demo.key, intent=demo.intent, verdict=verdict)
