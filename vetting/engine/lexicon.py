"""The words of one language, compiled for a single scan.

Terms are literals, never patterns: a trailing ``*`` lets a word go on. One automaton finds all
concepts, context cues and masks of a language at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from .text import fold, fold_term

MASK = "!"
STOP = "|"
# Stands beside a unit, so that the scan knows to look at the number before it.
MEASURE = "#"
# Kinds of words: a whole one or the beginning of one, a beginning, a word of a cue.
KNOWN, STEM, CUE_WORD = 1, 2, 4
# Stands for a word that may be a name: "Oliveira", "Wood".
NAMED = "@"
# Stands for a word that means something else where it is written small.
NOUN = "^"
_MARKERS = "~|!#@^"
# A letter that is missing from a word of up to so many makes other words.
_SHORTEST_SHORTENED = 7
# What begins as a shorter stem does is not taken for the same word.
_SHORTEST_STEM = 3
# First words by which an answer or a question is known, who goes on about others ("they"), who
# speaks of the service itself ("self"). A sentence that opens with massage in general ("massage")
# is no sentence about the service where the next one turns to that ("turn"). "They move lymph" may
# speak of things named before it ("things"). "For nine years I pressed" ("span", "years", "did")
# tells of what was, unless it has a word for today ("now"). "What it isn't:" opens with "what", and
# "What we do not offer:" names with "undone" what is not done. "Cups are not used", "we never use
# them": a negation ("nots"), a verb of doing or offering ("handled"), a passive or an object pronoun
# before the verb ("them") or behind it ("it"); "never without asking" ("yet") denies nothing. Where
# verbs say who does it ("clitics"), an object may stand before the negation ("Ventosas no uso"), and
# "no ... nada" denies all before it. "They are not used on the belly" ("upon") says that they are used.
# "Las ventosas y la madera no se usan": a stop that ends in an article ("the") may go on with a list.
# Of what a denial affirms ("except" to "lack") affirmed.py tells.
# "Cups, rollers: such tools have no place here" ("such") speaks of what stands before the mark.
OPENERS = (
    *("yes", "no", "denies", "ask", "they", "self", "massage", "turn", "things"),
    *("span", "years", "did", "now", "relative", "was", "choice", "hands", "what", "undone"),
    *("nots", "handled", "passive", "them", "it", "yet"),
    *("clitics", "nothing", "upon", "the", "such", "none", "wins", "with", "has"),
    *("except", "unless", "when", "where", "counting", "that", "truth", "without", "and", "can"),
    *("days", "on_which", "half", "than", "naught", "those", "lack", "just", "shrink"),
    *("complete", "exception", "fear", "refers", "truly", "false"),
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


# What a pattern of the automaton stands for: plain, concepts, marks, closed. Plain has the name where
# it is one concept and nothing more. Marks are ``!`` for a mask that hides the terms inside it, ``|``
# for a word that ends a cue's reach, ``#`` for a unit, or a cue number as ``~12``. A closed pattern
# ends with the blank it was found with. No named tuple: those are taken apart at half the speed.
Meaning = tuple[str | None, tuple[str, ...], tuple[str, ...], bool]


@dataclass(frozen=True)
class Memory:
    """What the repair of slips found out about words before. It never changes an answer."""

    sound: set[str] = field(default_factory=set)
    repairs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lexicon:
    """Compiled words of one language.

    ``meanings`` has one for each pattern of the automaton. ``endings`` are the last two letters of
    the abbreviations, and ``spans`` the first letters of the openers of a span of time.
    ``streets`` are words beside which a term is part of an address.
    ``unaccented`` are cues and stops of one word that no accent belongs to. ``shortened`` lists,
    by what ``outline`` says of a word with a letter left out, the long words it may be meant for.
    ``words`` has the kinds of each word of the terms, ``KNOWN``, ``STEM`` and ``CUE_WORD`` added up.
    ``terms`` are those of each concept, a line each: as thousands of strings they take three times
    the room.
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
    terms: Mapping[str, str]
    cues: Mapping[str, Cue]
    words: Mapping[str, int]
    unaccented: frozenset[str]
    benign: frozenset[str]
    streets: frozenset[str]
    shortened: Mapping[str, tuple[str, ...]] = field(repr=False)
    automaton: AhoCorasick = field(repr=False)
    meanings: tuple[Meaning, ...] = field(repr=False)
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
    cues = _cues(shared, data)
    told = _told(_spoken(terms, cues, shared, data), code)
    automaton, meanings = _compiled(told.patterns)
    language = data["language"]
    abbreviations = frozenset(fold(word) for word in language["abbreviations"])
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
        terms={name: "\n".join(listed) for name, listed in terms.items()},
        cues={key: cue for key, (cue, _) in cues.items()},
        words=_kinds_of_words(told),
        unaccented=frozenset(told.unaccented - told.accented),
        benign=frozenset(fold(word) for word in language.get("benign", ())),
        streets=frozenset(language.get("streets", ())),
        shortened=_shortened(told.words),
        automaton=automaton,
        meanings=meanings,
    )


