"""A public listing as its page shows it: the approved text and what is known of it, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from directory.cards import availability_line
from directory.clearance import Clearance, ClearedCheck
from directory.content import ListingContent, QualificationContent, TextPassage
from directory.entries import location_card, methods_of
from directory.evidence import Panel, panel_of
from directory.kept_words import in_words, in_words_each
from directory.links import around
from directory.models import Listing
from directory.paper_limits import PHOTO_SIDES
from directory.search.gazetteer import nearest
from directory.wording import (
    PAPER_KINDS,
    PhotoAddress,
    access_line,
    address_line,
    country_name,
    duration_line,
    label,
    labels,
    photo_address,
    price_line,
    scope_line,
)

CHECK_WORDS = {
    "confirmed": (gettext_lazy("Confirmed by its source"), "disc"),
    "document_seen": (gettext_lazy("Document seen"), "half"),
    "not_confirmed": (gettext_lazy("Not confirmed by its source"), "ring"),
    "not_checked": (gettext_lazy("Not checked"), "ring"),
}


@dataclass(frozen=True, kw_only=True)
class Status:
    word: str
    until: date
    verified_on: date
    confirmed_on: date | None


@dataclass(frozen=True, kw_only=True)
class CheckRow:
    """One paper and how it was checked; `how` is a whole sentence.

    `good_in` is where a licence holds, `register_url` the register's page that its owner names.
    """

    kind: str
    paper: str
    says: str
    good_in: str
    register_url: str
    how: str
    who: str
    when: date | None
    until: date | None
    state: str
    shape: str


@dataclass(frozen=True, kw_only=True)
class CheckGroup:
    """The papers of one kind."""

    title: str
    checks: tuple[CheckRow, ...]


@dataclass(frozen=True, kw_only=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class ServiceRow:
    name: str
    method: str
    description: str
    duration: str
    price: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LocationRow:
    name: str
    address: str
    access: str
    hours: str
    around_url: str
    around: str


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The listing page. Nothing in it comes from the owner's working copy."""

    id: str
    url: str
    contact_url: str
    name: str
    profession: str
    headline: str
    about: str
    website: str
    demo: bool
    status: Status
    scope_line: str
    words_language: str
    panel: Panel
    checks: tuple[CheckGroup, ...]
    not_checked: tuple[str, ...]
    questions: tuple[str, ...]
    facts: tuple[Fact, ...]
    services: tuple[ServiceRow, ...]
    locations: tuple[LocationRow, ...]
    jsonld: dict[str, Any]
    photo: PhotoAddress | None


def profile_of(listing: Listing, *, site_url: str) -> Profile:
    """The page of a public listing; needs its published revision and its practitioner at hand."""
    if listing.published_revision is None or listing.verified_until is None:
        raise ValueError("only a published listing has a page")
    clearance = Clearance.from_dict(listing.clearance)
    content = listing.published_revision.snapshot.without(clearance.hidden)
    url = listing.get_absolute_url()
    return Profile(
        id=str(listing.pk),
        url=url,
        contact_url=reverse("contact", args=[listing.pk]),
        name=content.name,
        profession=content.profession,
        headline=content.headline,
        about=content.about,
        website=content.website,
        demo=listing.practitioner.is_demo,
        status=Status(
            word=gettext("Verified"),
            until=listing.verified_until,
            verified_on=clearance.decided_on,
            confirmed_on=listing.confirmed_on,
        ),
        scope_line=scope_line(clearance.scopes),
        words_language=clearance.language,
        panel=panel_of(
            criteria=clearance.criteria,
            passages=_passages(content, clearance),
            findings=clearance.findings,
            rubric_version=clearance.rubric_version,
        ),
        checks=tuple(_check_groups(content, clearance)),
        not_checked=tuple(in_words(point) for point in clearance.not_checked),
        questions=tuple(in_words(question) for question in clearance.questions),
        facts=tuple(_facts(content)),
        services=tuple(_services(content)),
        locations=tuple(_locations(content)),
        jsonld=jsonld_of(
            content,
            clearance,
            url=f"{site_url}{url}",
            photo=photo_address(listing.photo_id, PHOTO_SIDES[-1], site=site_url),
        ),
        photo=photo_address(listing.photo_id, PHOTO_SIDES[-1]),
    )


