"""Facets: the codes a listing has, as rows of bits and as columns of bits.

Rows (one per listing) answer for few candidates, columns (one per code) for many.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from directory.search import bits
from directory.search.document import SearchDocument
from directory.search.query import SearchQuery

FACETS = (
    "conditions",
    "methods",
    "languages",
    "scopes",
    "delivery",
    "country",
    "accepts_new",
    "step_free",
    "insurance",
    "price_band",
)

YES, NO = "yes", "no"

MANY = 16
"""More than one listing in this many are counted by columns, fewer by rows."""

# Floats, because only their matrix product is fast; counts stay far below 2**53.
_BITS_OF_BYTE = np.unpackbits(
    np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little"
).astype(np.float64)


class Codes:
    """The (facet, code) pairs of documents, numbered from 1 in the order in which they come."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str]] = []
        self._of_facet = [_OfFacet(facet, self.pairs) for facet in FACETS]

    def of(self, document: SearchDocument) -> list[int]:
        """The numbers of everything a listing can be filtered by."""
        condition, method, language, scope, delivery, country, new, free, insured, band = (
            self._of_facet
        )
        numbers = [condition[code] for code in document.conditions]
        numbers += [method[code] for code in document.methods]
        numbers += [language[code] for code in document.languages]
        numbers += [scope[code] for code in document.scopes]
        numbers += [delivery[code] for code in document.delivery]
        numbers += (
            country[document.country],
            new[YES if document.accepts_new else NO],
            free[YES if document.step_free else NO],
            insured[YES if document.insurance else NO],
        )
        if document.price_band is not None:
            numbers.append(band[str(document.price_band)])
        return numbers


class _OfFacet(dict[str, int]):
    """Code to number, within one facet."""

    def __init__(self, facet: str, pairs: list[tuple[str, str]]) -> None:
        self._facet, self._pairs = facet, pairs

    def __missing__(self, code: str) -> int:
        self._pairs.append((self._facet, code))
        self[code] = number = len(self._pairs)
        return number


def choices_of(query: SearchQuery) -> dict[str, tuple[str, ...]]:
    """Facet → chosen codes, only facets with a choice."""
    chosen: dict[str, tuple[str, ...]] = {
        facet: tuple(dict.fromkeys(getattr(query, facet)))
        for facet in ("conditions", "methods", "languages", "scopes", "delivery")
    }
    chosen["country"] = (query.country,) if query.country else ()
    for facet in ("accepts_new", "step_free", "insurance"):
        wanted = getattr(query, facet)
        chosen[facet] = () if wanted is None else (YES if wanted else NO,)
    chosen["price_band"] = tuple(str(band) for band in dict.fromkeys(query.price_bands))
    return {facet: codes for facet, codes in chosen.items() if codes}


class FacetTable:
    """The codes of all listings of one segment. Bit numbers are codes sorted within facets."""

    def __init__(
        self, seen: Sequence[tuple[str, str]], documents: np.ndarray, numbers: np.ndarray, size: int
    ) -> None:
        """`documents` and `numbers` go in pairs: a document, and which code of `seen`, from 1, it has."""
        self.size = size
        self.codes = sorted(seen, key=lambda pair: (FACETS.index(pair[0]), pair[1]))
        self._number = {pair: number for number, pair in enumerate(self.codes)}
        self._ranges = {facet: self._range(facet) for facet in FACETS}
        self._codes_of = {
            facet: [code for _facet, code in self.codes[these]]
            for facet, these in self._ranges.items()
        }
        width = len(self.codes) // 8 + 1
        flags = np.zeros((size, width * 8), dtype=bool)
        final = np.array([self._number[pair] for pair in seen], dtype=np.int64)
        flags[documents, final[numbers - 1]] = True
        self._rows = np.packbits(flags, axis=1, bitorder="little")
        self._columns = np.stack([bits.of_flags(column) for column in flags.T])

    def fitting(self, chosen: Mapping[str, tuple[str, ...]]) -> dict[str, np.ndarray]:
        """Facet → bitset of all documents that have one of its chosen codes."""
        return {facet: self._any(facet, codes) for facet, codes in chosen.items()}

    def are_many(self, documents: int) -> bool:
        """Whether so many documents are sooner counted as a set than one by one."""
        return documents * MANY > self.size

    def count(self, documents: np.ndarray) -> np.ndarray:
        """How many of these documents, each named once, have each code, by bit number."""
        width = self._rows.shape[1]
        values = self._rows[documents] + np.arange(width) * 256
        seen = np.bincount(values.ravel(), minlength=width * 256).reshape(width, 256)
        return (seen @ _BITS_OF_BYTE).astype(np.int64).ravel()[: len(self.codes)]

    def of(self, facet: str, counts: np.ndarray) -> np.ndarray:
        """Those of the counts by bit number that are of one facet."""
        return counts[self._ranges[facet]]

    def count_set(self, matched: np.ndarray, facet: str) -> np.ndarray:
        """How many documents of a bitset have each code of one facet."""
        return bits.count_each(self._columns[self._ranges[facet]], matched)

    def count_all(self, matched: np.ndarray) -> np.ndarray:
        """How many documents of a bitset have each code, by bit number."""
        return bits.count_each(self._columns[: len(self.codes)], matched)

    def named(self, facet: str, counts: np.ndarray) -> dict[str, int]:
        """Code → count of one facet, zeros left out."""
        return {
            code: count
            for code, count in zip(self._codes_of[facet], counts.tolist(), strict=True)
            if count
        }

    def having(
        self, documents: np.ndarray, chosen: Mapping[str, tuple[str, ...]]
    ) -> list[list[str]]:
        """ "facet:code" of the chosen codes that each document has."""
        had: list[list[str]] = [[] for _document in documents]
        for facet, codes in chosen.items():
            for code in codes:
                number = self._number.get((facet, code))
                if number is None:
                    continue
                has = self._rows[documents, number >> 3] >> np.uint8(number & 7) & np.uint8(1)
                for place in np.flatnonzero(has).tolist():
                    had[place].append(f"{facet}:{code}")
        return had

    def _range(self, facet: str) -> slice:
        numbers = [number for number, pair in enumerate(self.codes) if pair[0] == facet]
        return slice(numbers[0], numbers[-1] + 1) if numbers else slice(0, 0)

    def _any(self, facet: str, codes: tuple[str, ...]) -> np.ndarray:
        found = np.zeros(self._columns.shape[1], dtype=np.uint64)
        for code in codes:
            number = self._number.get((facet, code))
            if number is not None:
                found |= self._columns[number]
        return found
