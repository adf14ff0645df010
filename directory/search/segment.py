"""An immutable block of documents as columns: words, places, facets.

Documents are numbered along bands of latitude, so listings near each other stand near each other in
every column.
"""

import hashlib
from array import array
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from directory.search.document import SearchDocument
from directory.search.facets import FacetTable, codes_of
from directory.search.keys import SortedKeys
from directory.search.points import Points, band_key
from directory.search.postings import Postings
from directory.search.text import fold
from directory.search.writing import Writer

TURN_BITS = 39


class Segment:
    """Columns over `documents`, which must have distinct ids."""

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        writer = Writer()
        ids, names, points = [], [], []
        confirmed, until = array("I"), array("I")
        seen: dict[tuple[str, str], int] = {}
        has = array("I"), array("I")
        for number, document in enumerate(documents):
            writer.add(document)
            ids.append(document.id)
            names.append(document.name)
            points.append(document.points)
            confirmed.append(document.confirmed.toordinal())
            until.append(document.verified_until.toordinal())
            for pair in codes_of(document):
                has[0].append(number)
                has[1].append(seen.setdefault(pair, len(seen)))
        self.size = len(ids)
        keys = np.array([band_key(*own[0]) for own in points], dtype=np.float64)
        order = np.argsort(keys, kind="stable")
        rank = np.empty_like(order)
        rank[order] = np.arange(self.size)
        self.ids = [ids[number] for number in order.tolist()]
        self.names = [names[number] for number in order.tolist()]
        self.confirmed = np.array(confirmed, dtype=np.uint32)[order]
        self.until = np.array(until, dtype=np.int64)[order]
        self.points = Points([points[number] for number in order.tolist()])
        self.postings = Postings(writer, rank)
        self.facets = FacetTable(
            seen,
            rank[np.array(has[0], dtype=np.int64)],
            np.array(has[1], dtype=np.int64),
            self.size,
        )
        self._hashes = np.array([_hash(own_id) for own_id in self.ids], dtype=np.uint64)
        self._by_hash = np.argsort(self._hashes)
        self._turn = lru_cache(maxsize=2)(lambda day: turn_of(self._hashes, day))
        self._sort_names()

    def number_of(self, own_id: str) -> int | None:
        """The number of a document by its id."""
        wanted = np.uint64(_hash(own_id))
        at = int(np.searchsorted(self._hashes, wanted, sorter=self._by_hash))
        while at < self.size and self._hashes[self._by_hash[at]] == wanted:
            number = int(self._by_hash[at])
            if self.ids[number] == own_id:
                return number
            at += 1
        return None

    def turn(self, day: int) -> np.ndarray:
        """Each document's place in the rotation of a day (proleptic ordinal), TURN_BITS wide."""
        return self._turn(day)

    def named(self, beginning: str) -> list[int]:
        """Documents with a word of their (folded) name, and what follows it, beginning so."""
        return self._document_of_name[self._name_keys.beginning(beginning)].tolist()

    def _sort_names(self) -> None:
        entries = sorted(
            (key.encode(), number)
            for number, name in enumerate(self.names)
            for key in _name_keys(name)
        )
        self._name_keys = SortedKeys.of(key.decode() for key, _number in entries)
        self._document_of_name = np.array([number for _key, number in entries], dtype=np.int64)


def turn_of(hashes: np.ndarray, day: int) -> np.ndarray:
    """Places in a day's rotation: a mix (splitmix64) of each id's hash and the day."""
    mixed = hashes ^ np.uint64(day * 0x9E3779B97F4A7C15 % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (mixed ^ (mixed >> np.uint64(31))) >> np.uint64(64 - TURN_BITS)


def _name_keys(name: str) -> set[str]:
    """The name from each of its words on, so that "kel" finds "Anna Keller"."""
    parts = fold(name).split(" ")
    return {" ".join(parts[at:]) for at in range(len(parts)) if parts[at]}


def _hash(own_id: str) -> int:
    return int.from_bytes(hashlib.blake2b(own_id.encode(), digest_size=8).digest(), "little")
