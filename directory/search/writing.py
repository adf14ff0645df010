"""From documents to postings: words read one by one, everything after that in arrays.

Texts become one long stream of unit numbers, a 0 after each text. Concepts are found in the whole
stream at once, and counting is sorting. Documents pass through; none is kept.
"""

from array import array
from collections.abc import Callable
from itertools import chain

import numpy as np

from directory.search.document import SearchDocument
from directory.search.keys import SortedKeys
from directory.search.text import plain, stem, words
from directory.search.vocabulary import Concepts, load_concepts, load_vocabulary

NAME_COUNTS = 3
"""A word in the name weighs as much as this many in the text."""
SATURATION, LENGTH_SHARE, USUAL_LENGTH = 1.2, 0.4, 120
"""BM25's k1 and b, and the number of words it takes for usual."""
WEIGHT_STEPS = 127

BATCH = 400_000
"""Words counted at once: enough for arrays to pay, few enough to stay near the processor."""

_KIND_OF_FACET = {
    "conditions": "condition",
    "methods": "method",
    "languages": "language",
    "scopes": "scope",
    "delivery": "delivery",
}
_UNIT, _DOCUMENT = np.uint64(40), np.uint64(8)
"""Where unit and document stand in a packed posting; the weight byte stands below them."""
_LOW = np.uint64(0xFFFFFFFF)


def number_of(digest: str) -> str:
    """The unit of a certificate's number. No word can be equal to it."""
    return f"#{digest}"


