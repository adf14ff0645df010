"""Locations sorted along bands of latitude, west to east, and circles among them.

A circle crosses few bands, and in each of them its points are one run of consecutive numbers.
"""

from collections.abc import Sequence

import numpy as np

from directory.search.geo import KM_PER_DEGREE, distances_km

BAND_DEGREES = 0.1
_BAND_STRIDE = 400.0
_EDGE_DEGREES = 1e-6


class Points:
    """The locations of documents: `points[n]` are the (lat, lon) of document n, degrees."""

    def __init__(self, points: Sequence[Sequence[tuple[float, float]]]) -> None:
        table = np.array(
            [
                (band_key(lat, lon), lat, lon, number)
                for number, own in enumerate(points)
                for lat, lon in own
            ],
            dtype=np.float64,
        ).reshape(-1, 4)
        table = table[np.argsort(table[:, 0], kind="stable")]
        self._keys, self._lats, self._lons = (table[:, column].copy() for column in range(3))
        self._document = table[:, 3].astype(np.int64)
        self._one_each = len(table) == len(points)

    def within(
        self, lat: float, lon: float, radius_km: float | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """(documents, km) with a location at most `radius_km` away, each document once; no
        radius: all of them."""
        about = self._about(lat, lon, radius_km)
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
        bands = np.arange(_band(max(lat - reach, -90)), _band(min(lat + reach, 90)) + 1)
        starts, stops = [], []
        for west, east in spans:
            starts.append(np.searchsorted(self._keys, bands * _BAND_STRIDE + west + 180))
            stops.append(
                np.searchsorted(self._keys, bands * _BAND_STRIDE + east + 180, side="right")
            )
        return _runs(np.concatenate(starts), np.concatenate(stops))


def _band(lat: float) -> int:
    return int((lat + 90) / BAND_DEGREES)


def band_key(lat: float, lon: float) -> float:
    """Sorts points by band, then west to east."""
    return _band(lat) * _BAND_STRIDE + lon + 180


def _spans(lon: float, half: float) -> list[tuple[float, float]]:
    """West and east ends, two pairs when the circle crosses the date line."""
    west, east = lon - half, lon + half
    if west < -180:
        return [(-180.0, east), (west + 360, 180.0)]
    if east > 180:
        return [(west, 180.0), (-180.0, east - 360)]
    return [(west, east)]


def _runs(starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """All numbers from each start to before its stop."""
    lengths = stops - starts
    offsets = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) + np.repeat(starts - offsets, lengths)
