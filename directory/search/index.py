"""The search index: build it from public listings, tell it what changed, ask it.

An index is immutable: `apply` gives a new one that shares the columns, so readers on other threads
keep the one they have. Changed listings go to a small open segment; their old rows are withdrawn.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache, partial

import numpy as np

from directory.search.document import SearchDocument
from directory.search.facets import choices_of
from directory.search.layer import Found, Layer, Plan
from directory.search.postings import Group
from directory.search.query import SearchQuery
from directory.search.result import Hit, SearchResult, Suggestion
from directory.search.segment import Segment
from directory.search.text import fold
from directory.search.vocabulary import load_vocabulary
from directory.search.words import Lexicon, groups_of
from directory.search.writing import number_of

OPEN_SIZE = 256
"""An open segment is built anew with each change, so it is closed when it has grown to this."""

VALUE_STEPS = 64
"""A word's worth (BM25's inverse document frequency) is counted in whole steps of 1/64."""


def build(documents: Iterable[SearchDocument]) -> "Index":
    """An index of these documents, whose ids are distinct. They are read once and not kept."""
    return Index(_layers(Segment(documents)), {})


class Index:
    """Found in: one large layer, closed layers of earlier changes, one open layer of the last."""

    def __init__(self, layers: tuple[Layer, ...], opened: Mapping[str, SearchDocument]) -> None:
        self._layers = layers
        self._open = opened
        # the same for everyone, and the widest of all searches
        self.everybody = lru_cache(maxsize=2)(self._everybody)
        self._lexicon_of = lru_cache(maxsize=2)(self._lexicon)

    def apply(self, changed: Iterable[SearchDocument], removed: Iterable[str]) -> "Index":
        """The index after some listings changed, appeared, or (by id) went. Unknown ids are ignored."""
        fresh = {document.id: document for document in changed}
        gone = {*fresh, *removed}
        cut = len(self._layers) - bool(self._open)
        closed, open_layers = self._layers[:cut], self._layers[cut:]
        layers = tuple(layer.without(gone) for layer in closed)
        if not fresh and gone.isdisjoint(self._open):
            return Index(layers + open_layers, self._open)
        kept = {own_id: d for own_id, d in self._open.items() if own_id not in gone} | fresh
        layers += _layers(Segment(kept.values()))
        return Index(layers, kept if len(kept) < OPEN_SIZE else {})

    @property
    def size(self) -> int:
        """How many rows it has, withdrawn ones among them."""
        return sum(layer.segment.size for layer in self._layers)

    @property
    def depth(self) -> int:
        """How many layers each search asks."""
        return len(self._layers)

    @property
    def worn(self) -> float:
        """The share of rows that are withdrawn or outside the first layer: above 0.1, build anew."""
        rows = self.size
        first = self._layers[0] if self._layers else None
        good = int((~first.withdrawn).sum()) if first else 0
        return (rows - good) / rows if rows else 0.0

    def search(self, query: SearchQuery) -> SearchResult:
        """Exact total and facet counts, and one page of hits."""
        plan = self._plan(query)
        found = [layer.run(plan) for layer in self._layers]
        return SearchResult(
            total=sum(part.total for part in found),
            hits=self._page(query, plan, found),
            count=partial(_counted, found),
        )

    def _everybody(self, day: date) -> SearchResult:
        """What is found on a day when nothing is asked."""
        result = self.search(SearchQuery(day=day))
        facets = result.facets
        # what it was counted from is larger than all counts
        return replace(result, count=facets.__getitem__)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Completions: vocabulary terms whose label or synonym begins so, then names of listings."""
        key = fold(prefix)
        if not key:
            return ()
        terms = _terms_beginning(key)
        if len(terms) < limit:
            terms += self._names_beginning(key, limit - len(terms))
        return tuple(terms[:limit])

    def _plan(self, query: SearchQuery) -> Plan:
        day = query.day.toordinal()
        number = (number_of(query.number),) if query.number else ()
        if number and any(layer.frequency(number, day) for layer in self._layers):
            groups: tuple[Group, ...] = (number,)
        else:
            groups = groups_of(query.q, self._lexicon_of(day)) if query.q else ()
        point = None if query.lat is None or query.lon is None else (query.lat, query.lon)
        return Plan(
            day=day,
            groups=groups,
            values=tuple(self._value(group, day) for group in groups),
            point=point,
            radius_km=query.radius_km,
            chosen=choices_of(query),
            ordering=query.ordering,
            wanted=query.page * query.page_size,
        )

    def _lexicon(self, day: int) -> Lexicon:
        return Lexicon(
            has=lambda unit: any(layer.frequency((unit,), day) for layer in self._layers),
            lists=tuple(layer.segment.postings.words for layer in self._layers),
        )

    def _value(self, group: Group, day: int) -> int:
        alive = sum(layer.alive(day) for layer in self._layers)
        having = sum(layer.frequency(group, day) for layer in self._layers)
        worth = math.log(1 + (alive - having + 0.5) / (having + 0.5))
        return max(1, round(VALUE_STEPS * worth))

    def _page(self, query: SearchQuery, plan: Plan, found: list[Found]) -> tuple[Hit, ...]:
        first = (query.page - 1) * query.page_size
        last = first + query.page_size
        parts = [
            (layer, part) for layer, part in zip(self._layers, found, strict=True) if part.total
        ]
        if len(parts) < 2:
            return tuple(
                hit
                for layer, part in parts
                for hit in _hits(plan, layer, part, np.arange(first, min(last, len(part.keys))))
            )
        keys = np.concatenate([part.keys for _layer, part in parts])
        owners = np.repeat(np.arange(len(parts)), [len(part.keys) for _layer, part in parts])
        rows = np.concatenate([np.arange(len(part.keys)) for _layer, part in parts])
        shown = np.argsort(keys, kind="stable")[first:last]
        hits: dict[int, Hit] = {}
        for owner, (layer, part) in enumerate(parts):
            these = np.flatnonzero(owners[shown] == owner)
            made = _hits(plan, layer, part, rows[shown[these]])
            hits |= zip(these.tolist(), made, strict=True)
        return tuple(hits[place] for place in range(len(shown)))

    def _names_beginning(self, key: str, limit: int) -> list[Suggestion]:
        names: dict[str, str] = {}
        for layer in self._layers:
            segment = layer.segment
            for number, name in segment.named(key):
                if len(names) == limit:
                    break
                if not layer.withdrawn[number]:
                    names[segment.id_of(number)] = name
        return [Suggestion("name", own_id, name) for own_id, name in names.items()]


