"""What happened to a listing, line by line, as the case page tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from directory.publishing import Facts, history_of
from vetting.signing import signature

EVENT_WORDS = {
    "listing.started": "Listing begun",
    "listing.submitted": "First sent for review",
    "listing.in_review": "Listing taken for review",
    "listing.given_back": "Listing back in the queue",
    "listing.taken_back": "Taken back by the owner",
    "listing.reopened": "Sent again while it was being read",
    "listing.verified": "Listing verified",
    "listing.republished": "New text published",
    "listing.changes_requested": "Listing returned for changes",
    "listing.honest_not_mld": "Listing decided: honest, not MLD",
    "listing.not_verified": "Listing decided: not verified",
    "listing.paused": "Paused",
    "listing.resumed": "Resumed",
    "listing.confirmed": "Confirmed as still correct",
    "listing.expired": "Verification expired",
    "listing.suspended": "Suspended",
    "listing.reinstated": "Suspension ended",
    "listing.withdrawn": "Withdrawn",
    "listing.begun_again": "Begun again",
    "revision.submitted": "Text sent",
    "revision.assessed": "Read by the engine",
    "revision.in_review": "Text taken for review",
    "revision.given_back": "Text back in the queue",
    "revision.withdrawn": "Text taken back",
    "revision.approved": "Text approved",
    "revision.changes_requested": "Text returned for changes",
    "revision.honest_not_mld": "Text decided: honest, not MLD",
    "revision.not_verified": "Text decided: not verified",
    "listing.warned": "Warned",
    "listing.limited": "Limited",
    "listing.verification_withdrawn": "Verification withdrawn",
    "listing.renewed": "Verification renewed",
    "listing.measure_set_aside": "Measure set aside after an appeal",
    "case.opened": "Case opened",
    "report.received": "Report received",
    "report.closed": "Report answered",
    "appeal.opened": "Appeal by the owner",
    "appeal.upheld": "Appeal answered: the decision stands",
    "appeal.overturned": "Appeal answered: overturned",
    "contact.logged": "Somebody contacted",
    "contact.received": "Message of a patient passed on",
    "qualification.checked": "Paper checked",
    "issuer.asked": "School asked about a paper",
    "document.viewed": "Document opened",
    "export": "Everything downloaded",
}
"""Kind of event to the words of the case page."""


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    at: datetime
    what: str
    who: str


def history_lines(facts: Facts) -> Iterable[HistoryLine]:
    """Everything recorded of the listing, newest first. Two queries."""
    events = history_of(facts.listing_id)
    actors = {event["actor_id"] for event in events if event["actor_id"]} - {facts.owner_id}
    people = User.objects.in_bulk(actors)
    for event in events:
        actor = event["actor_id"]
        if actor is None:
            who = ""
        elif actor == facts.owner_id:
            who = "the owner"
        else:
            who = signature(people[actor]) if actor in people else f"account {actor}"
        words = EVENT_WORDS.get(event["kind"], event["kind"].replace(".", " ").replace("_", " "))
        yield HistoryLine(at=event["at"], what=words, who=who)
