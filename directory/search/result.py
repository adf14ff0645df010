"""What the index answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from directory.search.facets import FACETS


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
    """`total` and `facets` are exact; `count` gives one of the facets."""

    total: int
    hits: tuple[Hit, ...]
    count: Callable[[str], dict[str, int]] = field(repr=False, compare=False)
    _counted: dict[str, dict[str, int]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def facet(self, name: str) -> dict[str, int]:
        """Code → listings one would have by choosing the code as well; the facet's own choice is left
        out; codes nobody has are left out. Counted when first asked for: a page does not show every
        facet, and one that finds nobody looks again elsewhere and needs none."""
        if name not in self._counted:
            self._counted[name] = self.count(name)
        return self._counted[name]

    @property
    def facets(self) -> dict[str, dict[str, int]]:
        """Every facet."""
        return {name: self.facet(name) for name in FACETS}


@dataclass(frozen=True)
class Suggestion:
    """A completion: `kind` is a vocabulary kind or "name"; `code` the term's code or the listing's id."""

    kind: str
    code: str
    label: str