def jsonld_of(
    content: ListingContent,
    clearance: Clearance,
    *,
    url: str,
    photo: PhotoAddress | None = None,
) -> dict[str, Any]:
    """The listing in schema.org words: a person, the papers a person checked, the practices."""
    checked = [
        check for check in clearance.checks if check.outcome in {"confirmed", "document_seen"}
    ]
    return {
        "@context": "https://schema.org",
        "@type": "Person",
        "@id": f"{url}#person",
        "url": url,
        "name": content.name,
        **({"image": _image(photo, content.name)} if photo else {}),
        "jobTitle": content.profession,
        "description": content.headline,
        "knowsLanguage": list(content.languages),
        "knowsAbout": labels("method", methods_of(content)),
        "hasCredential": [
            {
                "@type": "EducationalOccupationalCredential",
                "name": check.paper,
                "description": check.says,
                **({"validUntil": check.good_until.isoformat()} if check.good_until else {}),
            }
            for check in checked
        ],
        "hasCertification": {
            "@type": "Certification",
            "name": f"{settings.SITE_NAME}: verified",
            "certificationStatus": "https://schema.org/CertificationActive",
            "issuedBy": {"@type": "Organization", "name": settings.SITE_NAME},
            "validFrom": clearance.decided_on.isoformat(),
            "expires": clearance.until.isoformat(),
        },
        "worksFor": [
            {
                "@type": "MedicalBusiness",
                "name": place.name or content.name,
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": place.line,
                    "postalCode": place.postal_code,
                    "addressLocality": place.city,
                    "addressRegion": place.region,
                    "addressCountry": place.country,
                },
                "geo": {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon},
            }
            for place in content.locations
        ],
    }


def _image(photo: PhotoAddress, name: str) -> dict[str, Any]:
    return {
        "@type": "ImageObject",
        "contentUrl": photo.jpg,
        "width": photo.side,
        "height": photo.side,
        "caption": name,
    }


def _passages(content: ListingContent, clearance: Clearance) -> list[TextPassage]:
    """The text in reading order; a service's name only where it is evidence, for its label says it."""
    evidence = {finding.field for finding in clearance.findings}
    return [
        passage
        for passage in content.passages()
        if passage.name in evidence or not passage.name.endswith(".name")
    ]


def _check_groups(content: ListingContent, clearance: Clearance) -> Iterable[CheckGroup]:
    papers = {paper.id: paper for paper in content.qualifications}
    rows = [
        _check_row(check, papers[check.qualification_id])
        for check in clearance.checks
        if check.qualification_id in papers
    ]
    for kind, title in PAPER_KINDS.items():
        of_kind = tuple(row for row in rows if row.kind == kind)
        if of_kind:
            yield CheckGroup(title=str(title), checks=of_kind)


def _check_row(check: ClearedCheck, paper: QualificationContent) -> CheckRow:
    state, shape = CHECK_WORDS[check.outcome]
    how = in_words(check.how)
    return CheckRow(
        kind=paper.kind,
        paper=check.paper,
        says=in_words_each(check.says),
        good_in=", ".join(filter(None, (paper.region, country_name(paper.country)))),
        register_url=paper.register_url,
        how=how if how.endswith(".") else f"{how}.",
        who=check.checked_by.rstrip("."),
        when=check.checked_on,
        until=check.good_until,
        state=str(state),
        shape=shape,
    )


def _facts(content: ListingContent) -> Iterable[Fact]:
    places = [location_card(place) for place in content.locations]
    fees = [price for row in _services(content) if (price := _fee(row))]
    insurance = content.insurance_note or (gettext("May pay") if content.insurance else "")
    rows = (
        (gettext("Where"), "; ".join(address_line(place) for place in places)),
        (gettext("Access"), "; ".join(filter(None, (access_line(place) for place in places)))),
        (gettext("Treatment at"), ", ".join(labels("delivery", content.delivery))),
        (gettext("Languages"), ", ".join(labels("language", content.languages))),
        (gettext("Fee"), "; ".join(fees)),
        (gettext("Insurance"), insurance),
        (gettext("New clients"), availability_line(_availability(content))),
        (gettext("Website"), content.website),
    )
    return (Fact(label=name, value=value) for name, value in rows if value)


def _availability(content: ListingContent) -> dict[str, Any]:
    return {"accepts_new": content.accepts_new, "availability_note": content.availability_note}


def _fee(row: ServiceRow) -> str:
    if not row.price:
        return ""
    if not row.duration:
        return row.price
    return gettext("%(price)s for %(duration)s") % {"price": row.price, "duration": row.duration}


def _services(content: ListingContent) -> Iterable[ServiceRow]:
    for service in content.offered():
        yield ServiceRow(
            name=service.name,
            method=label("method", service.method) if service.method else "",
            description=service.description,
            duration=duration_line(service.duration_minutes),
            price=price_line({"price": service.price, "currency": service.currency}),
            conditions=tuple(labels("condition", service.conditions)),
        )


def _locations(content: ListingContent) -> Iterable[LocationRow]:
    for place in content.locations:
        card = location_card(place)
        town = nearest(place.lat, place.lon)
        yield LocationRow(
            name=place.name,
            address=address_line(card),
            access=access_line(card),
            hours=place.hours,
            around_url=reverse("results") + around(town),
            around=town.name,
        )
