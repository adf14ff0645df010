"""Distances on the earth taken as a sphere."""

import numpy as np

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""

KM_PER_DEGREE = EARTH_RADIUS_KM * np.pi / 180


def distances_km(lat: float, lon: float, lats: np.ndarray, lons: np.ndarray) -> np.ndarray:
    """Great-circle distance in km from one point to many (haversine). Degrees in."""
    phi, phis = np.radians(lat), np.radians(lats)
    half_phi = np.sin((phis - phi) / 2)
    half_lambda = np.sin(np.radians(lons - lon) / 2)
    chord = half_phi * half_phi + np.cos(phi) * np.cos(phis) * half_lambda * half_lambda
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
