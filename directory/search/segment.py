"""An immutable block of documents as columns: words, places, facets.

Documents are numbered along bands of latitude, so listings near each other stand near each other in
every column.
"""

import hashlib
from array import array
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, islice

import numpy as np

from directory.search.document import SearchDocument
from directory.search.facets import FacetTable
from directory.search.names import Names
from directory.search.points import Points, band_keys
from directory.search.postings import Postings
from directory.search.writing import Writer

TURN_BITS = 39

TOGETHER = 500
"""Documents read together: what a step looks up is still near the processor for the next of them."""


class Segment:
    """Columns over `documents`, which must have distinct ids."""

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        writer = Writer()
        ids: list[str] = []
        names: list[str] = []
        lats, lons, places = array("d"), array("d"), array("I")
        confirmed, until = array("I"), array("I")
        has, many = array("I"), array("I")
        waiting = iter(documents)
        while some := list(islice(waiting, TOGETHER)):
            codes = [writer.codes.of(document) for document in some]
            writer.add(some, codes)
            has.extend(chain.from_iterable(codes))
            many.extend(map(len, codes))
            ids += [document.id for document in some]
            names += [document.name for document in some]
            points = list(chain.from_iterable([document.points for document in some]))
            lats.extend([lat for lat, _lon in points])
            lons.extend([lon for _lat, lon in points])
            places.extend([len(document.points) for document in some])
            confirmed.extend([document.confirmed.toordinal() for document in some])
            until.extend([document.verified_until.toordinal() for document in some])
        self.size = len(ids)
        at = np.array(lats), np.array(lons)
        counts = np.array(places, dtype=np.int64)
        order = np.argsort(band_keys(*at)[np.cumsum(counts) - counts], kind="stable")
        rank = np.empty(self.size, dtype=np.uint32)
        rank[order] = np.arange(self.size, dtype=np.uint32)
        columns = writer.postings(rank)
        self.points = Points(*at, np.repeat(rank, counts), size=self.size)
        self._ids = np.array(ids, dtype=np.bytes_)[order]
        self._names = Names([names[number] for number in order.tolist()])
        self.confirmed = np.array(confirmed, dtype=np.uint32)[order]
        self.until = np.array(until, dtype=np.uint32)[order]
        self.facets = FacetTable(
            writer.codes.pairs, np.repeat(rank, np.array(many)), np.array(has), self.size
        )
        self.postings = Postings(writer, columns.result(), self.size)
        self._hashes = np.array([_hash(own_id) for own_id in self._ids.tolist()], dtype=np.uint64)
        self._by_hash = np.argsort(self._hashes).astype(np.uint32)
        self._turn = lru_cache(maxsize=2)(lambda day: turn_of(self._hashes, day))
        self.in_order = lru_cache(maxsize=4)(self._in_order)

    def id_of(self, number: int) -> str:
        """The id of a document."""
        return self._ids[number].decode()

    def ids_of(self, numbers: np.ndarray) -> list[str]:
        """The ids of some documents."""
        return [own_id.decode() for own_id in self._ids[numbers].tolist()]

    def number_of(self, own_id: str) -> int | None:
        """The number of a document by its id."""
        encoded = own_id.encode()
        wanted = np.uint64(_hash(encoded))
        at = int(np.searchsorted(self._hashes, wanted, sorter=self._by_hash))
        while at < self.size and self._hashes[self._by_hash[at]] == wanted:
            number = int(self._by_hash[at])
            if self._ids[number] == encoded:
                return number
            at += 1
        return None

    def turn(self, day: int) -> np.ndarray:
        """Each document's place in the rotation of a day (proleptic ordinal), TURN_BITS wide."""
        return self._turn(day)

    def _in_order(self, day: int, latest: bool) -> np.ndarray:
        """All documents as they stand on a day where no words or places rank them: in turn, or the
        latest confirmed before others."""
        turns = self.turn(day)
        order = (
            np.lexsort((turns, -self.confirmed.astype(np.int64))) if latest else np.argsort(turns)
        )
        return order.astype(np.uint32)

    def named(self, beginning: str) -> list[tuple[int, str]]:
        """(document, name) where a word of the (folded) name, and what follows it, begins so."""
        return self._names.beginning(beginning)


def turn_of(hashes: np.ndarray, day: int) -> np.ndarray:
    """Places in a day's rotation: a mix (splitmix64) of each id's hash and the day."""
    mixed = hashes ^ np.uint64(day * 0x9E3779B97F4A7C15 % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (mixed ^ (mixed >> np.uint64(31))) >> np.uint64(64 - TURN_BITS)


def _hash(own_id: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(own_id, digest_size=8).digest(), "little")
