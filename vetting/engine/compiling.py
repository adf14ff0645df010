"""The words of a language file made ready for the scan."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import starmap
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from .lexicon import (
    CUE_WORD,
    KNOWN,
    MASK,
    MEASURE,
    MEASURES,
    NAMED,
    NOUN,
    OPENERS,
    STEM,
    STOP,
    Cue,
    Lexicon,
    Meaning,
)
from .text import fold, fold_term, is_as_scanned

_MARKERS = "~|!#@^"
# A letter that is missing from a word of up to so many makes other words.
_SHORTEST_SHORTENED = 7
# What begins as a shorter stem does is not taken for the same word.
_SHORTEST_STEM = 3


def build_lexicon(code: str, data: Mapping[str, Any], shared: Mapping[str, Any]) -> Lexicon:
    """Compile a language file together with the words that all languages share.

    Raises KeyError, TypeError or ValueError when an entry is missing or of the wrong kind.
    """
    terms = terms_of(data, shared)
    cues = _cues(shared, data)
    told = _told(_spoken(terms, cues, shared, data), code)
    automaton, meant, meanings = _compiled(told.patterns)
    language = data["language"]
    openers = {
        kind: frozenset(fold(word) for word in language["openers"].get(kind, ()))
        for kind in OPENERS
    }
    heads = {
        kind: frozenset(opener.split()[0] for opener in listed) for kind, listed in openers.items()
    }
    abbreviations = frozenset(fold(word) for word in language["abbreviations"])
    return Lexicon(
        code=code,
        name=language["name"],
        function_words=frozenset(fold(word) for word in language["function_words"]),
        abbreviations=abbreviations,
        endings=frozenset(word[-2:] for word in abbreviations),
        openers=openers,
        heads=heads,
        times=heads["span"] | heads["begun"] | heads["until"],
        exceptions=heads["unless"] | heads["except"] | openers["exception"],
        lifting=frozenset().union(
            *(openers[kind] for kind in ("lack", "shrink", "days", "half", "without"))
        ),
        verdicts=frozenset(
            opener.split()[-1] for kind in ("right", "untrue") for opener in openers[kind]
        ),
        articles=frozenset(fold(word) for word in language.get("articles", ())),
        being=frozenset(fold(word) for word in language.get("being", ())),
        voice=frozenset(fold(word) for word in language.get("voice", ())),
        people=frozenset(fold(word) for word in language.get("people", ())),
        selves=frozenset(fold(word) for word in language.get("selves", ())),
        possessives=frozenset(fold(word) for word in language.get("possessives", ())),
        cues={key: cue for key, (cue, _) in cues.items()},
        words=_kinds_of_words(told),
        unaccented=frozenset(told.unaccented - told.accented),
        accented=frozenset(told.accented - told.unaccented),
        benign=frozenset(fold(word) for word in language.get("benign", ())),
        streets=frozenset(language.get("streets", ())),
        shortened=_shortened(told.words),
        automaton=automaton,
        meant=meant,
        meanings=meanings,
    )


def terms_of(data: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the terms of each concept, those that all languages share first."""
    terms: dict[str, tuple[str, ...]] = {}
    for source in (shared, data):
        for name, listed in source.get("concepts", {}).items():
            terms[name] = terms.get(name, ()) + tuple(listed)
    return terms


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
) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield terms with what they mean, as in ``Meaning``."""
    yield from terms.items()
    for name in MEASURES:
        yield MEASURE, terms.get(name, ())
    for source in sources:
        language = source.get("language", {})
        yield NAMED, language.get("names", ())
        yield NOUN, language.get("nouns", ())
        yield MASK, source.get("masks", ())
        yield STOP, source.get("stops", ())
        for name, listed in source.get("guards", {}).items():
            yield MASK + name, listed
    for key, (_, listed) in cues.items():
        yield key, listed


@dataclass(frozen=True)
class _Told:
    """What the terms of a language tell: patterns with their names, and kinds of words."""

    patterns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)
    cue_words: set[str] = field(default_factory=set)
    unaccented: set[str] = field(default_factory=set)
    accented: set[str] = field(default_factory=set)


def _told(spoken: Iterable[tuple[str, Sequence[str]]], code: str) -> _Told:
    told = _Told()
    for name, listed in spoken:
        spelled = _spelled(name, listed, code)
        _note_patterns(told.patterns, name, spelled)
        _note_words(told, name, spelled)
    _leave_covered(told.patterns)
    return told


def _spelled(name: str, listed: Sequence[str], code: str) -> list[tuple[str, str, bool]]:
    """Return each term with each of its spellings, and whether its last word may go on."""
    found = []
    for term in listed:
        goes_on = term[-1:] == "*"
        stem = term[:-1] if goes_on else term
        if "*" in stem:
            raise ValueError(f"{name}: the term {term!r} may have a * at its end only")
        if is_as_scanned(stem, code):
            found.append((term, stem, goes_on))
            continue
        spelled = fold_term(stem, code)
        if "" in spelled:
            raise ValueError(f"{name}: the term {term!r} has no letters")
        found += [(term, spelling, goes_on) for spelling in spelled]
    return found


def _note_patterns(
    patterns: dict[str, tuple[str, ...]], name: str, spelled: Sequence[tuple[str, str, bool]]
) -> None:
    alone = (name,)
    for term, spelling, goes_on in spelled:
        pattern = f" {spelling}" if goes_on else f" {spelling} "
        if term[0] == ",":
            # After a comma stand two blanks where the scan sees only letters.
            pattern = f" {pattern}"
        known = patterns.setdefault(pattern, alone)
        if known is not alone and name not in known:
            patterns[pattern] = tuple(sorted((*known, name)))


def _note_words(told: _Told, name: str, spelled: Sequence[tuple[str, str, bool]]) -> None:
    """Note the words of terms, all at once: one by one they take twice the time."""
    open_ended = [spelling for _, spelling, goes_on in spelled if goes_on]
    told.words.update(" ".join([one for _, one, goes_on in spelled if not goes_on]).split())
    told.words.update(" ".join([one.rpartition(" ")[0] for one in open_ended]).split())
    told.stems.update([one.rpartition(" ")[2] for one in open_ended])
    if name[0] == "~":
        told.cue_words.update(" ".join([one for _, one, _ in spelled]).split())
    if name[0] in (STOP, "~"):
        for term, spelling, _ in spelled:
            if " " not in spelling:
                (told.unaccented if term.isascii() else told.accented).add(spelling)


def _compiled(
    patterns: dict[str, tuple[str, ...]],
) -> tuple[AhoCorasick, "array[int]", tuple[Meaning, ...]]:
    """Return an automaton, for each pattern the place of its meaning, and the meanings.

    Empties what the patterns came in.

    The automaton takes most room while it is built; by then the names are let go.
    """
    ordered = sorted(patterns)
    # many patterns mean the same, and share what they mean
    places: dict[tuple[tuple[str, ...], bool], int] = {}
    meant = array(
        "H",
        [
            places.setdefault((patterns[pattern], pattern[-1] == " "), len(places))
            for pattern in ordered
        ],
    )
    patterns.clear()
    automaton = AhoCorasick(ordered, matchkind=MatchKind.Standard)
    return automaton, meant, tuple(starmap(_meaning, places))


def _leave_covered(patterns: dict[str, tuple[str, ...]]) -> None:
    """Take out what a shorter open term of the same name finds anyway: "stretching" by "stretch*"."""
    single = [pattern for pattern in patterns if " " not in pattern[1:-1]]
    open_ended = {pattern for pattern in single if pattern[-1] != " "}
    for pattern in single:
        # a whole word ends with a blank, and is covered by itself left open
        for size in range(2, len(pattern)):
            if pattern[:size] in open_ended:
                shorter = patterns[pattern[:size]]
                left = [name for name in patterns[pattern] if name not in shorter]
                patterns[pattern] = tuple(left)
    for pattern in [one for one in single if not patterns[one]]:
        del patterns[pattern]


def _meaning(names: tuple[str, ...], closed: bool) -> Meaning:
    marks = tuple(name for name in names if name[0] in _MARKERS)
    if marks:
        return None, tuple(name for name in names if name not in marks), marks, closed
    # as they are: told anew for thousands of patterns they would take room
    return names[0] if len(names) == 1 else None, names, marks, closed


def _shortened(words: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) > _SHORTEST_SHORTENED:
            found.setdefault(word[0] + word[-1], []).append(word)
    return {ends: tuple(listed) for ends, listed in found.items()}
