"""Everything a working copy says, as sections of label and text, for the page before sending."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from directory.content import (
    ListingContent,
    LocationContent,
    QualificationContent,
    ServiceContent,
)
from directory.forms.approach import ApproachForm
from directory.forms.steps import STEPS
from directory.models import Qualification
from directory.templatetags.look import day
from directory.wording import (
    PAPER_KINDS,
    access_line,
    address_line,
    country_name,
    duration_line,
    label,
    labels,
    price_line,
)

KINDS = dict(Qualification.Kind.choices)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the overview; `own_words` is set in the letter of what people wrote."""

    label: str
    value: str
    own_words: bool = False


@dataclass(frozen=True, kw_only=True)
class Section:
    title: str
    url: str
    entries: tuple[Entry, ...]


def overview_of(content: ListingContent) -> tuple[Section, ...]:
    """One section a step. Empty fields are left out; an empty section has no entries."""
    entries = {
        "practice": _practice(content),
        "where": [_place(place) for place in content.locations],
        "services": _services(content),
        "training": _training(content),
        "approach": [
            Entry(label=str(field.label), value=getattr(content, name), own_words=True)
            for name, field in ApproachForm.base_fields.items()
        ],
    }
    return tuple(
        Section(
            title=step.title,
            url=reverse("owner_step", args=[step.slug]),
            entries=tuple(entry for entry in entries[step.slug] if entry.value),
        )
        for step in STEPS
    )


def _practice(content: ListingContent) -> list[Entry]:
    return [
        Entry(label=gettext("Name"), value=content.name),
        Entry(label=gettext("Profession"), value=content.profession),
        Entry(label=gettext("In one line"), value=content.headline, own_words=True),
        Entry(label=gettext("About the practice"), value=content.about, own_words=True),
        Entry(label=gettext("Languages"), value=", ".join(labels("language", content.languages))),
        Entry(label=gettext("Website"), value=content.website),
    ]


def _place(place: LocationContent) -> Entry:
    row = {
        "line": place.line,
        "postal_code": place.postal_code,
        "city": place.city,
        "region": place.region,
        "country": place.country,
        "step_free": place.step_free,
        "access_note": place.access_note,
    }
    parts = (address_line(row), access_line(row), place.hours)
    return Entry(label=place.name or place.city, value="\n".join(part for part in parts if part))


def _services(content: ListingContent) -> list[Entry]:
    new_patients = gettext("Yes") if content.accepts_new else gettext("Not now")
    insurance = gettext("Can pay") if content.insurance else gettext("Does not pay here")
    return [
        Entry(label=gettext("Who comes"), value=", ".join(labels("condition", content.conditions))),
        Entry(label=gettext("Treatment at"), value=", ".join(labels("delivery", content.delivery))),
        Entry(
            label=gettext("New patients"), value=_joined(new_patients, content.availability_note)
        ),
        Entry(label=gettext("Health insurance"), value=_joined(insurance, content.insurance_note)),
        *(_service(service) for service in content.services),
    ]


def _service(service: ServiceContent) -> Entry:
    price = price_line({"price": service.price, "currency": service.currency})
    method = label("method", service.method) if service.method else ""
    facts = ", ".join(
        part for part in (method, duration_line(service.duration_minutes), price) if part
    )
    for_whom = ", ".join(labels("condition", service.conditions))
    text = "\n".join(part for part in (facts, for_whom, service.description) if part)
    return Entry(
        label=service.name or gettext("Service without a name"), value=text or "–", own_words=True
    )


def _training(content: ListingContent) -> list[Entry]:
    return [
        Entry(label=gettext("In your words"), value=content.training_note, own_words=True),
        *(
            _paper(paper)
            for kind in PAPER_KINDS
            for paper in content.qualifications
            if paper.kind == kind
        ),
    ]


def _paper(paper: QualificationContent) -> Entry:
    hours = f"{paper.hours_total:g} h" if paper.hours_total else ""
    issued = gettext("issued %(day)s") % {"day": day(paper.issued)} if paper.issued else ""
    until = gettext("good until %(day)s") % {"day": day(paper.expires)} if paper.expires else ""
    place = ", ".join(part for part in (paper.region, country_name(paper.country)) if part)
    kind = str(KINDS[paper.kind])
    facts = (kind, paper.issuer, hours, place, issued, until, paper.register_url)
    return Entry(
        label=paper.title or paper.issuer or gettext("Paper without a title"),
        value=", ".join(part for part in facts if part),
    )


def _joined(first: str, note: str) -> str:
    return f"{first}. {note}" if note else first
