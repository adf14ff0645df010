"""Build the map's outlines in directory/data from published data. Run by hand, rarely; never at start.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m venv /some/venv && /some/venv/bin/pip install shapely
    /some/venv/bin/python tools/build_land.py package/countries-10m.json

Source: Natural Earth (public domain), 1:10 million, by way of the world-atlas package (ISC License).

Writes land.txt.gz: a line for each square of TILE degrees that holds land, as
"south west<TAB>rings<TAB>borders". Rings and borders are separated by ";", their points are steps
"east north" in units of UNIT degrees, the first one from the square's corner. A square that is all land
has "*" for rings. Squares overlap by MARGIN so that no seam shows between them.
"""

import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from shapely import box
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, unary_union
from shapely.strtree import STRtree
from shapely.validation import make_valid

TARGET = Path(__file__).resolve().parent.parent / "directory" / "data" / "land.txt.gz"
TILE = 2
UNIT = 0.002
MARGIN = 0.01
TOLERANCE = 0.0025


class Topology:
    """A TopoJSON file: shared arcs, and objects made of them."""

    def __init__(self, path: Path) -> None:
        data = json.loads(path.read_text(encoding="utf-8"))
        (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs: list[list[tuple[float, float]]] = []
        for arc in data["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append((x * sx + tx, y * sy + ty))
            self.arcs.append(points)
        self.countries = data["objects"]["countries"]["geometries"]

    def ring(self, numbers: Iterable[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for number in numbers:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            points += arc[1:] if points else arc
        return points

    def polygons(self) -> Iterator[BaseGeometry]:
        for country in self.countries:
            groups = country.get("arcs", [])
            for rings in [groups] if country["type"] == "Polygon" else groups:
                outer, *holes = (self.ring(numbers) for numbers in rings)
                if len(outer) > 3:
                    yield make_valid(Polygon(outer, [hole for hole in holes if len(hole) > 3]))

    def borders(self) -> Iterator[LineString]:
        """Arcs that two countries share."""
        owners: dict[int, set[int]] = {}
        for position, country in enumerate(self.countries):
            for number in _numbers(country.get("arcs", [])):
                owners.setdefault(number if number >= 0 else ~number, set()).add(position)
        for number, who in owners.items():
            if len(who) > 1:
                yield LineString(self.arcs[number])


def _numbers(nested: list) -> Iterator[int]:
    for item in nested:
        if isinstance(item, int):
            yield item
        else:
            yield from _numbers(item)


def build(source: Path) -> Iterator[str]:
    topology = Topology(source)
    land = [part.simplify(TOLERANCE) for part in topology.polygons()]
    borders = [line.simplify(TOLERANCE) for line in topology.borders()]
    land_tree, border_tree = STRtree(land), STRtree(borders)
    for south in range(-90, 90, TILE):
        for west in range(-180, 180, TILE):
            square = box(west - MARGIN, south - MARGIN, west + TILE + MARGIN, south + TILE + MARGIN)
            here = unary_union(
                [make_valid(land[n]).intersection(square) for n in land_tree.query(square)]
            )
            if here.is_empty:
                continue
            lines = [borders[n].intersection(square) for n in border_tree.query(square)]
            whole = here.area > square.area - 1e-6
            rings = "*" if whole else ";".join(_rings(here, west, south))
            yield f"{south} {west}\t{rings}\t{';'.join(_lines(lines, west, south))}\n"


def _rings(land: BaseGeometry, west: int, south: int) -> Iterator[str]:
    parts = getattr(land, "geoms", [land])
    for part in parts:
        if isinstance(part, Polygon):
            for ring in (part.exterior, *part.interiors):
                yield from _steps(ring.coords[:-1], west, south, least=3)


def _lines(lines: list[BaseGeometry], west: int, south: int) -> Iterator[str]:
    parts = [
        line
        for found in lines
        for line in getattr(found, "geoms", [found])
        if isinstance(line, LineString) and not line.is_empty
    ]
    merged = linemerge(MultiLineString(parts)) if parts else MultiLineString()
    for line in getattr(merged, "geoms", [merged]):
        yield from _steps(line.coords, west, south, least=2)


def _steps(
    points: Iterable[tuple[float, ...]], west: int, south: int, *, least: int
) -> Iterator[str]:
    x = y = 0
    steps: list[str] = []
    for lon, lat, *_ in points:
        to_x, to_y = round((lon - west) / UNIT), round((lat - south) / UNIT)
        if steps and (to_x, to_y) == (x, y):
            continue
        steps.append(f"{to_x - x} {to_y - y}")
        x, y = to_x, to_y
    if len(steps) >= least:
        yield " ".join(steps)


if __name__ == "__main__":
    text = "".join(build(Path(sys.argv[1])))
    TARGET.write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))
