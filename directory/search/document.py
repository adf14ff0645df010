"""What the index knows of one public listing."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SearchDocument:
    """One listing as search reads it.

    `id`: its UUID, hex with dashes. `points`: (lat, lon) in degrees of each location, at least one.
    `text`: everything free text should find except the name. Codes are vocabulary codes; `country` is
    ISO alpha-2. `identifiers`: digests of certificate
    numbers, found whole or not at all. The listing is found on days up to and
    including `verified_until`. Raises ValueError for no point or one that is not on the earth.
    """

    id: str
    name: str
    points: tuple[tuple[float, float], ...]
    text: str
    conditions: tuple[str, ...]
    methods: tuple[str, ...]
    languages: tuple[str, ...]
    scopes: tuple[str, ...]
    delivery: tuple[str, ...]
    country: str
    accepts_new: bool
    step_free: bool
    price_band: int | None
    insurance: bool
    identifiers: tuple[str, ...]
    confirmed: date
    verified_until: date

    def __post_init__(self) -> None:
        if not self.points:
            raise ValueError(f"listing {self.id} has no location")
        for lat, lon in self.points:
            if not (-90 <= lat <= 90 and -180 <= lon <= 180):
                raise ValueError(f"listing {self.id} has a location off the earth: {lat}, {lon}")
