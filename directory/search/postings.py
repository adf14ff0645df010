"""Who has which word: postings by unit, with weights for ranking.

A unit is a stem ("scar"), a concept of the vocabulary ("=condition:scars"), or the digest of a
certificate's number ("#3f…").
"""

from functools import cached_property, lru_cache

import numpy as np

from directory.search import bits
from directory.search.writing import Columns, Writer

Group = tuple[str, ...]
"""Units of which a document needs one."""

WIDE = 64
"""A posting of more than one document in this many is handled as bits, a smaller one as numbers."""
CACHED = 64
"""How many postings are kept between searches; a wide one then takes up to 9 bits a document, another 1."""

BEST = 1_000
"""How many of the heaviest documents of a posting are known."""


class Posting:
    """The documents of a group of units, ascending, and a weight byte for each: twice the weight in
    1..127, plus one when a unit stands in the name."""

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

    def heaviest(self, wanted: int) -> np.ndarray | None:
        """Few documents among which the `wanted` heaviest are, all of one weight or none; None where
        it takes a look at each to tell."""
        return self._best if wanted <= BEST else None

    @cached_property
    def _best(self) -> np.ndarray:
        heavy = self._weights >> np.uint8(1)
        beyond = len(heavy) - BEST
        if beyond <= 0:
            return self.documents
        return self.documents[heavy >= np.partition(heavy, beyond)[beyond]]

    @cached_property
    def _dense(self) -> np.ndarray:
        dense = np.zeros(self._size, dtype=np.uint8)
        dense[self.documents] = self._weights
        return dense


class Postings:
    """The postings of one segment, its documents numbered in the order given."""

    def __init__(self, writer: Writer, columns: Columns, size: int) -> None:
        """`writer` has taken so many documents; `columns`: what it made of them."""
        self._size = size
        self._starts, self._documents, self._weights = columns
        self.words = writer.plain_words()
        self._terms = writer.units
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
