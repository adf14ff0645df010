"""From public rows to the API's JSON. Nothing here reads an owner's working copy."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from directory.cards import nearest_location
from directory.clearance import Clearance, ClearedCriterion
from directory.content import ListingContent
from directory.entries import location_card
from directory.filters import Center, ListingFilter
from directory.models import Listing
from directory.paper_limits import PHOTO_SIDES
from directory.prices import BANDS
from directory.results import facet_counts
from directory.search.gazetteer import Place
from directory.search.result import Hit
from directory.transparency import Standing
from directory.wording import PAPER_KINDS, coded, country_name, label, photo_address

FACETS = (
    "condition",
    "method",
    "language",
    "scope",
    "delivery",
    "country",
    "accepts_new",
    "step_free",
    "insurance",
    "price_band",
)
QUALIFICATION_FIELDS = (
    "title",
    "issuer",
    "course",
    "hours_theory",
    "hours_practical",
    "hours_total",
    "scope",
    "country",
    "region",
    "register_url",
    "issued",
    "renewed",
    "expires",
)
"""What the public may read of a paper: everything but its number."""
YES_NO = {"yes": ("true", "Yes"), "no": ("false", "No")}


def address(name: str, listing_id: Any) -> str:
    """The absolute address of a listing's page or resource."""
    return site_address(reverse(name, args=[listing_id]))


def site_address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def summary(hit: Hit, card: Mapping[str, Any], center: Center | None) -> dict[str, Any]:
    """One row of the list."""
    return {
        "id": hit.id,
        "url": address("listing", hit.id),
        "name": card["name"],
        "headline": card["headline"],
        "profession": card["profession"],
        "demo": card["demo"],
        "photo": _photo(card.get("photo"), PHOTO_SIDES[0]),
        "distance_km": None if hit.distance_km is None else round(hit.distance_km, 3),
        "location": nearest_location(card["locations"], center),
        "services": [_service(service) for service in card["services"]],
        "languages": coded("language", card["languages"]),
        "accepts_new": card["accepts_new"],
        "verification": {
            "status": "verified",
            "scopes": card["scopes"],
            "verified_on": card["verified_on"],
            "until": card["verified_until"],
            "rubric": card["rubric_version"],
            "criteria": [
                {
                    name: item[name]
                    for name in ("criterion", "level", "checked", "hours", "sentence")
                }
                for item in card["criteria"]
            ],
            "url": address("api-verification", hit.id),
        },
    }


def facets(asked: ListingFilter) -> dict[str, list[dict[str, Any]]]:
    """Counts by parameter, largest first, then by code."""
    return {name: list(_counts(name, facet_counts(asked, name))) for name in FACETS}


def place(center: Center | None) -> dict[str, Any] | None:
    """What the typed place was taken for; None when none was typed."""
    if center is None or center.place is None:
        return None
    return {**_place(center.place), "candidates": [_place(other) for other in center.others]}


def whole(listing: Listing) -> dict[str, Any]:
    """A public listing with its published revision at hand."""
    content, clearance = published(listing)
    return {
        "id": str(listing.pk),
        "url": address("listing", listing.pk),
        "name": content.name,
        "profession": content.profession,
        "website": content.website,
        "demo": listing.practitioner.is_demo,
        "photo": _photo(listing.photo_id, PHOTO_SIDES[-1]),
        "headline": content.headline,
        "about": content.about,
        "approach_hands": content.approach_hands,
        "approach_structures": content.approach_structures,
        "approach_limits": content.approach_limits,
        "approach_difference": content.approach_difference,
        "training_note": content.training_note,
        "languages": coded("language", content.languages),
        "conditions": coded("condition", content.conditions),
        "delivery": coded("delivery", content.delivery),
        "accepts_new": content.accepts_new,
        "availability_note": content.availability_note,
        "insurance": content.insurance,
        "insurance_note": content.insurance_note,
        "locations": [location_card(place) for place in content.locations],
        "services": [
            {**_service(_card(service)), "description": service.description}
            for service in content.offered()
        ],
        "qualifications": {kind: _qualifications(kind, content, clearance) for kind in PAPER_KINDS},
        "confirmed_on": listing.confirmed_on,
        "contact_url": address("contact", listing.pk),
        "verification": {
            "status": "verified",
            "scopes": list(clearance.scopes),
            "verified_on": clearance.decided_on,
            "until": listing.verified_until,
            "rubric": clearance.rubric_version,
            "criteria": [_criterion(item) for item in clearance.criteria],
            "url": address("api-verification", listing.pk),
        },
    }


