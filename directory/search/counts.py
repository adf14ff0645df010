"""How many of what a layer found have each code, facet by facet, when somebody asks.

A facet's own choice is left out of its counts, so one counts what was found and, beside it, what lacks
nothing but that choice.
"""

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from directory.search import bits
from directory.search.facets import FacetTable
from directory.search.points import Circle


class Everywhere:
    """Of what has the words, wherever it is."""

    def __init__(
        self,
        facets: FacetTable,
        matched: np.ndarray,
        fitting: Mapping[str, np.ndarray],
        wanted: np.ndarray,
        total: int,
    ) -> None:
        """Bitsets: of what has the words, of what has each facet's choice, of what has all of it."""
        self._facets, self._matched, self._fitting = facets, matched, fitting
        self._wanted, self._total = wanted, total

    def __call__(self, facet: str) -> dict[str, int]:
        facets = self._facets
        if facet in self._fitting:
            others = self._matched.copy()
            for name, fit in self._fitting.items():
                if name != facet:
                    others &= fit
            counts = facets.count_set(others, facet)
        elif facets.are_many(self._total):
            counts = facets.count_set(self._wanted, facet)
        else:
            counts = facets.of(facet, self._one_by_one)
        return facets.named(facet, counts)

    @cached_property
    def _one_by_one(self) -> np.ndarray:
        return self._facets.count(bits.numbers(self._wanted))


class Around:
    """Of what lies in a circle."""

    def __init__(
        self,
        facets: FacetTable,
        near: Circle,
        fitting: Mapping[str, np.ndarray],
        documents: np.ndarray,
    ) -> None:
        """`near`: what has the words, perhaps in the circle; bitsets of what has each facet's choice;
        the documents in the circle that have all of it."""
        self._facets, self._near, self._fitting, self._documents = facets, near, fitting, documents

    def __call__(self, facet: str) -> dict[str, int]:
        counts = self._facets.of(facet, self._found)
        if facet in self._fitting:
            counts = counts + self._facets.of(facet, self._count(self._lacking(facet)))
        return self._facets.named(facet, counts)

    def _lacking(self, facet: str) -> np.ndarray:
        """The documents in the circle that lack this facet's choice and nothing else."""
        lacking = self._near
        for name, fit in self._fitting.items():
            lacking = lacking.among(~fit if name == facet else fit)
        return lacking.documents()[0]

    @cached_property
    def _found(self) -> np.ndarray:
        return self._count(self._documents)

    def _count(self, documents: np.ndarray) -> np.ndarray:
        if not self._facets.are_many(len(documents)):
            return self._facets.count(documents)
        return self._facets.count_all(bits.of_numbers(documents, self._facets.size))
