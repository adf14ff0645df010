"""What a listing says, frozen: the shape of an immutable revision.

`ListingContent` is what the owner submitted, word for word. Its canonical JSON has a hash, and its
text fields have stable names (`headline`, `services.0.description`, …) that evidence points into.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from directory.sealing import fingerprint, seal_text, unseal_text

TEXT_FIELDS = (
    ("headline", "headline", gettext_lazy("Headline")),
    ("about", "about", gettext_lazy("About the practice")),
    ("approach_hands", "approach", gettext_lazy("What my hands do, and how hard")),
    ("approach_structures", "approach", gettext_lazy("What I aim at, and why")),
    ("approach_limits", "approach", gettext_lazy("When I do not treat, or ask a doctor")),
    ("approach_difference", "approach", gettext_lazy("How this differs from massage")),
    ("training_note", "training", gettext_lazy("Training, in my words")),
)
"""(field name, kind for the engine, label for people), in reading order. Services follow."""


@dataclass(frozen=True, kw_only=True)
class LocationContent:
    """A place of work. `lat`, `lon` in degrees; `precision` says what they stand for."""

    name: str
    line: str
    city: str
    region: str
    postal_code: str
    country: str
    lat: float
    lon: float
    precision: str
    step_free: bool
    access_note: str
    hours: str


@dataclass(frozen=True, kw_only=True)
class ServiceContent:
    """One service on the menu. `price` as a decimal string, `currency` ISO 4217, duration in minutes."""

    name: str
    method: str
    description: str
    duration_minutes: int | None
    price: str | None
    currency: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class QualificationContent:
    """A paper the owner names. `identifier` is private and never leaves the review.

    `country` (ISO 3166-1 alpha-2), `region` and `register_url` are said of licences.
    """

    id: str
    kind: str
    course: str
    title: str
    issuer: str
    identifier: str
    hours_theory: float | None
    hours_practical: float | None
    hours_total: float | None
    scope: str
    issued: date | None
    renewed: date | None
    expires: date | None
    country: str = ""
    region: str = ""
    register_url: str = ""


LATER = ("country", "region", "register_url")
"""Fields of a paper that older texts do not have: left out where empty, so that their hashes stand."""


@dataclass(frozen=True, kw_only=True)
class TextPassage:
    """A named text field of a revision; `kind` tells the engine what sort of field it is."""

    name: str
    kind: str
    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ListingContent:
    """Everything an owner submits at once. Codes are vocabulary codes (`Term.code`)."""

    name: str
    profession: str
    website: str
    headline: str
    about: str
    approach_hands: str
    approach_structures: str
    approach_limits: str
    approach_difference: str
    training_note: str
    languages: tuple[str, ...]
    conditions: tuple[str, ...]
    delivery: tuple[str, ...]
    accepts_new: bool
    availability_note: str
    insurance: bool
    insurance_note: str
    locations: tuple[LocationContent, ...]
    services: tuple[ServiceContent, ...]
    qualifications: tuple[QualificationContent, ...]
    photo: str = ""
    """Id of a Photo; texts without one are as they were before there were photos."""

    def passages(self) -> tuple[TextPassage, ...]:
        """The non-empty text fields in reading order, services last, with labels for people."""
        labels = {name: str(label) for name, _kind, label in TEXT_FIELDS}
        for number, service in enumerate(self.services):
            label = gettext("Service: %(name)s") % {"name": service.name}
            labels |= {f"services.{number}.{part}": label for part in ("name", "description")}
        return tuple(
            TextPassage(name=name, kind=kind, label=labels[name], text=text)
            for name, kind, text in self.texts()
        )

    def texts(self) -> tuple[tuple[str, str, str], ...]:
        """The non-empty text fields in reading order as name, kind for the engine, text."""
        return _texts(vars(self), [vars(service) for service in self.services])

    def offered(self) -> tuple[ServiceContent, ...]:
        """The services that have a name; one that `without` took away has none."""
        return tuple(service for service in self.services if service.name.strip())

    def without(self, hidden: Collection[str]) -> "ListingContent":
        """This content with the named passages empty; a service whose name is hidden goes whole.

        Services keep their numbers, so that evidence still points at the right one.
        """
        if not hidden:
            return self
        texts: dict[str, Any] = {name: "" for name, _kind, _label in TEXT_FIELDS if name in hidden}
        services = tuple(
            _hidden_service(service, f"services.{number}", hidden)
            for number, service in enumerate(self.services)
        )
        return replace(self, **texts, services=services)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, dates as ISO 8601, tuples as lists. Numbers of papers are in it, readable."""
        data = json.loads(json.dumps(asdict(self), default=_iso))
        if not self.photo:
            del data["photo"]
        for paper in data["qualifications"]:
            for name in LATER:
                if not paper[name]:
                    del paper[name]
        return data

    def sealed_dict(self) -> dict[str, Any]:
        """As `as_dict`, with the numbers of papers sealed: what is stored."""
        return _with_numbers(self.as_dict(), seal_text)

    def sha256(self) -> str:
        """Hex digest of the canonical JSON (sorted keys, no spaces, UTF-8).

        Numbers of papers take part as fingerprints: from the digest alone none can be guessed.
        """
        canonical = json.dumps(
            _with_numbers(self.as_dict(), fingerprint),
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
        )
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()

    @classmethod
    def from_sealed(cls, data: dict[str, Any]) -> "ListingContent":
        """The content that `sealed_dict` wrote. Raises what `from_dict` raises, and CannotOpen."""
        return cls.from_dict(_with_numbers(data, unseal_text))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "ListingContent":
        """The content that `as_dict` wrote. Raises KeyError or TypeError on anything else."""
        return cls(
            **{
                **data,
                "languages": tuple(data["languages"]),
                "conditions": tuple(data["conditions"]),
                "delivery": tuple(data["delivery"]),
                "locations": tuple(LocationContent(**item) for item in data["locations"]),
                "services": tuple(
                    ServiceContent(**{**item, "conditions": tuple(item["conditions"])})
                    for item in data["services"]
                ),
                "qualifications": tuple(_qualification(item) for item in data["qualifications"]),
            }
        )


def stored_texts(data: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """The `texts` of the content that `sealed_dict` wrote; its papers stay sealed."""
    return _texts(data, data["services"])


def _texts(
    data: Mapping[str, Any], services: Sequence[Mapping[str, Any]]
) -> tuple[tuple[str, str, str], ...]:
    found = [(name, kind, data[name]) for name, kind, _label in TEXT_FIELDS]
    for number, service in enumerate(services):
        found.append((f"services.{number}.name", "services", service["name"]))
        found.append((f"services.{number}.description", "services", service["description"]))
    return tuple([field for field in found if field[2].strip()])


def _with_numbers(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    papers = [
        {**paper, "identifier": change(paper["identifier"]) if paper["identifier"] else ""}
        for paper in data["qualifications"]
    ]
    return {**data, "qualifications": papers}


def _hidden_service(
    service: ServiceContent, prefix: str, hidden: Collection[str]
) -> ServiceContent:
    if f"{prefix}.name" in hidden:
        return ServiceContent(
            name="",
            method="",
            description="",
            duration_minutes=None,
            price=None,
            currency="",
            conditions=(),
        )
    if f"{prefix}.description" in hidden:
        return replace(service, description="")
    return service


def _qualification(item: dict[str, Any]) -> QualificationContent:
    dates = {
        key: date.fromisoformat(item[key]) if item[key] else None
        for key in ("issued", "renewed", "expires")
    }
    return QualificationContent(**{**item, **dates})


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not belong in a listing's content")
