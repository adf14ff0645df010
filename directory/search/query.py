"""A search, parsed: what the index is asked."""

from dataclasses import dataclass
from datetime import date

ORDERINGS = ("distance", "relevance", "confirmed")


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """One search. Several codes of one facet mean any of them; several facets mean all of them.

    `q`: free text, every word counts. `number`: a digest as in SearchDocument.identifiers; when a
    listing has it, that listing is meant and `q` is not read as words. `lat`, `lon` in degrees, both or neither; `radius_km` needs
    them. `ordering`: "distance" (without a point: as "relevance"), "relevance", "confirmed"; ties are
    broken by a rotation that `day` seeds, and listings whose verification ended before `day` are not
    found. `page` counts from 1. Raises ValueError for a query that contradicts itself.
    """

    q: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    conditions: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    accepts_new: bool | None = None
    step_free: bool | None = None
    insurance: bool | None = None
    price_bands: tuple[int, ...] = ()
    country: str | None = None
    number: str = ""
    ordering: str = "distance"
    page: int = 1
    page_size: int = 20
    day: date

    def __post_init__(self) -> None:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon go together")
        if not (-90 <= (self.lat or 0) <= 90 and -180 <= (self.lon or 0) <= 180):
            raise ValueError("lat is -90 to 90 and lon -180 to 180 degrees")
        if self.radius_km is not None and (self.lat is None or not self.radius_km >= 0):
            raise ValueError("radius_km is 0 or more, and needs lat and lon")
        if self.ordering not in ORDERINGS:
            raise ValueError(f"ordering is one of {', '.join(ORDERINGS)}")
        if self.page < 1 or self.page_size < 1:
            raise ValueError("page and page_size are 1 or more")
