"""Words that are there for the machine and not for the reader.

They void the support they carry. They never soften what speaks against a text.
"""

import re
import zlib
from collections.abc import Collection, Sequence

from .lexicon import Lexicon
from .passage import Passage
from .rubric import Copied
from .segment import Sentence

SHINGLE = 4
# From here on a text repeats the criteria; from there on it is nothing else.
COPIED = 0.2
WHOLLY_COPIED = 0.5
_STUFFED_WORDS = 14
_STUFFED_SHARE = 0.14
_SALAD_SHARE = 0.1
_STUFFED_TERMS = 6
_BAIT_KINDS = 3
_BAIT = frozenset(
    [
        "mld",
        "lymph",
        "school",
        "cred",
        "initial",
        "mld_stroke",
        "vessel",
        "light",
        "featherlight",
        "move",
        "skin",
        "reroute",
    ]
)
_STUFFED_COMMAS = 6
# "Lymph drainage Graz | gentle lymph drainage | lymph drainage prices": so many pieces in a row
# that name the work so often, of so few words each, are there for a search engine.
_ROW_MARKS = frozenset("|·•✓✔★▪●")
_ROW_PIECES = 6
_ROW_NAMED = 5
_ROW_WORDS = 6
_CURRENCIES = frozenset("€$£")
# A line of terms without one small word.
_BARE_WORDS = 7
_BARE_KINDS = 5
_NAMES = ("mld", "lymph")
# A text in catchwords names the service so often, in sentences of at most so many words, and with
# less than this share of small words.
_CHANT_SERVICES = 4
_CHANT_WORDS = 6
_CHANT_SHARE = 0.25
_SEPARATORS = re.compile(r"[,✅☑✔▷▶►➤➡•·|/★☆▪◆#]")
# Longer words of a language file's small words may be terms.
_SMALL = 4
_TELLTALES = frozenset({"inject", "criteria_talk", "praise"})
_COPIED_SHINGLES = 6
# A passage has at least so many words, and so far apart may stand what it shares.
_COPIED_WORDS = 12
_CHANGED = 5
_TELLING = 4
_TELLING_SHARE = 0.12
# A straight mark after a letter closes; what follows it is nobody's words. What stands before a mark
# is asked after the mark: a pattern that begins with its characters is found sooner.
_QUOTED = re.compile(
    r"[\"“”„«»](?:(?<![\"”»])|(?<![^\s(][\"”»])(?=[^\s.,;:!?)]|\.\.))"
    r"([^“”„«»\"]{25,600})[”“»«\"]"
)
_SIGNED = re.compile(r"[”“»\"]\s*(?:★|\([A-ZÄÖÜÉ]|[–—-]\s*[A-ZÄÖÜÉ])")
# Who is quoted stands so close before or after the quotation.
_INTRODUCED = 160
_SIGNATURE = 70
_SINGLE_QUOTED = re.compile(r"['‘’](?<=\s.)(\w[^'‘’]{25,400})['’](?=\s)")


def runs(words: Sequence[str]) -> list[int]:
    """Return the hash of each run of SHINGLE folded words, in reading order."""
    together = zip(words, words[1:], words[2:], words[3:], strict=False)
    return [
        zlib.crc32(f"{one} {two} {three} {four}".encode()) for one, two, three, four in together
    ]


def shingles(words: Sequence[str]) -> frozenset[int]:
    """Return the hashed runs of four folded words, to compare texts without keeping them."""
    return frozenset(runs(words))


def similarity(one: Collection[int], other: Collection[int]) -> float:
    """Return the Jaccard similarity of two sets of shingles, 0 to 1."""
    first, second = frozenset(one), frozenset(other)
    common = len(first & second)
    either = len(first) + len(second) - common
    return common / either if either else 0.0


def copied_share(words: Sequence[str], known: Copied) -> float:
    """Return the share of a text that repeats the public criteria, 0 where it is too little."""
    if len(known.telling.intersection(words)) < max(_TELLING, _TELLING_SHARE * len(words)):
        return 0.0
    runs = len(words) - SHINGLE + 1
    first, last = known.first, known.last
    starts = [
        at
        for at, (one, other) in enumerate(zip(words, words[3:], strict=False))
        if one in first and other in last
    ]
    if len(starts) < _COPIED_SHINGLES:
        return 0.0
    shared = len(
        known.runs.intersection(
            zlib.crc32(" ".join(words[at : at + SHINGLE]).encode()) for at in starts
        )
    )
    return shared / runs if shared >= _COPIED_SHINGLES else 0.0


