"""Locations sorted along bands of latitude, west to east, and circles among them.

A circle crosses few bands, and in each of them its points are one run of consecutive numbers.
"""

from dataclasses import dataclass
from math import asin, cos, degrees, floor, radians, sin

import numpy as np

from directory.search import bits
from directory.search.geo import KM_PER_DEGREE, distances_km
from directory.search.runs import runs

BAND_DEGREES = 0.1
_BAND_STRIDE = 400.0
_EDGE_DEGREES = 1e-6


class Points:
    """The locations of documents."""

    def __init__(
        self, lats: np.ndarray, lons: np.ndarray, documents: np.ndarray, *, size: int
    ) -> None:
        """Degrees, and the number of each location's document. `size`: how many documents there are."""
        keys = band_keys(lats, lons)
        order = np.argsort(keys, kind="stable")
        self._keys, self.lats, self.lons = keys[order], lats[order], lons[order]
        self.document = documents[order].astype(np.uint32)
        self.shared = np.bincount(self.document, minlength=size)[self.document] > 1

    def circle(self, lat: float, lon: float, radius_km: float | None) -> "Circle":
        """The locations at most `radius_km` away; no radius: all of them."""
        return Circle(self, lat, lon, radius_km, self._about(lat, lon, radius_km))

    def within(
        self, lat: float, lon: float, radius_km: float | None, *, among: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """(documents, km) of a bitset with a location in a circle, each document once."""
        return self.circle(lat, lon, radius_km).among(among).documents()

    def _about(self, lat: float, lon: float, radius_km: float | None) -> np.ndarray:
        if radius_km is None:
            return np.arange(len(self._keys))
        reach = radius_km / KM_PER_DEGREE + _EDGE_DEGREES
        if abs(lat) + reach >= 90:
            spans = [(-180.0, 180.0)]
        else:
            half = degrees(asin(sin(radians(reach)) / cos(radians(lat))))
            spans = _spans(lon, half + _EDGE_DEGREES)
        south, north = (_band(edge) for edge in (max(lat - reach, -90), min(lat + reach, 90)))
        bands = np.arange(south, north + 1) * _BAND_STRIDE
        starts, stops = [], []
        for west, east in spans:
            starts.append(np.searchsorted(self._keys, bands + west + 180))
            stops.append(np.searchsorted(self._keys, bands + east + 180, side="right"))
        return runs(np.concatenate(starts), np.concatenate(stops))


@dataclass
class Circle:
    """What lies in a circle. `candidates`: numbers of locations that may, and that are wanted."""

    points: Points
    lat: float
    lon: float
    radius_km: float | None
    candidates: np.ndarray

    def among(self, wanted: np.ndarray) -> "Circle":
        """Only the documents of a bitset. Asked before any distance, which takes longest."""
        held = bits.holds(wanted, self.points.document[self.candidates])
        kept = self.candidates[held]
        return Circle(self.points, self.lat, self.lon, self.radius_km, kept)

    def documents(self) -> tuple[np.ndarray, np.ndarray]:
        """(documents, km to the nearest of its locations), each document once."""
        points, about = self.points, self.candidates
        distances = distances_km(self.lat, self.lon, points.lats[about], points.lons[about])
        if self.radius_km is not None:
            near = distances <= self.radius_km
            about, distances = about[near], distances[near]
        documents = points.document[about]
        several = np.flatnonzero(points.shared[about])
        if len(several) < 2:
            return documents, distances
        order = several[np.lexsort((distances[several], documents[several]))]
        farther = order[1:][documents[order[1:]] == documents[order[:-1]]]
        nearest = np.ones(len(about), dtype=bool)
        nearest[farther] = False
        return documents[nearest], distances[nearest]


def _band(lat: float) -> int:
    return floor((lat + 90) / BAND_DEGREES)


def _bands(lats: np.ndarray) -> np.ndarray:
    return np.floor((lats + 90) / BAND_DEGREES)


def band_keys(lats: np.ndarray, lons: np.ndarray) -> np.ndarray:
    """Sorts points by band, then west to east."""
    return _bands(lats) * _BAND_STRIDE + lons + 180


def _spans(lon: float, half: float) -> list[tuple[float, float]]:
    """West and east ends, two pairs when the circle crosses the date line."""
    west, east = lon - half, lon + half
    if west < -180:
        return [(-180.0, east), (west + 360, 180.0)]
    if east > 180:
        return [(west, 180.0), (-180.0, east - 360)]
    return [(west, east)]
