"""Who has which word: postings by unit, with weights for ranking.

A unit is a stem ("scar"), a concept of the vocabulary ("=condition:scars"), or the digest of a
certificate's number ("#3f…").
"""

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

import numpy as np

from directory.search import bits
from directory.search.document import SearchDocument
from directory.search.keys import SortedKeys
from directory.search.text import plain, stem, words
from directory.search.vocabulary import Concepts, load_concepts, load_vocabulary

Group = tuple[str, ...]
"""Units of which a document needs one."""

NAME_COUNTS = 3
"""A word in the name weighs as much as this many in the text."""
SATURATION, LENGTH_SHARE, USUAL_LENGTH = 1.2, 0.4, 120
"""BM25's k1 and b, and the number of words it takes for usual."""
WEIGHT_STEPS = 127

WIDE = 64
"""A posting of more than one document in this many is handled as bits, a smaller one as numbers."""
CACHED = 64
"""How many postings are kept between searches; a wide one then takes up to 9 bits a document."""

_KIND_OF_FACET = {
    "conditions": "condition",
    "methods": "method",
    "languages": "language",
    "scopes": "scope",
    "delivery": "delivery",
}


class Posting:
    """The documents of a group of units, ascending, and a weight byte for each: twice the weight in
    1..WEIGHT_STEPS, plus one when a unit stands in the name."""

    def __init__(self, documents: np.ndarray, weights: np.ndarray, size: int) -> None:
        """`size`: how many documents the segment has."""
        self.documents = documents
        self.wide = len(documents) * WIDE > size
        self._weights = weights
        self._size = size

    @cached_property
    def bits(self) -> np.ndarray:
        """The documents as a bitset."""
        return bits.of_numbers(self.documents, self._size)

    def holds(self, documents: np.ndarray) -> np.ndarray:
        """Which of these documents are in the posting."""
        if self.wide:
            return bits.holds(self.bits, documents)
        return self.weigh(documents) > 0

    def weigh(self, documents: np.ndarray) -> np.ndarray:
        """The weight byte of each of these documents, 0 for those not in the posting."""
        if documents is self.documents:
            return self._weights
        if self.wide:
            return self._dense[documents]
        if not len(self.documents):
            return np.zeros(len(documents), dtype=np.uint8)
        at = np.searchsorted(self.documents, documents)
        at[at == len(self.documents)] = 0
        return np.where(self.documents[at] == documents, self._weights[at], np.uint8(0))

    @cached_property
    def _dense(self) -> np.ndarray:
        dense = np.zeros(self._size, dtype=np.uint8)
        dense[self.documents] = self._weights
        return dense


class Postings:
    """The postings of one segment, its documents numbered in the order given."""

    def __init__(self, documents: Sequence[SearchDocument]) -> None:
        writer = _Writer(load_concepts())
        for number, document in enumerate(documents):
            writer.add(number, document)
        self.words = writer.plain_words()
        self._size = len(documents)
        self._terms = writer.units
        self._starts, self._documents, self._weights = writer.postings()
        self.find = lru_cache(maxsize=CACHED)(self._find)

    def _find(self, group: Group) -> Posting:
        """The documents that have one of the units, perhaps none. Kept for the next search."""
        spans = [
            slice(self._starts[term], self._starts[term + 1])
            for unit in group
            if (term := self._terms.get(unit)) is not None
        ]
        if len(spans) == 1:
            return Posting(self._documents[spans[0]], self._weights[spans[0]], self._size)
        weights = np.zeros(self._size, dtype=np.uint8)
        for span in spans:
            documents = self._documents[span]
            weights[documents] = np.maximum(weights[documents], self._weights[span])
        found = np.flatnonzero(weights)
        return Posting(found.astype(np.uint32), weights[found], self._size)


