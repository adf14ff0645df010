"""The small map beside a list: what lies around a point, rings of distance, and numbered pins.

Web Mercator about the point, so that street tiles of a server fit under the same pins.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from math import asin, atan, atan2, ceil, cos, degrees, exp, log, log2, pi, radians, sin, tan

import numpy as np

from directory.atlas import land
from directory.atlas.names import Box, Place, box_of, box_of_pin, clear_of, half_width
from directory.search.gazetteer import load_gazetteer
from directory.search.geo import EARTH_RADIUS_KM, KM_PER_DEGREE

WIDTH, HEIGHT = 360, 460
"""Size of the drawing in its own units."""

MIDDLE = (WIDTH / 2, HEIGHT / 2)
RADIUS = 160
PIN_APART = 28
TOWNS = 9
MARGIN = 60
NORTHERNMOST = 85.0
TILE_PIXELS = 256
REACHES = (2, 3, 5, 8, 10, 15, 20, 30, 50, 80, 100, 150, 200, 300, 500, 800, 1000, 2000)
"""Kilometers, or miles, that the outer ring may stand for."""

MOST_SQUARES = 150
"""Beyond so many squares outlines are left out: they would be slow to read and too fine to see."""

RING_POINTS = 72
FRAME = Box(4, 4, WIDTH - 4, HEIGHT - 4)
NAME_BELOW, NAME_ABOVE = 24, 6
"""How far under the middle, and over a town, the base line of its name lies."""

LONGEST_LENGTH = "1000 km"


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A numbered place to show; degrees."""

    number: int
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, kw_only=True)
class Pin:
    """A point of the drawing; `numbers` are those of the list, `label` names who is there."""

    numbers: tuple[int, ...]
    x: int
    y: int
    label: str

    @property
    def number(self) -> int:
        return self.numbers[0]

    @property
    def mark(self) -> str:
        """ "3", or "3+2" where two more are at the same spot."""
        return f"{self.number}+{self.count - 1}" if self.count > 1 else f"{self.number}"

    @property
    def count(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, kw_only=True)
class Ring:
    """A circle on the ground, with the point its label stands at."""

    path: str
    km: float
    label_y: int


