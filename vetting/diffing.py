"""What changed between the approved text of a listing and the one that waits. Pure values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from directory.publishing import ListingContent

SAME, ADDED, REMOVED = "same", "added", "removed"

_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])\s+|\n+")

Labels = Mapping[tuple[str, str], str]
"""(kind, code) of a vocabulary term to its label."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of sentences. `sign` is same, added or removed."""

    sign: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field that differs, as pieces in reading order; removed comes before added."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """The fields that differ, and how many were compared."""

    fields: tuple[FieldChange, ...]
    compared: int


def changes(approved: ListingContent, proposed: ListingContent, labels: Labels) -> Changes:
    """Compare two contents field by field, sentence by sentence.

    Joining the same and added pieces of a field gives back the proposed words; same and removed,
    the approved ones (white space aside).
    """
    before, after = described(approved, labels), described(proposed, labels)
    names = list(dict.fromkeys([*after, *before]))
    fields = tuple(
        FieldChange(label=name, pieces=compare(before.get(name, ""), after.get(name, "")))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )
    return Changes(fields=fields, compared=len(names))


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as same, removed and added runs of whole sentences."""
    old, new = sentences(before), sentences(after)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece(sign=SAME, text=" ".join(new[new_start:new_end])))
            continue
        if old_end > old_start:
            pieces.append(Piece(sign=REMOVED, text=" ".join(old[old_start:old_end])))
        if new_end > new_start:
            pieces.append(Piece(sign=ADDED, text=" ".join(new[new_start:new_end])))
    return tuple(pieces)


def sentences(text: str) -> list[str]:
    """The sentences of a text, without the white space between them."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def described(content: ListingContent, labels: Labels) -> dict[str, str]:
    """Every field of a content as label and text, in reading order; empty fields are left out."""
    lines = {
        "Name": content.name,
        "Profession": content.profession,
        "Website": content.website,
        "Photo": f"A photo ({content.photo[:8]})" if content.photo else "",
        "Languages": _terms("language", content.languages, labels),
        "For": _terms("condition", content.conditions, labels),
        "How": _terms("delivery", content.delivery, labels),
        "New patients": "Taken" if content.accepts_new else "Not taken at present",
        "Availability": content.availability_note,
        "Insurance": _joined(
            "Billed to insurance" if content.insurance else "", content.insurance_note
        ),
    }
    for passage in content.passages():
        if not passage.name.startswith("services."):
            lines[passage.label] = passage.text
    _add(
        lines,
        "Location",
        [(place.name or place.city, _place(place)) for place in content.locations],
    )
    _add(lines, "Service", [(one.name, _service(one, labels)) for one in content.services])
    _add(lines, "Paper", [(paper.title, _paper(paper)) for paper in content.qualifications])
    return {label: text for label, text in lines.items() if text.strip()}


def _add(lines: dict[str, str], kind: str, entries: list[tuple[str, str]]) -> None:
    for name, text in entries:
        label, number = f"{kind}: {name}", 1
        while label in lines:
            number += 1
            label = f"{kind}: {name} ({number})"
        lines[label] = text


def _place(place) -> str:
    return _joined(
        place.line,
        f"{place.postal_code} {place.city}".strip(),
        place.region,
        place.country,
        "Step-free" if place.step_free else "",
        place.access_note,
        place.hours,
    )


def _service(service, labels: Labels) -> str:
    minutes = f"{service.duration_minutes} minutes" if service.duration_minutes else ""
    price = f"{service.price} {service.currency}".strip() if service.price else ""
    method = _terms("method", (service.method,) if service.method else (), labels)
    facts = _joined(method, minutes, price, _terms("condition", service.conditions, labels))
    return f"{service.description}\n{facts}".strip()


def _paper(paper) -> str:
    hours = [
        f"{value:g} h {what}".strip()
        for value, what in (
            (paper.hours_total, ""),
            (paper.hours_theory, "theory"),
            (paper.hours_practical, "practice"),
        )
        if value
    ]
    dates = [
        f"{what} {value.isoformat()}"
        for value, what in (
            (paper.issued, "issued"),
            (paper.renewed, "renewed"),
            (paper.expires, "ends"),
        )
        if value
    ]
    number = f"number {paper.identifier}" if paper.identifier else ""
    scope = f"for a {paper.scope} lymph system" if paper.scope else ""
    good_in = f"good in {_listed(paper.region, paper.country)}" if paper.country else ""
    return _joined(paper.issuer, *hours, scope, number, good_in, *dates, paper.register_url)


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _terms(kind: str, codes, labels: Labels) -> str:
    return ", ".join(labels.get((kind, code), code) for code in codes)


def _joined(*parts: str) -> str:
    return ". ".join(part for part in parts if part)
