"""From a published revision to what search reads and what a card shows."""

import uuid
from typing import Any

from directory.clearance import Clearance
from directory.content import ListingContent, LocationContent
from directory.models import Listing, PublicEntry
from directory.numbers import digest
from directory.prices import band_of

SEEN = frozenset({"confirmed", "document_seen"})
"""Outcomes of a check that make a paper's number one that finds its owner."""


def write_entry(*, listing_id: uuid.UUID) -> None:
    """(Re)write the row that search and cards read, from the published revision."""
    listing = Listing.objects.select_related("practitioner", "published_revision").get(
        pk=listing_id
    )
    clearance = Clearance.from_dict(listing.clearance)
    content = listing.published_revision.snapshot.without(clearance.hidden)
    confirmed = (listing.confirmed_on or listing.verified_on).isoformat()
    PublicEntry.objects.update_or_create(
        listing_id=listing_id,
        defaults={
            "document": document_of(
                listing_id=str(listing_id),
                content=content,
                clearance=clearance,
                confirmed=confirmed,
            ),
            "card": card_of(
                content=content,
                clearance=clearance,
                confirmed=confirmed,
                demo=listing.practitioner.is_demo,
                photo=str(listing.photo_id or ""),
            ),
        },
    )


def document_of(
    *, listing_id: str, content: ListingContent, clearance: Clearance, confirmed: str
) -> dict[str, Any]:
    """The row the search index is built from: the fields of `SearchDocument`, JSON-ready."""
    words = [passage.text for passage in content.passages()]
    words += [content.profession]
    words += [f"{place.name} {place.city} {place.region}" for place in content.locations]
    return {
        "id": listing_id,
        "name": content.name,
        "points": [[place.lat, place.lon] for place in content.locations],
        "text": "\n".join(words),
        "conditions": sorted(_conditions(content)),
        "methods": methods_of(content),
        "languages": list(content.languages),
        "scopes": list(clearance.scopes),
        "delivery": list(content.delivery),
        "country": content.locations[0].country,
        "accepts_new": content.accepts_new,
        "step_free": any(place.step_free for place in content.locations),
        "price_band": band_of(content.offered()),
        "insurance": content.insurance,
        "identifiers": _numbers(content, clearance),
        "confirmed": confirmed,
        "verified_until": clearance.until.isoformat(),
    }


def card_of(
    *,
    content: ListingContent,
    clearance: Clearance,
    confirmed: str,
    demo: bool,
    photo: str = "",
) -> dict[str, Any]:
    """What a results card and the API show of a listing. Codes, not labels; no private field.

    `photo` is the id of the public photo, `words_language` the BCP 47 tag of the language that the
    text was read in; the keys are absent where there is none.
    """
    return {
        "name": content.name,
        "headline": content.headline,
        "profession": content.profession,
        "languages": list(content.languages),
        "conditions": sorted(_conditions(content)),
        "delivery": list(content.delivery),
        "methods": methods_of(content),
        "accepts_new": content.accepts_new,
        "availability_note": content.availability_note,
        "insurance": content.insurance,
        "locations": [location_card(place) for place in content.locations],
        "services": [
            {
                "name": service.name,
                "method": service.method,
                "duration_minutes": service.duration_minutes,
                "price": service.price,
                "currency": service.currency,
                "conditions": list(service.conditions),
            }
            for service in content.offered()
        ],
        "criteria": [
            {
                "criterion": item.criterion,
                "level": item.level,
                "score": item.score,
                "hours": item.hours,
                "checked": item.checked,
                "sentence": item.sentence,
            }
            for item in clearance.criteria
        ],
        "scopes": list(clearance.scopes),
        "verified_on": clearance.decided_on.isoformat(),
        "verified_until": clearance.until.isoformat(),
        "rubric_version": clearance.rubric_version,
        "confirmed_on": confirmed,
        "demo": demo,
        **({"words_language": clearance.language} if clearance.language else {}),
        **({"photo": photo} if photo else {}),
    }


def location_card(place: LocationContent) -> dict[str, Any]:
    """A location as the public may read it."""
    return {
        "name": place.name,
        "line": place.line,
        "city": place.city,
        "region": place.region,
        "postal_code": place.postal_code,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        "step_free": place.step_free,
        "access_note": place.access_note,
        "hours": place.hours,
    }


def methods_of(content: ListingContent) -> list[str]:
    """Codes of the methods on the menu, in the owner's order, each once."""
    return list(dict.fromkeys(service.method for service in content.offered() if service.method))


def _numbers(content: ListingContent, clearance: Clearance) -> list[str]:
    """Digests of the numbers on papers that a person has seen. A claimed number finds nobody."""
    seen = {check.qualification_id for check in clearance.checks if check.outcome in SEEN}
    digests = {digest(paper.identifier) for paper in content.qualifications if paper.id in seen}
    return sorted(digests - {""})


def _conditions(content: ListingContent) -> set[str]:
    named = set(content.conditions)
    for service in content.offered():
        named.update(service.conditions)
    return named
