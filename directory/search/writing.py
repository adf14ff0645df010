"""From documents to postings: words read one by one, everything after that in arrays.

Texts become one long stream of unit numbers, END after each text. Concepts are found in the whole
stream at once, and counting is sorting. Documents pass through; none is kept.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

import numpy as np

from directory.search.document import SearchDocument
from directory.search.facets import Codes
from directory.search.keys import SortedKeys
from directory.search.runs import runs
from directory.search.text import plain, stem, words
from directory.search.vocabulary import Concepts, load_concepts, load_vocabulary

NAME_COUNTS = 3
"""A word in the name weighs as much as this many in the text."""
SATURATION, LENGTH_SHARE, USUAL_LENGTH = 1.2, 0.4, 120
"""BM25's k1 and b, and the number of words it takes for usual."""
WEIGHT_STEPS = 127

BATCH = 800_000
"""Words counted at once: so many that counting seldom waits for the interpreter, which another thread has."""
NEAR = 100_000
"""Postings that stay near the processor."""

_KIND_OF_FACET = {
    "conditions": "condition",
    "methods": "method",
    "languages": "language",
    "scopes": "scope",
    "delivery": "delivery",
}
Piece = str | tuple[str, str]
"""What stands between two blanks, a code as (facet, code), or a certificate's (_NUMBER, digest)."""

END = 0
"""Stands after each document of a stream."""

