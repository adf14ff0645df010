"""Locations sorted along bands of latitude, west to east, and circles among them.

A circle crosses few bands, and in each of them its points are one run of consecutive numbers.
"""

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
        self._keys, self._lats, self._lons = keys[order], lats[order], lons[order]
        self._document = documents[order].astype(np.uint32)
        self._one_each = len(order) == size

    def within(
        self, lat: float, lon: float, radius_km: float | None, *, among: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """(documents, km) of a bitset with a location at most `radius_km` away, each document once;
        no radius: all of them."""
        about = self._about(lat, lon, radius_km)
        # before any distance, which takes longest
        about = about[bits.holds(among, self._document[about])]
        distances = distances_km(lat, lon, self._lats[about], self._lons[about])
        if radius_km is not None:
            near = distances <= radius_km
            about, distances = about[near], distances[near]
        documents = self._document[about]
        if self._one_each:
            return documents, distances
        order = np.lexsort((distances, documents))
        documents, distances = documents[order], distances[order]
        first = np.ones(len(documents), dtype=bool)
        first[1:] = documents[1:] != documents[:-1]
        return documents[first], distances[first]

    def _about(self, lat: float, lon: float, radius_km: float | None) -> np.ndarray:
        if radius_km is None:
            return np.arange(len(self._keys))
        reach = radius_km / KM_PER_DEGREE + _EDGE_DEGREES
        if abs(lat) + reach >= 90:
            spans = [(-180.0, 180.0)]
        else:
            half = np.degrees(np.arcsin(np.sin(np.radians(reach)) / np.cos(np.radians(lat))))
            spans = _spans(lon, half + _EDGE_DEGREES)
        south, north = _bands(np.array([max(lat - reach, -90), min(lat + reach, 90)]))
        bands = np.arange(south, north + 1)
        starts, stops = [], []
        for west, east in spans:
            starts.append(np.searchsorted(self._keys, bands * _BAND_STRIDE + west + 180))
            stops.append(
                np.searchsorted(self._keys, bands * _BAND_STRIDE + east + 180, side="right")
            )
        return runs(np.concatenate(starts), np.concatenate(stops))


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
