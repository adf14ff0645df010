"""What the index answers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """One found listing. `distance_km` to its nearest location, None without a point; `score` grows
    with the match of the words, 0 without words. `reasons`: "near", "name" (a searched word stands in
    the name), "words", "number" (a certificate's), and "facet:code" for every chosen code that the listing has."""

    id: str
    distance_km: float | None
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class SearchResult:
    """`total` and `facets` are exact. `facets`: facet → code → listings one would have by choosing the
    code as well; a facet's own choice is left out of its own counts; codes nobody has are left out."""

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]]


@dataclass(frozen=True)
class Suggestion:
    """A completion: `kind` is a vocabulary kind or "name"; `code` the term's code or the listing's id."""

    kind: str
    code: str
    label: str