def copied_passages(words: Sequence[str], known: Copied) -> list[tuple[int, int]]:
    """Return the first and last word of each passage that repeats the public criteria.

    A word changed here and there does not break a passage.
    """
    first, last = known.first, known.last
    # no passage slips through between every fourth run
    near = [
        at
        for at, (one, other) in enumerate(zip(words[::SHINGLE], words[3::SHINGLE], strict=False))
        if one in first and other in last
    ]
    if not any(_is_known(words, at * SHINGLE, known) for at in near):
        return []
    runs = len(words) - SHINGLE + 1
    found: list[list[int]] = []
    for at in range(runs):
        if _is_known(words, at, known):
            if found and at - found[-1][-1] <= _CHANGED:
                found[-1].append(at)
            else:
                found.append([at])
    return [
        (one[0], one[-1] + SHINGLE - 1)
        for one in found
        if len(one) >= _COPIED_SHINGLES and one[-1] + SHINGLE - one[0] >= _COPIED_WORDS
    ]


def _is_known(words: Sequence[str], at: int, known: Copied) -> bool:
    return (
        words[at] in known.first
        and words[at + 3] in known.last
        and zlib.crc32(" ".join(words[at : at + SHINGLE]).encode()) in known.runs
    )


def mark_void(passage: Passage, lexicon: Lexicon) -> frozenset[str]:
    """Mark the sentences of a passage that cannot support it; return the tricks seen."""
    names, clean = passage.names, passage.clean
    listed = len(names & _BAIT) >= _BAIT_KINDS
    signed = _may_be_signed(clean) and _SIGNED.search(clean) is not None
    if not listed and not signed and names.isdisjoint(_TELLTALES):
        return frozenset()
    seen = {"copied"} if "criteria_talk" in names else set()
    quotes = _testimonials(passage, lexicon) if signed or "praise" in names else []
    telling = "inject" in names
    rows = _keyword_rows(passage) if listed else frozenset()
    if listed and _leave_staccato(passage, lexicon):
        seen.add("stuffing")
    for index, sentence in enumerate(passage.sentences):
        if telling and sentence.mark != "?" and "inject" in passage.by_name[index]:
            passage.void[index] = "void:injection"
            seen.add("injection")
        elif index in rows or (
            listed
            and len(passage.mentions[index]) >= _STUFFED_TERMS
            and _stuffed(passage, index, lexicon)
        ):
            passage.void[index] = "void:stuffing"
            seen.add("stuffing")
        elif quotes and any(_mostly_inside(sentence, low, high) for low, high in quotes):
            passage.void[index] = "void:testimonial"
    return frozenset(seen)


def _keyword_rows(passage: Passage) -> frozenset[int]:
    """Return the sentences that are pieces of a row of keywords."""
    if not any(mark in passage.clean for mark in _ROW_MARKS):
        return frozenset()
    found: set[int] = set()
    row: list[int] = []
    for index, sentence in enumerate(passage.sentences):
        row.append(index)
        if sentence.mark[:1] not in _ROW_MARKS:
            if len(row) >= _ROW_PIECES and _is_keywords(passage, row):
                found.update(row)
            row = []
    if len(row) >= _ROW_PIECES and _is_keywords(passage, row):
        found.update(row)
    return frozenset(found)


def _is_keywords(passage: Passage, row: Sequence[int]) -> bool:
    """Say whether most pieces of a row name the work again, in few words and without a price."""
    named = sum(not passage.by_name[index].keys().isdisjoint(_NAMES) for index in row)
    if named < _ROW_NAMED or 3 * named < 2 * len(row):
        return False
    low, high = passage.sentences[row[0]].start, passage.sentences[row[-1]].end
    words = len(passage.folded[low:high].split())
    return words <= _ROW_WORDS * len(row) and _CURRENCIES.isdisjoint(passage.clean[low:high])


