"""One segment with some of its documents withdrawn, and how a search runs over it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from directory.search import bits
from directory.search.counts import Around, Everywhere
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
    ascending; `count` gives code → number of documents of one facet."""

    total: int
    count: Callable[[str], dict[str, int]]
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
        matched = self._matched(plan, postings)
        if plan.point is not None:
            return self._run_around(plan, plan.point, postings, matched)
        fitting = self.segment.facets.fitting(plan.chosen)
        wanted = _all_of(matched, fitting.values())
        total = bits.count(wanted)
        documents = self._promising(plan, postings, wanted, total)
        count = Everywhere(self.segment.facets, matched, fitting, wanted, total)
        return self._rank(plan, postings, documents, None, total, count)

    def reasons(self, plan: Plan, documents: np.ndarray) -> list[tuple[str, ...]]:
        """Why each of these found documents is in the answer; see Hit."""
        common = ("near",) if plan.point else ()
        flags = np.zeros(len(documents), dtype=np.uint8)
        for group in plan.groups:
            flags |= self.segment.postings.find(group).weigh(documents) & np.uint8(1)
        spoken = [(*common, *_words_reason(plan, flag)) for flag in (0, 1)]
        named = [spoken[flag] for flag in flags.tolist()]
        if not plan.chosen:
            return named
        had = self.segment.facets.having(documents, plan.chosen)
        return [(*words, *codes) for words, codes in zip(named, had, strict=True)]

    def _matched(self, plan: Plan, postings: Sequence[Posting]) -> np.ndarray:
        """Bitset of what is alive and has the words."""
        return _all_of(self._alive_on(plan.day)[0], (posting.bits for posting in postings))

    def _run_around(
        self,
        plan: Plan,
        point: tuple[float, float],
        postings: Sequence[Posting],
        matched: np.ndarray,
    ) -> Found:
        facets = self.segment.facets
        near = self.segment.points.circle(*point, plan.radius_km).among(matched)
        fitting = facets.fitting(plan.chosen)
        wanted = near
        for fit in fitting.values():
            wanted = wanted.among(fit)
        documents, distances = wanted.documents()
        count = Around(facets, near, fitting, documents)
        return self._rank(plan, postings, documents, distances, len(documents), count)

    def _promising(
        self, plan: Plan, postings: Sequence[Posting], wanted: np.ndarray, total: int
    ) -> np.ndarray:
        """Documents of a bitset of so many among which the best are: all of them, or few where it is
        known without a look at each who comes first."""
        if not postings:
            # in the order of the whole segment one comes by the first of them after about so many
            if plan.wanted * self.segment.size < total * total:
                order = self.segment.in_order(plan.day, plan.ordering == "confirmed")
                return _first_of(order, wanted, plan.wanted)
        elif len(postings) == 1 and plan.ordering != "confirmed":
            others = len(postings[0].documents) - total
            heaviest = postings[0].heaviest(plan.wanted + others)
            if heaviest is not None:
                return heaviest[bits.holds(wanted, heaviest)]
        return bits.numbers(wanted)

    def _rank(
        self,
        plan: Plan,
        postings: Sequence[Posting],
        documents: np.ndarray,
        distances: np.ndarray | None,
        total: int,
        count: Callable[[str], dict[str, int]],
    ) -> Found:
        """`documents`: those that may be among the best of so many in all."""
        scores = _scores(plan, postings, documents)
        ranks = self._ranks(plan, documents, distances, scores)
        turns = self.segment.turn(plan.day)
        best = _best(ranks, turns, documents, plan.wanted)
        keys = (ranks[best].astype(np.uint64) << np.uint64(TURN_BITS)) | turns[documents[best]]
        order = np.argsort(keys)[: plan.wanted]
        best = best[order]
        return Found(
            total=total,
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


def _first_of(order: np.ndarray, wanted: np.ndarray, many: int) -> np.ndarray:
    """The first so many, or few more, of an order that are in a bitset."""
    found: list[np.ndarray] = []
    at, step = 0, _FEW * many
    while many > 0 and at < len(order):
        part = order[at : at + step]
        found.append(part[bits.holds(wanted, part)])
        many -= len(found[-1])
        at, step = at + step, step * 2
    return np.concatenate(found)


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