class _Writer:
    """Turns documents into postings."""

    def __init__(self, concepts: Concepts) -> None:
        self.units: dict[str, int] = {}
        self._concepts = concepts
        self._words = _Found(self._number)
        self._labels = _labels_of_codes()
        self._units_of_code = _Found(self._label_units)
        self._stems: list[str] = []
        self._beginnings: set[int] = set()
        # Arrays, because a list of numbers takes eight times the room.
        self._terms, self._counts = array("I"), array("I")
        self._distinct, self._lengths, self._in_names = array("I"), array("I"), array("I")

    def add(self, number: int, document: SearchDocument) -> None:
        length, text = self._units(document.text)
        for facet in _KIND_OF_FACET:
            for code in getattr(document, facet):
                text += self._units_of_code[facet, code]
        text += [self._unit(number_of(digest)) for digest in document.identifiers]
        name = set(self._units(document.name)[1])
        counts = Counter(text)
        for unit in name:
            counts[unit] += NAME_COUNTS
        self._terms.extend(counts)
        self._counts.extend(counts.values())
        self._distinct.append(len(counts))
        self._lengths.append(length)
        for unit in name:
            self._in_names.extend((unit, number))

    def postings(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(starts by unit, documents, weights), sorted by unit, then document."""
        distinct = np.array(self._distinct, dtype=np.int64)
        lengths = np.repeat(np.array(self._lengths, dtype=np.float32), distinct)
        packed = weight_steps(np.array(self._counts, dtype=np.float32), lengths) << np.uint64(1)
        packed |= np.repeat(np.arange(len(distinct), dtype=np.uint64) << np.uint64(8), distinct)
        packed |= np.array(self._terms, dtype=np.uint64) << np.uint64(40)
        packed.sort()
        named = np.array(self._in_names, dtype=np.uint64).reshape(-1, 2)
        packed[np.searchsorted(packed, named[:, 0] << 40 | named[:, 1] << 8)] |= np.uint64(1)
        starts = np.searchsorted(
            packed, np.arange(len(self.units) + 1, dtype=np.uint64) << np.uint64(40)
        )
        return (
            starts,
            (packed >> np.uint64(8)).astype(np.uint32),
            (packed & np.uint64(255)).astype(np.uint8),
        )

    def plain_words(self) -> SortedKeys:
        """Every word as written but plain, for likeness."""
        written = {plain(word) for word in self._words}
        return SortedKeys.of(sorted(word for word in written if word.isascii()))

    def _units(self, text: str) -> tuple[int, list[int]]:
        """How many words, and the units of words and concepts."""
        numbered = list(map(self._words.__getitem__, words(text)))
        starts = [at for at, unit in enumerate(numbered) if unit in self._beginnings]
        return len(numbered), numbered + self._concept_units(numbered, starts)

    def _concept_units(self, numbered: list[int], starts: list[int]) -> list[int]:
        """Concepts of the phrases that begin at `starts`; a phrase inside one of the same concept
        ("lymphatic drainage" in "manual lymphatic drainage") does not count again."""
        if not starts:
            return []
        stems = [self._stems[unit] for unit in numbered]
        found: list[int] = []
        end_of: dict[str, int] = {}
        for at in starts:
            for concept, length in self._concepts.at(stems, at):
                if at >= end_of.get(concept, 0):
                    found.append(self._unit(concept))
                end_of[concept] = max(at + length, end_of.get(concept, 0))
        return found

    def _label_units(self, code: tuple[str, str]) -> tuple[int, ...]:
        """The units of a code's label, each once, so that a chosen term is found by its words."""
        facet, own_code = code
        label = self._labels.get((_KIND_OF_FACET[facet], own_code), own_code)
        return tuple(set(self._units(label)[1]))

    def _number(self, word: str) -> int:
        own_stem = stem(plain(word))
        unit = self._unit(own_stem)
        if self._concepts.begins(own_stem):
            self._beginnings.add(unit)
        return unit

    def _unit(self, unit: str) -> int:
        number = self.units.get(unit)
        if number is None:
            number = self.units[unit] = len(self._stems)
            self._stems.append(unit)
        return number


class _Found(dict):
    """A dictionary that finds each missing value once."""

    def __init__(self, find: Callable) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key):
        self[key] = self._find(key)
        return self[key]


def number_of(digest: str) -> str:
    """The unit of a certificate's number. No word can be equal to it."""
    return f"#{digest}"


def weight_steps(counts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """BM25's share of one document, in whole steps 1..WEIGHT_STEPS."""
    usual = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / USUAL_LENGTH)
    steps = np.rint(WEIGHT_STEPS * counts / (counts + usual))
    return np.clip(steps, 1, WEIGHT_STEPS).astype(np.uint64)


def _labels_of_codes() -> dict[tuple[str, str], str]:
    return {(entry.kind, entry.code): entry.label for entry in load_vocabulary()}