class Writer:
    """Takes documents, numbered as they come, and gives their postings."""

    def __init__(self) -> None:
        self.units: dict[str, int] = {}
        concepts = load_concepts()
        self._phrases = Phrases(concepts, self._unit)
        self._chunks = _Found(self._chunk_units)
        self._units_of_code = _Found(self._label_units)
        self._labels = {(entry.kind, entry.code): entry.label for entry in load_vocabulary()}
        self._plain: set[str] = set()
        self._packed: list[np.ndarray] = []
        self._size = 0
        self._begin_batch()

    def add(self, document: SearchDocument) -> None:
        read = self._chunks.__getitem__
        before = len(self._texts)
        self._texts.extend(chain.from_iterable(map(read, document.text.split())))
        self._lengths.append(len(self._texts) - before)
        self._texts.append(0)
        self._names.extend(chain.from_iterable(map(read, document.name.split())))
        self._names.append(0)
        for facet in _KIND_OF_FACET:
            for code in getattr(document, facet):
                self._further.extend(self._units_of_code[facet, code])
        self._further.extend(self._unit(number_of(digest)) for digest in document.identifiers)
        self._further.append(0)
        self._size += 1
        if len(self._texts) > BATCH:
            self._end_batch()

    def postings(self, rank: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(starts by unit, documents, weights), sorted by unit, then document. `rank`: the final
        number of each document by the number it came with."""
        self._end_batch()
        packed = np.concatenate(self._packed or [np.zeros(0, dtype=np.uint64)])
        self._packed.clear()
        documents = rank.astype(np.uint64)[(packed >> _DOCUMENT) & _LOW]
        packed &= ~(_LOW << _DOCUMENT)
        packed |= documents << _DOCUMENT
        packed.sort()
        numbers = np.arange(len(self.units) + 2, dtype=np.uint64)
        starts = np.searchsorted(packed, numbers << _UNIT)
        weights = packed.astype(np.uint8)
        packed >>= _DOCUMENT
        return starts, packed.astype(np.uint32), weights

    def plain_words(self) -> SortedKeys:
        """Every word as written but plain, for likeness."""
        return SortedKeys.of(sorted(word for word in self._plain if word.isascii()))

    def _begin_batch(self) -> None:
        self._first = self._size
        # Arrays, because a list of numbers takes eight times the room.
        self._texts, self._names, self._further = array("I"), array("I"), array("I")
        self._lengths = array("I")

    def _end_batch(self) -> None:
        named = np.unique(self._keys(self._names))
        keys = [self._keys(self._texts), _keys_of(*_parted(self._further))]
        keys += [named] * NAME_COUNTS
        found, counts = np.unique(np.concatenate(keys), return_counts=True)
        documents = found >> np.uint64(32)
        lengths = np.array(self._lengths, dtype=np.float32)[documents]
        weights = weight_steps(counts.astype(np.float32), lengths) << np.uint64(1)
        weights[np.searchsorted(found, named)] |= np.uint64(1)
        documents += np.uint64(self._first)
        self._packed.append(((found & _LOW) << _UNIT) | (documents << _DOCUMENT) | weights)
        self._begin_batch()

    def _keys(self, stream: array) -> np.ndarray:
        """document << 32 | unit of every word and every concept in a stream."""
        documents, units = _parted(stream)
        at, concepts = self._phrases.find(np.array(stream, dtype=np.uint32))
        every = np.cumsum(np.array(stream, dtype=np.uint32) == 0)
        return np.concatenate([_keys_of(documents, units), _keys_of(every[at], concepts)])

    def _chunk_units(self, chunk: str) -> tuple[int, ...]:
        """The units of what stands between two blanks: mostly one word with its punctuation."""
        units = []
        for word in map(plain, words(chunk)):
            self._plain.add(word)
            units.append(self._unit(stem(word)))
        return tuple(units)

    def _label_units(self, code: tuple[str, str]) -> tuple[int, ...]:
        """The units of a code's label, each once, so that a chosen term is found by its words."""
        facet, own_code = code
        label = self._labels.get((_KIND_OF_FACET[facet], own_code), own_code)
        stream = [*chain.from_iterable(map(self._chunks.__getitem__, label.split())), 0]
        _at, concepts = self._phrases.find(np.array(stream, dtype=np.uint32))
        return tuple({*stream, *concepts.tolist()} - {0})

    def _unit(self, unit: str) -> int:
        """Numbers from 1."""
        return self.units.setdefault(unit, len(self.units) + 1)


class Phrases:
    """The phrases of the concepts as a table of steps: from a node by a unit to the next node."""

    def __init__(self, concepts: Concepts, number: Callable[[str], int]) -> None:
        """`number` gives a unit its number; the units of phrases get the first ones."""
        nodes = list(concepts.nodes())
        for _node, steps, _concept in nodes:
            for step in steps:
                number(step)
        self._known = number("=") + 1
        self._steps = np.zeros((len(nodes), self._known), dtype=np.uint16)
        self._concepts = np.zeros(len(nodes), dtype=np.uint32)
        for node, steps, concept in nodes:
            for step, after in steps.items():
                self._steps[node, number(step)] = after
            if concept:
                self._concepts[node] = number(concept)

    def find(self, stream: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(where, unit of the concept) of each phrase; one that begins inside a phrase of the same
        concept ("lymphatic drainage" in "manual lymphatic drainage") does not count again."""
        known = np.where(stream < self._known, stream, 0)
        at = np.flatnonzero(self._steps[0][known])
        nodes = self._steps[0][known[at]]
        found = []
        length = 1
        while len(at):
            ends = self._concepts[nodes]
            whole = np.flatnonzero(ends)
            found.append((ends[whole], at[whole], np.full(len(whole), at.dtype.type(length))))
            # every text ends with a 0, by which no step leads on
            nodes = self._steps[nodes, known[np.minimum(at + length, len(known) - 1)]]
            on = np.flatnonzero(nodes)
            at, nodes, length = at[on], nodes[on], length + 1
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint32)
        concepts, starts, lengths = (np.concatenate(parts) for parts in zip(*found, strict=True))
        order = np.lexsort((lengths, starts, concepts))
        concepts, starts, lengths = concepts[order], starts[order], lengths[order]
        lane = concepts.astype(np.int64) * (len(stream) + length)
        reached = np.zeros(len(lane), dtype=np.int64)
        reached[1:] = np.maximum.accumulate(lane + starts + lengths)[:-1]
        fresh = lane + starts >= reached
        return starts[fresh], concepts[fresh]


class _Found(dict):
    """A dictionary that finds each missing value once."""

    def __init__(self, find: Callable) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key):
        self[key] = self._find(key)
        return self[key]


def weight_steps(counts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """BM25's share of one document, in whole steps 1..WEIGHT_STEPS."""
    usual = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / USUAL_LENGTH)
    steps = np.rint(WEIGHT_STEPS * counts / (counts + usual))
    return np.clip(steps, 1, WEIGHT_STEPS).astype(np.uint64)


def _parted(stream: array) -> tuple[np.ndarray, np.ndarray]:
    """(which text of the stream, unit) of every word."""
    units = np.array(stream, dtype=np.uint32)
    ends = units == 0
    return np.cumsum(ends)[~ends], units[~ends]


def _keys_of(documents: np.ndarray, units: np.ndarray) -> np.ndarray:
    return (documents.astype(np.uint64) << np.uint64(32)) | units