def _leave_staccato(passage: Passage, lexicon: Lexicon) -> bool:
    """Void a row of catchwords with a full stop after each: "Lymph drainage Leeds. Best MLD." """
    sentences = passage.sentences
    named = [index for index, by_name in enumerate(passage.by_name) if "mld" in by_name]
    chanted = [index for index in named if _is_short(passage, sentences[index])]
    if sum([len(passage.by_name[index]["mld"]) for index in chanted]) < _CHANT_SERVICES:
        return False
    found = False
    row: list[int] = []
    for index, sentence in enumerate([*sentences, None]):
        if sentence is not None and _is_short(passage, sentence):
            row.append(index)
            continue
        if _is_salad(passage, row, lexicon):
            passage.void.update(dict.fromkeys(row, "void:stuffing"))
            found = True
        row = []
    return found


def _is_short(passage: Passage, sentence: Sentence) -> bool:
    return len(sentence.words) <= _CHANT_WORDS


def _is_salad(passage: Passage, row: Sequence[int], lexicon: Lexicon) -> bool:
    said = [passage.by_name[index] for index in row]
    services = sum(len(by_name.get("mld", ())) for by_name in said)
    if (
        services < _CHANT_SERVICES
        or sum(not _BAIT.isdisjoint(one) for one in said) <= _CHANT_SERVICES
    ):
        return False
    first, last = passage.sentences[row[0]], passage.sentences[row[-1]]
    words = passage.folded[first.start : last.end].split()
    return sum(word in lexicon.function_words for word in words) < _CHANT_SHARE * len(words)


def _may_be_signed(clean: str) -> bool:
    return '"' in clean or "»" in clean or "”" in clean or "“" in clean


def _mostly_inside(sentence: Sentence, low: int, high: int) -> bool:
    shared = min(sentence.end, high) - max(sentence.start, low)
    return 2 * shared > sentence.end - sentence.start


def _stuffed(passage: Passage, index: int, lexicon: Lexicon) -> bool:
    """Say whether a sentence strings terms together: hardly a small word among many terms."""
    by_name = passage.by_name[index]
    baits = [by_name[name] for name in _BAIT if name in by_name]
    if sum(map(len, baits)) < _STUFFED_TERMS:
        return False
    terms = {start for mentions in baits for start, _, _ in mentions}
    if len(terms) < _STUFFED_TERMS:
        return False
    sentence = passage.sentences[index]
    words = sentence.words
    small = sum(len(word) <= _SMALL and word in lexicon.function_words for word in words)
    if len(words) < _STUFFED_WORDS:
        kinds = len(_BAIT & passage.by_name[index].keys())
        return not small and len(words) >= _BARE_WORDS and kinds >= _BARE_KINDS
    commas = len(_SEPARATORS.findall(passage.clean, sentence.start, sentence.end))
    limit = _STUFFED_SHARE if commas >= _STUFFED_COMMAS else _SALAD_SHARE
    return small < limit * len(words)


def _testimonials(passage: Passage, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return what others are quoted with.

    Who says "we" speaks for the service itself, and so does a therapist who is asked by a paper.
    What is quoted after that without saying whom is still theirs.
    """
    found = sorted(
        match.span(1)
        for pattern in (_QUOTED, _SINGLE_QUOTED)
        for match in pattern.finditer(passage.clean)
        if lexicon.voice.isdisjoint(passage.folded[slice(*match.span(1))].split())
    )
    if not found or "expert" not in passage.names:
        return found
    left = []
    expert = False
    for low, high in found:
        said_by = _said_by(passage, low, high)
        if "client" in said_by or "expert" in said_by or _SIGNED.match(passage.clean, high):
            expert = "expert" in said_by and "client" not in said_by
        if not expert:
            left.append((low, high))
    return left


def _said_by(passage: Passage, low: int, high: int) -> set[str]:
    """Return which kinds of people are named close around a quotation.

    One that is signed as clients sign was not said by who is named before it.
    """
    first = low if _SIGNED.match(passage.clean, high) else low - _INTRODUCED
    return {
        name
        for mentions in passage.mentions
        for start, _, name in mentions
        if name in ("expert", "client")
        and (first < start < low or high < start < high + _SIGNATURE)
    }
