"""The words of one language, compiled for a single scan.

Terms are literals, never patterns: a trailing ``*`` lets a word go on. One automaton finds all
concepts, context cues and masks of a language at once.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from .text import fold, fold_term

MASK = "!"
STOP = "|"
# Stands beside a unit, so that the scan knows to look at the number before it.
MEASURE = "#"
_MARKERS = "~|!#"
# First words by which an answer or a question is known, who goes on about others ("they"), who
# speaks of the service itself ("self"). A sentence that opens with massage in general ("massage")
# is no sentence about the service where the next one turns to that ("turn"). "They move lymph" may
# speak of things named before it ("things"). "For nine years I pressed" ("span", "years", "did")
# tells of what was, unless it has a word for today ("now").
OPENERS = (
    *("yes", "no", "denies", "ask", "they", "self", "massage", "turn", "things"),
    *("span", "years", "did", "now", "relative"),
)
# Units: below the limit a measure means the first, from it on the second.
MEASURES = {
    "hours": (40, "hours_short", "hours_long"),
    "mmhg": (46, "measure_low", "measure_high"),
    "grams": (46, "measure_low", "measure_high"),
    "ounces": (12, "measure_low", "measure_high"),
}


@dataclass(frozen=True)
class Cue:
    """A word that changes how its neighbours are meant.

    ``direction`` is forward, back, final (back, from the end of a clause) or sentence; ``reach``
    is in characters; ``only`` is "against" where what supports a text is not denied by it,
    "training" where it says whose training it is and nothing about the hands, and "service" where
    it says what the hands did and nothing about training, and "claims" where it says what the body
    does by itself, which is no claim of the service but may be untrue. After one that ``carries`` the sentences
    that follow speak of the same.
    """

    kind: str
    direction: str
    reach: int
    only: str | None
    carries: bool


@dataclass(frozen=True)
class Memory:
    """What the repair of slips found out about words before. It never changes an answer."""

    sound: set[str] = field(default_factory=set)
    repairs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lexicon:
    """Compiled words of one language.

    ``concepts`` and ``markers`` give, for each pattern of the automaton, what it means: concepts;
    and ``!`` for a mask that hides the terms inside it, ``|`` for a word that ends a cue's reach,
    ``#`` for a unit, or a cue number as ``~12``. ``plain`` has the name where a pattern means one
    concept and nothing more. ``endings`` are the last two letters of the abbreviations, and ``spans``
    the first letters of the openers of a span of time. ``unaccented`` are cues and stops of one word
    that no accent belongs to.
    """

    code: str
    name: str
    function_words: frozenset[str]
    abbreviations: frozenset[str]
    endings: frozenset[str]
    openers: Mapping[str, frozenset[str]]
    spans: frozenset[str]
    articles: frozenset[str]
    being: frozenset[str]
    voice: frozenset[str]
    people: frozenset[str]
    selves: frozenset[str]
    possessives: frozenset[str]
    terms: Mapping[str, tuple[str, ...]]
    cues: Mapping[str, Cue]
    words: frozenset[str]
    stems: frozenset[str]
    cue_words: frozenset[str]
    unaccented: frozenset[str]
    benign: frozenset[str]
    slips: Mapping[bytes, str] = field(repr=False)
    automaton: AhoCorasick = field(repr=False)
    concepts: tuple[tuple[str, ...], ...] = field(repr=False)
    markers: tuple[tuple[str, ...], ...] = field(repr=False)
    closed: tuple[bool, ...] = field(repr=False)
    plain: tuple[str | None, ...] = field(repr=False)
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)


class Lexicons(Mapping[str, Lexicon]):
    """The words of each language, compiled when a text in that language is first read.

    Each of ``builders`` may raise RubricError where the words of its language are wrong; what it
    holds is let go afterwards.
    """

    def __init__(self, builders: Mapping[str, Callable[[], Lexicon]]) -> None:
        self._builders = dict(builders)
        self._built: dict[str, Lexicon | None] = dict.fromkeys(sorted(builders))

    def __getitem__(self, code: str) -> Lexicon:
        found = self._built[code]
        if found is None:
            build = self._builders.get(code)
            if build is None:
                # another thread came first
                return self[code]
            found = self._built[code] = build()
            self._builders.pop(code, None)
        return found

    def __contains__(self, code: object) -> bool:
        return code in self._built

    def __iter__(self) -> Iterator[str]:
        return iter(self._built)

    def __len__(self) -> int:
        return len(self._built)


def build_lexicon(code: str, data: Mapping[str, Any], shared: Mapping[str, Any]) -> Lexicon:
    """Compile a language file together with the words that all languages share.

    Raises KeyError, TypeError or ValueError when an entry is missing or of the wrong kind.
    """
    terms: dict[str, tuple[str, ...]] = {}
    for source in (shared, data):
        for name, listed in source.get("concepts", {}).items():
            terms[name] = terms.get(name, ()) + tuple(listed)
    cues: dict[str, Cue] = {}
    spoken: list[tuple[str, str]] = [(name, term) for name in terms for term in terms[name]]
    spoken += [(MEASURE, term) for name in MEASURES for term in terms.get(name, ())]
    for source in (shared, data):
        spoken += [(MASK, term) for term in source.get("masks", ())]
        spoken += [(STOP, term) for term in source.get("stops", ())]
        for name, listed in source.get("guards", {}).items():
            spoken += [(MASK + name, term) for term in listed]
        for cue in source.get("cue", ()):
            key = f"~{len(cues)}"
            cues[key] = Cue(
                cue["kind"],
                cue.get("direction", "forward"),
                cue.get("reach", 60),
                cue.get("only"),
                cue.get("carries", False),
            )
            spoken += [(key, term) for term in cue["terms"]]
    patterns: dict[str, tuple[str, ...]] = {}
    alone = {name: (name,) for name, _ in spoken}
    words: set[str] = set()
    stems: set[str] = set()
    cue_words: set[str] = set()
    unaccented: set[str] = set()
    accented: set[str] = set()
    for name, term in spoken:
        goes_on = term.endswith("*")
        stem = term[:-1] if goes_on else term
        if "*" in stem:
            raise ValueError(f"{name}: the term {term!r} may have a * at its end only")
        for spelling in fold_term(stem, code):
            if not spelling:
                raise ValueError(f"{name}: the term {term!r} has no letters")
            # After a comma stand two blanks where the scan sees only letters.
            lead = "  " if term.startswith(", ") else " "
            pattern = f"{lead}{spelling}" if goes_on else f"{lead}{spelling} "
            known = patterns.get(pattern)
            if known is None:
                patterns[pattern] = alone[name]
            elif name not in known:
                patterns[pattern] = tuple(sorted((*known, name)))
            *first, last = spelling.split()
            words.update(first)
            (stems if goes_on else words).add(last)
            if name[0] == "~":
                cue_words.update(spelling.split())
            if name[0] in (STOP, "~") and not first:
                (unaccented if term.isascii() else accented).add(last)
    language = data["language"]
    abbreviations = frozenset(fold(word) for word in language["abbreviations"])
    _leave_covered(patterns)
    ordered = sorted(patterns)
    meant = [patterns[pattern] for pattern in ordered]
    # many patterns mean the same, and share what they mean
    parted = {names: _parted(names) for names in set(meant)}
    return Lexicon(
        code=code,
        name=language["name"],
        function_words=frozenset(fold(word) for word in language["function_words"]),
        abbreviations=abbreviations,
        endings=frozenset(word[-2:] for word in abbreviations),
        openers={
            kind: frozenset(fold(word) for word in language["openers"].get(kind, ()))
            for kind in OPENERS
        },
        spans=frozenset(word[0] for word in language["openers"].get("span", ())),
        articles=frozenset(fold(word) for word in language.get("articles", ())),
        being=frozenset(fold(word) for word in language.get("being", ())),
        voice=frozenset(fold(word) for word in language.get("voice", ())),
        people=frozenset(fold(word) for word in language.get("people", ())),
        selves=frozenset(fold(word) for word in language.get("selves", ())),
        possessives=frozenset(fold(word) for word in language.get("possessives", ())),
        terms=terms,
        cues=cues,
        words=frozenset(words | {stem for stem in stems if len(stem) > 3}),
        stems=frozenset(stem for stem in stems if len(stem) > 3),
        cue_words=frozenset(cue_words),
        unaccented=frozenset(unaccented - accented),
        benign=frozenset(fold(word) for word in language.get("benign", ())),
        slips=_slips(words),
        automaton=AhoCorasick(ordered, matchkind=MatchKind.Standard),
        concepts=tuple([parted[names][0] for names in meant]),
        markers=tuple([parted[names][1] for names in meant]),
        closed=tuple([pattern[-1] == " " for pattern in ordered]),
        plain=tuple([parted[names][2] for names in meant]),
    )


def _leave_covered(patterns: dict[str, tuple[str, ...]]) -> None:
    """Take out what a shorter open term of the same name finds anyway: "stretching" by "stretch*"."""
    for pattern in list(patterns):
        word = pattern.strip()
        if " " in word or not pattern.startswith(" ") or pattern.startswith("  "):
            continue
        for size in range(1, len(word) + (1 if pattern.endswith(" ") else 0)):
            shorter = patterns.get(f" {word[:size]}")
            if shorter:
                left = [name for name in patterns[pattern] if name not in shorter]
                patterns[pattern] = tuple(left)
    for pattern in [one for one, names in patterns.items() if not names]:
        del patterns[pattern]


def _parted(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """Return the concepts and the marks among names, and the name that means nothing more."""
    concepts = tuple(name for name in names if name[0] not in _MARKERS)
    markers = tuple(name for name in names if name[0] in _MARKERS)
    return concepts, markers, concepts[0] if len(names) == len(concepts) == 1 else None


def _slips(words: set[str]) -> dict[bytes, str]:
    """Map each long word with one letter left out to the word; as UTF-8, which takes a quarter less room."""
    slips: dict[bytes, str] = {}
    for word in sorted(words, reverse=True):
        if len(word) > 7:
            for at in range(1, len(word) - 1):
                slip = word[:at] + word[at + 1 :]
                if slip not in words:
                    slips[slip.encode()] = word
    return slips
