"""What the index answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


class Hit(NamedTuple):
    """One found listing. `distance_km` to its nearest location, None without a point; `score` grows
    with the match of the words, 0 without words. `reasons`: "near", "name" (a searched word stands in
    the name), "words", "number" (a certificate's), and "facet:code" for every chosen code that the listing has."""

    id: str
    distance_km: float | None
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class SearchResult:
    """`total` and `facets` are exact; `count` gives `facets`."""

    total: int
    hits: tuple[Hit, ...]
    count: Callable[[], dict[str, dict[str, int]]] = field(repr=False, compare=False)

    @cached_property
    def facets(self) -> dict[str, dict[str, int]]:
        """Facet → code → listings one would have by choosing the code as well; a facet's own choice
        is left out of its own counts; codes nobody has are left out. Counted when first asked for:
        a page that finds nobody looks again elsewhere and needs none of it."""
        return self.count()


@dataclass(frozen=True)
class Suggestion:
    """A completion: `kind` is a vocabulary kind or "name"; `code` the term's code or the listing's id."""

    kind: str
    code: str
    label: str
