"""One segment with some of its documents withdrawn, and how a search runs over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from directory.search import bits
from directory.search.postings import Group
from directory.search.segment import TURN_BITS, Segment

_LARGEST_RANK = (1 << (64 - TURN_BITS)) - 1
_METERS = 1000

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
        posting = self.segment.postings.posting(group)
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
            in_name = any(
                self.segment.postings.weight(group, document) & 1 for group in plan.groups
            )
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
        postings = [self.segment.postings.posting(group) for group in plan.groups]
        if any(posting is None for posting in postings):
            return _Candidates(documents=NO_DOCUMENTS, distances=np.zeros(0))
        if plan.point:
            documents, distances = self.segment.points.within(*plan.point, plan.radius_km)
            keep = bits.holds(alive, documents)
            for group in plan.groups:
                keep &= self.segment.postings.holds(group, documents)
            return _Candidates(documents=documents[keep], distances=distances[keep])
        narrowest = min(postings, key=lambda p: len(p.documents), default=None)
        if narrowest is not None and not self.segment.postings.is_wide(narrowest):
            documents = narrowest.documents
            keep = bits.holds(alive, documents)
            for group, posting in zip(plan.groups, postings, strict=True):
                if posting is not narrowest:
                    keep &= self.segment.postings.holds(group, documents)
            return _Candidates(documents=documents[keep])
        matched = alive.copy()
        for group in plan.groups:
            matched &= self.segment.postings.having(group)
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
        keys = (ranks << np.uint64(TURN_BITS)) | self.segment.turn(plan.day)[documents]
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
            scores += value * (self.segment.postings.weights(group, documents) >> 1).astype(
                np.int64
            )
        return scores

    def _compute_alive(self, day: int) -> np.ndarray:
        return bits.of_flags(~self.withdrawn & (self.segment.until >= day))


def _all_of(start: np.ndarray, sets) -> np.ndarray:
    result = start.copy()
    for one in sets:
        result &= one
    return result
