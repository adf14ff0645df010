"""From what an invented practitioner wrote to a working copy, as the step-by-step form would save it."""

import io
import uuid
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from PIL import Image, ImageDraw

from config.demo.texts import DemoListing, DemoPaper
from directory import drafts, uploads
from directory.models import (
    Course,
    EvidenceDocument,
    HealthcareService,
    Listing,
    Location,
    Photo,
    Practitioner,
    Qualification,
    Term,
)
from directory.search.gazetteer import resolve

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://truemld.example/demo")

FIELDS = {
    "headline": "headline",
    "about": "about",
    "hands": "approach_hands",
    "structures": "approach_structures",
    "limits": "approach_limits",
    "difference": "approach_difference",
    "training": "training_note",
}
"""Our short names of the text fields, and the listing's."""

OFFER = ("accepts_new", "availability_note", "insurance", "insurance_note")

PAGE = (620, 440)
"""Size of a drawn certificate in pixels."""


class UnknownPlace(LookupError):
    """The gazetteer does not know a demo listing's town."""


class Reference:
    """Vocabulary and course map, read once for the whole load."""

    def __init__(self) -> None:
        self._terms = {(term.kind, term.code): term for term in Term.objects.all()}
        self._courses = Course.objects.in_bulk()

    def terms(self, kind: str, codes: tuple[str, ...]) -> list[Term]:
        """Raises KeyError for a code that the vocabulary does not have."""
        return [self._terms[kind, code] for code in codes]

    def method(self, code: str) -> Term | None:
        return self._terms["method", code] if code else None

    def course(self, code: str) -> Course | None:
        """Raises KeyError for a course that is not on the map."""
        return self._courses[code] if code else None


def draft(demo: DemoListing, *, owner: User, reference: Reference, today: date) -> Listing:
    """The complete working copy of `owner`, but for the documents. Raises UnknownPlace or KeyError."""
    listing = drafts.start(user=owner, is_demo=True)
    practitioner = listing.practitioner
    practitioner.name = demo.name
    practitioner.profession = demo.profession
    if demo.portrait:
        # Part of the submitted text, as the ids of papers are; its files are drawn last.
        photo_id = uuid.uuid5(NAMESPACE, f"{demo.key}/photo")
        practitioner.photo = Photo.objects.create(pk=photo_id, practitioner=practitioner)
    practitioner.save()
    practitioner.languages.add(*reference.terms("language", demo.languages))
    texts = {field: getattr(demo, name) for name, field in FIELDS.items()}
    offer = {name: getattr(demo, name) for name in OFFER}
    for name, value in {**texts, **offer}.items():
        setattr(listing, name, value)
    listing.save()
    listing.conditions.add(*reference.terms("condition", demo.conditions))
    listing.delivery.add(*reference.terms("delivery", demo.delivery))
    _add_location(listing, demo)
    _add_services(listing, demo, reference)
    for number, paper in enumerate(demo.papers):
        course = reference.course(paper.course)
        _add_paper(practitioner, paper_id(demo, number), paper, course=course, today=today)
    return listing


def write(listing: Listing, texts: dict[str, str]) -> None:
    """Replace text fields of a working copy; keys as in FIELDS."""
    for name, text in texts.items():
        setattr(listing, FIELDS[name], text)
    listing.save(update_fields=[FIELDS[name] for name in texts])


def _add_location(listing: Listing, demo: DemoListing) -> None:
    places = resolve(demo.place, country=demo.country, limit=1)
    if not places:
        raise UnknownPlace(f"{demo.key}: the gazetteer knows no {demo.place} in {demo.country}")
    place = places[0]
    Location.objects.create(
        listing=listing,
        line=demo.line,
        city=place.name,
        region=place.admin,
        postal_code=demo.postal_code,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        precision=Location.Precision.CITY,
        step_free=demo.step_free,
        hours=demo.hours,
    )


def _add_services(listing: Listing, demo: DemoListing, reference: Reference) -> None:
    for position, service in enumerate(demo.services):
        row = HealthcareService.objects.create(
            listing=listing,
            position=position,
            name=service.name,
            method=reference.method(service.method),
            description=service.text,
            duration_minutes=service.minutes,
            price=service.price,
            currency=demo.currency if service.price else "",
        )
        row.conditions.add(*reference.terms("condition", service.conditions))


def _add_paper(
    practitioner: Practitioner,
    own_id: uuid.UUID,
    paper: DemoPaper,
    *,
    course: Course | None,
    today: date,
) -> None:
    Qualification.objects.create(
        id=own_id,
        practitioner=practitioner,
        position=practitioner.qualifications.count(),
        kind=paper.kind,
        course=course,
        title=paper.title,
        issuer=paper.issuer or (course.school if course else ""),
        identifier=paper.number,
        hours_theory=paper.theory,
        hours_practical=paper.practical,
        hours_total=paper.total or (course.hours_total if course else None),
        scope=paper.scope,
        issued=paper.issued,
        renewed=None if paper.renewed is None else _month(today, -paper.renewed),
        expires=None if paper.expires is None else _month(today, paper.expires),
        country=paper.country,
        region=paper.region,
        register_url=paper.register_url,
    )


def attach_documents(demo: DemoListing) -> None:
    """The drawn certificates of the papers that have one, uploaded on the day of the submission."""
    for number, paper in enumerate(demo.papers):
        if not paper.document:
            continue
        row = Qualification.objects.select_related("practitioner", "course").get(
            pk=paper_id(demo, number)
        )
        document = uploads.keep(
            paper=row,
            file=certificate(demo.name, str(row), kind=paper.document),
            actor_id=row.practitioner.user_id,
        )
        sent = timezone.now() - timedelta(days=demo.sent)
        EvidenceDocument.objects.filter(pk=document.pk).update(uploaded_at=sent)


def paper_id(demo: DemoListing, number: int) -> uuid.UUID:
    """The id of a paper. It is part of a submitted text, so every installation makes the same one."""
    return uuid.uuid5(NAMESPACE, f"{demo.key}/{number}")


def certificate(name: str, paper: str, *, kind: str) -> uploads.Rebuilt:
    """A drawn certificate as png or pdf that says that it is invented."""
    image = Image.new("L", PAGE, 250)
    pen = ImageDraw.Draw(image)
    pen.rectangle((14, 14, PAGE[0] - 14, PAGE[1] - 14), outline=60, width=3)
    lines = ("DEMONSTRATION", "This certificate is invented.", "", name, paper[:80])
    for number, line in enumerate(lines):
        pen.text(
            (40, 60 + 44 * number), line.encode("latin-1", "replace").decode("latin-1"), fill=30
        )
    data = io.BytesIO()
    image.save(data, format=kind)
    content_type = {"png": "image/png", "pdf": "application/pdf"}[kind]
    return uploads.Rebuilt(
        name=f"certificate.{kind}", content_type=content_type, data=data.getvalue()
    )


def _month(today: date, months: int) -> date:
    """The first day of the month that lies `months` after this one."""
    years, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(years, month + 1, 1)
