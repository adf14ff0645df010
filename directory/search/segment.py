"""An immutable block of documents as columns: words, places, facets.

Documents are numbered along bands of latitude, west to east, so listings near each other stand near
each other in every column. A circle is then a few runs of consecutive numbers.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from directory.search.document import SearchDocument
from directory.search.facets import FacetTable, codes_of
from directory.search.geo import KM_PER_DEGREE, distances_km
from directory.search.keys import SortedKeys
from directory.search.text import fold, plain, stem, words
from directory.search.vocabulary import Concepts, load_concepts, load_vocabulary

BAND_DEGREES = 0.1
_BAND_STRIDE = 400.0
_EDGE_DEGREES = 1e-6

NAME_COUNTS = 3
"""A word in the name weighs as much as this many in the text."""
SATURATION, LENGTH_SHARE, USUAL_LENGTH = 1.2, 0.4, 120
"""BM25's k1 and b, and the number of words it takes for usual."""
WEIGHT_STEPS = 127

_KIND_OF_FACET = {
    "conditions": "condition",
    "methods": "method",
    "languages": "language",
    "scopes": "scope",
    "delivery": "delivery",
}


@dataclass(frozen=True)
class Posting:
    """The documents of one unit, ascending, and a weight byte for each: twice the weight in
    1..WEIGHT_STEPS, plus one when the unit stands in the name."""

    documents: np.ndarray
    weights: np.ndarray


