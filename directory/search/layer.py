"""One segment with some of its documents withdrawn, and how a search runs over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from directory.search import bits
from directory.search.segment import Posting, Segment
from directory.search.words import Group

WIDE = 64
"""A set of more than one document in this many is handled as bits, a smaller one as numbers."""

_RANK_BITS = 39
_LARGEST_RANK = (1 << 25) - 1
_METERS = 1000
_CACHED_UNITS = 64

NO_DOCUMENTS = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Plan:
    """A search as a layer runs it. `values`: what each group of units is worth (see Index)."""

    day: int
    groups: tuple[Group, ...]
    values: tuple[int, ...]
    point: tuple[float, float] | None
    radius_km: float | None
    chosen: Mapping[str, tuple[str, ...]]
    ordering: str
    wanted: int


@dataclass(frozen=True)
class Found:
    """What one layer found. `keys`, `documents`, `distances`, `scores`: its best `wanted`, by key
    ascending; `counts`: by chosen facet (None: all others) the number of documents of each code."""

    total: int
    counts: Mapping[str | None, np.ndarray]
    keys: np.ndarray
    documents: np.ndarray
    distances: np.ndarray | None
    scores: np.ndarray


@dataclass(frozen=True)
class _Candidates:
    """Documents that match words and place, as numbers or as bits, before the facets."""

    documents: np.ndarray | None = None
    distances: np.ndarray | None = None
    matched: np.ndarray | None = None


class Layer:
    """Immutable but for caches; safe for readers on several threads."""

    def __init__(self, segment: Segment, withdrawn: np.ndarray | None = None) -> None:
        self.segment = segment
        self.withdrawn = np.zeros(segment.size, dtype=bool) if withdrawn is None else withdrawn
        self._alive_on = lru_cache(maxsize=2)(self._compute_alive)
        self._turn_on = lru_cache(maxsize=2)(self._compute_turn)
        self._bits_of_unit = lru_cache(maxsize=_CACHED_UNITS)(self._compute_bits)
        self._weights_of_unit = lru_cache(maxsize=_CACHED_UNITS)(self._compute_weights)

    def without(self, own_ids: Sequence[str]) -> "Layer":
        """The layer with these documents withdrawn; itself when it has none of them."""
        numbers = [n for n in map(self.segment.number_of, own_ids) if n is not None]
        if not numbers:
            return self
        withdrawn = self.withdrawn.copy()
        withdrawn[numbers] = True
        return Layer(self.segment, withdrawn)

    def alive(self, day: int) -> int:
        """How many documents may be found on a day (proleptic ordinal)."""
        return bits.count(self._alive_on(day))

    def frequency(self, group: Group, day: int) -> int:
        """How many documents alive on a day have one of the units."""
        posting = self._posting(group)
        if posting is None:
            return 0
        return int(bits.holds(self._alive_on(day), posting.documents).sum())

    def run(self, plan: Plan) -> Found:
        """Match, count, and rank."""
        candidates = self._candidates(plan)
        if candidates.matched is not None:
            return self._finish_bits(plan, candidates.matched)
        return self._finish_numbers(plan, candidates.documents, candidates.distances)

    def reasons(self, plan: Plan, document: int) -> tuple[str, ...]:
        """Why a found document is in the answer; see Hit."""
        found = ["near"] if plan.point else []
        if plan.groups:
            in_name = any(self._weight_of(group, document) & 1 for group in plan.groups)
            found.append("name" if in_name else "words")
        facets = self.segment.facets
        found += [
            f"{facet}:{code}"
            for facet, codes in plan.chosen.items()
            for code in codes
            if facets.has(document, facet, code)
        ]
        return tuple(found)

    def _candidates(self, plan: Plan) -> _Candidates:
        alive = self._alive_on(plan.day)
        postings = [self._posting(group) for group in plan.groups]
        if any(posting is None for posting in postings):
            return _Candidates(documents=NO_DOCUMENTS, distances=np.zeros(0))
        if plan.point:
            documents, distances = self.segment.within(*plan.point, plan.radius_km)
            keep = bits.holds(alive, documents)
            for group in plan.groups:
                keep &= self._holds(group, documents)
            return _Candidates(documents=documents[keep], distances=distances[keep])
        narrowest = min(postings, key=lambda p: len(p.documents), default=None)
        if narrowest is not None and len(narrowest.documents) * WIDE <= self.segment.size:
            documents = narrowest.documents
            keep = bits.holds(alive, documents)
            for group, posting in zip(plan.groups, postings, strict=True):
                if posting is not narrowest:
                    keep &= self._holds(group, documents)
            return _Candidates(documents=documents[keep])
        matched = alive.copy()
        for group in plan.groups:
            matched &= self._bits_of_unit(group)
        return _Candidates(matched=matched)

    def _finish_bits(self, plan: Plan, matched: np.ndarray) -> Found:
        facets = self.segment.facets
        fitting = facets.fit_all(plan.chosen)
        final = _all_of(matched, fitting.values())
        counts: dict[str | None, np.ndarray] = {None: facets.count_all(final)}
        for facet in fitting:
            others = (fit for name, fit in fitting.items() if name != facet)
            counts[facet] = facets.count_all(_all_of(matched, others))
        return self._rank(plan, bits.numbers(final), None, counts)

    def _finish_numbers(
        self, plan: Plan, documents: np.ndarray, distances: np.ndarray | None
    ) -> Found:
        facets = self.segment.facets
        fitting = facets.fit(documents, plan.chosen)
        every = np.ones(len(documents), dtype=bool)
        final = _all_of(every, fitting.values())
        counts: dict[str | None, np.ndarray] = {None: facets.count(documents[final])}
        for facet in fitting:
            others = (fit for name, fit in fitting.items() if name != facet)
            counts[facet] = facets.count(documents[_all_of(every, others)])
        kept = None if distances is None else distances[final]
        return self._rank(plan, documents[final], kept, counts)

    def _rank(
        self,
        plan: Plan,
        documents: np.ndarray,
        distances: np.ndarray | None,
        counts: Mapping[str | None, np.ndarray],
    ) -> Found:
        total = len(documents)
        scores = self._scores(plan, documents)
        ranks = self._ranks(plan, documents, distances, scores)
        keys = (ranks << np.uint64(_RANK_BITS)) | self._turn_on(plan.day)[documents]
        if total > plan.wanted:
            best = np.argpartition(keys, plan.wanted)[: plan.wanted]
        else:
            best = np.arange(total)
        best = best[np.argsort(keys[best])]
        return Found(
            total=total,
            counts=counts,
            keys=keys[best],
            documents=documents[best],
            distances=None if distances is None else distances[best],
            scores=scores[best],
        )

    def _ranks(
        self,
        plan: Plan,
        documents: np.ndarray,
        distances: np.ndarray | None,
        scores: np.ndarray,
    ) -> np.ndarray:
        """Smaller is better; below 2**25. Distances count in whole meters."""
        if plan.ordering == "distance" and distances is not None:
            return np.rint(distances * _METERS).astype(np.uint64)
        if plan.ordering == "confirmed":
            return (_LARGEST_RANK - self.segment.confirmed[documents]).astype(np.uint64)
        return (_LARGEST_RANK - np.minimum(scores, _LARGEST_RANK)).astype(np.uint64)

    def _scores(self, plan: Plan, documents: np.ndarray) -> np.ndarray:
        scores = np.zeros(len(documents), dtype=np.int64)
        for group, value in zip(plan.groups, plan.values, strict=True):
            scores += value * (self._weights(group, documents) >> 1).astype(np.int64)
        return scores

    def _posting(self, group: Group) -> Posting | None:
        found = [p for unit in group if (p := self.segment.posting(unit)) is not None]
        if len(found) < 2:
            return found[0] if found else None
        weights = np.zeros(self.segment.size, dtype=np.uint8)
        for posting in found:
            weights[posting.documents] = np.maximum(weights[posting.documents], posting.weights)
        documents = np.flatnonzero(weights).astype(np.uint32)
        return Posting(documents, weights[documents])

    def _holds(self, group: Group, documents: np.ndarray) -> np.ndarray:
        posting = self._posting(group)
        if posting is not None and len(posting.documents) * WIDE > self.segment.size:
            return bits.holds(self._bits_of_unit(group), documents)
        return self._weights(group, documents) > 0

    def _weights(self, group: Group, documents: np.ndarray) -> np.ndarray:
        """The weight byte of each document, 0 for those without the unit."""
        posting = self._posting(group)
        if posting is None:
            return np.zeros(len(documents), dtype=np.uint8)
        if len(posting.documents) * WIDE > self.segment.size:
            return self._weights_of_unit(group)[documents]
        at = np.searchsorted(posting.documents, documents)
        at[at == len(posting.documents)] = 0
        hit = posting.documents[at] == documents
        return np.where(hit, posting.weights[at], 0)

    def _weight_of(self, group: Group, document: int) -> int:
        return int(self._weights(group, np.array([document]))[0])

    def _compute_bits(self, group: Group) -> np.ndarray:
        return bits.of_numbers(self._posting(group).documents, self.segment.size)

    def _compute_weights(self, group: Group) -> np.ndarray:
        posting = self._posting(group)
        weights = np.zeros(self.segment.size, dtype=np.uint8)
        weights[posting.documents] = posting.weights
        return weights

    def _compute_alive(self, day: int) -> np.ndarray:
        return bits.of_flags(~self.withdrawn & (self.segment.until >= day))

    def _compute_turn(self, day: int) -> np.ndarray:
        return turn_of(self.segment.hashes, day)


def turn_of(hashes: np.ndarray, day: int) -> np.ndarray:
    """Each listing's place in the day's rotation: a mix (splitmix64) of its id's hash and the day."""
    mixed = hashes ^ np.uint64(day * 0x9E3779B97F4A7C15 % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (mixed ^ (mixed >> np.uint64(31))) >> np.uint64(64 - _RANK_BITS)


def _all_of(start: np.ndarray, sets) -> np.ndarray:
    result = start.copy()
    for one in sets:
        result &= one
    return result
