"""What invented readers report about listings, and what a moderator decides on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from config.demo.dating import recorded
from directory.models import Listing
from vetting import measures, reports, reviewing
from vetting.models import Decision, Report, ReviewCase

REPORTER = "reader@example.com"


@dataclass(frozen=True, kw_only=True)
class Told:
    """A report: so many days before the load, on which part, of which category, in which words."""

    days: int
    field: str
    category: str
    words: str


REPORTS = {
    "nl-zwolle": Told(
        days=2,
        field="where",
        category="fact",
        words="Ik stond donderdag voor een dichte deur. Op het briefje staat: op donderdag gesloten.",
    ),
    "de-muenster": Told(
        days=34,
        field="description",
        category="fact",
        words="Am Telefon hieß es, bis Januar sei nichts frei. Hier steht, dass neue Leute kommen können.",
    ),
    "fr-brest": Told(
        days=9,
        field="papers",
        category="credential",
        words="J'ai demandé à l'école. Elle ne connaît pas ce certificat.",
    ),
}
"""By the key of the listing."""


def report(listing: Listing, key: str, now: datetime) -> None:
    """Somebody without an account reports a public listing."""
    told = REPORTS[key]
    at = now - timedelta(days=told.days)
    with recorded(at):
        reports.receive(
            listing_id=listing.pk,
            field=told.field,
            category=told.category,
            text=told.words,
            email=REPORTER,
        )
    Report.objects.filter(listing_id=listing.pk).update(received_at=at)
    ReviewCase.objects.filter(listing_id=listing.pk, kind=ReviewCase.Kind.REPORT).update(
        opened_at=at
    )


def decide_report(listing: Listing, moderator: User, measure: measures.Measure) -> Decision:
    """What the moderator makes of the open report, on the day of the clock."""
    case = ReviewCase.objects.exclude(state=ReviewCase.State.CLOSED).get(
        listing_id=listing.pk, kind=ReviewCase.Kind.REPORT
    )
    case = reviewing.claim(case=case, actor=moderator)
    return measures.act(
        case=case, content_sha256=case.revision.content_sha256, measure=measure, actor=moderator
    )
