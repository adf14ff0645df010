"""Places by name, spelling or postal code, without a network.

Data: GeoNames (CC BY 4.0), built by tools/build_places.py: places of 5,000 people or more with their
names in Latin letters, those of 100,000 or more in all scripts; postal codes have a module of their own. Among equal fits the larger place comes first; a former or
foreign name counts as a place of a tenth of the size, or every Freiburg would be João Pessoa's past.
"""

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from directory.search.geo import KM_PER_DEGREE, distances_km
from directory.search.keys import SortedKeys
from directory.search.postcodes import OF_PLACES, Postcode, Postcodes, Reading
from directory.search.text import fold

_DATA = Path(__file__).resolve().parent.parent / "data"
_SAINT = re.compile(r"\b(saint|sankt)\b")
_LETTER = re.compile(r"[^\W\d_]")
_LONG_WORD = 8
_SHORTEST_FUZZY = 4
_LONGEST_QUALIFIER = 4
_NEAR_CODE_KM = 60.0
_CLOSE_DEGREES, _WIDER = 0.1, 4
"""How far north and south the nearest place is looked for first, and how much farther each time."""
_OTHER_NAME = 0.1
_OTHER_NAME_ALIKE = 0.01


@dataclass(frozen=True)
class Place:
    """A city, or a postal code with its town. Degrees; country is ISO 3166 alpha-2."""

    name: str
    admin: str
    country: str
    lat: float
    lon: float
    population: int
    kind: str


def resolve(
    text: str, country: str | None = None, limit: int = 6, *, first: Sequence[str] = ()
) -> tuple[Place, ...]:
    """The places that `text` may mean, best first; empty when nothing fits.

    Reads "Lyon", "muenchen", "Москва", "Portland, OR", "Paris Texas", "97201", "SW1A 1AA", "D-10115", "1010 Wien".
    Exact names come before beginnings, beginnings before likenesses, larger places before smaller.
    `country` (ISO alpha-2) keeps the answer inside one country; a postal code that several know is
    taken for that of the countries in `first`, in their order.
    """
    return load_gazetteer().resolve(text, country, limit, first)


def suggest(prefix: str, limit: int = 6, *, first: Sequence[str] = ()) -> tuple[Place, ...]:
    """Places whose name begins with `prefix`, largest first; postal codes where it has a digit."""
    return load_gazetteer().suggest(prefix, limit, first)


def nearest(lat: float, lon: float) -> Place:
    """The place of 5,000 people or more nearest to a point in degrees."""
    return load_gazetteer().nearest(lat, lon)


def country_name(code: str) -> str:
    """English name of an ISO alpha-2 country; the code itself when it is not known."""
    return load_gazetteer().country_names.get(code, code)


@cache
def load_gazetteer() -> "Gazetteer":
    """The gazetteer of this process, read once."""
    return Gazetteer(_DATA)


