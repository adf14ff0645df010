"""What the invented practitioners wrote: `listings/*.toml` as frozen values.

A file names a country and a currency for its listings; a listing may name its own. Dates that must
not grow old are given as distances: `sent`, `decided`, `changed`, `after` in days before loading,
`renewed` in months before and `expires` in months after the month of loading.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "listings"


@dataclass(frozen=True, kw_only=True)
class DemoService:
    """A service on the menu. `price` as a decimal string, `minutes` of duration."""

    name: str
    text: str
    method: str = ""
    minutes: int | None = None
    price: str | None = None
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DemoPaper:
    """A paper and what a moderator found: `check` is issuer, register, document, refused,
    school (asked at its desk) or nothing.

    `document` is png, pdf or nothing. Hours are clock hours; left out, they are those of the course.
    """

    kind: str = "training"
    course: str = ""
    title: str = ""
    issuer: str = ""
    number: str = ""
    theory: float | None = None
    practical: float | None = None
    total: float | None = None
    scope: str = ""
    issued: date | None = None
    renewed: int | None = None
    expires: int | None = None
    country: str = ""
    region: str = ""
    register_url: str = ""
    check: str = ""
    document: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoReason:
    """A reason for a decision against a listing, on a clause of the rubric."""

    clause: str
    text: str


@dataclass(frozen=True, kw_only=True)
class DemoListing:
    """One invented practitioner: texts, papers, and the state that the listing ends in.

    `intent` is what its author wanted the text to be: true_mld, unclear, not_mld or honest. `before`
    holds fields of a first text that was replaced while it waited, `change` fields of an edit that
    waits beside the public text. `facts` are what a
    suspension rests on. `account` names the log-in that people may use. `portrait` asks for a drawn
    picture in place of a photo.
    """

    key: str
    intent: str
    state: str
    name: str
    profession: str
    place: str
    country: str
    currency: str
    languages: tuple[str, ...]
    headline: str
    services: tuple[DemoService, ...]
    hands: str = ""
    about: str = ""
    structures: str = ""
    limits: str = ""
    difference: str = ""
    training: str = ""
    line: str = ""
    postal_code: str = ""
    hours: str = ""
    step_free: bool = False
    conditions: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    accepts_new: bool = True
    availability_note: str = ""
    insurance: bool = False
    insurance_note: str = ""
    papers: tuple[DemoPaper, ...] = ()
    scopes: tuple[str, ...] = ("healthy", "compromised")
    reasons: tuple[DemoReason, ...] = ()
    facts: str = ""
    account: str = ""
    portrait: bool = False
    sent: int = 0
    decided: int = 0
    changed: int = 0
    after: int = 0
    taken_back: bool = False
    before: dict[str, str] = field(default_factory=dict)
    change: dict[str, str] = field(default_factory=dict)


def demo_listings() -> tuple[DemoListing, ...]:
    """All of them, by file and in the file's order.

    Raises TypeError for a key that no listing has, ValueError for a key used twice.
    """
    found = [listing for path in sorted(FOLDER.glob("*.toml")) for listing in _read(path)]
    keys = [listing.key for listing in found]
    if len(keys) != len(set(keys)):
        raise ValueError("two demo listings have the same key")
    return tuple(found)


def _read(path: Path) -> list[DemoListing]:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = data.pop("listing")
    return [_listing({**data, **row}) for row in rows]


def _listing(row: dict[str, Any]) -> DemoListing:
    services = tuple(
        DemoService(conditions=tuple(service.pop("for", ())), **service)
        for service in row.pop("services")
    )
    papers = tuple(DemoPaper(**paper) for paper in row.pop("papers", ()))
    reasons = tuple(DemoReason(**reason) for reason in row.pop("reasons", ()))
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else _text(value)
        for name, value in row.items()
    }
    return DemoListing(services=services, papers=papers, reasons=reasons, **plain)


def _text(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