def _hits(plan: Plan, layer: Layer, part: Found, rows: np.ndarray) -> Iterable[Hit]:
    documents = part.documents[rows]
    kilometers: list[float | None] = [None] * len(rows)
    if part.distances is not None:
        kilometers = part.distances[rows].tolist()
    return map(
        Hit,
        layer.segment.ids_of(documents),
        kilometers,
        part.scores[rows].tolist(),
        layer.reasons(plan, documents),
    )


def _counted(found: list[Found], facet: str) -> dict[str, int]:
    """Code → number of documents of one facet, in all layers."""
    if len(found) == 1:
        return found[0].count(facet)
    total: dict[str, int] = {}
    for part in found:
        counts = part.count(facet)
        total |= {code: total.get(code, 0) + count for code, count in counts.items()}
    return total


def _layers(segment: Segment) -> tuple[Layer, ...]:
    return (Layer(segment),) if segment.size else ()


def _terms_beginning(key: str) -> list[Suggestion]:
    return [
        suggestion
        for suggestion, spellings in _spelled_terms()
        if any(spelling.startswith(key) for spelling in spellings)
    ]


@cache
def _spelled_terms() -> tuple[tuple[Suggestion, tuple[str, ...]], ...]:
    """Each term and its folded spellings in every language."""
    return tuple(
        (
            Suggestion(entry.kind, entry.code, entry.label),
            tuple(map(fold, (entry.label, *entry.labels.values(), *entry.synonyms))),
        )
        for entry in load_vocabulary()
    )
