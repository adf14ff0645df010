"""Facets: the codes a listing has, as rows of bits and as columns of bits.

Rows (one per listing) answer for few candidates, columns (one per code) for many.
"""

from collections.abc import Iterable, Mapping

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


def codes_of(document: SearchDocument) -> list[tuple[str, str]]:
    """(facet, code) of everything a listing can be filtered by."""
    codes = [("conditions", code) for code in document.conditions]
    codes += [("methods", code) for code in document.methods]
    codes += [("languages", code) for code in document.languages]
    codes += [("scopes", code) for code in document.scopes]
    codes += [("delivery", code) for code in document.delivery]
    codes += [
        ("country", document.country),
        ("accepts_new", YES if document.accepts_new else NO),
        ("step_free", YES if document.step_free else NO),
        ("insurance", YES if document.insurance else NO),
    ]
    if document.price_band is not None:
        codes.append(("price_band", str(document.price_band)))
    return codes


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
        self, seen: Iterable[tuple[str, str]], documents: np.ndarray, numbers: np.ndarray, size: int
    ) -> None:
        """`documents` and `numbers` go in pairs: a document, and which code of `seen` it has."""
        seen = list(seen)
        self.codes = sorted(seen, key=lambda pair: (FACETS.index(pair[0]), pair[1]))
        self._number = {pair: number for number, pair in enumerate(self.codes)}
        self._ranges = {facet: self._range(facet) for facet in FACETS}
        width = len(self.codes) // 8 + 1
        flags = np.zeros((size, width * 8), dtype=bool)
        final = np.array([self._number[pair] for pair in seen], dtype=np.int64)
        flags[documents, final[numbers]] = True
        self._rows = np.packbits(flags, axis=1, bitorder="little")
        self._columns = np.stack([bits.of_flags(column) for column in flags.T])

    def fitting(self, chosen: Mapping[str, tuple[str, ...]]) -> dict[str, np.ndarray]:
        """Facet → bitset of all documents that have one of its chosen codes."""
        return {facet: self._any(facet, codes) for facet, codes in chosen.items()}

    def count(self, documents: np.ndarray) -> np.ndarray:
        """How many of these documents have each code, by bit number."""
        if len(documents) * MANY > len(self._rows):
            matched = bits.of_numbers(documents, len(self._rows))
            return np.concatenate([self._by_columns(matched, facet) for facet in FACETS])
        width = self._rows.shape[1]
        values = self._rows[documents] + np.arange(width) * 256
        seen = np.bincount(values.ravel(), minlength=width * 256).reshape(width, 256)
        return (seen @ _BITS_OF_BYTE).astype(np.int64).ravel()[: len(self.codes)]

    def count_facet(self, matched: np.ndarray, facet: str) -> np.ndarray:
        """As `count`, for the documents of a bitset and the codes of one facet; others count 0."""
        counts = np.zeros(len(self.codes), dtype=np.int64)
        counts[self._ranges[facet]] = self._by_columns(matched, facet)
        return counts

    def named(self, facet: str, counts: np.ndarray) -> dict[str, int]:
        """Code → count of one facet, zeros left out."""
        these = self._ranges[facet]
        pairs = zip(self.codes[these], counts[these].tolist(), strict=True)
        return {code: count for (_facet, code), count in pairs if count}

    def having(self, document: int, chosen: Mapping[str, tuple[str, ...]]) -> list[str]:
        """ "facet:code" of each chosen code that one document has."""
        return [
            f"{facet}:{code}"
            for facet, codes in chosen.items()
            for code in codes
            if self._has(document, self._number.get((facet, code)))
        ]

    def _has(self, document: int, number: int | None) -> bool:
        return number is not None and bool(self._rows[document, number >> 3] >> (number & 7) & 1)

    def _by_columns(self, matched: np.ndarray, facet: str) -> np.ndarray:
        columns = self._columns[self._ranges[facet]]
        return np.bitwise_count(columns & matched).sum(axis=1, dtype=np.int64)

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