class Segment:
    """Columns over `documents`, which must have distinct ids."""

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        kept = sorted(documents, key=lambda document: _band_key(*document.points[0]))
        self.size = len(kept)
        self.ids = [document.id for document in kept]
        self.hashes = np.array([_hash(own_id) for own_id in self.ids], dtype=np.uint64)
        self._by_hash = np.argsort(self.hashes)
        self.confirmed = np.array([d.confirmed.toordinal() for d in kept], dtype=np.int64)
        self.until = np.array([d.verified_until.toordinal() for d in kept], dtype=np.int64)
        self.facets = FacetTable([list(codes_of(document)) for document in kept])
        self._place(kept)
        self._write(kept)
        self._names(kept)

    def number_of(self, own_id: str) -> int | None:
        """The number of a document by its id."""
        wanted = np.uint64(_hash(own_id))
        at = int(np.searchsorted(self.hashes, wanted, sorter=self._by_hash))
        while at < self.size and self.hashes[self._by_hash[at]] == wanted:
            number = int(self._by_hash[at])
            if self.ids[number] == own_id:
                return number
            at += 1
        return None

    def posting(self, unit: str) -> Posting | None:
        """The documents that have a word's stem or a concept."""
        term = self._terms.get(unit)
        if term is None:
            return None
        span = slice(self._starts[term], self._starts[term + 1])
        return Posting(self._documents[span], self._weights[span])

    def within(
        self, lat: float, lon: float, radius_km: float | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """(documents, km) with a location at most `radius_km` away, ascending; None: all of them."""
        points = self._points_about(lat, lon, radius_km)
        distances = distances_km(lat, lon, self._lats[points], self._lons[points])
        if radius_km is not None:
            near = distances <= radius_km
            points, distances = points[near], distances[near]
        documents = self._document_of_point[points]
        if len(self._document_of_point) == self.size:
            return documents, distances
        order = np.lexsort((distances, documents))
        documents, distances = documents[order], distances[order]
        first = np.ones(len(documents), dtype=bool)
        first[1:] = documents[1:] != documents[:-1]
        return documents[first], distances[first]

    def _points_about(self, lat: float, lon: float, radius_km: float | None) -> np.ndarray:
        if radius_km is None:
            return np.arange(len(self._band_keys))
        reach = radius_km / KM_PER_DEGREE + _EDGE_DEGREES
        if abs(lat) + reach >= 90:
            spans = [(-180.0, 180.0)]
        else:
            half = np.degrees(np.arcsin(np.sin(np.radians(reach)) / np.cos(np.radians(lat))))
            spans = _spans(lon, half + _EDGE_DEGREES)
        bands = np.arange(_band(max(lat - reach, -90)), _band(min(lat + reach, 90)) + 1)
        starts, stops = [], []
        for west, east in spans:
            starts.append(np.searchsorted(self._band_keys, bands * _BAND_STRIDE + west + 180))
            stops.append(
                np.searchsorted(self._band_keys, bands * _BAND_STRIDE + east + 180, side="right")
            )
        return _runs(np.concatenate(starts), np.concatenate(stops))

    def _place(self, kept: Sequence[SearchDocument]) -> None:
        points = [
            (_band_key(lat, lon), lat, lon, number)
            for number, document in enumerate(kept)
            for lat, lon in document.points
        ]
        table = np.array(points, dtype=np.float64).reshape(-1, 4)
        table = table[np.argsort(table[:, 0], kind="stable")]
        self._band_keys, self._lats, self._lons = (table[:, i].copy() for i in range(3))
        self._document_of_point = table[:, 3].astype(np.int64)

    def _write(self, kept: Sequence[SearchDocument]) -> None:
        writer = _Writer(load_concepts())
        for number, document in enumerate(kept):
            writer.add(number, document)
        self._terms, self.words = writer.units, writer.plain_words()
        self._starts, self._documents, self._weights = writer.postings()

    def _names(self, kept: Sequence[SearchDocument]) -> None:
        entries = sorted(
            (key.encode(), number)
            for number, document in enumerate(kept)
            for key in _name_keys(document.name)
        )
        self.names = SortedKeys.of(key.decode() for key, _number in entries)
        self.document_of_name = np.array([number for _key, number in entries], dtype=np.int64)
        self.full_names = [document.name for document in kept]


class _Writer:
    """Turns documents into postings."""

    def __init__(self, concepts: Concepts) -> None:
        self.units: dict[str, int] = {}
        self._concepts = concepts
        self._words = _Numbered(self._number)
        self._labels = _labels_of_codes()
        self._stems: list[str] = []
        self._beginnings: set[int] = set()
        self._terms: list[int] = []
        self._counts: list[int] = []
        self._distinct: list[int] = []
        self._lengths: list[int] = []
        self._in_names: list[tuple[int, int]] = []

    def add(self, number: int, document: SearchDocument) -> None:
        labels = [
            self._labels.get((kind, code), code)
            for facet, kind in _KIND_OF_FACET.items()
            for code in getattr(document, facet)
        ]
        text = self._units("\n".join((document.text, *document.identifiers, *labels)))
        text += [self._unit("".join(words(identifier))) for identifier in document.identifiers]
        name = set(self._units(document.name))
        counts = Counter(text)
        for unit in name:
            counts[unit] += NAME_COUNTS
        self._terms.extend(counts)
        self._counts.extend(counts.values())
        self._distinct.append(len(counts))
        self._lengths.append(len(text))
        self._in_names.extend((unit, number) for unit in name)

    def postings(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(starts by unit, documents, weights), sorted by unit, then document."""
        distinct = np.array(self._distinct, dtype=np.int64)
        documents = np.repeat(np.arange(len(distinct), dtype=np.uint64), distinct)
        counts = np.array(self._counts, dtype=np.float64)
        lengths = np.repeat(np.array(self._lengths, dtype=np.float64), distinct)
        terms = np.array(self._terms, dtype=np.uint64)
        named = np.array(self._in_names, dtype=np.uint64).reshape(-1, 2)
        in_name = np.isin(terms << 32 | documents, named[:, 0] << 32 | named[:, 1])
        weights = (weight_steps(counts, lengths) << 1) | in_name
        packed = np.sort(terms << 40 | documents << 8 | weights.astype(np.uint64))
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

    def _units(self, text: str) -> list[int]:
        numbered = [self._words[word] for word in words(text)]
        starts = [at for at, unit in enumerate(numbered) if unit in self._beginnings]
        if starts:
            stems = [self._stems[unit] for unit in numbered]
            found = (self._concepts.at(stems, at) for at in starts)
            numbered += [self._unit(hit[0]) for hit in found if hit]
        return numbered

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


class _Numbered(dict):
    """Word → unit number; a new word is stemmed once."""

    def __init__(self, number) -> None:
        super().__init__()
        self._find = number

    def __missing__(self, word: str) -> int:
        self[word] = self._find(word)
        return self[word]


def weight_steps(counts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """BM25's share of one document, in whole steps 1..WEIGHT_STEPS."""
    usual = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / USUAL_LENGTH)
    steps = np.rint(WEIGHT_STEPS * counts / (counts + usual))
    return np.clip(steps, 1, WEIGHT_STEPS).astype(np.int64)


def _labels_of_codes() -> dict[tuple[str, str], str]:
    return {(entry.kind, entry.code): entry.label for entry in load_vocabulary()}


def _name_keys(name: str) -> set[str]:
    """The name from each of its words on, so that "kel" finds "Anna Keller"."""
    bits_of_name = fold(name).split(" ")
    return {" ".join(bits_of_name[at:]) for at in range(len(bits_of_name)) if bits_of_name[at]}


def _hash(own_id: str) -> int:
    return int.from_bytes(hashlib.blake2b(own_id.encode(), digest_size=8).digest(), "little")


def _band(lat: float) -> int:
    return int((lat + 90) / BAND_DEGREES)


def _band_key(lat: float, lon: float) -> float:
    return _band(lat) * _BAND_STRIDE + lon + 180


def _spans(lon: float, half: float) -> list[tuple[float, float]]:
    """West and east ends, two pairs when the circle crosses the date line."""
    west, east = lon - half, lon + half
    if west < -180:
        return [(-180.0, east), (west + 360, 180.0)]
    if east > 180:
        return [(west, 180.0), (-180.0, east - 360)]
    return [(west, east)]


def _runs(starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """All numbers from each start to before its stop."""
    lengths = stops - starts
    offsets = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) + np.repeat(starts - offsets, lengths)