def _kinds_of_words(told: "_Told") -> dict[str, int]:
    """Return each word of the terms with its kinds; one table takes less room than three sets."""
    kinds = dict.fromkeys(told.words, KNOWN)
    for stem in told.stems:
        if len(stem) > _SHORTEST_STEM:
            kinds[stem] = kinds.get(stem, 0) | KNOWN | STEM
    for word in told.cue_words:
        kinds[word] = kinds.get(word, 0) | CUE_WORD
    return kinds


def _cues(*sources: Mapping[str, Any]) -> dict[str, tuple[Cue, Sequence[str]]]:
    cues: dict[str, tuple[Cue, Sequence[str]]] = {}
    for source in sources:
        for entry in source.get("cue", ()):
            cue = Cue(
                entry["kind"],
                entry.get("direction", "forward"),
                entry.get("reach", 60),
                entry.get("only"),
                entry.get("carries", False),
            )
            cues[f"~{len(cues)}"] = cue, entry["terms"]
    return cues


def _spoken(
    terms: Mapping[str, Sequence[str]],
    cues: Mapping[str, tuple[Cue, Sequence[str]]],
    *sources: Mapping[str, Any],
) -> Iterator[tuple[str, str]]:
    """Yield every term with what it means, as in ``Meaning``."""
    for name, listed in terms.items():
        yield from ((name, term) for term in listed)
    for name in MEASURES:
        yield from ((MEASURE, term) for term in terms.get(name, ()))
    for source in sources:
        language = source.get("language", {})
        yield from ((NAMED, term) for term in language.get("names", ()))
        yield from ((NOUN, term) for term in language.get("nouns", ()))
        yield from ((MASK, term) for term in source.get("masks", ()))
        yield from ((STOP, term) for term in source.get("stops", ()))
        for name, listed in source.get("guards", {}).items():
            yield from ((MASK + name, term) for term in listed)
    for key, (_, listed) in cues.items():
        yield from ((key, term) for term in listed)


@dataclass(frozen=True)
class _Told:
    """What the terms of a language tell: patterns with their names, and kinds of words."""

    patterns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)
    cue_words: set[str] = field(default_factory=set)
    unaccented: set[str] = field(default_factory=set)
    accented: set[str] = field(default_factory=set)


def _told(spoken: Iterable[tuple[str, str]], code: str) -> _Told:
    told = _Told()
    patterns = told.patterns
    alone: dict[str, tuple[str, ...]] = {}
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
                patterns[pattern] = alone.setdefault(name, (name,))
            elif name not in known:
                patterns[pattern] = tuple(sorted((*known, name)))
            *first, last = spelling.split()
            told.words.update(first)
            (told.stems if goes_on else told.words).add(last)
            if name[0] == "~":
                told.cue_words.update(spelling.split())
            if name[0] in (STOP, "~") and not first:
                (told.unaccented if term.isascii() else told.accented).add(last)
    _leave_covered(patterns)
    return told


def _compiled(patterns: dict[str, tuple[str, ...]]) -> tuple[AhoCorasick, tuple[Meaning, ...]]:
    """Return an automaton with the meanings of its patterns, and empty what they came in.

    The automaton takes most room while it is built; by then the names are let go.
    """
    ordered = sorted(patterns)
    # many patterns mean the same, and share what they mean
    kept: dict[tuple[tuple[str, ...], bool], Meaning] = {}
    meanings = []
    for pattern in ordered:
        key = patterns[pattern], pattern[-1] == " "
        if key not in kept:
            kept[key] = _meaning(*key)
        meanings.append(kept[key])
    patterns.clear()
    return AhoCorasick(ordered, matchkind=MatchKind.Standard), tuple(meanings)


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


def _meaning(names: tuple[str, ...], closed: bool) -> Meaning:
    concepts = tuple(name for name in names if name[0] not in _MARKERS)
    marks = tuple(name for name in names if name[0] in _MARKERS)
    plain = concepts[0] if len(names) == len(concepts) == 1 else None
    return plain, concepts, marks, closed


def outline(length: int, word: str) -> str:
    """Return what a word keeps where an inner letter is left out: its length before, and its ends."""
    return f"{length}{word[0]}{word[-1]}"


def _shortened(words: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(words):
        if len(word) > _SHORTEST_SHORTENED:
            key = outline(len(word), word)
            found[key] = (*found.get(key, ()), word)
    return found