class Gazetteer:
    """All places in memory: rows as lines, names as one sorted block."""

    def __init__(self, folder: Path) -> None:
        """Reads the files that tools/build_places.py wrote. Raises OSError when one is missing."""
        self._rows = _read(folder / "places.tsv.gz").splitlines()
        self._names = SortedKeys(_unzip(folder / "places_names.txt.gz"))
        self._row_of_name = np.fromstring(
            _read(folder / "places_rows.txt.gz"), dtype=np.int32, sep="\n"
        )
        figures = np.fromiter(
            (float(figure) for row in self._rows for figure in row.split("\t")[3:]), np.float64
        ).reshape(-1, 3)
        self._lats, self._lons = figures[:, 0].copy(), figures[:, 1].copy()
        self._by_lat = np.argsort(self._lats, kind="stable")
        self._also = self._row_of_name < 0
        self._row_of_name[self._also] = -self._row_of_name[self._also] - 1
        self._populations = figures[:, 2].copy()
        self._codes = Postcodes(_unzip(folder / OF_PLACES))
        self.country_names: dict[str, str] = {}
        self._regions: dict[tuple[str, str], str] = {}
        self._areas: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
        self._read_areas(folder)

    def resolve(
        self, text: str, country: str | None, limit: int, first: Sequence[str]
    ) -> tuple[Place, ...]:
        readings = [
            reading
            for reading in self._codes.read(text, first)
            if country in (None, reading.postcode.country)
        ]
        alone = self._coded(filter(self._is_alone, readings))
        if alone or not _LETTER.search(text):
            # A code alone is a code or nothing; it is never a misspelled name.
            return alone[:limit]
        coded = self._coded(filter(self._agrees, readings))
        found = self._by_name(text, country, limit)
        return (coded + (found or self._by_name(_without_digits(text), country, limit)))[:limit]

    def suggest(self, prefix: str, limit: int, first: Sequence[str]) -> tuple[Place, ...]:
        has_digit = any(character.isdigit() for character in prefix)
        if has_digit and (begun := self._codes.beginning(prefix, limit, first)):
            return tuple(map(self._place_of_code, begun))
        if has_digit or "," in prefix:
            found = self.resolve(prefix, None, limit, first)
            # "SW1A 1A": the first half of a code is known before the second one is there.
            return found or self.resolve(prefix.partition(" ")[0], None, limit, first)
        key = fold(prefix)
        if not key:
            return ()
        return tuple(self._place(row) for row in self._largest(self._names.beginning(key))[:limit])

    def nearest(self, lat: float, lon: float) -> Place:
        reach = _CLOSE_DEGREES
        while True:
            band = np.array((lat - reach, lat + reach))
            first, end = np.searchsorted(self._lats, band, sorter=self._by_lat)
            rows = self._by_lat[first:end]
            if len(rows):
                distances = distances_km(lat, lon, self._lats[rows], self._lons[rows])
                closest = int(np.argmin(distances))
                # whatever lies outside the band is farther away than its edge
                if len(rows) == len(self._lats) or distances[closest] <= reach * KM_PER_DEGREE:
                    return self._place(int(rows[closest]))
            reach *= _WIDER

    def within(
        self, south: float, west: float, north: float, east: float, *, limit: int
    ) -> tuple[Place, ...]:
        """The largest places in a box in degrees; it may reach over the 180th meridian."""
        inside = (self._lats >= south) & (self._lats <= north)
        inside &= (self._lons - west) % 360 <= east - west
        rows = np.flatnonzero(inside)
        largest = rows[np.argsort(-self._populations[rows], kind="stable")][:limit]
        return tuple(self._place(int(row)) for row in largest)

    def places(self, countries: Iterable[str]) -> Iterable[Place]:
        """Every city of these countries, largest first."""
        wanted = set(countries)
        for row, line in enumerate(self._rows):
            if line.split("\t")[1] in wanted:
                yield self._place(row)

    def _by_name(self, text: str, country: str | None, limit: int) -> tuple[Place, ...]:
        rows: dict[int, None] = {}
        for find in (self._exact, self._begun, self._alike):
            for name, areas in self._readings(text):
                hits = self._inside(find(name), areas, country)
                rows.update(dict.fromkeys(hits[:limit]))
                if hits and find != self._begun:
                    break
            # Beginnings fill up what exact names leave; likenesses only stand in for nothing.
            if len(rows) >= limit or (rows and find == self._begun):
                break
        return tuple(self._place(row) for row in list(rows)[:limit])

    def _readings(self, text: str) -> Iterable[tuple[str, list[set[tuple[str, str | None]]]]]:
        """Ways to read a text as a name and the areas it lies in, likeliest first."""
        parts = [key for part in text.split(",") if (key := _without_codes(fold(part)))]
        if not parts:
            return
        if len(parts) == 1:
            yield parts[0], []
            yield from self._split_at_blank(parts[0])
            return
        known = [self._areas[part] for part in parts[1:] if part in self._areas]
        yield parts[0], known
        yield " ".join(parts), []

    def _split_at_blank(self, key: str) -> Iterable[tuple[str, list[set[tuple[str, str | None]]]]]:
        bits = key.split(" ")
        for cut in range(len(bits) - 1, max(0, len(bits) - 1 - _LONGEST_QUALIFIER), -1):
            area = " ".join(bits[cut:])
            if area in self._areas:
                yield " ".join(bits[:cut]), [self._areas[area]]

    def _exact(self, name: str) -> list[int]:
        return self._largest(self._names.exact(name))

    def _begun(self, name: str) -> list[int]:
        return self._largest(self._names.beginning(name)) if len(name) > 1 else []

    def _alike(self, name: str) -> list[int]:
        if len(name) < _SHORTEST_FUZZY or any(letter.isdigit() for letter in name):
            return []
        similar = self._names.similar(name, 2 if len(name) >= _LONG_WORD else 1)
        closest = [number for edits, number in similar if edits == similar[0][0]]
        return self._largest(np.array(closest, dtype=np.int64), _OTHER_NAME_ALIKE)

    def _largest(self, names: slice | np.ndarray, other: float = _OTHER_NAME) -> list[int]:
        """The rows of some names, each once, largest place first."""
        sizes = self._populations[self._row_of_name[names]]
        order = np.argsort(-np.where(self._also[names], sizes * other, sizes), kind="stable")
        return list(dict.fromkeys(self._row_of_name[names][order].tolist()))

    def _inside(self, rows: Iterable[int], areas: list, country: str | None) -> list[int]:
        found = []
        for row in rows:
            _name, own_country, region, *_rest = self._rows[row].split("\t")
            if country and own_country != country:
                continue
            if all((own_country, None) in area or (own_country, region) in area for area in areas):
                found.append(row)
        return found

    def _place(self, row: int) -> Place:
        name, country, region, lat, lon, population = self._rows[row].split("\t")
        admin = self._regions.get((country, region), "")
        return Place(name, admin, country, float(lat), float(lon), int(population), "city")

    def _coded(self, readings: Iterable[Reading]) -> tuple[Place, ...]:
        return tuple(dict.fromkeys(self._place_of_code(one.postcode) for one in readings))

    def _place_of_code(self, one: Postcode) -> Place:
        admin = self._regions.get((one.country, one.region), "")
        name = f"{one.code} {one.town}"
        return Place(name, admin, one.country, one.lat, one.lon, 0, "postcode")

    def _is_alone(self, reading: Reading) -> bool:
        """Whether nothing but its country or its region stands beside a code."""
        one = reading.postcode
        areas = [self._areas.get(fold(part), ()) for part in reading.beside.split(",") if part]
        return all(
            (one.country, None) in area or (one.country, one.region) in area for area in areas
        )

    def _agrees(self, reading: Reading) -> bool:
        """Whether the words beside a code name its town, or a place near it."""
        one, town = reading.postcode, _saint(fold(reading.beside.split(",")[0]))
        if town and _saint(fold(one.town)).startswith(town):
            return True
        rows = [
            row
            for name, areas in self._readings(_without_digits(reading.beside))
            for row in self._inside(self._exact(name), areas, one.country)
        ]
        far = distances_km(one.lat, one.lon, self._lats[rows], self._lons[rows])
        return bool((far <= _NEAR_CODE_KM).any())

    def _read_areas(self, folder: Path) -> None:
        for line in _read(folder / "places_countries.tsv.gz").splitlines():
            code, name, keys = line.split("\t")
            self.country_names[code] = name
            for key in keys.split("|"):
                self._areas[key].add((code, None))
        for line in _read(folder / "places_regions.tsv.gz").splitlines():
            country, code, name, keys = line.split("\t")
            self._regions[country, code] = name
            for key in keys.split("|"):
                self._areas[key].add((country, code))


def _saint(key: str) -> str:
    """ "sankt margen" as it is found on envelopes, "st margen"."""
    return _SAINT.sub("st", key)


def _without_codes(key: str) -> str:
    """ "10115 berlin" without its postal code: a name is known whether the code is or not."""
    bits = key.split(" ")
    named = [bit for bit in bits if not (bit.isdigit() and len(bit) >= 4)]
    return " ".join(named)


def _without_digits(text: str) -> str:
    """ "110 00 Praha" without its code, of whichever country."""
    return " ".join(
        word for word in text.split() if not any(character.isdigit() for character in word)
    )


def _unzip(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def _read(path: Path) -> str:
    return _unzip(path).decode()