_NUMBER = "number"
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
        self._phrases = Phrases(load_concepts(), self._unit)
        self._labels = {(entry.kind, entry.code): entry.label for entry in load_vocabulary()}
        self._plain: set[str] = set()
        self.codes = Codes()
        self._numbers = _Numbers()
        self._pieces = Pieces(self._numbers, self._units_of)
        self._labeled = Pieces(self.codes.pairs, self._units_of)
        self._packed: list[Future[np.ndarray]] = []
        # counting is sorting, for which NumPy lets go of the interpreter: words are read meanwhile
        self._beside = ThreadPoolExecutor(max_workers=1)
        self._size = 0
        self._begin_batch()

    def add(self, documents: Sequence[SearchDocument], codes: Sequence[Sequence[int]]) -> None:
        """`codes`: for each document, what it can be filtered by, as `self.codes` numbers it."""
        number = self._numbers.__getitem__
        for document in documents:
            self._texts.extend(map(number, document.text.split()))
            self._texts.append(END)
        for document in documents:
            self._names.extend(map(number, document.name.split()))
            self._names.append(END)
            self._proofs.extend([number((_NUMBER, digest)) for digest in document.identifiers])
            self._proofs.append(END)
        for each in codes:
            self._further.extend(each)
            self._further.append(END)
        self._size += len(documents)
        if len(self._texts) > BATCH:
            self._packed.append(self._beside.submit(_counted, self._batch(), self._phrases))
            self._begin_batch()

    def postings(self, rank: np.ndarray) -> "Future[Columns]":
        """All postings, made beside whatever the caller does next. `rank`: the final number of each
        document by the number it came with. Nothing can be added afterwards."""
        self._packed.append(self._beside.submit(_counted, self._batch(), self._phrases))
        columns = self._beside.submit(self._in_order, rank)
        self._beside.shutdown(wait=False)
        return columns

    def _in_order(self, rank: np.ndarray) -> "Columns":
        packed = np.concatenate([counted.result() for counted in self._packed])
        self._packed.clear()
        for part in np.array_split(packed, len(packed) // NEAR + 1):
            documents = rank[(part >> _DOCUMENT) & _LOW].astype(np.uint64)
            part &= ~(_LOW << _DOCUMENT)
            part |= documents << _DOCUMENT
        packed.sort()
        numbers = np.arange(len(self.units) + 2, dtype=np.uint64)
        starts = np.searchsorted(packed, numbers << _UNIT)
        weights = packed.astype(np.uint8)
        packed >>= _DOCUMENT
        return Columns(starts, packed.astype(np.uint32), weights)

    def plain_words(self) -> SortedKeys:
        """Every word as written but plain, for likeness. Known when `postings` has been asked for."""
        return SortedKeys.of(sorted(word for word in self._plain if word.isascii()))

    def _begin_batch(self) -> None:
        self._first = self._size
        # Arrays, because a list of numbers takes eight times the room.
        self._texts, self._names = array("I"), array("I")
        self._further, self._proofs = array("I"), array("I")

    def _batch(self) -> "_Batch":
        return _Batch(
            first=self._first,
            size=self._size - self._first,
            texts=self._texts,
            names=self._names,
            proofs=self._proofs,
            further=self._further,
            pieces=self._pieces.read(),
            labeled=self._labeled.read(),
        )

    def _units_of(self, piece: Piece) -> Iterable[int]:
        if isinstance(piece, str):
            return self._words_of(piece)
        facet, code = piece
        if facet == _NUMBER:
            return (self._unit(number_of(code)),)
        return self._label_units(facet, code) if facet in _KIND_OF_FACET else ()

    def _words_of(self, chunk: str) -> list[int]:
        """The units of what stands between two blanks: mostly one word with its punctuation."""
        units = []
        for word in map(plain, words(chunk)):
            self._plain.add(word)
            units.append(self._unit(stem(word)))
        return units

    def _label_units(self, facet: str, code: str) -> Iterable[int]:
        """The units of a code's label, each once, so that a chosen term is found by its words."""
        label = self._labels.get((_KIND_OF_FACET[facet], code), code)
        stream = [*chain.from_iterable(map(self._words_of, label.split())), END]
        _at, concepts = self._phrases.find(np.array(stream, dtype=np.uint32))
        return {*stream, *concepts.tolist()} - {END}

    def _unit(self, unit: str) -> int:
        """Numbers from 1."""
        return self.units.setdefault(unit, len(self.units) + 1)


class Columns(NamedTuple):
    """Where each unit's postings start, and their documents and weights, by unit, then document."""

    starts: np.ndarray
    documents: np.ndarray
    weights: np.ndarray


class Pieces:
    """The distinct pieces that documents are made of, numbered from 1, each read once.

    A document then costs one look-up a piece; its units come from arrays.
    """

    def __init__(self, pieces: Collection[Piece], read: Callable[[Piece], Iterable[int]]) -> None:
        """`pieces` in the order of their numbers, and growing; `read` gives the units of a piece."""
        self._pieces = pieces
        self._read = read
        self._lengths = np.ones(1, dtype=np.uint32)
        self._units = np.full(1, END, dtype=np.uint32)
        self._table = Table(np.zeros(1, dtype=np.int64), self._lengths, self._units)

    def read(self) -> "Table":
        """The units of all pieces there are so far."""
        new = list(islice(self._pieces, len(self._lengths) - 1, None))
        if not new:
            return self._table
        lengths, units = array("I"), array("I")
        for piece in new:
            before = len(units)
            units.extend(self._read(piece))
            lengths.append(len(units) - before)
        self._lengths = np.append(self._lengths, np.array(lengths, dtype=np.uint32))
        self._units = np.append(self._units, np.array(units, dtype=np.uint32))
        starts = np.cumsum(self._lengths, dtype=np.int64) - self._lengths
        self._table = Table(starts, self._lengths, self._units)
        return self._table


class Table(NamedTuple):
    """Where the units of each piece start, how many they are, and the units. Never changed."""

    starts: np.ndarray
    lengths: np.ndarray
    units: np.ndarray

    def units_of(self, pieces: array) -> np.ndarray:
        """The units of a stream of pieces, one piece after the other; END stays END."""
        numbers = np.array(pieces, dtype=np.uint32)
        starts = self.starts[numbers]
        return self.units[runs(starts, starts + self.lengths[numbers])]


@dataclass(frozen=True, kw_only=True)
class _Batch:
    """Streams of pieces of documents that follow each other, and what the pieces stand for."""

    first: int
    size: int
    texts: array
    names: array
    proofs: array
    further: array
    pieces: Table
    labeled: Table


def _counted(batch: _Batch, phrases: "Phrases") -> np.ndarray:
    """Packed postings of a batch. Runs beside the reading of the next one, and changes nothing."""
    texts, names, proofs = map(batch.pieces.units_of, (batch.texts, batch.names, batch.proofs))
    further = batch.labeled.units_of(batch.further)
    documents, units = _parted(texts)
    lengths = np.bincount(documents, minlength=batch.size).astype(np.float32)
    named = np.unique(np.concatenate(_keys(phrases, names, *_parted(names))))
    keys = _keys(phrases, texts, documents, units)
    keys += [_keys_of(*_parted(stream)) for stream in (further, proofs)]
    keys += [named] * NAME_COUNTS
    found, counts = np.unique(np.concatenate(keys), return_counts=True)
    documents = found >> np.uint64(32)
    weights = weight_steps(counts.astype(np.float32), lengths[documents]) << np.uint64(1)
    weights[np.searchsorted(found, named)] |= np.uint64(1)
    documents += np.uint64(batch.first)
    return ((found & _LOW) << _UNIT) | (documents << _DOCUMENT) | weights


def _keys(phrases: "Phrases", stream: np.ndarray, documents: np.ndarray, units: np.ndarray) -> list:
    """document << 32 | unit of every word, and of every concept in the stream of those words."""
    at, concepts = phrases.find(stream)
    every = np.cumsum(stream == END, dtype=np.uint32)
    return [_keys_of(documents, units), _keys_of(every[at], concepts)]


class _Numbers(dict):
    """Gives each new key the next number, from 1."""

    def __missing__(self, key: Piece) -> int:
        self[key] = number = len(self) + 1
        return number


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


def weight_steps(counts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """BM25's share of one document, in whole steps 1..WEIGHT_STEPS."""
    usual = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / USUAL_LENGTH)
    steps = np.rint(WEIGHT_STEPS * counts / (counts + usual))
    return np.clip(steps, 1, WEIGHT_STEPS).astype(np.uint64)


def _parted(stream: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(which text of the stream, unit) of every word."""
    word = stream != END
    return np.cumsum(~word, dtype=np.uint32)[word], stream[word]


def _keys_of(documents: np.ndarray, units: np.ndarray) -> np.ndarray:
    return (documents.astype(np.uint64) << np.uint64(32)) | units
