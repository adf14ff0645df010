"""What goes into the engine and what comes out: plain frozen values.

Offsets are Unicode code points into the raw field, so ``text[start:end] == quote`` for
every finding. Weights are per mille, scores run from 0 to 100.
"""

import json
from dataclasses import dataclass, fields
from datetime import date
from typing import NamedTuple

from .digest import sha256_hex

CRITERIA = ("technique", "training", "anatomy")
FIELD_KINDS = ("title", "headline", "services", "approach", "training", "about")
VERDICTS = ("true_mld", "unclear", "not_mld")


@dataclass(frozen=True)
class TextField:
    """One written field of a listing.

    ``name`` is a path such as ``headline`` or ``services.0.description``; ``kind`` is one of
    ``FIELD_KINDS``.
    """

    name: str
    kind: str
    text: str


@dataclass(frozen=True)
class ListingText:
    """All written fields of a listing, in reading order.

    ``language`` is the declared BCP 47 primary tag, or None to detect it from the words.
    """

    fields: tuple[TextField, ...]
    language: str | None = None


@dataclass(frozen=True)
class Duplicate:
    """Words of a field that an earlier listing of somebody else has too: raw offsets, end excluded."""

    field: str
    start: int
    end: int


@dataclass(frozen=True)
class Credential:
    """One record of training, licence, membership or insurance.

    ``kind`` is training, licence, membership or insurance; ``scope`` is ``healthy``,
    ``compromised`` or None; ``status`` is claimed, checked or rejected; hours are clock hours.
    """

    id: str
    kind: str
    course: str | None
    title: str
    issuer: str
    hours_theory: float | None
    hours_practical: float | None
    hours_total: float | None
    scope: str | None
    issued: date | None
    renewed: date | None
    expires: date | None
    status: str


class Finding(NamedTuple):
    """One passage that a rule recognised, and how it was counted.

    ``status`` says how the words stand in their sentence: asserted, negated, contrast, refuted,
    question, conditional, other_service, other_person, past, advice, hypothetical or
    ``void:<why>``. ``polarity`` is +1 for support, -1 for speaking against, 0 for not counted.
    """

    criterion: str
    rule: str
    status: str
    polarity: int
    weight: int
    field: str
    start: int
    end: int
    quote: str
    explain: str
    advice: str
    clause: str


class CriterionResult(NamedTuple):
    """The answer for one criterion.

    ``level`` is meets, partial, absent or contradicts (training never contradicts);
    ``text_level`` is the level from the words alone; ``hours`` are clock hours of training,
    where the words or records show them.
    """

    criterion: str
    level: str
    score: int
    text_level: str
    summary: str
    hours: float | None


@dataclass(frozen=True)
class Assessment:
    """Everything the engine has to say about one listing, reproducible byte for byte."""

    verdict: str
    criteria: tuple[CriterionResult, ...]
    red_flags: tuple[str, ...]
    findings: tuple[Finding, ...]
    honest_not_mld: bool
    contradictions: tuple[str, ...]
    holds: tuple[str, ...]
    language: str | None
    read: bool
    unread_reason: str | None
    rubric_version: str
    rubric_sha256: str
    engine_version: str
    text_sha256: str
    as_of: date
    advice: tuple[str, ...]
    questions: tuple[str, ...]

    def as_dict(self) -> dict:
        """Return JSON-ready values with a fixed key order."""
        answer = {field.name: getattr(self, field.name) for field in fields(self)}
        answer["criteria"] = [result._asdict() for result in self.criteria]
        answer["findings"] = [finding._asdict() for finding in self.findings]
        answer["as_of"] = self.as_of.isoformat()
        for name in ("red_flags", "contradictions", "holds", "advice", "questions"):
            answer[name] = list(answer[name])
        return answer

    def canonical_json(self) -> str:
        """Return the one serialisation that ``output_sha256`` is taken over."""
        return json.dumps(self.as_dict(), ensure_ascii=True, sort_keys=True, separators=(",", ":"))

    @property
    def output_sha256(self) -> str:
        """Return the hash that tells two assessments apart."""
        return sha256_hex(self.canonical_json().encode())
