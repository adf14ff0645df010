"""The rubric: what is looked for, in which words, with what weight, and why.

A rubric version is a folder of TOML files. Rules speak of concepts and are the same in every
language; a language file says in which words people put those concepts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from .lexicon import Lexicon
from .opinion import Opinion

BENCHMARK_HOURS = 135

STATUSES = (
    "asserted",
    "negated",
    "contrast",
    "refuted",
    "question",
    "conditional",
    "other_service",
    "other_person",
    "past",
    "advice",
    "hypothetical",
)
RED_FLAGS = (
    "deep_pressure",
    "compressive",
    "muscle_fascia",
    "gua_sha",
    "sculpting",
    "wood_therapy",
    "cupping",
    "machine",
    "detox_claim",
    "weight_loss_claim",
    "fluid_pushing_claim",
    "incisional_drainage",
    "dry_brushing",
)
RULE_CRITERIA = ("technique", "training", "anatomy", "red_flag")


class RubricError(Exception):
    """A rubric file is missing or wrong; the message names the file and the entry."""


@dataclass(frozen=True)
class Clause:
    """One public clause, such as I.1, that rules and decisions refer to."""

    id: str
    criterion: str
    title: str
    text: str
    sources: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    """One known course. Hours are clock hours; ``comparison`` is against 135 hours."""

    id: str
    school: str
    title: str
    method: str
    country: str
    hours_total: float | None
    hours_theory: float | None
    hours_practical: float | None
    scope: str | None
    renewal_years: float | None
    source_url: str
    verified: bool
    comparison: str
    note: str


@dataclass(frozen=True)
class Rule:
    """Concepts that must meet in one sentence, and what that shows.

    ``slots`` are alternatives of concept names; the first is the head, whose standing in the
    sentence decides. ``window`` is the largest gap in characters between the head and another
    slot after it, ``window_back`` before it. ``bound`` rules count only where the sentence speaks of the lymph service. ``counts``
    are the statuses that count, ``flag_counts`` those that raise ``flag``. ``needs`` is a family
    that must have support before this rule counts. ``answers`` names families whose single
    mention elsewhere this rule makes doubtful. A rule does not apply beside an ``unless`` concept;
    one with ``after`` only where the sentence before has one of these concepts, undenied; one with
    a ``field`` only in fields of that kind; an ``ordered`` one wants its slots after the head. A ``quiet`` rule leaves no finding where it does not count.
    """

    id: str
    criterion: str
    family: str
    polarity: int
    weight: int
    slots: tuple[tuple[str, ...], ...]
    window: int
    window_back: int
    ordered: bool
    bound: bool
    field: str | None
    counts: tuple[str, ...]
    needs: str | None
    unless: tuple[str, ...]
    after: tuple[str, ...]
    answers: tuple[str, ...]
    quiet: bool
    flag: str | None
    flag_counts: tuple[str, ...]
    hold: str | None
    clause: str
    explain: str
    advice: str
    source: str


@dataclass(frozen=True)
class Example:
    """A sentence that a rule must recognise, or must leave alone."""

    rule: str
    language: str
    text: str
    hit: bool


@dataclass(frozen=True)
class Copied:
    """Hashed runs of four words from the texts that the criteria come from.

    ``first`` and ``last`` are the words such runs begin and end with, ``telling`` the long ones
    among them, so that most texts need no hash.
    """

    runs: frozenset[int]
    first: frozenset[str]
    last: frozenset[str]
    telling: frozenset[str]


@dataclass(frozen=True)
class Rubric:
    """One immutable version of the rubric.

    ``function_words`` also has languages that are not read, so that they are not taken for one
    that is. A version without an ``opinion`` lets the rules have the last word.
    ``read_terms`` reads the terms of each concept by language from the files again: only the public
    page shows them. It raises RubricError where a file is another than it was.
    """

    version: str
    sha256: str
    clauses: tuple[Clause, ...]
    courses: tuple[Course, ...]
    changelog: tuple[str, ...]
    rules: tuple[Rule, ...]
    score: Mapping[str, Mapping[str, Any]]
    wording: Mapping[str, Any]
    copied: Copied
    opinion: Opinion | None
    lexicons: Mapping[str, Lexicon] = field(repr=False)
    function_words: Mapping[str, frozenset[str]] = field(repr=False)
    read_terms: Callable[[], Mapping[str, Mapping[str, Sequence[str]]]] = field(
        repr=False, compare=False
    )

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the tags of the languages that can be read."""
        return tuple(sorted(self.lexicons))

    def as_dict(self) -> dict:
        """Return the public description: clauses, rules, courses, terms, changelog."""
        return {
            "version": self.version,
            "sha256": self.sha256,
            "languages": list(self.languages),
            "changelog": list(self.changelog),
            "clauses": [asdict(clause) for clause in self.clauses],
            "rules": [asdict(rule) for rule in self.rules],
            "courses": [asdict(course) for course in self.courses],
            "terms": {
                code: {name: list(listed) for name, listed in sorted(terms.items())}
                for code, terms in sorted(self.read_terms().items())
            },
            "benchmark_hours": BENCHMARK_HOURS,
        }


def compare_hours(hours: float | None) -> str:
    """Say how clock hours stand to the 135 hour benchmark: equals, exceeds, below, unknown."""
    if hours is None:
        return "unknown"
    if hours == BENCHMARK_HOURS:
        return "equals"
    return "exceeds" if hours > BENCHMARK_HOURS else "below"