def standing(found: Standing) -> dict[str, Any]:
    """What held on a day, with the entry of the public log that says so."""
    return {
        "listing": str(found.listing_id),
        "on": found.on,
        "status": found.status,
        "since": found.since,
        "until": found.until,
        "scopes": found.scopes,
        "rubric": found.rubric,
        "log_entry": found.entry,
        "log_sha256": found.sha256,
    }


def verification(listing: Listing) -> dict[str, Any]:
    """The evidence and the checks of a public listing."""
    content, clearance = published(listing)
    kinds = {paper.id: paper.kind for paper in content.qualifications}
    return {
        "listing": str(listing.pk),
        "url": address("listing", listing.pk),
        "status": "verified",
        "scopes": list(clearance.scopes),
        "verified_on": clearance.decided_on,
        "until": listing.verified_until,
        "confirmed_on": listing.confirmed_on,
        "decided_by": clearance.decided_by,
        "rubric": clearance.rubric_version,
        "rubric_sha256": clearance.rubric_sha256,
        "criteria": [_criterion(item) for item in clearance.criteria],
        "evidence": [
            {
                "criterion": finding.criterion,
                "status": finding.status,
                "polarity": finding.polarity,
                "field": finding.field,
                "start": finding.start,
                "end": finding.end,
                "quote": finding.quote,
                "explain": finding.explain,
                "clause": finding.clause,
            }
            for finding in clearance.findings
        ],
        "checks": [
            {
                "kind": kinds[check.qualification_id],
                "paper": check.paper,
                "says": check.says,
                "outcome": check.outcome,
                "how": check.how,
                "checked_by": check.checked_by,
                "checked_on": check.checked_on,
                "good_until": check.good_until,
            }
            for check in clearance.checks
            if check.qualification_id in kinds
        ],
        "not_checked": list(clearance.not_checked),
    }


def published(listing: Listing) -> tuple[ListingContent, Clearance]:
    """What is shown of the approved text, and its clearance. Raises ValueError for a listing that was never published."""
    if listing.published_revision is None:
        raise ValueError("only a published listing has a public text")
    clearance = Clearance.from_dict(listing.clearance)
    return listing.published_revision.snapshot.without(clearance.hidden), clearance


def _counts(name: str, counts: Mapping[str, int]) -> Iterable[dict[str, Any]]:
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if name in {"accepts_new", "step_free", "insurance"}:
            value, words = YES_NO[code]
        elif name == "price_band":
            value, words = code, str(BANDS[code])
        else:
            value, words = code, country_name(code) if name == "country" else label(name, code)
        yield {"code": value, "label": words, "count": count}


def _qualifications(
    kind: str, content: ListingContent, clearance: Clearance
) -> list[dict[str, Any]]:
    outcomes = {check.qualification_id: check.outcome for check in clearance.checks}
    return [
        {
            **{name: getattr(paper, name) for name in QUALIFICATION_FIELDS},
            "outcome": outcomes.get(paper.id, "not_checked"),
        }
        for paper in content.qualifications
        if paper.kind == kind
    ]


def _photo(photo_id: Any, side: int) -> dict[str, Any] | None:
    found = photo_address(photo_id, side, site=settings.SITE_URL)
    if found is None:
        return None
    return {"url": found.jpg, "webp": found.webp, "width": side, "height": side}


def _place(found: Place) -> dict[str, Any]:
    return {
        "name": found.name,
        "admin": found.admin,
        "country": found.country,
        "lat": found.lat,
        "lon": found.lon,
    }


def _criterion(item: ClearedCriterion) -> dict[str, Any]:
    return {
        "criterion": item.criterion,
        "level": item.level,
        "checked": item.checked,
        "hours": item.hours,
        "sentence": item.sentence,
    }


def _card(service: Any) -> dict[str, Any]:
    names = ("name", "method", "duration_minutes", "price", "currency", "conditions")
    return {name: getattr(service, name) for name in names}


def _service(service: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": service["name"],
        "method": coded("method", [service["method"]])[0] if service["method"] else None,
        "duration_minutes": service["duration_minutes"],
        "price": service["price"],
        "currency": service["currency"],
        "conditions": coded("condition", service["conditions"]),
    }