@dataclass(frozen=True, kw_only=True)
class Street:
    """One picture of a tile server and where it lies."""

    url: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What lies under the pins: paths of land and borders, towns, rings. Too large an area is not
    `outlined`; where it is, there may be a `coast`."""

    outlined: bool
    coast: bool
    land: tuple[str, ...]
    borders: tuple[str, ...]
    towns: tuple[Place, ...]
    rings: tuple[Ring, ...]


@dataclass(frozen=True, kw_only=True)
class Drawing:
    ground: Ground
    middle: Place
    pins: tuple[Pin, ...]
    streets: tuple[Street, ...] = ()


def draw(
    *,
    lat: float,
    lon: float,
    far_km: float,
    spots: Iterable[Spot],
    name: str = "",
    unit_km: float = 1.0,
    tile_url: str = "",
) -> Drawing:
    """The map about a point in degrees that shows `spots`, the farthest of them `far_km` away.
    `name` is what stands at the point.

    The rings stand at round numbers of a unit of so many kilometers. `tile_url` is the address of a tile server with {z}, {x} and {y}; empty draws from data that is here.
    """
    lat = max(-NORTHERNMOST, min(NORTHERNMOST, lat))
    reaches = [reach * unit_km for reach in REACHES]
    reach = next((km for km in reaches if km >= far_km), max(far_km, reaches[-1]))
    view = View(round(lat, 3), round(lon, 3), float(reach))
    pins = _pins(view, spots)
    ground, middle = _named(ground_of(view), name, pins)
    return Drawing(
        ground=ground,
        middle=middle,
        pins=pins,
        streets=tuple(_streets(view, tile_url)) if tile_url else (),
    )


def _named(ground: Ground, name: str, pins: Iterable[Pin]) -> tuple[Ground, Place]:
    """The ground and its middle with their names where no pin hides them."""
    x, y = map(round, MIDDLE)
    middle = Place(name=name, x=x, y=y, name_x=x, name_y=y + NAME_BELOW)
    middle, *towns = clear_of(
        (middle, *ground.towns),
        [box_of_pin(pin.x, pin.y, pin.count) for pin in pins],
        taken=[box_of(LONGEST_LENGTH, x, ring.label_y) for ring in ground.rings],
        frame=FRAME,
    )
    # Left as it is where nothing moved, so that what is drawn of it is found again.
    return (ground if tuple(towns) == ground.towns else replace(ground, towns=tuple(towns))), middle


@dataclass(frozen=True)
class View:
    """The point in the middle in degrees, and the kilometers that RADIUS units stand for."""

    lat: float
    lon: float
    reach_km: float

    @cached_property
    def units(self) -> float:
        """Units of the drawing to a degree of longitude."""
        return RADIUS / (self.reach_km / (KM_PER_DEGREE * cos(radians(self.lat))))

    @cached_property
    def height(self) -> float:
        """The height of the middle, see `_mercator`."""
        return _mercator(self.lat)

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        east = (lon - self.lon + 180) % 360 - 180
        north = _mercator(lat) - self.height
        return MIDDLE[0] + east * self.units, MIDDLE[1] - north * self.units

    def box(self) -> tuple[float, float, float, float]:
        """South, west, north and east of what can be seen, in degrees."""
        half_width, half_height = MIDDLE[0] / self.units, MIDDLE[1] / self.units
        middle = self.height
        return (
            _latitude(middle - half_height),
            self.lon - min(half_width, 180.0),
            _latitude(middle + half_height),
            self.lon + min(half_width, 180.0),
        )


@lru_cache(maxsize=512)
def ground_of(view: View) -> Ground:
    """What lies under the pins. Kept, since many look at the same towns."""
    south, west, north, east = view.box()
    wanted = _squares(south, north) * _squares(west, east)
    outlined = wanted <= MOST_SQUARES
    squares = land.tiles(south, west, north, east) if outlined else {}
    inland = len(squares) == wanted and all(tile.whole for tile in squares.values())
    coast = outlined and not inland
    rings = [ring for tile in squares.values() for ring in tile.rings] if coast else []
    borders = [line for tile in squares.values() for line in tile.borders]
    return Ground(
        outlined=outlined,
        coast=coast,
        land=tuple(filter(None, (_path(ring, view, closed=True) for ring in rings))),
        borders=tuple(filter(None, (_path(line, view, closed=False) for line in borders))),
        towns=tuple(_towns(view, south, west, north, east)),
        rings=tuple(_ring(view, view.reach_km * share) for share in (0.5, 1.0)),
    )


def _squares(low: float, high: float) -> int:
    return int(np.floor(high / land.TILE)) - int(np.floor(low / land.TILE)) + 1


def _path(points: np.ndarray, view: View, *, closed: bool) -> str:
    """An SVG path in whole units. What lies outside the drawing is drawn in to its margin."""
    lats = np.clip(points[:, 1], -NORTHERNMOST, NORTHERNMOST)
    north = np.degrees(np.log(np.tan(np.pi / 4 + np.radians(lats) / 2))) - _mercator(view.lat)
    x = np.rint(MIDDLE[0] + (points[:, 0] - view.lon) * view.units)
    y = np.rint(MIDDLE[1] - north * view.units)
    x = np.clip(x, -MARGIN, WIDTH + MARGIN).astype(int)
    y = np.clip(y, -MARGIN, HEIGHT + MARGIN).astype(int)
    moved = np.ones(len(x), dtype=bool)
    moved[1:] = (np.diff(x) != 0) | (np.diff(y) != 0)
    x, y = x[moved], y[moved]
    if len(x) < 3 - (not closed) or not _seen(x, y):
        return ""
    words = " ".join(f"{a} {b}" for a, b in zip(x.tolist(), y.tolist(), strict=True))
    return f"M{words}{'Z' if closed else ''}"


def _seen(x: np.ndarray, y: np.ndarray) -> bool:
    return bool(x.max() > 0 and x.min() < WIDTH and y.max() > 0 and y.min() < HEIGHT)


def _towns(view: View, south: float, west: float, north: float, east: float) -> Iterable[Place]:
    """The largest towns around that leave each other and the middle room for their names."""
    taken = [(MIDDLE[0], MIDDLE[1] + 12, 60.0)]
    for place in load_gazetteer().within(south, west, north, east, limit=TOWNS * 4):
        x, y = view.place(place.lat, place.lon)
        half = half_width(place.name)
        if not (half + 4 < x < WIDTH - half - 4 and 16 < y < HEIGHT - 10):
            continue
        if any(abs(x - ox) < half + other and abs(y - oy) < 26 for ox, oy, other in taken):
            continue
        taken.append((x, y, half))
        at_x, at_y = round(x), round(y)
        yield Place(name=place.name, x=at_x, y=at_y, name_x=at_x, name_y=at_y - NAME_ABOVE)
        if len(taken) > TOWNS:
            return


def _ring(view: View, km: float) -> Ring:
    points = [
        view.place(*_destination(view, km, step * 360 / RING_POINTS)) for step in range(RING_POINTS)
    ]
    words = " ".join(f"{x:.0f} {y:.0f}" for x, y in points)
    return Ring(path=f"M{words}Z", km=km, label_y=round(points[0][1]) - 6)


def _destination(view: View, km: float, bearing: float) -> tuple[float, float]:
    """The point so many kilometers from the middle in a direction in degrees from north."""
    phi, angle, theta = radians(view.lat), km / EARTH_RADIUS_KM, radians(bearing)
    lat = asin(sin(phi) * cos(angle) + cos(phi) * sin(angle) * cos(theta))
    lon = atan2(sin(theta) * sin(angle) * cos(phi), cos(angle) - sin(phi) * sin(lat))
    return max(-NORTHERNMOST, min(NORTHERNMOST, degrees(lat))), view.lon + degrees(lon)


def _pins(view: View, spots: Iterable[Spot]) -> tuple[Pin, ...]:
    """Pins that would cover each other become one, named after all that are there."""
    together: list[tuple[int, int, list[Spot]]] = []
    for spot in spots:
        x, y = map(round, view.place(spot.lat, spot.lon))
        for other_x, other_y, there in together:
            if abs(other_x - x) < PIN_APART and abs(other_y - y) < PIN_APART:
                there.append(spot)
                break
        else:
            together.append((x, y, [spot]))
    return tuple(
        Pin(
            numbers=tuple(spot.number for spot in there),
            x=x,
            y=y,
            label="; ".join(f"{spot.number}: {spot.name}" for spot in there),
        )
        for x, y, there in together
    )


def _streets(view: View, tile_url: str) -> Iterable[Street]:
    """The pictures of a tile server that cover the drawing, none drawn larger than it is."""
    zoom = max(0, min(19, ceil(log2(view.units * 360 / TILE_PIXELS))))
    size = view.units * 360 / 2**zoom
    middle_x = (view.lon + 180) / 360 * 2**zoom
    middle_y = (180 - _mercator(view.lat)) / 360 * 2**zoom
    left, right = (int(np.floor(middle_x + side * MIDDLE[0] / size)) for side in (-1, 1))
    top, bottom = (int(np.floor(middle_y + side * MIDDLE[1] / size)) for side in (-1, 1))
    for row in range(max(0, top), min(2**zoom - 1, bottom) + 1):
        for column in range(left, right + 1):
            yield Street(
                url=tile_url.format(z=zoom, x=column % 2**zoom, y=row),
                x=round(MIDDLE[0] + (column - middle_x) * size, 1),
                y=round(MIDDLE[1] + (row - middle_y) * size, 1),
                size=round(size + 0.1, 1),
            )


def _mercator(lat: float) -> float:
    """The height of a latitude on a Mercator map, in degrees of longitude at the equator."""
    lat = max(-NORTHERNMOST, min(NORTHERNMOST, lat))
    return degrees(log(tan(pi / 4 + radians(lat) / 2)))


def _latitude(height: float) -> float:
    return degrees(2 * atan(exp(radians(height))) - pi / 2)
