"""Outlines of land and borders between countries, by squares of two degrees.

Data: Natural Earth 1:10 million (public domain), built by tools/build_land.py, which describes the
file. Right to about a kilometer; it has no lakes, rivers or roads.
"""

import gzip
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

_FILE = Path(__file__).resolve().parent.parent / "data" / "land.txt.gz"
TILE = 2
UNIT = 0.002
OVERLAP = 0.01


@dataclass(frozen=True)
class Tile:
    """Land in one square. Rings and borders as (points, 2) arrays of longitude and latitude in degrees."""

    whole: bool
    rings: tuple[np.ndarray, ...]
    borders: tuple[np.ndarray, ...]


def tiles(south: float, west: float, north: float, east: float) -> dict[tuple[int, int], Tile]:
    """The squares with land that a box in degrees touches, by their south-west corner as asked for.

    A box may reach over the 180th meridian: its corners then lie outside -180 to 180, and so do the
    points of the answer.
    """
    found = {}
    for lat in range(_corner(south), _corner(north) + 1, TILE):
        for lon in range(_corner(west), _corner(east) + 1, TILE):
            tile = _tile(lat, lon)
            if tile is not None:
                found[lat, lon] = tile
    return found


def _corner(degrees: float) -> int:
    return int(np.floor(degrees / TILE)) * TILE


@cache
def _lines() -> dict[str, str]:
    with gzip.open(_FILE, "rt", encoding="ascii") as file:
        return dict(line.rstrip("\n").split("\t", 1) for line in file)


@lru_cache(maxsize=256)
def _tile(south: int, west: int) -> Tile | None:
    inside = (west + 180) % 360 - 180
    line = _lines().get(f"{south} {inside}")
    if line is None:
        return None
    rings, borders = line.split("\t")
    if rings == "*":
        low, high = -OVERLAP, TILE + OVERLAP
        square = np.array([(low, low), (high, low), (high, high), (low, high)])
        corner = np.array((west, south))
        return Tile(True, (square + corner,), _arrays(borders, west, south))
    return Tile(False, _arrays(rings, west, south), _arrays(borders, west, south))


def _arrays(text: str, west: int, south: int) -> tuple[np.ndarray, ...]:
    return tuple(
        np.fromstring(part, dtype=np.int64, sep=" ").reshape(-1, 2).cumsum(axis=0) * UNIT
        + (west, south)
        for part in text.split(";")
        if part
    )
