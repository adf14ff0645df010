"""One segment with some of its documents withdrawn, and how a search runs over it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from directory.search import bits
from directory.search.postings import Group, Posting
from directory.search.segment import TURN_BITS, Segment

_LARGEST_RANK = (1 << (64 - TURN_BITS)) - 1
_METERS = 1000
_FEW = 4


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
    ascending; `count` gives by chosen facet (None: all others) the number of documents of each code."""

    total: int
    count: Callable[[], Mapping[str | None, np.ndarray]]
    keys: np.ndarray
    documents: np.ndarray
    distances: np.ndarray | None
    scores: np.ndarray


class Layer:
    """Immutable but for caches; safe for readers on several threads."""

    def __init__(self, segment: Segment, withdrawn: np.ndarray | None = None) -> None:
        self.segment = segment
        self.withdrawn = np.zeros(segment.size, dtype=bool) if withdrawn is None else withdrawn
        self._alive_on = lru_cache(maxsize=2)(self._compute_alive)

    def without(self, own_ids: Iterable[str]) -> "Layer":
        """The layer with these documents withdrawn; itself when it has none of them."""
        numbers = [n for n in map(self.segment.number_of, own_ids) if n is not None]
        if not numbers:
            return self
        withdrawn = self.withdrawn.copy()
        withdrawn[numbers] = True
        return Layer(self.segment, withdrawn)

    def alive(self, day: int) -> int:
        """How many documents may be found on a day (proleptic ordinal)."""
        return self._alive_on(day)[1]

    def frequency(self, group: Group, day: int) -> int:
        """How many documents alive on a day have one of the units."""
        posting = self.segment.postings.find(group)
        alive, number = self._alive_on(day)
        if number == self.segment.size:
            return len(posting.documents)
        if posting.wide:
            return bits.count(posting.bits & alive)
        return int(np.count_nonzero(bits.holds(alive, posting.documents)))

    def run(self, plan: Plan) -> Found:
        """Match and rank; counting waits until somebody asks."""
        postings = [self.segment.postings.find(group) for group in plan.groups]
        alive, _number = self._alive_on(plan.day)
        matched = _all_of(alive, (posting.bits for posting in postings))
        fitting = self.segment.facets.fitting(plan.chosen)
        documents, distances = self._around(plan, _all_of(matched, fitting.values()))
        count = partial(self._count, plan, matched, fitting, documents)
        return self._rank(plan, postings, documents, distances, count)

    def reasons(self, plan: Plan, documents: np.ndarray) -> list[tuple[str, ...]]:
        """Why each of these found documents is in the answer; see Hit."""
        postings = [self.segment.postings.find(group) for group in plan.groups]
        named = np.zeros(len(documents), dtype=np.uint8)
        for posting in postings:
            named |= posting.weigh(documents) & np.uint8(1)
        common = ("near",) if plan.point else ()
        facets = self.segment.facets
        return [
            (*common, *_words_reason(plan, flag), *facets.having(document, plan.chosen))
            for document, flag in zip(documents.tolist(), named.tolist(), strict=True)
        ]

    def _around(self, plan: Plan, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        """Those documents of a bitset that the plan's circle holds, if it has one, and their distances."""
        if plan.point is None:
            return bits.numbers(wanted), None
        return self.segment.points.within(*plan.point, plan.radius_km, among=wanted)

    def _count(
        self,
        plan: Plan,
        matched: np.ndarray,
        fitting: Mapping[str, np.ndarray],
        documents: np.ndarray,
    ) -> Mapping[str | None, np.ndarray]:
        """`matched`: bitset of what has the words; `fitting`: bitset of what has each facet's choice."""
        facets = self.segment.facets
        counts: dict[str | None, np.ndarray] = {None: facets.count(documents)}
        for facet in fitting:
            others = _all_of(matched, (fit for name, fit in fitting.items() if name != facet))
            if plan.point is None:
                counts[facet] = facets.count_facet(others, facet)
            else:
                counts[facet] = facets.count(self._around(plan, others)[0])
        return counts

    def _rank(
        self,
        plan: Plan,
        postings: Sequence[Posting],
        documents: np.ndarray,
        distances: np.ndarray | None,
        count: Callable[[], Mapping[str | None, np.ndarray]],
    ) -> Found:
        scores = _scores(plan, postings, documents)
        ranks = self._ranks(plan, documents, distances, scores)
        turns = self.segment.turn(plan.day)
        best = _best(ranks, turns, documents, plan.wanted)
        keys = (ranks[best].astype(np.uint64) << np.uint64(TURN_BITS)) | turns[documents[best]]
        order = np.argsort(keys)[: plan.wanted]
        best = best[order]
        return Found(
            total=len(documents),
            count=count,
            keys=keys[order],
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
            return np.rint(distances * _METERS).astype(np.uint32)
        if plan.ordering == "confirmed":
            return np.uint32(_LARGEST_RANK) - self.segment.confirmed[documents]
        return np.uint32(_LARGEST_RANK) - np.minimum(scores, np.uint32(_LARGEST_RANK))

    def _compute_alive(self, day: int) -> tuple[np.ndarray, int]:
        flags = ~self.withdrawn & (self.segment.until >= day)
        return bits.of_flags(flags), int(np.count_nonzero(flags))


def _scores(plan: Plan, postings: Sequence[Posting], documents: np.ndarray) -> np.ndarray:
    scores = np.zeros(len(documents), dtype=np.uint32)
    for posting, value in zip(postings, plan.values, strict=True):
        weights = posting.weigh(documents) >> np.uint8(1)
        scores += np.multiply(weights, value, dtype=np.uint32)
    return scores


def _best(ranks: np.ndarray, turns: np.ndarray, documents: np.ndarray, wanted: int) -> np.ndarray:
    """Places of candidates among which the best `wanted` are, few more than those if it can be."""
    if len(ranks) <= wanted:
        return np.arange(len(ranks))
    worst = np.partition(ranks, wanted - 1)[wanted - 1]
    best = np.flatnonzero(ranks <= worst)
    if len(best) <= _FEW * wanted or ranks[best].min() < worst:
        return best
    # All these are equal, so their turn decides, and turns are spread evenly: the share of turns
    # that should hold a few times what is wanted does, or else all of them are looked at.
    limit = np.uint64(_FEW * wanted * (1 << TURN_BITS) // len(best))
    early = best[turns[documents[best]] <= limit]
    return early if len(early) >= wanted else best


def _words_reason(plan: Plan, in_name: int) -> tuple[str, ...]:
    if not plan.groups:
        return ()
    if plan.groups[0][0].startswith("#"):
        return ("number",)
    return ("name",) if in_name else ("words",)


def _all_of(start: np.ndarray, sets: Iterable[np.ndarray]) -> np.ndarray:
    result = start.copy()
    for one in sets:
        result &= one
    return result
